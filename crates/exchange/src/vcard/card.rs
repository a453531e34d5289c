//! What a card says, in plain fields.
//!
//! Must stay true: an empty text is a thing not said; lists are in the order of the file.

use super::PartialDate;

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CardKind {
    /// A person.
    #[default]
    Individual,
    /// A company or another body.
    Organisation,
    /// A group of people.
    Group,
    /// A place.
    Location,
}

/// The parts of a person's name (`N`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// Family name.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Middle names.
    pub additional: String,
    /// `Dr.` and the like.
    pub prefix: String,
    /// `Jr.` and the like.
    pub suffix: String,
}

/// A value with what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The number, address or text.
    pub value: String,
    /// `home`, `work`, `cell`, `fax` …: lower case, sorted, each once.
    pub types: Vec<String>,
    /// What the owner calls it.
    pub label: String,
    /// Whether it is the first choice.
    pub preferred: bool,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Post-office box.
    pub po_box: String,
    /// Flat, floor, building.
    pub extended: String,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// Province or state.
    pub region: String,
    /// Postal code.
    pub postcode: String,
    /// Country.
    pub country: String,
    /// As in [`Entry::types`].
    pub types: Vec<String>,
    /// What the owner calls it.
    pub label: String,
    /// Whether it is the first choice.
    pub preferred: bool,
}

impl Address {
    /// Whether no part says anything.
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }

    /// The seven parts in the order of the format.
    pub fn parts(&self) -> [&str; 7] {
        [
            &self.po_box,
            &self.extended,
            &self.street,
            &self.city,
            &self.region,
            &self.postcode,
            &self.country,
        ]
    }
}

/// A name on a messaging service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Messenger {
    /// The service in lower case: `wechat`, `qq`, `skype`, `xmpp` …
    pub service: String,
    /// The name or number there.
    pub handle: String,
    /// As in [`Entry::types`].
    pub types: Vec<String>,
    /// What the owner calls it.
    pub label: String,
    /// Whether it is the first choice.
    pub preferred: bool,
}

/// The letters of `GENDER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// `M`
    Male,
    /// `F`
    Female,
    /// `O`
    Other,
    /// `N`
    NotApplicable,
    /// `U`
    Unknown,
}

/// A property that no field holds. Its parameters are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// The name in upper case, such as `X-CUSTOM`.
    pub name: String,
    /// The value as the file has it, escapes and all.
    pub value: String,
}

/// A picture, sound or key that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedMedia {
    /// `PHOTO`, `LOGO`, `SOUND` or `KEY`.
    pub name: String,
    /// How long its value was, in bytes of text.
    pub bytes: u64,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// What the card is about.
    pub kind: CardKind,
    /// The name as it is shown (`FN`); from the parts where the file gives only those.
    pub full_name: String,
    /// The name in parts (`N`).
    pub name: PersonName,
    /// Other names.
    pub nicknames: Vec<String>,
    /// The organisation (`ORG`).
    pub organisation: String,
    /// Its units, the largest first.
    pub units: Vec<String>,
    /// Position.
    pub title: String,
    /// Occupation.
    pub role: String,
    /// Telephone numbers.
    pub phones: Vec<Entry>,
    /// E-mail addresses.
    pub emails: Vec<Entry>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// Pages.
    pub urls: Vec<Entry>,
    /// Messaging services, WeChat among them.
    pub messengers: Vec<Messenger>,
    /// Birthday, perhaps without a year.
    pub birthday: Option<PartialDate>,
    /// The letter of the gender.
    pub gender: Option<Gender>,
    /// The gender in words.
    pub gender_text: String,
    /// Categories.
    pub categories: Vec<String>,
    /// Notes; several are joined by line breaks.
    pub note: String,
    /// Related people: names, or addresses of their cards.
    pub related: Vec<Entry>,
    /// The stable identifier.
    pub uid: String,
    /// When the card was last changed, as the file says it.
    pub revised: String,
    /// What no field holds.
    pub unmapped: Vec<Unmapped>,
    /// What was passed over; not written.
    pub skipped: Vec<SkippedMedia>,
}

impl Card {
    /// The best name there is: the one shown, the parts in the order of their script, the
    /// organisation, a nickname, a number or an address.
    pub fn display_name(&self) -> String {
        let first = |entries: &[Entry]| entries.first().map(|e| e.value.clone());
        let parts = self.name.joined();
        let texts = [&self.full_name, &parts, &self.organisation];
        texts
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .cloned()
            .or_else(|| self.nicknames.first().cloned())
            .or_else(|| first(&self.phones))
            .or_else(|| first(&self.emails))
            .unwrap_or_default()
    }
}

impl PersonName {
    /// The whole name: family name first and without spaces in Chinese, Japanese and Korean.
    pub fn joined(&self) -> String {
        let together = [&self.family, &self.given, &self.additional]
            .iter()
            .all(|part| part.chars().all(is_east_asian));
        let (order, gap) = if together {
            ([&self.family, &self.given, &self.additional], "")
        } else {
            ([&self.given, &self.additional, &self.family], " ")
        };
        let mut out = String::new();
        let mut add = |part: &str, gap: &str| {
            if !part.is_empty() {
                if !out.is_empty() {
                    out.push_str(gap);
                }
                out.push_str(part);
            }
        };
        add(&self.prefix, " ");
        for part in order {
            add(part, if self.prefix.is_empty() { gap } else { " " });
        }
        add(&self.suffix, " ");
        out
    }
}

fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}
