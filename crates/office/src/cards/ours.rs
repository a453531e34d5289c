//! Cards of our own: what the format has no property for, or would give back changed, stands
//! beside it under a name of ours.
//!
//! Must stay true: a card that is written is read as a check, and every field that would come
//! back otherwise is written out, so that a customer comes back equal by construction; what is
//! escaped is unescaped to the same, but for control characters, which no card holds.

use super::{Person, fill, words};
use exchange::cell::{Content, Voice, elements_text, read_cell, value_text};
use exchange::vcard::{
    Address, Card, CardKind, CardLimits, CardReader, CardVersion, Entry, Gender, Messenger,
    PartialDate, Unmapped, write_card,
};
use model::{CUSTOMER, Date, Field, FieldNo, Labelled, Language, Value, customer};

/// Before the code of a field.
const PREFIX: &str = "X-CANDOR-";
/// Says that a card is ours: no field has this code.
const MARK: &str = "X-CANDOR-CARD";

/// A cell in the one form that compares: of a choice its code.
pub fn canonical(field: &Field, text: &str) -> String {
    let voice = Voice {
        language: Language::En,
        zone: 0.into(),
        name: &|_| String::new(),
    };
    match read_cell(field, text, 0) {
        Ok(Content::Value(Value::Choice(code))) => code,
        Ok(Content::Value(value)) => value_text(field, &value, voice),
        Ok(Content::Elements(all)) => {
            elements_text(field, all.iter().map(String::as_str), voice.language)
        }
        Ok(Content::Reference(name)) => name,
        Err(_) => text.trim().to_owned(),
    }
}

/// What a card says, ours or not.
pub fn read(card: &Card, language: Language) -> Person {
    let exact = card.unmapped.iter().any(|unmapped| unmapped.name == MARK);
    let mut person = fill::person(card, language, exact);
    for Unmapped { name, value } in &card.unmapped {
        let code = name.strip_prefix(PREFIX).unwrap_or_default();
        let code = code.to_ascii_lowercase().replace('-', "_");
        let field = CUSTOMER.fields.iter().find(|field| field.code == code);
        let (Some(field), Some(value)) = (field, value.strip_prefix('=')) else {
            continue;
        };
        let text = unescape(value);
        if text.is_empty() {
            person.remove(&field.no);
        } else {
            person.insert(field.no, text);
        }
    }
    person
}

/// Adds the card of a person of whom these fields are told.
pub fn write(out: &mut String, person: &Person, fields: &[&'static Field]) {
    let mut card = card(person);
    let mut text = String::new();
    write_card(&mut text, &card, CardVersion::V4);
    let mut back = Person::new();
    let mut reader = CardReader::new(CardLimits::default());
    let mut on_card = |card: Result<Card, _>| {
        if let Ok(card) = card {
            back = read(&card, Language::En);
        }
    };
    reader.push(&text, &mut on_card);
    reader.finish(&mut on_card);
    for field in fields {
        let (told, found) = (person.get(&field.no), back.get(&field.no));
        if told != found {
            let mut name = PREFIX.to_owned();
            name.push_str(&field.code.to_ascii_uppercase().replace('_', "-"));
            // The sign keeps a blank value from being passed over.
            let mut value = String::from("=");
            escape(&mut value, told.map_or("", String::as_str));
            card.unmapped.push(Unmapped { name, value });
        }
    }
    write_card(out, &card, CardVersion::V4);
}

/// The card by the properties that every program knows.
fn card(person: &Person) -> Card {
    let get = |no: FieldNo| person.get(&no).cloned().unwrap_or_default();
    let mut card = Card {
        full_name: get(customer::NAME),
        organisation: get(customer::ORGANISATION),
        title: get(customer::POSITION),
        note: get(customer::NOTES),
        phones: entries(person, customer::PHONE, customer::PHONES),
        emails: entries(person, customer::EMAIL, customer::EMAILS),
        addresses: elements(person, customer::ADDRESSES)
            .map(|(label, text)| Address {
                street: text,
                types: words::types_of(&label),
                label,
                ..Address::default()
            })
            .collect(),
        categories: elements(person, customer::TAGS)
            .map(|(_, tag)| tag)
            .collect(),
        unmapped: vec![Unmapped {
            name: MARK.to_owned(),
            value: "1".to_owned(),
        }],
        ..Card::default()
    };
    if get(customer::KIND) == "organisation" {
        card.kind = CardKind::Organisation;
    }
    card.gender = match get(customer::SEX).as_str() {
        "female" => Some(Gender::Female),
        "male" => Some(Gender::Male),
        "other" => Some(Gender::Other),
        _ => None,
    };
    let day = Date::parse(&get(customer::BIRTHDAY)).map(Date::iso);
    let day = day.unwrap_or_else(|| get(customer::BIRTH_YEAR));
    card.birthday = PartialDate::parse(&day);
    let handle = get(customer::WECHAT);
    if !handle.is_empty() {
        card.messengers.push(Messenger {
            service: "wechat".to_owned(),
            handle,
            ..Messenger::default()
        });
    }
    if card.display_name().trim().is_empty() {
        // Every reader demands a name.
        card.full_name = "?".to_owned();
    }
    card
}

/// The customer's own number or address first, and marked so; then the others.
fn entries(person: &Person, own: FieldNo, more: FieldNo) -> Vec<Entry> {
    let own = person.get(&own).map(|value| Entry {
        value: value.clone(),
        preferred: true,
        ..Entry::default()
    });
    let others = elements(person, more).map(|(label, value)| Entry {
        value,
        types: words::types_of(&label),
        label,
        ..Entry::default()
    });
    own.into_iter().chain(others).collect()
}

/// Label and text of the elements of a field that is a set.
fn elements(person: &Person, no: FieldNo) -> impl Iterator<Item = (String, String)> {
    let cell = person.get(&no).map_or("", String::as_str);
    let read = CUSTOMER.field(no).map(|field| read_cell(field, cell, 0));
    let all = match read {
        Some(Ok(Content::Elements(all))) => all,
        _ => Vec::new(),
    };
    all.into_iter().map(|element| {
        let Labelled { label, text } = Labelled::of(&element);
        (label.to_owned(), text.to_owned())
    })
}

fn escape(out: &mut String, text: &str) {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, rest.as_str().chars().next()) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('\\')) => out.push('\\'),
            (c, _) => {
                out.push(c);
                continue;
            }
        }
        rest.next();
    }
    out
}
