//! Properties into the fields of a card.
//!
//! Must stay true: what no field holds is listed and not lost; the first of several single
//! values counts; a value that cannot be understood is listed as unmapped.

use super::decode;
use super::escape::{parts, unescape};
use super::property::Property;
use super::{
    Address, Card, CardKind, CardProblem, Decoder, Entry, Gender, Messenger, PartialDate,
    PersonName, Unmapped,
};
use std::collections::BTreeMap;

/// The year that stands for none in files of one large maker of phones.
const NO_YEAR: u16 = 1604;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Phones,
    Emails,
    Addresses,
    Urls,
    Messengers,
    Related,
}

/// What stands beside an entry until the card ends.
#[derive(Debug)]
struct Mark {
    list: List,
    index: usize,
    group: String,
    /// 1 is the first choice, 100 the last.
    preference: Option<u8>,
}

/// A card as it grows.
#[derive(Debug, Default)]
pub struct Draft {
    /// What is known.
    pub card: Card,
    marks: Vec<Mark>,
    labels: BTreeMap<String, String>,
    old: bool,
}

impl Draft {
    /// Takes a property in.
    pub fn add(&mut self, property: &Property<'_>, decoder: &Decoder) -> Result<(), CardProblem> {
        let decoded;
        let value = if property.is_quoted_printable() {
            let bytes = decode::quoted_printable(property.value);
            decoded = decode::text(bytes, property.param("CHARSET"), decoder)
                .ok_or(CardProblem::BadText)?;
            decoded.as_str()
        } else {
            property.value
        };
        let taken = match property.name.as_str() {
            "VERSION" => {
                self.old = value.trim() == "2.1";
                return match value.trim() {
                    "2.1" | "3.0" | "4.0" => Ok(()),
                    _ => Err(CardProblem::UnknownVersion),
                };
            }
            "PRODID" => true,
            "X-ABLABEL" if !property.group.is_empty() => {
                let label = unescape(value);
                let label = label.trim();
                let bare = label.strip_prefix("_$!<");
                let bare = bare.and_then(|l| l.strip_suffix(">!$_")).unwrap_or(label);
                self.labels.insert(property.group.clone(), bare.to_owned());
                true
            }
            _ => {
                value.trim().is_empty()
                    || self.single(property, value)
                    || self.entry(property, value)
            }
        };
        if !taken {
            self.card.unmapped.push(Unmapped {
                name: property.name.clone(),
                value: raw(value),
            });
        }
        Ok(())
    }

    /// The finished card, unless it is nobody's.
    pub fn finish(mut self) -> Option<Card> {
        for list in [
            List::Phones,
            List::Emails,
            List::Addresses,
            List::Urls,
            List::Messengers,
            List::Related,
        ] {
            let marks = || self.marks.iter().filter(|mark| mark.list == list);
            let first = marks().filter_map(|mark| mark.preference).min();
            for mark in marks() {
                let Some((label, preferred)) = about(&mut self.card, list, mark.index) else {
                    continue;
                };
                *preferred = first.is_some() && mark.preference == first;
                if let Some(word) = self.labels.get(&mark.group) {
                    label.clone_from(word);
                }
            }
        }
        for (group, label) in &self.labels {
            if !self.marks.iter().any(|mark| mark.group == *group) {
                let mut value = String::new();
                super::escape::escape(&mut value, label);
                let name = "X-ABLABEL".to_owned();
                self.card.unmapped.push(Unmapped { name, value });
            }
        }
        let mut card = self.card;
        if card.full_name.is_empty() {
            card.full_name = card.display_name();
        }
        (!card.full_name.is_empty()).then_some(card)
    }

