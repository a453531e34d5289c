//! Erasing: out of the state, the log and the drafts.

use crate::{Engine, EngineError, Host, Saved};
use model::{Channel, RecordId};
use replica::{Op, decode_entry, encode_entry};
use store::Backend;

/// Most records erased by one change.
const AT_ONCE: usize = 500;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Erases records for good: resolved means that nothing of them is in the log or the pages any
    /// more, here.
    ///
    /// # Errors
    /// When it could not be kept. If it was kept but not all of the log could be rewritten, the
    /// next fold does the rest.
    pub async fn erase(
        &self,
        channel: Channel,
        records: &[RecordId],
    ) -> Result<Saved, EngineError> {
        let mut saved = Saved::default();
        for some in records.chunks(AT_ONCE) {
            let erase = |record: &RecordId| Op::Erase { record: *record };
            let one = self.save(channel, some.iter().map(erase).collect()).await?;
            saved.block = one.block;
            saved.touched.kinds.extend(one.touched.kinds);
            saved.touched.forms.extend(one.touched.forms);
            saved.touched.records.extend(one.touched.records);
        }
        for record in records {
            for name in self.store.slots("draft/").await? {
                if name.contains(&record.to_string()) {
                    self.store.remove_slot(&name).await?;
                }
            }
        }
        self.undo.borrow_mut().clear();
        self.fold().await?;
        Ok(saved)
    }

    /// Takes what is erased out of every block of the log.
    pub(crate) async fn scrub_log(&self) -> Result<(), EngineError> {
        let erased: std::collections::BTreeSet<RecordId> = self.replica.borrow().erased().collect();
        if erased.is_empty() {
            return Ok(());
        }
        // With the pen: the last block may be among those rewritten.
        let _turn = self.writing.lock().await;
        self.store
            .rewrite(
                |payload| {
                    let mut entry = decode_entry(payload).ok()?;
                    entry
                        .redact(|record| erased.contains(&record))
                        .then(|| encode_entry(&entry))
                },
                &mut self.random(),
                async || self.breathe().await,
            )
            .await?;
        self.outbox.borrow_mut().values_mut().for_each(|change| {
            replica::redact(change, |record| erased.contains(&record));
        });
        Ok(())
    }
}
