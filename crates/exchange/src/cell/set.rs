//! Several elements in one cell: `mobile: 138 0013 8000; +86 10 1`.
//!
//! Must stay true: what is written is read back element by element; a backslash before a sign
//! that means something takes its meaning away, before anything else it is a backslash.

use model::{Field, FieldType, Invalid, Labelled};

/// What people put between tags.
const BETWEEN_TAGS: &[char] = &[';', '；', ',', '，', '、', '|'];
/// What stands between numbers and addresses, which have commas of their own.
const BETWEEN: &[char] = &[';', '；'];
/// The colon of the Chinese script needs no space behind.
const WIDE_COLON: char = '：';

/// Adds an element without a label.
pub fn push_plain(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == '\\' || BETWEEN_TAGS.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Adds an element that may have a label.
pub fn push_labelled(out: &mut String, element: &str) {
    let Labelled { label, text } = Labelled::of(element);
    if !label.is_empty() {
        push_part(out, label);
        out.push_str(": ");
    }
    push_part(out, text);
}

fn push_part(out: &mut String, text: &str) {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let colon = c == WIDE_COLON || c == ':' && rest.as_str().starts_with(' ');
        if c == '\\' || colon || BETWEEN.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// The elements of a cell, each once.
///
/// # Errors
/// What is wrong with the first that the field cannot hold.
pub fn read(field: &Field, text: &str) -> Result<Vec<String>, Invalid> {
    let labelled = !matches!(field.holds, FieldType::Tags | FieldType::Choices(_));
    let between = if labelled { BETWEEN } else { BETWEEN_TAGS };
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for part in split(text, between) {
        let element = if labelled {
            let (label, text) = cut(part);
            let (label, text) = (plain(label), plain(text));
            let (label, text) = (label.trim(), text.trim());
            Labelled { label, text }.to_text()
        } else {
            plain(part)
        };
        let element = field.parse_element(&element)?;
        if seen.insert(element.clone()) {
            found.push(element);
        }
    }
    Ok(found)
}

/// The tags of a cell, blank ones left out.
pub fn split_tags(text: &str) -> impl Iterator<Item = String> {
    split(text, BETWEEN_TAGS).map(plain)
}

/// The parts between signs that have their meaning, trimmed; blank ones are left out.
fn split<'a>(text: &'a str, between: &'static [char]) -> impl Iterator<Item = &'a str> {
    let mut escaped = false;
    let parts = text.split(move |c: char| {
        let cuts = !escaped && between.contains(&c);
        escaped = c == '\\' && !escaped;
        cuts
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// The label and the text behind the first colon that means one.
fn cut(part: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in part.char_indices() {
        let (before, from) = part.split_at_checked(at).unwrap_or((part, ""));
        if !escaped && (c == WIDE_COLON || from.starts_with(": ")) {
            return (before, from.get(c.len_utf8()..).unwrap_or_default());
        }
        escaped = c == '\\' && !escaped;
    }
    ("", part)
}

/// Without the backslashes that take a meaning away.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.as_str().chars().next();
        let escapes =
            |c: &char| *c == '\\' || *c == ':' || *c == WIDE_COLON || BETWEEN_TAGS.contains(c);
        match next.filter(|_| c == '\\').filter(escapes) {
            Some(meant) => {
                out.push(meant);
                rest.next();
            }
            None => out.push(c),
        }
    }
    out
}
