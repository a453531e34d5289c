//! A dry run: what would come in, what would change, and what would not be taken.
//!
//! Must stay true: nothing is written; it decides row by row what the import itself decides.

use super::feed::{Order, dismiss, feed, prepare};
use super::refused::Refused;
use super::words::Trouble;
use crate::platform::clock;
use crate::session::Open;
use intake::Tally;
use std::cell::Cell;
use std::rc::Rc;

/// What would become of a file.
pub struct Looked {
    /// Its rows.
    pub tally: Tally,
    /// Those that would not be taken.
    pub refused: Refused,
}

/// Goes through a file without writing anything.
///
/// # Errors
/// When it cannot be read to its end, or the person stopped.
pub async fn look(
    open: &Rc<Open>,
    order: &Order,
    tell: impl Fn(f64),
    cancelled: &Cell<bool>,
) -> Result<Looked, Trouble> {
    let mut setup = order.setup.clone();
    if setup.plan.questions().next().is_some() {
        // Answers are counted, and belong to no form.
        setup.form = Some(model::RecordId([0; 16]));
    }
    setup.now = clock::now();
    let mut intake = prepare(open, order, setup, cancelled).await?;
    let mut refused = Refused::new(order.reading.delimiter);
    let dropped = async |_| Ok(());
    let told = |_: &intake::Intake, share| tell(share);
    let fed = feed(
        open,
        order,
        &mut intake,
        &mut refused,
        dropped,
        told,
        cancelled,
    )
    .await;
    let tally = intake.tally().clone();
    dismiss(intake).await;
    fed?;
    Ok(Looked { tally, refused })
}
