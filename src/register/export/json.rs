//! Records as JSON: numbers as numbers, sets as lists, what is not there as `null`.

use super::super::Lens;
use super::super::value;
use model::{Field, Labelled, Value};
use replica::{Replica, Row};

/// Adds a text in quotes.
pub fn text(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = (u32::from(c) >> shift) & 15;
                    out.push(HEX.get(digit as usize).map_or('0', |d| char::from(*d)));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn one(out: &mut String, replica: &Replica, field: &Field, row: Row<'_>, lens: Lens) {
    match row.value(field.no) {
        Value::Nothing | Value::Bytes(_) => out.push_str("null"),
        Value::Int(n) => out.push_str(&n.to_string()),
        Value::Number(n) if n.is_finite() => out.push_str(&n.to_string()),
        Value::Number(_) => out.push_str("null"),
        Value::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
        Value::Date(date) => text(out, &date.iso()),
        Value::Instant(ms) => out.push_str(&ms.to_string()),
        Value::Choice(code) => text(out, &code),
        Value::Text(said) => text(out, &said),
        Value::Choices(codes) => list(out, codes.iter().map(String::as_str)),
        Value::Ref(id) => {
            out.push_str("{\"id\":");
            text(out, &id.to_string());
            out.push_str(",\"name\":");
            text(out, &value::words(replica, field, &Value::Ref(id), lens));
            out.push('}');
        }
        Value::Money { minor, currency } => {
            out.push_str("{\"minor\":");
            out.push_str(&minor.to_string());
            out.push_str(",\"currency\":");
            text(out, &String::from_utf8_lossy(&currency));
            out.push('}');
        }
    }
}

fn list<'a>(out: &mut String, all: impl Iterator<Item = &'a str>) {
    out.push('[');
    for (at, element) in all.enumerate() {
        if at > 0 {
            out.push(',');
        }
        let Labelled { label, text: said } = Labelled::of(element);
        if label.is_empty() {
            text(out, said);
        } else {
            out.push_str("{\"label\":");
            text(out, label);
            out.push_str(",\"value\":");
            text(out, said);
            out.push('}');
        }
    }
    out.push(']');
}

/// Adds a record: its id and its fields by their codes; what is masked as it is shown.
pub fn record(out: &mut String, replica: &Replica, fields: &[&Field], row: Row<'_>, lens: Lens) {
    out.push_str("{\"id\":");
    text(out, &row.id().to_string());
    for field in fields {
        out.push(',');
        text(out, field.code);
        out.push(':');
        if !lens.reads(field) {
            text(out, &value::cell(replica, field, row, lens));
        } else if field.holds.is_set() {
            list(out, row.elements(field.no).into_iter());
        } else {
            one(out, replica, field, row, lens);
        }
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_is_read_back_by_another_reader() {
        for said in ["", "王芳", "a\"b\\c", "1\n2\r\t3", "\u{1}\u{1f}", "😀"] {
            let mut out = String::new();
            super::text(&mut out, said);
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), said);
        }
    }
}