    /// Fields that hold one value.
    fn single(&mut self, property: &Property<'_>, value: &str) -> bool {
        let card = &mut self.card;
        match property.name.as_str() {
            "FN" => set(&mut card.full_name, value),
            "TITLE" => set(&mut card.title, value),
            "ROLE" => set(&mut card.role, value),
            "UID" => set(&mut card.uid, value),
            "REV" => set(&mut card.revised, value),
            "N" => {
                let mut parts = parts(value, &[';']).into_iter();
                let mut next = || parts.next().unwrap_or_default();
                let name = PersonName {
                    family: next(),
                    given: next(),
                    additional: next(),
                    prefix: next(),
                    suffix: next(),
                };
                let free = card.name == PersonName::default();
                if free {
                    card.name = name;
                }
                free
            }
            "ORG" => {
                let free = card.organisation.is_empty() && card.units.is_empty();
                if free {
                    let mut parts = parts(value, &[';']);
                    while parts.last().is_some_and(String::is_empty) {
                        parts.pop();
                    }
                    let mut parts = parts.into_iter();
                    card.organisation = parts.next().unwrap_or_default();
                    card.units = parts.collect();
                }
                free
            }
            "BDAY" | "X-BDAY" => {
                let free = card.birthday.is_none();
                let text = unescape(value);
                let mut day = PartialDate::parse(&text).filter(|_| free);
                let omit = property.param("X-APPLE-OMIT-YEAR");
                if let Some(day) = &mut day
                    && omit.is_some_and(|year| day.year == Some(year.parse().unwrap_or(NO_YEAR)))
                {
                    day.year = None;
                }
                card.birthday = card.birthday.or(day);
                day.is_some()
            }
            "GENDER" | "X-GENDER" | "SEX" => {
                let free = card.gender.is_none() && card.gender_text.is_empty();
                let mut parts = parts(value, &[';']).into_iter();
                let letter = parts.next().unwrap_or_default();
                let gender = gender(&letter);
                let known = free && (gender.is_some() || letter.is_empty());
                if known {
                    card.gender = gender;
                    card.gender_text = parts.next().unwrap_or_default();
                }
                known
            }
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" | "X-ABSHOWAS" => {
                let kind = match value.trim().to_ascii_lowercase().as_str() {
                    "individual" => CardKind::Individual,
                    "org" | "company" | "organization" => CardKind::Organisation,
                    "group" => CardKind::Group,
                    "location" => CardKind::Location,
                    _ => return false,
                };
                card.kind = kind;
                true
            }
            "NOTE" => {
                if !card.note.is_empty() {
                    card.note.push('\n');
                }
                card.note.push_str(&unescape(value).replace("\r\n", "\n"));
                true
            }
            "NICKNAME" => extend(&mut card.nicknames, parts(value, &[','])),
            "CATEGORIES" => {
                let signs: &[char] = if self.old { &[',', ';'] } else { &[','] };
                extend(&mut card.categories, parts(value, signs))
            }
            _ => false,
        }
    }

    /// Fields that hold several.
    fn entry(&mut self, property: &Property<'_>, value: &str) -> bool {
        let mut types = property.types();
        let by_type = types.iter().any(|word| word == "pref").then_some(1);
        let preference = property.param("PREF").and_then(|n| n.trim().parse().ok());
        let preference = preference.filter(|n| (1..=100).contains(n)).or(by_type);
        types.retain(|word| word != "pref");
        let text = unescape(value);
        let text = text.trim();
        let entry = |value: &str, types| Entry {
            value: value.to_owned(),
            types,
            ..Entry::default()
        };
        let card = &mut self.card;
        let (list, count) = match property.name.as_str() {
            "TEL" => {
                card.phones.push(entry(&telephone(text), types));
                (List::Phones, card.phones.len())
            }
            "EMAIL" => {
                types.retain(|word| word != "internet");
                card.emails.push(entry(without(text, "mailto:"), types));
                (List::Emails, card.emails.len())
            }
            "URL" => {
                card.urls.push(entry(text, types));
                (List::Urls, card.urls.len())
            }
            "RELATED" | "X-ABRELATEDNAMES" => {
                card.related.push(entry(text, types));
                (List::Related, card.related.len())
            }
            "ADR" => {
                let mut parts = parts(value, &[';']).into_iter();
                let mut next = || parts.next().unwrap_or_default();
                let address = Address {
                    po_box: next(),
                    extended: next(),
                    street: next(),
                    city: next(),
                    region: next(),
                    postcode: next(),
                    country: next(),
                    types,
                    ..Address::default()
                };
                if address.is_empty() {
                    return true;
                }
                card.addresses.push(address);
                (List::Addresses, card.addresses.len())
            }
            name => {
                let Some((service, handle)) = messenger(name, property, text) else {
                    return false;
                };
                card.messengers.push(Messenger {
                    service,
                    handle,
                    types,
                    ..Messenger::default()
                });
                (List::Messengers, card.messengers.len())
            }
        };
        self.marks.push(Mark {
            list,
            index: count.saturating_sub(1),
            group: property.group.clone(),
            preference,
        });
        true
    }
}

