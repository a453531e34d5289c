//! Saving one action.

use crate::host::Salts;
use crate::{Engine, EngineError, Host};
use model::{BatchId, Channel};
use replica::{Change, Entry, Op, Tip, Touched, encode_entry};
use store::{Backend, Durability, StoreError};

/// What a save did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// What changed, for the screens.
    pub touched: Touched,
    /// Number of the block it is in, for the other tabs.
    pub block: u32,
    /// Number of the change, for [`Engine::undo_this`]; 0 where it is not one of this device.
    pub seq: u64,
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// Saves one user action; resolved means it is on the disk and in the replica.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub async fn save(&self, channel: Channel, ops: Vec<Op>) -> Result<Saved, EngineError> {
        let turn = self.writing.lock().await;
        let made = || {
            let inverse = self.undo.borrow().inverse(&self.replica.borrow(), &ops);
            Ok((ops.clone(), inverse))
        };
        let (saved, inverse) = self.save_now(channel, made).await?;
        drop(turn);
        if let Some(inverse) = inverse {
            self.undo.borrow_mut().push(saved.seq, inverse);
        }
        Ok(saved)
    }

    /// Saves what `make` gives, which is asked again after another tab was faster: what has to be
    /// done, and what would take it back, depend on what is true then.
    pub(crate) async fn save_now<T>(
        &self,
        channel: Channel,
        mut make: impl FnMut() -> Result<(Vec<Op>, T), EngineError>,
    ) -> Result<(Saved, T), EngineError> {
        let mut touched = self.take_missed();
        let done = self.save_touching(channel, &mut make, &mut touched).await;
        match done {
            Ok((block, seq, with)) => {
                let saved = Saved {
                    touched,
                    block,
                    seq,
                };
                Ok((saved, with))
            }
            Err(error) => {
                self.note_missed(touched);
                Err(error)
            }
        }
    }

    async fn save_touching<T>(
        &self,
        channel: Channel,
        make: &mut impl FnMut() -> Result<(Vec<Op>, T), EngineError>,
        touched: &mut Touched,
    ) -> Result<(u32, u64, T), EngineError> {
        loop {
            self.awake()?;
            let (ops, with) = make()?;
            let change = self.change(channel, ops);
            let seq = change.seq;
            let link = change.proof.as_ref().map(|proof| proof.link);
            let entry = Entry::Made(vec![change]);
            let bytes = encode_entry(&entry);
            let kept = self
                .store
                .append(&[bytes], Durability::Strict, &mut self.random())
                .await;
            match kept {
                Ok(block) => {
                    self.learn(&entry, touched);
                    return Ok((block, seq, with));
                }
                Err(StoreError::Behind) => {
                    let own = link.map(|link| (seq, link)).into_iter().collect();
                    let found = self.catch_up_for(&own, touched).await?;
                    if found.contains(&seq) {
                        // It was kept, though the answer was lost on the way.
                        return Ok((self.store.end(), seq, with));
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A change as the next of this device.
    fn change(&self, channel: Channel, ops: Vec<Op>) -> Change {
        let mut replica = self.replica.borrow_mut();
        let device = self.identity.get().device;
        let mut change = Change {
            device,
            seq: replica.next_seq(device),
            stamp: replica.clock().tick(self.host.now_ms()),
            author: self.identity.get().author,
            channel,
            seen: replica.cursor(),
            batch: None::<BatchId>,
            ops,
            proof: None,
        };
        let mut salts = Salts::new(&self.host, 1);
        Tip::after(device, replica.tip(device)).prove(&mut change, || salts.next());
        change
    }

    /// Keeps an entry that was not made here, then takes it in.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub async fn keep(&self, entry: &Entry, durability: Durability) -> Result<Saved, EngineError> {
        let _turn = self.writing.lock().await;
        let mut touched = self.take_missed();
        match self.keep_touching(entry, durability, &mut touched).await {
            Ok(block) => Ok(Saved {
                touched,
                block,
                seq: 0,
            }),
            Err(error) => {
                self.note_missed(touched);
                Err(error)
            }
        }
    }

    async fn keep_touching(
        &self,
        entry: &Entry,
        durability: Durability,
        touched: &mut Touched,
    ) -> Result<u32, EngineError> {
        let bytes = encode_entry(entry);
        loop {
            self.awake()?;
            let kept = self
                .store
                .append(std::slice::from_ref(&bytes), durability, &mut self.random())
                .await;
            match kept {
                Ok(block) => {
                    self.learn(entry, touched);
                    return Ok(block);
                }
                Err(StoreError::Behind) => self.catch_up_now(touched).await?,
                Err(error) => return Err(error.into()),
            }
        }
    }
}
