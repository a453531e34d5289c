//! The rows of a file on their way through the intake: to be looked at, or to come in.
//!
//! Must stay true: the page stays awake; a look-through writes nothing; of a file at most one
//! piece is held.

use super::refused::Refused;
use super::stream::{Reading, Stream};
use super::words::Trouble;
use crate::platform::{clock, net, random};
use crate::session::Open;
use find::Readings;
use intake::{Intake, Setup};
use replica::Op;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::File;

/// Known records gone over before the browser may draw.
const AT_ONCE: u32 = 200;
/// Known records given back at once.
const GIVEN_BACK: usize = 1_000;
/// How long the readings of names are waited for, in milliseconds.
const PATIENCE: i32 = 5_000;

/// What is to be brought in.
pub struct Order {
    /// The file, as text.
    pub file: File,
    /// What the person's file is called.
    pub name: String,
    /// How to read it.
    pub reading: Reading,
    /// What was decided; its plan has passed its check.
    pub setup: Setup,
    /// What the columns are called.
    pub names: Vec<String>,
    /// What the survey is called.
    pub title: String,
    /// About how many rows there are.
    pub rows: usize,
}

/// Makes an intake that knows everybody who is there.
pub async fn prepare(
    open: &Rc<Open>,
    order: &Order,
    setup: Setup,
    cancelled: &Cell<bool>,
) -> Result<Intake, Trouble> {
    let people = intake_compares(&setup);
    let readings = if people { readings().await } else { None };
    let mut intake = Intake::new(setup, readings, &open.replica().borrow(), order.rows);
    let mut slice = clock::Slice::new();
    loop {
        let done = intake.prepare(&open.replica().borrow(), AT_ONCE);
        if cancelled.get() {
            return Err(Trouble::Stopped);
        }
        if done {
            return Ok(intake);
        }
        slice.pause().await;
    }
}

/// Whether names are compared, so that it matters how they are read.
fn intake_compares(setup: &Setup) -> bool {
    let title = setup.kind.title;
    let reached = setup.kind.fields.iter().any(|field| {
        matches!(
            field.holds,
            model::FieldType::Phone | model::FieldType::Email
        )
    });
    reached && (setup.maps(title) || setup.plan.names())
}

/// How names are read; without them characters alone are compared.
async fn readings() -> Option<Rc<Readings>> {
    let answer = net::send("GET", "/readings.bin", None, None, PATIENCE).await?;
    let bytes = Some(answer).filter(|answer| answer.status == 200)?.body;
    Readings::from_bytes(&bytes).ok().map(Rc::new)
}

/// Gives back what an intake knew, bit by bit.
pub async fn dismiss(mut intake: Intake) {
    let mut slice = clock::Slice::new();
    while !intake.give_back(GIVEN_BACK) {
        slice.pause().await;
    }
    clock::breathe().await;
}

/// Feeds every row to the intake; `sink` gets what comes in, piece by piece, and `tell` how much
/// of the file is read.
///
/// # Errors
/// When the file ends early; what was handed on before stays.
pub async fn feed(
    open: &Rc<Open>,
    order: &Order,
    intake: &mut Intake,
    refused: &mut Refused,
    mut sink: impl AsyncFnMut(Vec<Vec<Op>>) -> Result<(), Trouble>,
    tell: impl Fn(&Intake, f64),
    cancelled: &Cell<bool>,
) -> Result<(), Trouble> {
    let mut stream = Stream::new(&order.file, order.reading)?;
    let mut slice = clock::Slice::new();
    let mut header = true;
    let mut waiting = Vec::new();
    loop {
        let mut on_row = |row: exchange::Row<'_>| {
            if row.is_blank() {
                return;
            }
            if std::mem::take(&mut header) {
                refused.header(row);
                return;
            }
            let mut new_id = random::record_id;
            match intake.take(&open.replica().borrow(), row, &mut new_id) {
                Ok(ops) if ops.is_empty() => {}
                Ok(ops) => waiting.push(ops),
                Err(why) => refused.row(row, why),
            }
        };
        let step = stream.step(&mut on_row).await;
        slice.pause().await;
        sink(std::mem::take(&mut waiting)).await?;
        match step {
            Err(why) => return Err(why),
            Ok(false) => return Ok(()),
            Ok(true) if cancelled.get() => return Err(Trouble::Stopped),
            Ok(true) => tell(intake, stream.share()),
        }
        slice.pause().await;
    }
}
