//! The trial: a vault of its own with invented people, opened without being asked.

use super::{Gate, Phase, Which, empty};
use crate::session::Progress;
use crate::session::envelope::{derive, of_vault, read_envelope};
use crate::session::open::{Failure, Open};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use store::IndexedDb;
use vault::{KdfParams, Who};

/// The trial holds invented people only and opens without being asked, so its passphrase is
/// no secret; the data still rests sealed like any other.
const TRIAL_PASSPHRASE: &str = "trial";

impl Gate {
    pub(super) async fn open_trial(self) -> Result<(), Failure> {
        let database = self.database(Which::Trial).await?;
        let envelope = read_envelope(&database).await?;
        let kek = derive(TRIAL_PASSPHRASE, &envelope).await?;
        let keys = envelope.unlock(&kek).map_err(of_vault)?;
        let open = self.fill(database, (Who::Owner, keys), &envelope).await?;
        if open
            .replica()
            .borrow()
            .table(model::CUSTOMER.no)
            .is_none_or(replica::Table::is_empty)
        {
            // The tab was closed while the sample was being made.
            self.sample(&open).await?;
        }
        self.enter(open);
        Ok(())
    }

    /// Makes the trial and fills it with sample data.
    ///
    /// # Errors
    /// When the browser gives no storage.
    pub async fn begin_trial(self) -> Result<(), Failure> {
        self.phase.set(Phase::Opening(0.0));
        let made = self
            .make(Which::Trial, TRIAL_PASSPHRASE, KdfParams::LEAST)
            .await;
        let (database, envelope, keys, _) = made.inspect_err(|_| self.phase.set(empty()))?;
        let open = self.fill(database, (Who::Owner, keys), &envelope).await?;
        self.sample(&open).await?;
        self.enter(open);
        Ok(())
    }

    #[allow(clippy::cast_precision_loss)]
    async fn sample(self, open: &Rc<Open>) -> Result<(), Failure> {
        open.introduce("Candor", "Candor").await?;
        let identity = open.identity();
        let first = open.replica().borrow().next_seq(identity.device);
        let size = sample::Size::TRIAL;
        // Each customer comes with about this many changes; only the bar depends on it.
        let about = size.customers as f64 * 5.0;
        let changes = sample::generate(
            sample::TRIAL_SEED,
            size,
            identity.device,
            identity.author,
            open.new_batch(),
            first,
        );
        let on = move |kept: usize| {
            self.phase
                .set(Phase::Opening((kept as f64 / about).min(0.99)));
        };
        let progress = Progress {
            on: &on,
            cancelled: &Cell::new(false),
        };
        open.keep_all(changes, progress).await?;
        Ok(())
    }

    /// Removes the trial and everything in it.
    pub async fn remove_trial(self) {
        if let Phase::Open(open) = self.phase.get_untracked() {
            open.close();
        }
        self.phase.set(Phase::Looking);
        let removed = IndexedDb::remove(Which::Trial.database()).await;
        self.phase.set(match removed {
            Ok(()) => empty(),
            Err(error) => Phase::Broken(error.into()),
        });
    }
}