fn about(card: &mut Card, list: List, index: usize) -> Option<(&mut String, &mut bool)> {
    let entries = match list {
        List::Phones => &mut card.phones,
        List::Emails => &mut card.emails,
        List::Urls => &mut card.urls,
        List::Related => &mut card.related,
        List::Addresses => {
            let entry = card.addresses.get_mut(index)?;
            return Some((&mut entry.label, &mut entry.preferred));
        }
        List::Messengers => {
            let entry = card.messengers.get_mut(index)?;
            return Some((&mut entry.label, &mut entry.preferred));
        }
    };
    let entry = entries.get_mut(index)?;
    Some((&mut entry.label, &mut entry.preferred))
}

fn set(field: &mut String, value: &str) -> bool {
    let free = field.is_empty();
    if free {
        *field = unescape(value).trim().to_owned();
    }
    free
}

fn extend(list: &mut Vec<String>, parts: Vec<String>) -> bool {
    list.extend(parts.into_iter().filter(|part| !part.is_empty()));
    true
}

fn gender(word: &str) -> Option<Gender> {
    match word.to_lowercase().as_str() {
        "m" | "male" | "男" => Some(Gender::Male),
        "f" | "female" | "女" => Some(Gender::Female),
        "o" | "other" | "其他" => Some(Gender::Other),
        "n" | "none" => Some(Gender::NotApplicable),
        "u" | "unknown" | "未知" => Some(Gender::Unknown),
        _ => None,
    }
}

/// The text without this beginning, in any case.
fn without<'a>(text: &'a str, start: &str) -> &'a str {
    match text.get(..start.len()) {
        Some(have) if have.eq_ignore_ascii_case(start) => {
            text.get(start.len()..).unwrap_or_default()
        }
        _ => text,
    }
}

/// A number without `tel:`, its extension in words.
fn telephone(text: &str) -> String {
    let bare = without(text, "tel:");
    if bare.len() == text.len() {
        return text.to_owned();
    }
    let mut parts = bare.split(';');
    let mut number = parts.next().unwrap_or_default().to_owned();
    if let Some(extension) = parts.find_map(|part| part.strip_prefix("ext=")) {
        number.push_str(" ext ");
        number.push_str(extension);
    }
    number
}

/// The service and the name there, of `IMPP` and of what came before it.
fn messenger(name: &str, property: &Property<'_>, text: &str) -> Option<(String, String)> {
    let service = match name {
        "IMPP" => {
            let (scheme, handle) = match text.split_once(':') {
                Some((scheme, handle)) => (scheme.trim(), decode::percent(handle.trim())),
                None => ("", text.to_owned()),
            };
            let named = property.param("X-SERVICE-TYPE").map(str::trim);
            let named = named.filter(|name| !name.is_empty()).unwrap_or(scheme);
            let service = match named.to_lowercase().as_str() {
                "weixin" | "wechat" | "微信" => "wechat".to_owned(),
                "" | "x-apple" => "im".to_owned(),
                other => other.to_owned(),
            };
            let handle = handle.trim().to_owned();
            return (!handle.is_empty()).then_some((service, handle));
        }
        "X-WECHAT" | "X-WEIXIN" | "X-WX" | "X-微信" | "X-WECHAT-ID" => "wechat",
        "X-QQ" | "X-TENCENT-QQ" => "qq",
        "X-SKYPE" | "X-SKYPE-USERNAME" => "skype",
        "X-JABBER" => "xmpp",
        "X-AIM" => "aim",
        "X-ICQ" => "icq",
        "X-MSN" => "msn",
        "X-YAHOO" => "yahoo",
        "X-GOOGLE-TALK" => "gtalk",
        "X-WHATSAPP" => "whatsapp",
        "X-TELEGRAM" => "telegram",
        "X-DINGTALK" => "dingtalk",
        _ => return None,
    };
    Some((service.to_owned(), text.to_owned()))
}

/// A value as it may stand on one line again.
fn raw(value: &str) -> String {
    value.trim().replace('\r', "").replace('\n', "\\n")
}
