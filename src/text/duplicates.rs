//! Words about customers who may be in twice, and about merging them.

use super::Label;
use dedupe::Reason;

crate::words! {
    TAB_PAIRS = "疑似重复", "Possible duplicates";
    TAB_MERGED = "已合并", "Merged";
    TABS = "查看", "Show";
    HINT = "按相似程度排列。↑↓ 选择，Enter 合并，N 或 Delete 标为不是同一位。", "Most alike first. ↑ ↓ to choose, Enter to merge, N or Delete for not the same.";
    LOOKING = "正在查找疑似重复…", "Looking for possible duplicates…";
    STOPPED = "查找已停止", "Stopped looking";
    STOPPED_HINT = "可以随时重新查找；没有改动。", "You can look again at any time; nothing was changed.";
    LOOK = "查找", "Look for them";
    NONE = "没有疑似重复", "No possible duplicates";
    NONE_HINT = "电话、邮箱、姓名（含读音相同）都比较过了。", "Phones, e-mails and names, also those that sound the same, were compared.";
    FOUND_ONE = "{n} 对", "{n} pair";
    FOUND_MANY = "{n} 对", "{n} pairs";
    LIST = "疑似重复的客户", "Customers who may be in twice";
    PAIR = "{a} 与 {b}", "{a} and {b}";
    LIKELY = "相似度 {n}", "{n} alike";
    DIFFERS = "不同", "differs";
    BLANK = "（空）", "(blank)";
    FIELD = "项目", "Field";
    MERGE = "合并…", "Merge…";
    APART = "不是同一位", "Not the same";
    APART_DONE = "已标为不是同一位，以后不再提示", "Noted; they will not be shown again";
    MAY_NOT = "您的角色不能合并客户", "Your role cannot merge customers";
    MAY_NOT_HINT = "请业务员、经理或管理员处理。", "Ask an agent, a manager or an administrator.";

    THERE_ALREADY = "可能已经在册", "May already be there";
    KEPT_DRAFT = "您填写的内容会保留。", "What you typed is kept.";

    SAME_MOBILE = "手机号相同", "same mobile";
    SAME_PHONE = "电话相同", "same phone";
    SAME_EMAIL = "邮箱相同", "same e-mail";
    SHARED_MAILBOX = "公用邮箱相同", "same shared mailbox";
    SAME_NAME = "姓名相同", "same name";
    SAME_READING = "姓名读音相同", "name sounds the same";
    ALIKE_NAME = "姓名相近", "similar name";
    SAME_YEAR = "出生年份相同", "same birth year";
    SAME_ORGANISATION = "单位相同", "same organisation";
    OTHER_NAME = "姓名不同", "different name";
    OTHER_YEAR = "出生年份不同", "different birth year";
    OTHER_PHONES = "电话不同", "different phones";
    OTHER_EMAILS = "邮箱不同", "different e-mails";

    TITLE = "合并为一位客户", "Merge into one customer";
    WHO_STAYS = "保留哪一位", "Which one is kept";
    ADDED = "添加于 {date}", "added {date}";
    WHICH_VALUE = "采用哪个值", "Which values to keep";
    WHICH_VALUE_HINT = "只列出两边不同的项目。", "Only what differs is listed.";
    ALL_SAME = "两边的单项资料没有不同。", "No single value differs.";
    TOGETHER = "合在一起", "Put together";
    HIDDEN = "有些项目您的角色看不到；它们按保留的那一位不变。", "Some fields are hidden from your role; they stay as the kept one has them.";
    FOLLOWS = "一并转过来", "What comes along";
    FOLLOWS_NOTHING = "没有其他记录。", "Nothing else belongs to the other one.";
    SO_MANY = "{n} 条{what}", "{n} {what}";
    ANSWERED_ONE = "{n} 份填过的问卷（原样保留，计入保留的客户）", "{n} survey answered (it stays as it was given and counts for the kept one)";
    ANSWERED_MANY = "{n} 份填过的问卷（原样保留，计入保留的客户）", "{n} surveys answered (they stay as they were given and count for the kept one)";
    DROPPED = "“{field}”会指向自己，将被清空。", "“{field}” would lead back to the same customer and is cleared.";
    UNTIED_ONE = "{n} 条两者之间的{what}将被删除。", "{n} {what} between the two is deleted.";
    UNTIED_MANY = "{n} 条两者之间的{what}将被删除。", "{n} {what} between the two are deleted.";
    RESULT = "合并后的样子", "What it will be";
    GO = "合并", "Merge";
    GOING = "正在合并…", "Merging…";
    DONE = "已合并到 {name}", "Merged into {name}";
    GONE = "其中一位客户已不在", "One of them is no longer there";

    MERGED_NONE = "还没有合并过", "Nothing was merged yet";
    MERGED_NONE_HINT = "合并后的客户列在这里，可以随时撤销。", "Merged customers are listed here, and a merge can be undone at any time.";
    MERGED_LIST = "合并过的客户", "Merged customers";
    MERGED_HERE = "并入本客户的记录", "Merged into this customer";
    INTO_THIS = "{name} 已并入", "{name} was merged into this one";
    BY_ON = "{who} · {when}", "{who} · {when}";
    UNDO = "撤销合并", "Undo the merge";
    UNDOING = "正在撤销…", "Undoing…";
    UNDONE = "{name} 已恢复", "{name} is back";
    LATER_FIRST = "已再并入 {name}；请先撤销那一次。", "Merged further into {name}; undo that first.";
    IS_MERGED = "此客户已合并", "This customer was merged";
    IS_MERGED_HINT = "资料、往来和问卷都在 {name} 名下。", "Details, history and surveys are with {name}.";
    GO_THERE = "打开 {name}", "Open {name}";
}

/// A reason in words.
pub fn reason(reason: Reason) -> Label {
    match reason {
        Reason::SameMobile => SAME_MOBILE,
        Reason::SamePhone => SAME_PHONE,
        Reason::SameEmail => SAME_EMAIL,
        Reason::SharedMailbox => SHARED_MAILBOX,
        Reason::SameName => SAME_NAME,
        Reason::SameReading => SAME_READING,
        Reason::AlikeName => ALIKE_NAME,
        Reason::SameBirthYear => SAME_YEAR,
        Reason::SameOrganisation => SAME_ORGANISATION,
        Reason::OtherName => OTHER_NAME,
        Reason::OtherBirthYear => OTHER_YEAR,
        Reason::OtherPhones => OTHER_PHONES,
        Reason::OtherEmails => OTHER_EMAILS,
    }
}

/// Whether a reason speaks for two being one.
pub fn speaks_for(reason: Reason) -> bool {
    reason < Reason::OtherName
}
