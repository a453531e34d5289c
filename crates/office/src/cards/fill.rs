//! A card into the customer's fields.
//!
//! Must stay true: the first number and address that fit are the customer's own and the others
//! stand beside them; what a field would refuse goes into the notes instead of spoiling the row.

use super::{Person, words};
use exchange::cell::elements_text;
use exchange::vcard::{Address, Card, CardKind, Entry, Gender};
use model::{CUSTOMER, FieldNo, Label, Labelled, Language, customer};

/// What a card says, by field. Of a card of our own (`exact`) only the number that is marked as
/// the first choice is the customer's own.
pub fn person(card: &Card, language: Language, exact: bool) -> Person {
    let mut draft = Draft {
        person: Person::new(),
        notes: vec![card.note.clone()],
        language,
    };
    draft.set(customer::NAME, &card.full_name);
    draft.set(customer::ORGANISATION, &card.organisation);
    let kind = match card.kind {
        CardKind::Individual => "person",
        CardKind::Organisation => "organisation",
        CardKind::Group | CardKind::Location => "",
    };
    draft.set(customer::KIND, kind);
    let sex = match card.gender {
        Some(Gender::Female) => "female",
        Some(Gender::Male) => "male",
        Some(Gender::Other) => "other",
        Some(Gender::NotApplicable | Gender::Unknown) | None => "",
    };
    draft.set(customer::SEX, sex);
    let position = if card.title.is_empty() {
        &card.role
    } else {
        draft.note(words::ROLE, &card.role);
        &card.title
    };
    draft.set(customer::POSITION, position);
    draft.note(words::DEPARTMENT, &card.units.join(" / "));
    draft.note(words::NICKNAME, &card.nicknames.join(", "));
    draft.birthday(card);
    draft.entries(
        &card.phones,
        customer::PHONE,
        customer::PHONES,
        words::PHONE,
        exact,
    );
    draft.entries(
        &card.emails,
        customer::EMAIL,
        customer::EMAILS,
        words::EMAIL,
        exact,
    );
    let addresses = card.addresses.iter().map(|address| {
        let label = about(&address.label, &address.types, language);
        (label, whole(address))
    });
    draft.elements(customer::ADDRESSES, words::ADDRESS, addresses.collect());
    let tags = card
        .categories
        .iter()
        .map(|tag| (String::new(), tag.clone()));
    draft.elements(customer::TAGS, words::TAG, tags.collect());
    for messenger in &card.messengers {
        let free = !draft.person.contains_key(&customer::WECHAT);
        if messenger.service == "wechat" && free {
            draft.set(customer::WECHAT, &messenger.handle);
        } else {
            draft.line(&messenger.service.to_uppercase(), &messenger.handle);
        }
    }
    for (label, entries) in [
        (words::WEBSITE, &card.urls),
        (words::RELATED, &card.related),
    ] {
        for entry in entries {
            draft.note(label, &entry.value);
        }
    }
    let notes: Vec<String> = draft
        .notes
        .drain(..)
        .filter(|n| !n.trim().is_empty())
        .collect();
    draft.set(customer::NOTES, &notes.join("\n"));
    draft.person
}

struct Draft {
    person: Person,
    notes: Vec<String>,
    language: Language,
}

impl Draft {
    fn set(&mut self, no: FieldNo, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.person.insert(no, text.to_owned());
        }
    }

    fn note(&mut self, label: Label, text: &str) {
        self.line(label.of(self.language), text);
    }

    fn line(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            self.notes.push([label, ": ", text.trim()].concat());
        }
    }

    fn birthday(&mut self, card: &Card) {
        let Some(day) = card.birthday else { return };
        if let Some(date) = day.date() {
            return self.set(customer::BIRTHDAY, &date.iso());
        }
        let fits = day.year.filter(|year| (1900..=2100).contains(year));
        match (fits, day.month) {
            (Some(year), None) => self.set(customer::BIRTH_YEAR, &year.to_string()),
            (Some(year), Some(_)) => {
                self.set(customer::BIRTH_YEAR, &year.to_string());
                self.note(words::BIRTHDAY, &day.basic());
            }
            _ => self.note(words::BIRTHDAY, day.basic().trim_start_matches('-')),
        }
    }

    /// Numbers or addresses: the customer's own, and the others with their labels.
    fn entries(
        &mut self,
        entries: &[Entry],
        own: FieldNo,
        more: FieldNo,
        label: Label,
        exact: bool,
    ) {
        let field = CUSTOMER.field(own);
        let fits = |entry: &&Entry| field.is_some_and(|field| field.parse(&entry.value).is_ok());
        let fax = |entry: &Entry| entry.types.iter().any(|t| t == "fax" || t == "pager");
        let mut good = entries.iter().filter(fits).filter(|entry| !fax(entry));
        let preferred = good.clone().find(|entry| entry.preferred);
        let first = preferred.or_else(|| good.next().filter(|_| !exact));
        if let Some(first) = first {
            self.set(own, &first.value);
        }
        let others = entries
            .iter()
            .filter(|entry| !first.is_some_and(|first| core::ptr::eq(first, *entry)));
        let others = others.map(|entry| {
            let about = about(&entry.label, &entry.types, self.language);
            (about, entry.value.clone())
        });
        let others = others.collect();
        self.elements(more, label, others);
    }

    /// A field that is a set; what it would refuse goes into the notes.
    fn elements(&mut self, no: FieldNo, label: Label, all: Vec<(String, String)>) {
        let Some(field) = CUSTOMER.field(no) else {
            return;
        };
        let mut kept: Vec<String> = Vec::new();
        for (about, text) in all {
            let (about, text) = (about.trim(), text.trim());
            let element = Labelled { label: about, text }.to_text();
            match field.parse_element(&element) {
                Ok(element) if kept.contains(&element) => {}
                Ok(element) => kept.push(element),
                Err(_) if about.is_empty() => self.note(label, text),
                Err(_) => self.line(about, text),
            }
        }
        let cell = elements_text(field, kept.iter().map(String::as_str), self.language);
        self.set(no, &cell);
    }
}

/// What the owner calls it, or what its types say.
fn about(label: &str, types: &[String], language: Language) -> String {
    if label.trim().is_empty() {
        words::of_types(types, language)
    } else {
        label.to_owned()
    }
}

/// An address in one line: from the largest to the smallest and without spaces in Chinese,
/// Japanese and Korean, else as envelopes have it.
fn whole(address: &Address) -> String {
    let [po_box, extended, street, city, region, postcode, country] = address.parts();
    let east_asian = |c: char| u32::from(c) >= 0x2E80;
    let (parts, gap) = if [city, region, country, street]
        .concat()
        .contains(east_asian)
    {
        (
            [country, region, city, street, extended, po_box, postcode],
            "",
        )
    } else {
        (
            [extended, street, po_box, city, region, postcode, country],
            ", ",
        )
    };
    let mut out = String::new();
    for part in parts.iter().map(|part| part.trim()) {
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            // A postal code behind Chinese words stands apart.
            out.push_str(if gap.is_empty() && part == postcode {
                " "
            } else {
                gap
            });
        }
        out.push_str(part);
    }
    out
}
