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
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// Saves one user action; resolved means it is on the disk and in the replica.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub async fn save(&self, channel: Channel, ops: Vec<Op>) -> Result<Saved, EngineError> {
        let turn = self.writing.lock().await;
        let inverse = self.undo.borrow().inverse(&self.replica.borrow(), &ops);
        let (saved, seq) = self.save_now(channel, ops).await?;
        drop(turn);
        if let Some(inverse) = inverse {
            self.undo.borrow_mut().push(seq, inverse);
        }
        Ok(saved)
    }

    pub(crate) async fn save_now(
        &self,
        channel: Channel,
        ops: Vec<Op>,
    ) -> Result<(Saved, u64), EngineError> {
        let mut touched = Touched::default();
        loop {
            self.awake()?;
            let change = self.change(channel, &ops);
            let (seq, link) = (change.seq, change.proof.as_ref().map(|p| p.link));
            let entry = Entry::Made(vec![change]);
            let bytes = encode_entry(&entry);
            let kept = self
                .store
                .append(&[bytes], Durability::Strict, &mut self.random())
                .await;
            match kept {
                Ok(block) => {
                    self.learn(&entry, &mut touched);
                    return Ok((Saved { touched, block }, seq));
                }
                Err(StoreError::Behind) => {
                    self.catch_up_now(&mut touched).await?;
                    let device = self.identity.get().device;
                    let replica = self.replica.borrow();
                    if replica.knows(device, seq) && replica.tip(device) == link {
                        // It was kept, though the answer was lost on the way.
                        let block = self.store.end();
                        return Ok((Saved { touched, block }, seq));
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A change as the next of this device.
    fn change(&self, channel: Channel, ops: &[Op]) -> Change {
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
            ops: ops.to_vec(),
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
        let mut touched = Touched::default();
        let bytes = encode_entry(entry);
        loop {
            self.awake()?;
            let kept = self
                .store
                .append(std::slice::from_ref(&bytes), durability, &mut self.random())
                .await;
            match kept {
                Ok(block) => {
                    self.learn(entry, &mut touched);
                    return Ok(Saved { touched, block });
                }
                Err(StoreError::Behind) => self.catch_up_now(&mut touched).await?,
                Err(error) => return Err(error.into()),
            }
        }
    }
}
