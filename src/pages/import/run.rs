//! Bringing a file in: every row a change, all of them one batch.
//!
//! Must stay true: the import is on record before its first row, so that whatever stops it, it
//! can be undone; a row is taken whole or refused whole; what is counted is kept.

use super::feed::{Order, dismiss, feed, prepare};
use super::refused::Refused;
use super::survey::make_form;
use super::words::Trouble;
use crate::platform::{clock, random};
use crate::session::{Imported, Open};
use intake::{Intake, Tally};
use model::{BatchId, Channel, FieldNo, IMPORT, KindNo, RecordId, Value, import};
use replica::Op;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What an import came to.
#[derive(Clone)]
pub struct Outcome {
    /// The record of the import.
    pub record: RecordId,
    /// Its batch.
    pub batch: BatchId,
    /// Into which register it went.
    pub kind: KindNo,
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

fn set(record: RecordId, field: FieldNo, value: Value) -> Op {
    Op::Set {
        kind: IMPORT.no,
        record,
        field,
        value,
    }
}

/// Brings a file in. `tell` hears how much has come in and how much of the file is read.
///
/// # Errors
/// When nothing was begun; later troubles are told in the outcome.
pub async fn run(
    open: &Rc<Open>,
    order: &Order,
    started: impl FnOnce(RecordId),
    tell: impl Fn(&Tally, f64),
    cancelled: &Cell<bool>,
) -> Result<Outcome, Trouble> {
    let (form, first) = make_form(&order.setup.plan, &order.names, &order.title)?.unzip();
    let mut setup = order.setup.clone();
    (setup.form, setup.now) = (form, clock::now());
    let intake = prepare(open, order, setup, cancelled).await?;
    let (record, batch) = (random::record_id(), open.new_batch());
    let kind = IMPORT.no;
    let register = order.setup.kind;
    let begin = vec![
        Op::Create { kind, record },
        set(record, import::FILE, Value::Text(order.name.clone())),
        set(record, import::BATCH, Value::Text(batch.to_string())),
        set(
            record,
            import::REGISTER,
            Value::Text(register.code.to_owned()),
        ),
    ];
    started(record);
    open.save_beside(Channel::Import, begin)
        .await
        .map_err(Trouble::Save)?;
    let mut outcome = Outcome {
        record,
        batch,
        kind: register.no,
        file: order.name.clone(),
        form,
        tally: Tally::default(),
        refused: Refused::new(order.reading.delimiter),
        broken: None,
    };
    let ended = rows(open, order, intake, first, &mut outcome, tell, cancelled).await;
    if let Err(why) = ended {
        if matches!(why, Trouble::Save(_)) {
            outcome.tally = kept(open, &outcome);
        }
        outcome.broken = Some(why);
    }
    let tally = &outcome.tally;
    let counts = [
        (import::PEOPLE, tally.made),
        (import::CHANGED, tally.changed),
        (import::SKIPPED, tally.skipped()),
        (import::RESPONSES, tally.responses),
        (import::REFUSED, outcome.refused.total),
    ];
    let end = counts.map(|(field, n)| set(record, field, Value::Text(n.to_string())));
    if let Err(why) = open.save_beside(Channel::Import, end.to_vec()).await {
        outcome.broken = Some(Trouble::Save(why));
    }
    open.note_import(Imported {
        record: Some(record),
        batch: Some(batch),
    });
    Ok(outcome)
}

async fn rows(
    open: &Rc<Open>,
    order: &Order,
    mut intake: Intake,
    first: Option<Vec<Op>>,
    outcome: &mut Outcome,
    tell: impl Fn(&Tally, f64),
    cancelled: &Cell<bool>,
) -> Result<(), Trouble> {
    let mut batch = open.batch(Channel::Import, outcome.batch);
    batch.add(first).await.map_err(Trouble::Save)?;
    let sink = async |ops: Vec<Vec<Op>>| batch.add(ops).await.map_err(Trouble::Save);
    let told = |intake: &Intake, share| tell(intake.tally(), share);
    let refused = &mut outcome.refused;
    let fed = feed(open, order, &mut intake, refused, sink, told, cancelled).await;
    outcome.tally = intake.tally().clone();
    dismiss(intake).await;
    tell(&outcome.tally, 1.0);
    if !matches!(fed, Err(Trouble::Save(_))) {
        batch.finish().await.map_err(Trouble::Save)?;
    }
    fed
}

/// What of an import is kept, when keeping failed on the way.
fn kept(open: &Rc<Open>, outcome: &Outcome) -> Tally {
    let replica = open.replica().borrow();
    let table = replica.table(outcome.kind);
    let made = replica.made_in(outcome.batch);
    let made = made
        .iter()
        .filter(|id| table.is_some_and(|table| table.get(**id).is_some()));
    let marks = (0..).map_while(|part| replica.marks_of(outcome.batch, part));
    let changed: BTreeSet<RecordId> = marks.flatten().map(|mark| mark.record).collect();
    let mut tally = Tally {
        made: made.count(),
        changed: changed.len(),
        ..Tally::default()
    };
    if let Some(responses) = outcome.form.and_then(|form| replica.responses(form)) {
        tally.responses = responses.len();
        let answered = responses.rows().map(|row| {
            let answered = |no: &u16| !row.answer(*no).is_nothing();
            responses.questions().filter(answered).count()
        });
        tally.answers = answered.sum();
    }
    tally
}
