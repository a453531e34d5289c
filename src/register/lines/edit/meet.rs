//! Lines that others added, changed or took away while somebody edits them.
//!
//! Must stay true: no line that somebody changed is lost without a word; what follows from other
//! inputs follows from all of them.

use super::super::sum::{self, Money};
use super::super::value;
use super::{Line, Rows, said};
use crate::platform::random;
use crate::register::form::meanwhile;
use crate::register::typing::{Input, Kept, KeptRow, Typing};
use crate::session::Desk;
use crate::text::register as words;
use leptos::prelude::*;
use model::{FieldNo, Kind, RecordId, Value};

/// An amount as it stands in a row.
fn money_in(kind: &Kind, row: &KeptRow, field: FieldNo) -> Option<Money> {
    match value::parse(kind.field(field)?, row.text(field)).ok()? {
        Value::Money { minor, currency } => Some((minor, currency)),
        _ => None,
    }
}

impl Line {
    fn is_as(self, row: &KeptRow) -> bool {
        let same = |input: &Input| {
            let text = input.text.get_untracked();
            input.same(row.text(input.field.no), &text)
        };
        self.inputs
            .try_with_value(|inputs| inputs.iter().all(same))
            .unwrap_or(true)
    }
}

impl Rows {
    fn row_of(self, all: &[KeptRow], record: RecordId) -> Option<KeptRow> {
        let mine = |row: &&KeptRow| row.kind == self.kind.no.0 && row.record == record;
        all.iter().find(mine).cloned()
    }

    /// Takes in what others did to the lines; `base` is what stood, and becomes what stands.
    pub fn meet(self, base: &mut Vec<KeptRow>, now: &[KeptRow]) {
        let before = self.lines.get_untracked();
        let mut lines = Vec::with_capacity(before.len());
        for mut line in before.iter().copied() {
            let (stood, stands) = (
                self.row_of(base, line.record),
                self.row_of(now, line.record),
            );
            match (stood, stands) {
                (None, None) => {}
                (None, Some(row)) => base.push(row),
                (Some(mut stood), Some(row)) => {
                    self.meet_line(line, &mut stood, &row);
                    base.retain(|one| one.record != line.record);
                    base.push(stood);
                }
                (Some(stood), None) => {
                    base.retain(|one| one.record != line.record);
                    if line.is_as(&stood) {
                        continue;
                    }
                    // What was taken away stays so: this is another.
                    line.record = random::record_id();
                    line.note.set(Some(words::LINE_TAKEN));
                }
            }
            lines.push(line);
        }
        let new = now.iter().filter(|row| row.kind == self.kind.no.0);
        for row in new.filter(|row| before.iter().all(|line| line.record != row.record)) {
            let stood = self.row_of(base, row.record);
            if stood.as_ref() == Some(row) {
                // Taken away here, and changed by nobody.
                continue;
            }
            let line = self.line(row.record, &row.texts);
            if stood.is_some() {
                line.note.set(Some(words::LINE_BACK));
            }
            base.retain(|one| one.record != row.record);
            base.push(row.clone());
            lines.push(line);
        }
        let gone =
            |row: &KeptRow| row.kind == self.kind.no.0 && self.row_of(now, row.record).is_none();
        base.retain(|row| !gone(row));
        let same = lines.len() == before.len()
            && lines.iter().zip(&before).all(|(a, b)| a.record == b.record);
        if !same {
            self.lines.set(lines);
        }
    }

    fn meet_line(self, line: Line, stood: &mut KeptRow, row: &KeptRow) {
        let how = self.how;
        for input in line.inputs.get_value() {
            let field = input.field.no;
            let stands = input.meet(stood.text(field), row.text(field));
            stood.put_text(field, stands);
        }
        // An amount that nobody typed is computed from what both changed.
        let both = line.input(how.amount);
        let both = both.filter(|input| input.other.with_untracked(Option::is_some));
        let amount = both.zip(untrack(|| line.computed(how)).and_then(Result::ok));
        if let Some((input, computed)) = amount
            && !line.own.get_untracked()
            && self.is_computed(row)
        {
            input.text.set(said(computed));
            input.other.set(None);
            stood.put_text(how.amount, row.text(how.amount).to_owned());
        }
        if line.is_as(row) {
            line.own.set(line.is_typed_over(how));
        }
    }

