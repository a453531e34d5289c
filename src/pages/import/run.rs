//! The second pass: every row a change, all of them one batch.
//!
//! Must stay true: the import is on record before its first row, so that whatever stops it, it
//! can be undone; a row is taken whole or refused whole; what is counted is kept.

use super::refused::Refused;
use super::stream::{Reading, Stream};
use super::words::Trouble;
use crate::platform::{clock, random};
use crate::session::{Imported, Open};
use exchange::{Converted, Plan, Use, convert};
use model::{BatchId, CUSTOMER, Channel, Date, FORM, FieldNo, IMPORT, KindNo, RecordId, Value};
use model::{customer, form, import};
use replica::{Op, Respond};
use std::cell::Cell;
use std::rc::Rc;
use survey::{ImportedItem, imported_form};
use web_sys::File;

/// What is to be brought in.
pub struct Order {
    /// The file.
    pub file: File,
    /// How to read it.
    pub reading: Reading,
    /// What its columns are; it has passed its check.
    pub plan: Plan,
    /// What its columns are called.
    pub names: Vec<String>,
    /// What the survey is called.
    pub title: String,
}

/// How much has come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Customers.
    pub people: usize,
    /// Responses.
    pub responses: usize,
    /// Answers in them.
    pub answers: usize,
}

/// What an import came to.
#[derive(Clone)]
pub struct Outcome {
    /// The record of the import.
    pub record: RecordId,
    /// Its batch.
    pub batch: BatchId,
    /// The name of the file.
    pub file: String,
    /// The form it made, if there were questions.
    pub form: Option<RecordId>,
    /// What came in.
    pub tally: Tally,
    /// What did not.
    pub refused: Refused,
    /// Why it ended before the file did.
    pub broken: Option<Trouble>,
}

fn set(kind: KindNo, record: RecordId, field: FieldNo, value: Value) -> Op {
    Op::Set {
        kind,
        record,
        field,
        value,
    }
}

/// Tells rows from the plan, once for all of them.
struct Maker<'a> {
    plan: &'a Plan,
    /// Whether rows are people, or answers without a name.
    people: bool,
    kind: bool,
    acquired: bool,
    form: Option<RecordId>,
    now: i64,
}

impl Maker<'_> {
    /// The change that a row makes; none when it says nothing.
    fn ops(&self, row: Converted, tally: &mut Tally) -> Option<Vec<Op>> {
        let Converted {
            fields,
            tags,
            answers,
            taken,
        } = row;
        if !self.people && answers.is_empty() {
            return None;
        }
        let mut ops = Vec::with_capacity(fields.len() + tags.len() + 4);
        let who = self.people.then(random::record_id);
        if let Some(record) = who {
            let kind = CUSTOMER.no;
            ops.push(Op::Create { kind, record });
            let fields = fields.into_iter();
            ops.extend(fields.map(|(field, value)| set(kind, record, field, value)));
            let choice = |code: &str| Value::Choice(code.to_owned());
            if !self.kind {
                ops.push(set(kind, record, customer::KIND, choice("person")));
            }
            if !self.acquired {
                ops.push(set(kind, record, customer::ACQUIRED, choice("import")));
            }
            let field = customer::TAGS;
            ops.extend(tags.into_iter().map(|element| Op::Add {
                kind,
                record,
                field,
                element,
            }));
            tally.people += 1;
        }
        if let Some(form) = self.form
            && !answers.is_empty()
        {
            tally.responses += 1;
            tally.answers += answers.len();
            ops.push(Op::Respond(Box::new(Respond {
                id: random::record_id(),
                form,
                version: 1,
                subject: who,
                taken_at: taken.map_or(self.now, noon),
                consent: None,
                supersedes: None,
                answers,
            })));
        }
        Some(ops)
    }
}

/// A day as a moment that is on that day in nearly every time zone.
fn noon(day: Date) -> i64 {
    i64::from(day.0) * 86_400_000 + 43_200_000
}

