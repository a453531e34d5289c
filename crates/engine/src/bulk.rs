//! Bulk actions: many changes that share a batch, several blocks under way at a time.
//!
//! Must stay true: blocks are taken in in the order they were made, each once it is kept; after
//! one that could not be kept nothing behind it is.

use crate::{Engine, EngineError, Host};
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::lock::MutexGuard;
use futures::stream::FuturesOrdered;
use model::{BatchId, Channel};
use replica::{Change, Entry, Hash, Op, Run, Tip, Touched, encode_run};
use std::task::Poll;
use store::{Backend, Durability, StoreError};

/// Most changes in one block.
const CHANGES: usize = 4_096;
/// Most operations in one block, or what one change brings above it.
const OPS: usize = 53_248;
/// How many blocks may be under way.
const UNDER_WAY: usize = 4;
/// After how many blocks others get a turn to write.
const TURN: usize = 16;

/// Number of a block, what is in it, the link of its last change, and what became of it.
type Done = (u32, Entry, Hash, Result<(), StoreError>);

/// A bulk action that is fed bit by bit.
pub struct Bulk<'a, B, H> {
    engine: &'a Engine<B, H>,
    channel: Channel,
    batch: Option<BatchId>,
    waiting: Vec<Source>,
    weight: usize,
    kept: usize,
    blocks: usize,
    turn: Option<Turn<'a>>,
    under_way: FuturesOrdered<LocalBoxFuture<'a, Done>>,
    touched: Touched,
}

/// What a change is made of.
enum Source {
    Ops(Vec<Op>),
    Made(Change),
}

/// Holds the pen: what the next block builds on.
struct Turn<'a> {
    _pen: MutexGuard<'a, ()>,
    seq: u64,
    tip: Tip,
    block: u32,
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// A bulk action of this batch.
    pub fn bulk(&self, channel: Channel, batch: BatchId) -> Bulk<'_, B, H> {
        Bulk {
            engine: self,
            channel,
            batch: Some(batch),
            waiting: Vec::new(),
            weight: 0,
            kept: 0,
            blocks: 0,
            turn: None,
            under_way: FuturesOrdered::new(),
            touched: Touched::default(),
        }
    }
}

impl<B: Backend, H: Host> Bulk<'_, B, H> {
    /// How many changes are kept so far.
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// What was touched since this was last asked.
    pub fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    /// Takes one user action.
    ///
    /// # Errors
    /// When a block could not be kept; what was counted before stays and can be undone.
    pub async fn add(&mut self, ops: Vec<Op>) -> Result<(), EngineError> {
        self.weight += ops.len();
        self.waiting.push(Source::Ops(ops));
        self.flow().await
    }

    /// Takes a change made elsewhere in the app (the sample), as this device's next.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn add_made(&mut self, change: Change) -> Result<(), EngineError> {
        self.weight += change.ops.len();
        self.waiting.push(Source::Made(change));
        self.flow().await
    }

    async fn flow(&mut self) -> Result<(), EngineError> {
        if self.waiting.len() >= CHANGES || self.weight >= OPS {
            self.send(Durability::Relaxed).await?;
            if self.blocks.is_multiple_of(TURN) {
                self.drain().await?;
                self.turn = None;
            }
            self.engine.breathe().await;
        }
        Ok(())
    }

    /// Keeps the rest; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn finish(mut self) -> Result<(usize, Touched), EngineError> {
        if self.kept > 0 || self.blocks > 0 || !self.waiting.is_empty() {
            self.send(Durability::Strict).await?;
            self.drain().await?;
        }
        Ok((self.kept, self.touched))
    }

    /// Takes the pen, and what the next block builds on.
    async fn take_turn(&mut self) -> Result<(), EngineError> {
        let pen = self.engine.writing.lock().await;
        // Nothing is under way, so the store's end is where the next block goes; if another tab
        // was faster, what it wrote is taken in first.
        self.engine.catch_up_now(&mut self.touched).await?;
        let replica = self.engine.replica.borrow();
        let device = self.engine.identity.get().device;
        self.turn = Some(Turn {
            _pen: pen,
            seq: replica.next_seq(device),
            tip: Tip::after(device, replica.tip(device)),
            block: self.engine.store.end(),
        });
        Ok(())
    }

    async fn send(&mut self, durability: Durability) -> Result<(), EngineError> {
        self.engine.awake()?;
        if self.turn.is_none() {
            self.take_turn().await?;
        }
        let engine = self.engine;
        let Some(turn) = &mut self.turn else {
            return Ok(());
        };
        let sources = std::mem::take(&mut self.waiting);
        self.weight = 0;
        let mut changes = Vec::with_capacity(sources.len());
        let mut seed = [0; 32];
        engine.host.fill(&mut seed);
        let mut run = Run::after(turn.tip.clone(), seed);
        {
            let mut replica = engine.replica.borrow_mut();
            let identity = engine.identity.get();
            let seen = replica.cursor();
            let now = engine.host.now_ms();
            for source in sources {
                let mut change = match source {
                    Source::Ops(ops) => Change {
                        device: identity.device,
                        seq: 0,
                        stamp: replica.clock().tick(now),
                        author: identity.author,
                        channel: self.channel,
                        seen,
                        batch: self.batch,
                        ops,
                        proof: None,
                    },
                    Source::Made(change) => Change {
                        device: identity.device,
                        author: identity.author,
                        ..change
                    },
                };
                change.seq = turn.seq;
                turn.seq += 1;
                change.proof = None;
                run.add(&change);
                changes.push(change);
            }
        }
        turn.block = turn.block.saturating_add(1);
        let number = turn.block;
        engine.breathe().await;
        let bytes = encode_run(&run, &changes);
        engine.breathe().await;
        let link = run.tip().link();
        turn.tip = run.into_tip();
        let entry = Entry::Made(changes);
        let write = engine
            .store
            .block(number, &[bytes], durability, &mut engine.random());
        self.blocks += 1;
        self.under_way.push_back(Box::pin(async move {
            let done = engine.store.backend().write(write).await;
            (number, entry, link, done)
        }));
        // Asks the store at once, without waiting for the answer.
        if let Poll::Ready(Some(done)) = futures::poll!(self.under_way.next()) {
            self.take(done)?;
        }
        while self.under_way.len() >= UNDER_WAY {
            if let Some(done) = self.under_way.next().await {
                self.take(done)?;
            }
        }
        Ok(())
    }

    async fn drain(&mut self) -> Result<(), EngineError> {
        while let Some(done) = self.under_way.next().await {
            self.take(done)?;
        }
        Ok(())
    }

    fn take(&mut self, (number, entry, link, done): Done) -> Result<(), EngineError> {
        done?;
        self.engine.store.appended(number);
        self.engine.learn(&entry, &mut self.touched);
        if let Some((_, last)) = entry.changes().last() {
            let mut replica = self.engine.replica.borrow_mut();
            replica.note_tip(last.device, last.seq, link);
        }
        self.kept += entry.changes().count();
        Ok(())
    }
}
