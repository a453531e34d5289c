//! The registers Candor ships with, described.
//!
//! Must stay true: numbers are never reused or given another meaning.

use crate::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Label, Parts, Purpose};

const fn l(zh: &'static str, en: &'static str) -> Label {
    Label { zh, en }
}

const fn c(code: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice {
        code,
        label: l(zh, en),
    }
}

/// Describes a register: number, code, label of one and of all, fields; then the field that names
/// a record, the columns of the list and, if there are such, when it happened, to whom it belongs
/// and how it is a part of that.
macro_rules! register {
    ($(#[$doc:meta])* $konst:ident, $module:ident, $no:literal, $code:literal,
        $zh:literal, $en:literal, $many_zh:literal, $many_en:literal, {
        $($fno:literal $fname:ident $fcode:literal, $fzh:literal, $fen:literal, $holds:expr, $class:ident, $purpose:ident $(, $required:ident)?;)*
    } title $title:ident $(columns [$($column:ident)+])? $(when $when:ident)? $(of $of:ident)? $(parts $parts:expr)?) => {
        /// Field numbers of the register of the same name.
        pub mod $module {
            use crate::FieldNo;
            $(#[doc = $fen] pub const $fname: FieldNo = FieldNo($fno);)*
        }
        $(#[$doc])*
        pub static $konst: Kind = Kind {
            no: KindNo($no),
            code: $code,
            label: l($zh, $en),
            plural: l($many_zh, $many_en),
            fields: &[$(Field {
                no: FieldNo($fno),
                code: $fcode,
                label: l($fzh, $fen),
                holds: $holds,
                class: Class::$class,
                purpose: Purpose::$purpose,
                required: false $(|| register!(@$required))?,
            }),*],
            title: $module::$title,
            columns: &[$module::$title $($(, $module::$column)+)?],
            when: register!(@maybe $($module $when)?),
            of: register!(@maybe $($module $of)?),
            parts: register!(@parts $($parts)?),
        };
    };
    (@required) => { true };
    (@maybe) => { None };
    (@maybe $module:ident $field:ident) => { Some($module::$field) };
    (@parts) => { None };
    (@parts $parts:expr) => { Some($parts) };
}

const KINDS_OF_CUSTOMER: &[Choice] = &[
    c("person", "个人", "Person"),
    c("organisation", "单位", "Organisation"),
];
const SEXES: &[Choice] = &[
    c("female", "女", "Female"),
    c("male", "男", "Male"),
    c("other", "其他", "Other"),
];
const ACQUIRED: &[Choice] = &[
    c("referral", "转介绍", "Referral"),
    c("visit", "上门拜访", "Visit"),
    c("walk_in", "到店", "Walk-in"),
    c("event", "活动", "Event"),
    c("phone", "电话", "Phone"),
    c("wechat", "微信", "WeChat"),
    c("web", "网络", "Web"),
    c("import", "导入", "Import"),
    c("other", "其他", "Other"),
];

const ROLES: &[Choice] = &[
    c("agent", "业务员", "Agent"),
    c("manager", "经理", "Manager"),
    c("privacy_officer", "隐私专员", "Privacy officer"),
    c("administrator", "管理员", "Administrator"),
];
const WAYS: &[Choice] = &[
    c("visit", "拜访", "Visit"),
    c("call", "电话", "Call"),
    c("wechat", "微信", "WeChat"),
    c("email", "电子邮件", "E-mail"),
    c("sms", "短信", "SMS"),
    c("meeting", "会议", "Meeting"),
    c("letter", "信函", "Letter"),
    c("web", "网络", "Web"),
];
const DIRECTIONS: &[Choice] = &[
    c("out", "我方联系", "By us"),
    c("in", "客户联系", "By the customer"),
];
const PROMISE_STATES: &[Choice] = &[
    c("open", "待兑现", "Open"),
    c("kept", "已兑现", "Kept"),
    c("broken", "未兑现", "Broken"),
    c("released", "已免除", "Released"),
];
const TIES: &[Choice] = &[
    c("family", "家人", "Family"),
    c("colleague", "同事", "Colleague"),
    c("referred", "介绍人", "Referred by"),
    c("decides", "决策人", "Decides for"),
    c("partner", "合作伙伴", "Partner"),
    c("other", "其他", "Other"),
];

register!(
    /// People and organisations we serve.
    CUSTOMER, customer, 1, "customer", "客户", "Customer", "客户", "Customers", {
    1 NAME "name", "姓名或名称", "Name", FieldType::Text, Personal, Contact, required;
    2 KIND "kind", "类型", "Kind", FieldType::Choice(KINDS_OF_CUSTOMER), Internal, Contact;
    3 PHONE "phone", "电话", "Phone", FieldType::Phone, Personal, Contact;
    4 EMAIL "email", "电子邮箱", "E-mail", FieldType::Email, Personal, Contact;
    5 REGION "region", "地区", "Region", FieldType::Text, Internal, Analysis;
    6 BIRTH_YEAR "birth_year", "出生年份", "Birth year", FieldType::Year, Personal, Analysis;
    7 SEX "sex", "性别", "Sex", FieldType::Choice(SEXES), Personal, Analysis;
    8 SINCE "since", "成为客户日期", "Customer since", FieldType::Date, Internal, Service;
    9 ACQUIRED "acquired", "获客渠道", "Acquired through", FieldType::Choice(ACQUIRED), Internal, Analysis;
    10 TAGS "tags", "标签", "Tags", FieldType::Tags, Internal, Service;
    11 NOTES "notes", "备注", "Notes", FieldType::LongText, Personal, Service;
    12 NUMBER "number", "客户编号", "Customer number", FieldType::Text, Internal, Operation;
    13 PHONES "phones", "其他电话", "More phones", FieldType::Phones, Personal, Contact;
    14 EMAILS "emails", "其他邮箱", "More e-mails", FieldType::Emails, Personal, Contact;
    15 ADDRESSES "addresses", "地址", "Addresses", FieldType::Addresses, Personal, Contact;
    16 ORGANISATION "organisation", "所属单位", "Organisation", FieldType::Ref(KindNo(1)), Personal, Service;
    17 POSITION "position", "职务", "Position", FieldType::Text, Personal, Service;
    18 BIRTHDAY "birthday", "生日", "Birthday", FieldType::Date, Personal, Service;
    19 WECHAT "wechat", "微信号", "WeChat", FieldType::Text, Personal, Contact;
    20 PREFERENCES "preferences", "偏好", "Preferences", FieldType::LongText, Personal, Service;
    21 NEEDS "needs", "需求", "Needs", FieldType::LongText, Personal, Service;
    22 BEHAVIOUR "behaviour", "行为记录", "Behaviour", FieldType::LongText, Personal, Service;
    23 OWNER "owner", "负责人", "Owner", FieldType::Ref(KindNo(2)), Internal, Operation;
    24 TEAM "team", "团队", "Team", FieldType::Text, Internal, Operation;
} title NAME columns [PHONE REGION TAGS SINCE]);

register!(
    /// People who work with this app.
    MEMBER, member, 2, "member", "成员", "Member", "成员", "Members", {
    1 NAME "name", "姓名", "Name", FieldType::Text, Internal, Accountability, required;
    2 ROLE "role", "角色", "Role", FieldType::Choice(ROLES), Internal, Accountability;
    3 LEFT "left", "停用日期", "Access ended on", FieldType::Date, Internal, Accountability;
} title NAME columns [ROLE LEFT]);

register!(
    /// Devices that hold the team's data.
    DEVICE, device, 3, "device", "设备", "Device", "设备", "Devices", {
    1 NAME "name", "设备名称", "Device name", FieldType::Text, Internal, Accountability, required;
} title NAME);

register!(
    /// Definitions of surveys, each version written once.
    FORM, form, 4, "form", "问卷", "Survey", "问卷", "Surveys", {
    1 TITLE "title", "标题", "Title", FieldType::Text, Internal, Operation, required;
    2 DEFINITION "definition", "定义", "Definition", FieldType::Structure, Internal, Operation;
} title TITLE);

register!(
    /// What was bought.
    PURCHASE, purchase, 5, "purchase", "购买", "Purchase", "购买", "Purchases", {
    1 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service, required;
    2 DATE "date", "日期", "Date", FieldType::Date, Personal, Service;
    3 PRODUCT "product", "产品", "Product", FieldType::Text, Personal, Service;
    4 AMOUNT "amount", "金额", "Amount", FieldType::Money, Personal, Service;
    5 NUMBER "number", "订单号", "Order number", FieldType::Text, Internal, Service;
    6 ITEM "item", "目录产品", "Product of the list", FieldType::Ref(KindNo(8)), Personal, Service;
    7 QUANTITY "quantity", "数量", "Quantity", FieldType::Decimal, Personal, Service;
    8 CHANNEL "channel", "购买渠道", "Bought through", FieldType::Choice(ACQUIRED), Internal, Analysis;
    9 DISCOUNT "discount", "折扣", "Discount", FieldType::Money, Personal, Service;
    10 RETURNED "returned", "已退货", "Returned", FieldType::Flag, Internal, Service;
} title PRODUCT columns [CUSTOMER DATE AMOUNT] when DATE of CUSTOMER);

register!(
    /// Texts of consent as they were shown, kept once each.
    NOTICE, notice, 6, "notice", "告知文本", "Notice", "告知文本", "Notices", {
    1 PURPOSE "purpose", "用途", "Purpose", FieldType::LongText, Internal, Accountability, required;
    2 TEXT "text", "告知内容", "Text shown", FieldType::LongText, Internal, Accountability, required;
} title PURPOSE);

register!(
    /// Files that were brought in, so that each can be undone whole.
    IMPORT, import, 7, "import", "导入", "Import", "导入", "Imports", {
    1 FILE "file", "文件", "File", FieldType::Text, Internal, Accountability, required;
    2 BATCH "batch", "批次", "Batch", FieldType::Text, Internal, Operation;
    3 PEOPLE "people", "客户数", "Customers", FieldType::Text, Internal, Accountability;
    4 RESPONSES "responses", "答卷数", "Responses", FieldType::Text, Internal, Accountability;
    5 REFUSED "refused", "未接受", "Refused", FieldType::Text, Internal, Accountability;
    6 REGISTER "register", "登记册", "Register", FieldType::Text, Internal, Accountability;
    7 CHANGED "changed", "更新数", "Changed", FieldType::Text, Internal, Accountability;
    8 SKIPPED "skipped", "跳过数", "Passed over", FieldType::Text, Internal, Accountability;
} title FILE);

register!(
    /// What we offer.
    PRODUCT, product, 8, "product", "产品", "Product", "产品", "Products", {
    1 NAME "name", "名称", "Name", FieldType::Text, Internal, Service, required;
    2 CODE "code", "编码", "Code", FieldType::Text, Internal, Operation;
    3 CATEGORY "category", "类别", "Category", FieldType::Text, Internal, Analysis;
    4 PRICE "price", "价格", "Price", FieldType::Money, Internal, Service;
    5 ACTIVE "active", "在售", "On offer", FieldType::Flag, Internal, Service;
    6 NOTES "notes", "备注", "Notes", FieldType::LongText, Internal, Service;
} title NAME columns [CODE CATEGORY PRICE]);

register!(
    /// Visits, calls, messages: what was said, and what comes next.
    INTERACTION, interaction, 9, "interaction", "往来", "Interaction", "往来记录", "Interactions", {
    1 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service, required;
    2 WAY "way", "方式", "Way", FieldType::Choice(WAYS), Personal, Service, required;
    3 AT "at", "时间", "When", FieldType::Moment, Personal, Service, required;
    4 DIRECTION "direction", "方向", "Direction", FieldType::Choice(DIRECTIONS), Personal, Service;
    5 SAID "said", "内容", "What was said", FieldType::LongText, Personal, Service;
    6 OUTCOME "outcome", "结果", "Outcome", FieldType::Text, Personal, Service;
    7 NEXT "next", "下一步", "Next step", FieldType::Text, Personal, Service;
    8 NEXT_ON "next_on", "下一步日期", "Next step on", FieldType::Date, Personal, Service;
} title WAY columns [CUSTOMER AT SAID] when AT of CUSTOMER);

register!(
    /// What somebody has to do by when.
    TASK, task, 10, "task", "任务", "Task", "任务", "Tasks", {
    1 WHAT "what", "事项", "What", FieldType::Text, Personal, Service, required;
    2 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service;
    3 DUE "due", "到期日", "Due", FieldType::Date, Internal, Service;
    4 OWNER "owner", "负责人", "Owner", FieldType::Ref(KindNo(2)), Internal, Operation;
    5 DONE "done", "已完成", "Done", FieldType::Flag, Internal, Service;
    6 NOTES "notes", "备注", "Notes", FieldType::LongText, Personal, Service;
} title WHAT columns [CUSTOMER DUE DONE] when DUE of CUSTOMER);

register!(
    /// What was promised to whom by when, and whether it was kept.
    PROMISE, promise, 11, "promise", "承诺", "Promise", "承诺", "Promises", {
    1 WHAT "what", "承诺内容", "What was promised", FieldType::Text, Personal, Service, required;
    2 CUSTOMER "customer", "对象", "To whom", FieldType::Ref(KindNo(1)), Personal, Service, required;
    3 BY "by", "兑现期限", "By when", FieldType::Date, Personal, Service, required;
    4 OWNER "owner", "承诺人", "Promised by", FieldType::Ref(KindNo(2)), Internal, Accountability;
    5 STATE "state", "状态", "State", FieldType::Choice(PROMISE_STATES), Internal, Analysis, required;
    6 SETTLED "settled", "了结日期", "Settled on", FieldType::Date, Internal, Analysis;
    7 NOTES "notes", "说明", "Notes", FieldType::LongText, Personal, Service;
} title WHAT columns [CUSTOMER BY STATE OWNER] when BY of CUSTOMER);

register!(
    /// How two customers belong together.
    RELATION, relation, 12, "relation", "关系", "Relation", "关系", "Relations", {
    1 FROM "from", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service, required;
    2 TO "to", "相关客户", "Related to", FieldType::Ref(KindNo(1)), Personal, Service, required;
    3 TIE "tie", "关系类型", "How", FieldType::Choice(TIES), Personal, Service, required;
    4 NOTES "notes", "说明", "Notes", FieldType::Text, Personal, Service;
} title TIE columns [FROM TO] of FROM);

mod contracts;
mod noted;

pub use contracts::{CONTRACT, contract};

pub use noted::{APART, CUSTOM, EXPORT, LINE, MERGE, REVEAL, VIEWS};
pub use noted::{apart, custom, export, line, merge, reveal, views};

/// Every register, by number.
pub static KINDS: &[&Kind] = &[
    &CUSTOMER,
    &MEMBER,
    &DEVICE,
    &FORM,
    &PURCHASE,
    &NOTICE,
    &IMPORT,
    &PRODUCT,
    &INTERACTION,
    &TASK,
    &PROMISE,
    &RELATION,
    &CUSTOM,
    &EXPORT,
    &REVEAL,
    &LINE,
    &MERGE,
    &VIEWS,
    &APART,
    &CONTRACT,
];

/// Registers in which the app notes what happened; nobody writes in them by hand.
pub(crate) const NOTED: &[KindNo] = &[
    FORM.no, NOTICE.no, IMPORT.no, EXPORT.no, REVEAL.no, MERGE.no, VIEWS.no, APART.no,
];

/// Registers in which only who arranges things writes.
pub(crate) const ARRANGED: &[KindNo] = &[MEMBER.no, CUSTOM.no];

/// The registers whose records people work with day by day, and look for.
pub fn daily_kinds() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().copied().filter(|kind| kind.is_daily())
}

/// The register with this code.
pub fn kind_named(code: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.code == code)
}

/// The registers whose records belong to a record of this kind, with the field that says to which.
pub fn kinds_of(no: KindNo) -> impl Iterator<Item = (&'static Kind, FieldNo)> {
    KINDS.iter().copied().filter_map(move |kind| {
        let of = kind.of?;
        let owner = kind.field(of)?.holds == FieldType::Ref(no);
        owner.then_some((kind, of))
    })
}

/// The registers whose records are parts of a record of this kind, with the field that says of
/// which, and how.
pub fn parts_of(no: KindNo) -> impl Iterator<Item = (&'static Kind, FieldNo, Parts)> {
    kinds_of(no).filter_map(|(kind, of)| Some((kind, of, kind.parts?)))
}

/// The register with this number.
pub fn kind(no: KindNo) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.no == no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_codes_are_unique_and_labels_filled() {
        let mut kinds = BTreeSet::new();
        for kind in KINDS {
            assert!(kinds.insert(kind.no.0));
            let mut seen = BTreeSet::new();
            for field in kind.fields {
                assert!(seen.insert(field.no.0) && !field.code.is_empty());
                assert!(!field.label.zh.is_empty() && !field.label.en.is_empty());
            }
        }
        assert!(CUSTOMER.field(FieldNo(1)).is_some_and(|f| f.required));
    }

    #[test]
    fn parts_add_up_to_an_amount_of_what_they_belong_to() {
        let all: Vec<_> = parts_of(PURCHASE.no).collect();
        assert_eq!(all.len(), 1);
        for (kind, of, parts) in all {
            let holds = |no| kind.field(no).map(|field| field.holds);
            assert_eq!(kind.when, None);
            for amount in [parts.price, parts.discount, parts.amount] {
                assert_eq!(holds(amount), Some(FieldType::Money));
            }
            assert_eq!(holds(parts.quantity), Some(FieldType::Decimal));
            assert_eq!(holds(parts.returned), Some(FieldType::Flag));
            let ends = [(of, parts.total), (parts.item, parts.item_price)];
            for (reference, amount) in ends {
                let Some(FieldType::Ref(other)) = holds(reference) else {
                    panic!("not a reference");
                };
                let amount = super::kind(other).and_then(|other| other.field(amount));
                assert_eq!(amount.map(|field| field.holds), Some(FieldType::Money));
            }
        }
    }
}
