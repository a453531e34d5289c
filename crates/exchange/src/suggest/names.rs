//! What people call things at the head of a column, in both languages.
//!
//! Must stay true: the labels and codes of the fields come first, so that our own exports are
//! always recognised; words only lead to a suggestion, never to a decision.

use model::{Field, FieldNo, customer};

/// A header without case, spaces, signs and what stands in brackets.
pub fn key(header: &str) -> String {
    let bare = header.split(['(', '（', '[', '【']).next();
    let bare = bare
        .filter(|bare| !bare.trim().is_empty())
        .unwrap_or(header);
    bare.chars()
        .filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii() && !"　：＊、·".contains(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// How well a header's key names the field: 0 best, `None` not at all.
pub fn rank(field: &Field, header: &str) -> Option<usize> {
    if header.is_empty() {
        return None;
    }
    let own = [field.label.zh, field.label.en, field.code];
    if own.iter().any(|name| key(name) == header) {
        return Some(0);
    }
    synonyms(field.no)
        .iter()
        .position(|word| *word == header)
        .map(|place| place + 1)
}

/// Other names of a field as keys, the clearest first.
fn synonyms(no: FieldNo) -> &'static [&'static str] {
    match no {
        customer::NAME => &[
            "姓名",
            "客户名称",
            "客户姓名",
            "fullname",
            "customername",
            "clientname",
            "名称",
            "名字",
            "客户",
            "customer",
            "client",
            "单位名称",
            "公司名称",
            "公司",
            "company",
            "联系人",
            "contact",
            "受访者",
            "respondent",
        ],
        customer::KIND => &[
            "客户类型",
            "客户性质",
            "customertype",
            "customerkind",
            "type",
        ],
        customer::PHONE => &[
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "联系电话",
            "联系方式",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "phonenumber",
            "phoneno",
            "tel",
            "telephone",
            "cell",
            "cellphone",
        ],
        customer::EMAIL => &[
            "邮箱",
            "电邮",
            "邮件",
            "电子邮件",
            "邮箱地址",
            "emailaddress",
            "mail",
        ],
        customer::REGION => &[
            "区域",
            "所在地区",
            "城市",
            "所在城市",
            "省份",
            "省市",
            "city",
            "area",
            "province",
            "state",
            "district",
        ],
        customer::BIRTH_YEAR => &["出生年", "生年", "yearofbirth", "birthyr", "yob", "born"],
        customer::SEX => &["gender"],
        customer::SINCE => &[
            "注册日期",
            "注册时间",
            "开户日期",
            "入会日期",
            "加入日期",
            "建档日期",
            "since",
            "customersince",
            "membersince",
            "registered",
            "registeredat",
            "registrationdate",
            "signupdate",
            "joindate",
            "joined",
            "joinedat",
            "createdat",
        ],
        customer::ACQUIRED => &[
            "客户来源",
            "来源",
            "渠道",
            "来源渠道",
            "source",
            "channel",
            "acquiredby",
        ],
        customer::TAGS => &["tag", "客户标签", "labels", "label"],
        customer::NOTES => &[
            "备注信息",
            "说明",
            "note",
            "remark",
            "remarks",
            "comment",
            "comments",
            "memo",
        ],
        customer::NUMBER => &[
            "客户号",
            "客户id",
            "会员号",
            "会员编号",
            "customerno",
            "customerid",
            "customercode",
            "clientid",
            "memberid",
            "userid",
            "respondentid",
            "编号",
            "id",
            "no",
        ],
        _ => &[],
    }
}

/// How well a header's key names the day a survey was answered.
pub fn rank_taken(header: &str) -> Option<usize> {
    const WORDS: [&str; 21] = [
        "调查日期",
        "调查时间",
        "填写日期",
        "填写时间",
        "提交时间",
        "提交日期",
        "答题时间",
        "访问日期",
        "回访日期",
        "surveydate",
        "responsedate",
        "submissiondate",
        "submitted",
        "submittedat",
        "completedat",
        "completed",
        "taken",
        "visitdate",
        "timestamp",
        "日期",
        "date",
    ];
    WORDS.iter().position(|word| *word == header)
}

/// Whether the header speaks of satisfaction.
pub fn is_satisfaction(header: &str) -> bool {
    header.contains("satisf") || header.contains("满意")
}

/// Whether the header asks for the judgement that sums up the others.
pub fn is_overall(header: &str) -> bool {
    const WHOLE: [&str; 5] = ["overall", "总体", "整体", "综合", "总的"];
    matches!(header, "satisfaction" | "满意度" | "csat" | "nps")
        || WHOLE.iter().any(|word| header.contains(word))
        || header.contains("recommend")
        || header.contains("推荐")
}

/// Whether the header speaks of a number that is counted, not judged.
pub fn is_count(header: &str) -> bool {
    const WHOLE: [&str; 13] = [
        "id", "no", "age", "年龄", "月", "月份", "month", "季度", "quarter", "weekday", "星期",
        "序号", "week",
    ];
    const PARTS: [&str; 9] = [
        "numberof", "count", "次数", "数量", "人数", "个数", "天数", "minutes", "children",
    ];
    WHOLE.contains(&header) || PARTS.iter().any(|part| header.contains(part))
}

/// Whether a value is a bare yes or no.
pub fn is_yes_or_no(value: &str) -> bool {
    const WORDS: [&str; 8] = ["yes", "no", "true", "false", "有", "没有", "不是", "不"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// The one of two values that says yes, where exactly one does.
pub fn positive<'a>(a: &'a str, b: &'a str) -> Option<&'a str> {
    match (says_yes(a), says_yes(b)) {
        (true, false) => Some(a),
        (false, true) => Some(b),
        _ => None,
    }
}

fn says_yes(value: &str) -> bool {
    const NO: [&str; 9] = [
        "dissat", "unsat", "not ", "neutral", "不", "未", "没", "非", "一般",
    ];
    const YES: [&str; 6] = ["satisf", "满意", "happy", "good", "好", "推荐"];
    const WHOLE: [&str; 7] = ["yes", "y", "true", "1", "1.0", "是", "有"];
    let value = value.to_ascii_lowercase();
    !NO.iter().any(|word| value.contains(word))
        && (WHOLE.contains(&value.as_str()) || YES.iter().any(|word| value.contains(word)))
}
