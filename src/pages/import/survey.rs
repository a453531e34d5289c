//! The form that a file's questions make.

use super::words::Trouble;
use crate::platform::random;
use exchange::{Plan, Use};
use model::{FORM, RecordId, Value, form};
use replica::Op;
use survey::{ImportedItem, imported_form};

/// The form of the questions, and the operations that make it; none without questions.
///
/// # Errors
/// When the questions do not make a form.
pub fn make_form(
    plan: &Plan,
    names: &[String],
    title: &str,
) -> Result<Option<(RecordId, Vec<Op>)>, Trouble> {
    let items: Vec<ImportedItem<'_>> = plan
        .questions()
        .map(|(_, at, used)| {
            let name = names.get(at).map_or("", String::as_str);
            #[allow(clippy::cast_possible_truncation)]
            let (low, high, outcome) = match used {
                Use::Item(item) => (item.low as i64, item.high as i64, item.outcome),
                Use::YesNo(item) => (0, 1, item.outcome),
                _ => (0, 1, false),
            };
            let yes_no = matches!(used, Use::YesNo(_));
            ImportedItem {
                name,
                low,
                high,
                yes_no,
                outcome,
            }
        })
        .collect();
    if items.is_empty() {
        return Ok(None);
    }
    let id = random::record_id();
    let made = imported_form(id, title, &items);
    made.validate().map_err(|_| Trouble::Form)?;
    let title = made.title.of(crate::text::language_now()).to_owned();
    let kind = FORM.no;
    let set = |field, value| Op::Set {
        kind,
        record: id,
        field,
        value,
    };
    let ops = vec![
        Op::Create { kind, record: id },
        set(form::TITLE, Value::Text(title)),
        set(form::DEFINITION, Value::Bytes(made.to_bytes())),
    ];
    Ok(Some((id, ops)))
}