/// The form of the questions, and the operations that make it.
fn make_form(order: &Order) -> Result<Option<(RecordId, Vec<Op>)>, Trouble> {
    let items: Vec<ImportedItem<'_>> = order
        .plan
        .questions()
        .map(|(_, at, used)| {
            let name = order.names.get(at).map_or("", String::as_str);
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
    let made = imported_form(id, &order.title, &items);
    made.validate().map_err(|_| Trouble::Form)?;
    let title = made.title.of(crate::text::language_now()).to_owned();
    let kind = FORM.no;
    let ops = vec![
        Op::Create { kind, record: id },
        set(kind, id, form::TITLE, Value::Text(title)),
        set(kind, id, form::DEFINITION, Value::Bytes(made.to_bytes())),
    ];
    Ok(Some((id, ops)))
}

/// Brings a file in. `tell` hears how much has come in and how much of the file is read.
///
/// # Errors
/// When nothing was begun; later troubles are told in the outcome.
pub async fn run(
    open: &Rc<Open>,
    order: &Order,
    started: impl FnOnce(RecordId),
    tell: impl Fn(Tally, f64),
    cancelled: &Cell<bool>,
) -> Result<Outcome, Trouble> {
    let made = make_form(order)?;
    let (record, batch) = (random::record_id(), open.new_batch());
    let kind = IMPORT.no;
    let text = |text: String| Value::Text(text);
    let file = order.file.name();
    let begin = vec![
        Op::Create { kind, record },
        set(kind, record, import::FILE, text(file.clone())),
        set(kind, record, import::BATCH, text(batch.to_string())),
    ];
    started(record);
    open.save_beside(Channel::Import, begin)
        .await
        .map_err(Trouble::Save)?;
    let (form, first) = made.unzip();
    let mut outcome = Outcome {
        record,
        batch,
        file,
        form,
        tally: Tally::default(),
        refused: Refused::new(order.reading.delimiter),
        broken: None,
    };
    let ended = rows(open, order, first, &mut outcome, tell, cancelled).await;
    if let Err(why) = ended {
        if matches!(why, Trouble::Save(_)) {
            outcome.tally = kept(open, &outcome);
        }
        outcome.broken = Some(why);
    }
    let number = |n: usize| Value::Text(n.to_string());
    let end = vec![
        set(kind, record, import::PEOPLE, number(outcome.tally.people)),
        set(
            kind,
            record,
            import::RESPONSES,
            number(outcome.tally.responses),
        ),
        set(kind, record, import::REFUSED, number(outcome.refused.total)),
    ];
    if let Err(why) = open.save_beside(Channel::Import, end).await {
        outcome.broken = Some(Trouble::Save(why));
    }
    open.note_import(Imported {
        record,
        batch: Some(batch),
    });
    Ok(outcome)
}

async fn rows(
    open: &Rc<Open>,
    order: &Order,
    first: Option<Vec<Op>>,
    outcome: &mut Outcome,
    tell: impl Fn(Tally, f64),
    cancelled: &Cell<bool>,
) -> Result<(), Trouble> {
    let plan = &order.plan;
    let mapped = |no| plan.columns.contains(&Use::Field(no));
    let maker = Maker {
        plan,
        people: mapped(customer::NAME) || mapped(customer::NUMBER),
        kind: mapped(customer::KIND),
        acquired: mapped(customer::ACQUIRED),
        form: outcome.form,
        now: clock::now(),
    };
    let Outcome {
        tally,
        refused,
        batch,
        ..
    } = outcome;
    let mut batch = open.batch(Channel::Import, *batch);
    batch.add(first).await.map_err(Trouble::Save)?;
    let mut stream = Stream::new(&order.file, order.reading)?;
    let mut slice = clock::Slice::new();
    let mut header = true;
    let mut waiting = Vec::new();
    let ended = loop {
        let mut on_row = |row: exchange::Row<'_>| {
            if row.is_blank() {
                return;
            }
            if std::mem::take(&mut header) {
                refused.header(row);
                return;
            }
            match convert(maker.plan, row) {
                Ok(converted) => match maker.ops(converted, tally) {
                    Some(ops) => waiting.push(ops),
                    None => refused.nothing(row),
                },
                Err(error) => refused.row(row, &error),
            }
        };
        let step = stream.step(&mut on_row).await;
        let waiting = std::mem::take(&mut waiting);
        batch.add(waiting).await.map_err(Trouble::Save)?;
        match step {
            Err(why) => break Err(why),
            Ok(false) => break Ok(()),
            Ok(true) if cancelled.get() => break Err(Trouble::Stopped),
            Ok(true) => tell(*tally, stream.share()),
        }
        slice.pause().await;
    };
    tell(*tally, 1.0);
    batch.finish().await.map_err(Trouble::Save)?;
    ended
}

/// What of an import is kept, when keeping failed on the way.
fn kept(open: &Rc<Open>, outcome: &Outcome) -> Tally {
    let replica = open.replica().borrow();
    let customers = replica.table(CUSTOMER.no);
    let made = replica.made_in(outcome.batch);
    let people = made
        .iter()
        .filter(|id| customers.is_some_and(|table| table.get(**id).is_some()));
    let people = people.count();
    let Some(responses) = outcome.form.and_then(|form| replica.responses(form)) else {
        return Tally {
            people,
            ..Tally::default()
        };
    };
    let answers = responses
        .rows()
        .map(|row| {
            let answered = |no: &u16| !row.answer(*no).is_nothing();
            responses.questions().filter(answered).count()
        })
        .sum();
    Tally {
        people,
        responses: responses.len(),
        answers,
    }
}
