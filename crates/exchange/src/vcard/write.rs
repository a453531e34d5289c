//! Cards written: 4.0 for programs of today, 3.0 for phones that know no other.
//!
//! Must stay true: no line is longer than 75 bytes and none is cut inside a character; lines
//! end with CRLF; what 3.0 has no property for is written under the names that phones use.

use super::card::PersonName;
use super::decode::push_percent;
use super::escape::escape;
use super::property::is_token;
use super::{Card, CardKind, Entry, Gender};

/// The version to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CardVersion {
    /// RFC 2426, which every phone reads.
    V3,
    /// RFC 6350.
    #[default]
    V4,
}

/// Longest line in bytes, without its end.
const FOLD: usize = 75;

/// Adds one card. What was skipped when it was read is not written. A card without a name gets
/// the best there is, because every reader demands one.
pub fn write_card(out: &mut String, card: &Card, version: CardVersion) {
    let mut writer = Writer {
        out,
        version,
        line: String::new(),
        groups: 0,
    };
    writer.card(card);
}

struct Writer<'a> {
    out: &'a mut String,
    version: CardVersion,
    line: String,
    groups: u32,
}

/// What stands beside a value.
struct About<'a> {
    types: &'a [String],
    label: &'a str,
    preferred: bool,
}

impl<'a> From<&'a Entry> for About<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            types: &entry.types,
            label: &entry.label,
            preferred: entry.preferred,
        }
    }
}

