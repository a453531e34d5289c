//! One of several telephone numbers, addresses and the like, with what it is for.
//!
//! As an element of a set it is its text, and the label behind a unit separator where it has one.

const SEPARATOR: char = '\u{1f}';

/// A text and what it is for ("mobile", "home").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'a> {
    /// What it is for; blank when nobody said.
    pub label: &'a str,
    /// The number or address.
    pub text: &'a str,
}

impl<'a> Labelled<'a> {
    /// What an element of a set says.
    pub fn of(element: &'a str) -> Self {
        let (text, label) = element.split_once(SEPARATOR).unwrap_or((element, ""));
        Self {
            label: label.trim(),
            text: text.trim(),
        }
    }

    /// As an element of a set.
    pub fn to_text(self) -> String {
        let Self { label, text } = self;
        if label.is_empty() {
            return text.replace(SEPARATOR, " ");
        }
        let mut all = text.replace(SEPARATOR, " ");
        all.push(SEPARATOR);
        all.push_str(&label.replace(SEPARATOR, " "));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Labelled;

    #[test]
    fn a_label_comes_back() {
        for (label, text) in [("", "+86 10 1"), ("手机", "138"), ("a b", "c, d")] {
            let all = Labelled { label, text }.to_text();
            assert_eq!(Labelled::of(&all), Labelled { label, text });
        }
    }
}
