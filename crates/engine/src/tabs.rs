//! Several tabs on one database: what another one wrote is taken in.

use crate::{Engine, EngineError, Host};
use replica::{Hash, Touched};
use std::collections::{BTreeMap, BTreeSet};
use store::Backend;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Takes in what other tabs have written since.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn catch_up(&self) -> Result<Touched, EngineError> {
        let _turn = self.writing.lock().await;
        let mut touched = self.take_missed();
        match self.catch_up_now(&mut touched).await {
            Ok(()) => Ok(touched),
            Err(error) => {
                self.note_missed(touched);
                Err(error)
            }
        }
    }

    pub(crate) async fn catch_up_now(&self, touched: &mut Touched) -> Result<(), EngineError> {
        self.catch_up_for(&BTreeMap::new(), touched).await.map(drop)
    }

    /// The same, on the look-out for own changes of which it is not known whether they were kept:
    /// by number, the link that each must have, as another tab may have taken the number. Gives
    /// the numbers of those that are there.
    pub(crate) async fn catch_up_for(
        &self,
        own: &BTreeMap<u64, Hash>,
        touched: &mut Touched,
    ) -> Result<BTreeSet<u64>, EngineError> {
        self.awake()?;
        let me = self.identity.get().device;
        let mut newer = false;
        let mut found = BTreeSet::new();
        let damage = self
            .store
            .log(
                self.store.end(),
                |block| {
                    newer |= self.learn_block(&block, touched, |entry| {
                        if own.is_empty() {
                            return;
                        }
                        let mine = entry.changes().filter(|(_, change)| {
                            let link = change.proof.as_ref().map(|proof| proof.link);
                            change.device == me
                                && link.is_some()
                                && own.get(&change.seq) == link.as_ref()
                        });
                        found.extend(mine.map(|(_, change)| change.seq));
                    });
                },
                async || self.breathe().await,
            )
            .await?;
        self.damage.borrow_mut().extend(damage);
        if newer {
            return Err(EngineError::Newer);
        }
        Ok(found)
    }
}
