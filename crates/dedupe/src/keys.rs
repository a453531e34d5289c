//! What is known of a customer, in comparable forms.

use crate::{email_key, name_key};
use exchange::{PhoneKey, phone_key};

/// Most numbers, and most addresses, of a customer that count.
const MOST: usize = 16;

/// What is known of a customer, as it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// The name.
    pub name: &'a str,
    /// How the name is read, such as `zhangsan`; empty where the caller does not know.
    pub reading: &'a str,
    /// Telephone numbers.
    pub phones: &'a [&'a str],
    /// E-mail addresses.
    pub emails: &'a [&'a str],
    /// The year of birth.
    pub birth_year: Option<u16>,
}

/// The comparable forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// As of [`name_key`].
    pub name: String,
    /// The reading's letters and digits in lower case.
    pub reading: String,
    /// Sorted, each once.
    pub phones: Vec<PhoneKey>,
    /// Sorted, each once.
    pub emails: Vec<String>,
    /// The year of birth.
    pub birth_year: Option<u16>,
    /// The organisation they belong to, by a number of its own.
    pub organisation: Option<u64>,
}

impl Keys {
    /// The same customer, who belongs to this organisation.
    #[must_use]
    pub fn of_organisation(self, organisation: Option<u64>) -> Self {
        Self {
            organisation,
            ..self
        }
    }

    /// Brings a customer's data to comparable forms; what has none is left out.
    pub fn of(subject: &Subject<'_>) -> Self {
        let mut phones: Vec<_> = subject
            .phones
            .iter()
            .take(MOST)
            .filter_map(|p| phone_key(p))
            .collect();
        phones.retain(|phone| !is_placeholder(&phone.number));
        phones.sort_unstable();
        phones.dedup();
        let mut emails: Vec<_> = subject
            .emails
            .iter()
            .take(MOST)
            .filter_map(|e| email_key(e))
            .collect();
        emails.sort_unstable();
        emails.dedup();
        let letters = subject
            .reading
            .chars()
            .take(64)
            .filter(|c| c.is_alphanumeric());
        Self {
            name: name_key(subject.name),
            reading: letters.flat_map(char::to_lowercase).collect(),
            phones,
            emails,
            birth_year: subject.birth_year,
            organisation: None,
        }
    }
}

/// Whether a number is typed to fill a field: one digit only, behind the first three.
fn is_placeholder(number: &str) -> bool {
    let mut rest = number.bytes().skip(3);
    let Some(first) = rest.next() else {
        return false;
    };
    number.len() >= 7 && rest.all(|digit| digit == first)
}
