//! Words that a card has as signs, in the language of the one who reads it.

use model::{Label, Language};

const fn l(zh: &'static str, en: &'static str) -> Label {
    Label { zh, en }
}

/// What stands before a thing that went into the notes.
pub const BIRTHDAY: Label = l("生日", "Birthday");
/// As [`BIRTHDAY`].
pub const DEPARTMENT: Label = l("部门", "Department");
/// As [`BIRTHDAY`].
pub const NICKNAME: Label = l("昵称", "Nickname");
/// As [`BIRTHDAY`].
pub const ROLE: Label = l("职能", "Role");
/// As [`BIRTHDAY`].
pub const WEBSITE: Label = l("网址", "Website");
/// As [`BIRTHDAY`].
pub const RELATED: Label = l("相关人", "Related");
/// As [`BIRTHDAY`].
pub const PHONE: Label = l("电话", "Phone");
/// As [`BIRTHDAY`].
pub const EMAIL: Label = l("邮箱", "E-mail");
/// As [`BIRTHDAY`].
pub const ADDRESS: Label = l("地址", "Address");
/// As [`BIRTHDAY`].
pub const TAG: Label = l("标签", "Tag");

/// What a number or address is for, by the types of the format, in the order they are said.
const KINDS: [(&str, Label); 11] = [
    ("home", l("住宅", "Home")),
    ("work", l("单位", "Work")),
    ("cell", l("手机", "Mobile")),
    ("iphone", l("手机", "Mobile")),
    ("fax", l("传真", "Fax")),
    ("pager", l("寻呼机", "Pager")),
    ("main", l("总机", "Main")),
    ("car", l("车载", "Car")),
    ("postal", l("邮寄", "Postal")),
    ("parcel", l("包裹", "Parcel")),
    ("other", l("其他", "Other")),
];

/// The words of types: `单位传真`, `Work fax`; blank where they say nothing.
pub fn of_types(types: &[String], language: Language) -> String {
    let mut out = String::new();
    for (name, label) in KINDS {
        let word = label.of(language);
        if !types.iter().any(|have| have == name) || out.contains(word) {
            continue;
        }
        if language == Language::En && !out.is_empty() {
            out.push(' ');
            out.push_str(&word.to_ascii_lowercase());
        } else {
            out.push_str(word);
        }
    }
    out
}

/// The types that programs know, of a label in either language.
pub fn types_of(label: &str) -> Vec<String> {
    let same = |known: &Label| known.zh == label || known.en.eq_ignore_ascii_case(label);
    let known = KINDS.iter().find(|(_, known)| same(known));
    known
        .map(|(name, _)| (*name).to_owned())
        .into_iter()
        .collect()
}