    /// Whether nobody typed over the amount of a row.
    fn is_computed(self, row: &KeptRow) -> bool {
        let how = self.how;
        let number = self.kind.field(how.quantity);
        let number = number.and_then(|field| value::parse(field, row.text(how.quantity)).ok());
        let quantity = number.and_then(|number| number.as_number());
        let discount = money_in(self.kind, row, how.discount);
        let computed = money_in(self.kind, row, how.price)
            .and_then(|price| sum::amount(quantity, price, discount).ok());
        computed == money_in(self.kind, row, how.amount)
    }

    /// Whether the record's own amount is the sum of the lines, here and where it stands.
    pub fn follows(self, typing: Typing, now: &Kept) -> bool {
        let how = self.how;
        let Some(total) = typing.input(how.total) else {
            return false;
        };
        let read = |text: &str| match value::parse(total.field, text) {
            Ok(Value::Money { minor, currency }) => Some((minor, currency)),
            _ => None,
        };
        let rows = now.parts.iter().filter(|row| row.kind == self.kind.no.0);
        let stands = sum::sum(rows.filter_map(|row| money_in(self.kind, row, how.amount)));
        let here = self.taken.get_value();
        here.is_some()
            && read(&total.text.get_untracked()) == here
            && stands == Ok(read(now.text(total.field)))
    }

    /// After all has met: the sum of lines that both changed is that of all of them.
    pub fn settle(self, typing: Typing, follows: bool, base: &mut Kept, now: &Kept) {
        let Some(total) = typing.input(self.how.total) else {
            return;
        };
        let sum = untrack(|| self.sum()).ok().flatten();
        let Some(sum) = sum else { return };
        if follows && total.other.with_untracked(Option::is_some) {
            total.other.set(None);
            total.text.set(said(sum));
            base.put_text(total.field.no, now.text(total.field).to_owned());
        }
        let own = value::parse(total.field, &total.text.get_untracked());
        let (minor, currency) = sum;
        if own == Ok(Value::Money { minor, currency }) {
            self.taken.set_value(Some(sum));
        }
    }

    /// Whether something is still to be chosen.
    pub fn is_undecided(self) -> bool {
        let open = |input: &Input| input.other.with_untracked(Option::is_some);
        let of = |line: &Line| line.inputs.with_value(|inputs| inputs.iter().any(open));
        self.lines.with_untracked(|lines| lines.iter().any(of))
    }

    /// Both values, where somebody else changed what was typed over in a line.
    pub(super) fn meanwhile(self, desk: Desk, typing: Typing, line: Line, input: Input) -> AnyView {
        let field = input.field.no;
        let no = line.no;
        // The record of a line may have become another.
        let record = move || {
            let found = |lines: &Vec<Line>| lines.iter().find(|one| one.no == no).copied();
            self.lines.with_untracked(found).map(|line| line.record)
        };
        let known = move || {
            typing.base.with_value(|base| {
                let row = record().and_then(|record| self.row_of(&base.parts, record));
                row.is_none_or(|row| !row.is_unknown(field))
            })
        };
        let decide = Callback::new(move |theirs| {
            let Some(other) = input.decide(theirs) else {
                return;
            };
            let record = record();
            typing.base.update_value(|base| {
                let mut rows = base.parts.iter_mut();
                if let Some(row) = rows.find(|row| Some(row.record) == record) {
                    row.put_text(field, other);
                }
            });
            self.follow(typing, Some((line, field)));
            typing.touched.update(|n| *n += 1);
        });
        meanwhile(desk, input, known, decide)
    }
}
