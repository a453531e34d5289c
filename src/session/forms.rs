//! Which surveys there are: those that ship with the app and those that were brought in.
//!
//! Must stay true: a form that cannot be read is passed over, never guessed at; the built-in
//! ones come first, in the order offered.
//!
//! Must not know: what a screen does with a form.

use model::form::DEFINITION;
use model::{FORM, RecordId, Value};
use replica::{Replica, Row};
use survey::Form;

/// Every survey: the built-in ones, then the imported ones, latest first.
pub fn forms(replica: &Replica) -> Vec<Form> {
    let mut all = survey::built_in();
    if let Some(table) = replica.table(FORM.no) {
        all.extend(table.rows().rev().filter_map(read));
    }
    all
}

/// One survey, if it is known here.
pub fn form(replica: &Replica, id: RecordId) -> Option<Form> {
    survey::built_in()
        .into_iter()
        .find(|form| form.id == id)
        .or_else(|| replica.get(FORM.no, id).and_then(read))
}

/// The definition in a record, which speaks for that record alone.
fn read(row: Row<'_>) -> Option<Form> {
    let Value::Bytes(bytes) = row.value(DEFINITION) else {
        return None;
    };
    Form::from_bytes(&bytes)
        .ok()
        .filter(|form| form.id == row.id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Channel, DeviceId, FieldNo, Stamp};
    use replica::{Change, Op, Touched};
    use survey::{ImportedItem, imported_form};

    fn kept(replica: &mut Replica, seq: u64, record: RecordId, field: FieldNo, bytes: Vec<u8>) {
        let kind = FORM.no;
        let change = Change {
            device: DeviceId([1; 16]),
            seq,
            stamp: Stamp::new(seq, 0),
            author: RecordId([2; 16]),
            channel: Channel::App,
            seen: 0,
            batch: None,
            ops: vec![
                Op::Create { kind, record },
                Op::Set {
                    kind,
                    record,
                    field,
                    value: Value::Bytes(bytes),
                },
            ],
            proof: None,
        };
        replica.apply(&change, 0, &mut Touched::default());
    }

    #[test]
    fn imported_forms_follow_the_built_in_ones_and_damaged_ones_are_passed_over() {
        let mut replica = Replica::default();
        let item = ImportedItem {
            name: "Satisfied",
            low: 0,
            high: 1,
            yes_no: true,
            outcome: true,
        };
        let id = RecordId([7; 16]);
        let imported = imported_form(id, "Passengers", &[item]);
        let bytes = imported.to_bytes();
        kept(&mut replica, 1, id, DEFINITION, bytes.clone());
        kept(&mut replica, 2, RecordId([8; 16]), DEFINITION, vec![9; 40]);
        kept(&mut replica, 3, RecordId([9; 16]), DEFINITION, bytes);
        let all = forms(&replica);
        assert_eq!(all.len(), survey::built_in().len() + 1);
        assert_eq!(all.last(), Some(&imported));
        assert_eq!(form(&replica, id), Some(imported));
        assert_eq!(form(&replica, RecordId([9; 16])), None);
        let ethics = form(&replica, survey::ETHICS_ID).map(|form| form.id);
        assert_eq!(ethics, Some(survey::ETHICS_ID));
    }
}