impl Writer<'_> {
    fn card(&mut self, card: &Card) {
        let v3 = self.version == CardVersion::V3;
        self.raw("BEGIN", "VCARD");
        self.raw("VERSION", if v3 { "3.0" } else { "4.0" });
        let kind = match card.kind {
            CardKind::Individual => "",
            CardKind::Organisation => "org",
            CardKind::Group => "group",
            CardKind::Location => "location",
        };
        let name = if v3 {
            "X-ADDRESSBOOKSERVER-KIND"
        } else {
            "KIND"
        };
        self.raw(name, kind);
        self.text("UID", &card.uid);
        let shown = card.display_name();
        self.line.push_str("FN:");
        escape(&mut self.line, &shown);
        self.fold();
        let PersonName {
            family,
            given,
            additional,
            prefix,
            suffix,
        } = &card.name;
        if v3 || card.name != PersonName::default() {
            self.line.push_str("N:");
            self.list(&[family, given, additional, prefix, suffix], ';');
        }
        self.texts("NICKNAME", &card.nicknames, ',');
        if !card.organisation.is_empty() || !card.units.is_empty() {
            let all: Vec<&str> = core::iter::once(&card.organisation)
                .chain(&card.units)
                .map(String::as_str)
                .collect();
            self.line.push_str("ORG:");
            self.list(&all, ';');
        }
        self.text("TITLE", &card.title);
        self.text("ROLE", &card.role);
        for phone in &card.phones {
            self.entry("TEL", phone, "");
        }
        for email in &card.emails {
            self.entry("EMAIL", email, "");
        }
        for address in &card.addresses {
            let about = About {
                types: &address.types,
                label: &address.label,
                preferred: address.preferred,
            };
            let grouped = self.head("ADR", &about);
            self.line.push(':');
            self.list(&address.parts(), ';');
            self.label(grouped, address.label.as_str());
        }
        for url in &card.urls {
            self.entry("URL", url, "");
        }
        for messenger in &card.messengers {
            let about = About {
                types: &messenger.types,
                label: &messenger.label,
                preferred: messenger.preferred,
            };
            let grouped = self.head("IMPP", &about);
            if is_token(&messenger.service) {
                self.line.push_str(";X-SERVICE-TYPE=");
                self.line.push_str(&messenger.service);
            }
            self.line.push_str(":x-apple:");
            push_percent(&mut self.line, &messenger.handle);
            self.fold();
            self.label(grouped, messenger.label.as_str());
        }
        self.birthday(card);
        self.gender(card);
        self.texts("CATEGORIES", &card.categories, ',');
        self.text("NOTE", &card.note);
        for related in &card.related {
            let (name, value) = if v3 {
                ("X-ABRELATEDNAMES", "")
            } else {
                ("RELATED", ";VALUE=text")
            };
            self.entry(name, related, value);
        }
        for unmapped in &card.unmapped {
            let token = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            if unmapped.name.bytes().all(token) {
                self.raw(&unmapped.name, &unmapped.value);
            }
        }
        self.raw("REV", &card.revised);
        self.raw("END", "VCARD");
    }

    fn birthday(&mut self, card: &Card) {
        let Some(day) = card.birthday else { return };
        let basic = day.basic();
        match (self.version, day.date(), day.year, day.month, day.day) {
            (CardVersion::V4, ..) => self.raw("BDAY", &basic),
            (CardVersion::V3, Some(date), ..) => self.raw("BDAY", &date.iso()),
            (CardVersion::V3, None, None, Some(_), Some(_)) => {
                // 1604 was a leap year, so every day without a year exists in it.
                let mut value = String::from("1604");
                value.extend(basic.chars().skip(2));
                self.raw("BDAY;X-APPLE-OMIT-YEAR=1604", &value);
            }
            (CardVersion::V3, ..) => self.raw("X-BDAY", &basic),
        }
    }

    fn gender(&mut self, card: &Card) {
        let letter = match card.gender {
            None if card.gender_text.is_empty() => return,
            None => "",
            Some(Gender::Male) => "M",
            Some(Gender::Female) => "F",
            Some(Gender::Other) => "O",
            Some(Gender::NotApplicable) => "N",
            Some(Gender::Unknown) => "U",
        };
        let v3 = self.version == CardVersion::V3;
        self.line.push_str(if v3 { "X-GENDER:" } else { "GENDER:" });
        self.line.push_str(letter);
        if !card.gender_text.is_empty() {
            self.line.push(';');
            escape(&mut self.line, &card.gender_text);
        }
        self.fold();
    }

    fn entry(&mut self, name: &str, entry: &Entry, more: &str) {
        let grouped = self.head(name, &About::from(entry));
        self.line.push_str(more);
        self.line.push(':');
        escape(&mut self.line, &entry.value);
        self.fold();
        self.label(grouped, &entry.label);
    }

    /// The part in front of the colon; whether it has a group, which a label then follows.
    fn head(&mut self, name: &str, about: &About<'_>) -> bool {
        let grouped = !about.label.is_empty();
        if grouped {
            self.groups += 1;
            self.group();
        }
        self.line.push_str(name);
        let v3 = self.version == CardVersion::V3;
        let pref = (about.preferred && v3).then_some("pref");
        let types = about.types.iter().map(String::as_str);
        for (i, word) in types.filter(|word| is_token(word)).chain(pref).enumerate() {
            self.line.push_str(if i == 0 { ";TYPE=" } else { "," });
            self.line.push_str(word);
        }
        if about.preferred && !v3 {
            self.line.push_str(";PREF=1");
        }
        grouped
    }

    fn group(&mut self) {
        self.line.push_str("item");
        self.line.push_str(&self.groups.to_string());
        self.line.push('.');
    }

    fn label(&mut self, grouped: bool, label: &str) {
        if grouped {
            self.group();
            self.line.push_str("X-ABLabel:");
            escape(&mut self.line, label);
            self.fold();
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line.push_str(name);
            self.line.push(':');
            escape(&mut self.line, text);
            self.fold();
        }
    }

    fn texts(&mut self, name: &str, texts: &[String], separator: char) {
        if !texts.is_empty() {
            self.line.push_str(name);
            self.line.push(':');
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            self.list(&texts, separator);
        }
    }

    fn list(&mut self, texts: &[&str], separator: char) {
        for (i, text) in texts.iter().enumerate() {
            if i > 0 {
                self.line.push(separator);
            }
            escape(&mut self.line, text);
        }
        self.fold();
    }

    /// A line whose value needs no escapes; none where it is empty.
    fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.line.push_str(name);
            self.line.push(':');
            self.line
                .extend(value.chars().filter(|c| !c.is_control() || *c == '\t'));
            self.fold();
        }
    }

    /// Writes the line that was put together, folded.
    fn fold(&mut self) {
        let mut width = 0;
        for c in self.line.chars() {
            if width + c.len_utf8() > FOLD {
                self.out.push_str("\r\n ");
                width = 1;
            }
            self.out.push(c);
            width += c.len_utf8();
        }
        self.out.push_str("\r\n");
        self.line.clear();
    }
}
