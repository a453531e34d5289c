//! Records as JSON: numbers as numbers, sets as lists, what is not there as `null`.

use super::super::Lens;
use super::super::value;
use exchange::json::quote as text;
use model::{Field, Labelled, Value};
use replica::{Replica, Row};

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
