//! The registers Candor ships with, described.
//!
//! Must stay true: numbers are never reused or given another meaning.

use crate::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Label, Purpose};

const fn l(zh: &'static str, en: &'static str) -> Label {
    Label { zh, en }
}

const fn c(code: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice {
        code,
        label: l(zh, en),
    }
}

macro_rules! register {
    ($(#[$doc:meta])* $konst:ident, $module:ident, $no:literal, $code:literal, $zh:literal, $en:literal, {
        $($fno:literal $fname:ident $fcode:literal, $fzh:literal, $fen:literal, $holds:expr, $class:ident, $purpose:ident $(, $required:ident)?;)*
    }) => {
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
            fields: &[$(Field {
                no: FieldNo($fno),
                code: $fcode,
                label: l($fzh, $fen),
                holds: $holds,
                class: Class::$class,
                purpose: Purpose::$purpose,
                required: false $(|| register!(@$required))?,
            }),*],
        };
    };
    (@required) => { true };
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

register!(
    /// People and organisations we serve.
    CUSTOMER, customer, 1, "customer", "客户", "Customer", {
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
});

register!(
    /// People who work with this app.
    MEMBER, member, 2, "member", "成员", "Member", {
    1 NAME "name", "姓名", "Name", FieldType::Text, Personal, Accountability, required;
});

register!(
    /// Devices that hold the team's data.
    DEVICE, device, 3, "device", "设备", "Device", {
    1 NAME "name", "设备名称", "Device name", FieldType::Text, Internal, Accountability, required;
});

register!(
    /// Definitions of surveys, each version written once.
    FORM, form, 4, "form", "问卷", "Survey", {
    1 TITLE "title", "标题", "Title", FieldType::Text, Internal, Operation, required;
    2 DEFINITION "definition", "定义", "Definition", FieldType::Structure, Internal, Operation;
});

register!(
    /// What was bought.
    PURCHASE, purchase, 5, "purchase", "购买", "Purchase", {
    1 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service, required;
    2 DATE "date", "日期", "Date", FieldType::Date, Personal, Service;
    3 PRODUCT "product", "产品", "Product", FieldType::Text, Personal, Service;
    4 AMOUNT "amount", "金额", "Amount", FieldType::Money, Personal, Service;
});

register!(
    /// Texts of consent as they were shown, kept once each.
    NOTICE, notice, 6, "notice", "告知文本", "Notice", {
    1 PURPOSE "purpose", "用途", "Purpose", FieldType::LongText, Internal, Accountability, required;
    2 TEXT "text", "告知内容", "Text shown", FieldType::LongText, Internal, Accountability, required;
});

register!(
    /// Files that were brought in, so that each can be undone whole.
    IMPORT, import, 7, "import", "导入", "Import", {
    1 FILE "file", "文件", "File", FieldType::Text, Internal, Accountability, required;
    2 BATCH "batch", "批次", "Batch", FieldType::Text, Internal, Operation;
    3 PEOPLE "people", "客户数", "Customers", FieldType::Text, Internal, Accountability;
    4 RESPONSES "responses", "答卷数", "Responses", FieldType::Text, Internal, Accountability;
    5 REFUSED "refused", "未接受", "Refused", FieldType::Text, Internal, Accountability;
});

/// Every register, by number.
pub static KINDS: &[&Kind] = &[
    &CUSTOMER, &MEMBER, &DEVICE, &FORM, &PURCHASE, &NOTICE, &IMPORT,
];

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
}
