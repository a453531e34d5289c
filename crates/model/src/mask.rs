//! What is left of a value for who may not see all of it.
//!
//! Must stay true: what is masked tells no more than what kind of thing it is and how it begins or
//! ends; the length does not show.

use crate::{Field, FieldType};

const HIDDEN: &str = "••••";

/// A value in words, its middle hidden.
pub fn mask(field: &Field, words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return String::new();
    }
    let first = || words.chars().next().into_iter().collect::<String>();
    match field.holds {
        FieldType::Phone | FieldType::Phones => {
            let digits: Vec<char> = words.chars().filter(char::is_ascii_digit).collect();
            // Of a short number nothing is left over.
            let keep = if digits.len() >= 8 { 4 } else { 0 };
            let from = digits.len().saturating_sub(keep);
            let last: String = digits.into_iter().skip(from).collect();
            [HIDDEN, &last].concat()
        }
        FieldType::Email | FieldType::Emails => match words.rsplit_once('@') {
            Some((_, domain)) => [&first(), HIDDEN, "@", domain].concat(),
            None => HIDDEN.to_owned(),
        },
        FieldType::Text | FieldType::Ref(_) => [&first(), HIDDEN].concat(),
        _ => HIDDEN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;
    use crate::{CUSTOMER, customer};

    #[test]
    fn what_is_masked_hides_its_middle_and_its_length() {
        let of = |no, words: &str| mask(CUSTOMER.field(no).unwrap(), words);
        assert_eq!(of(customer::NAME, "王芳"), "王••••");
        assert_eq!(of(customer::NAME, "欧阳小明"), "欧••••");
        assert_eq!(of(customer::PHONE, "+86 138-0013-8000"), "••••8000");
        assert_eq!(of(customer::PHONE, "12345"), "••••");
        assert_eq!(of(customer::EMAIL, "wang@a.cn"), "w••••@a.cn");
        assert_eq!(of(customer::BIRTHDAY, "1985-01-02"), "••••");
        assert_eq!(of(customer::NOTES, ""), "");
    }
}
