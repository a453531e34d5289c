//! Bulk actions: many changes that share a batch, several blocks under way at a time.
//!
//! Must stay true: blocks are taken in in the order they were made, each once it is kept; after
//! one that could not be kept nothing behind it is. Where another tab was faster, what it wrote
//! is taken in, and what was not kept is made anew behind it: numbered, stamped and linked again,
//! never twice.

use crate::undo::Stood;
use crate::{Engine, EngineError, Host};
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::lock::MutexGuard;
use futures::stream::FuturesOrdered;
use model::{BatchId, Channel, Stamp};
use replica::{Change, Entry, Hash, Op, Run, Tip, Touched, encode_run};
use std::collections::{BTreeMap, VecDeque};
use std::task::Poll;
use store::{Backend, Durability, Mark, StoreError, mark_of};

/// Most changes in one block.
const CHANGES: usize = 4_096;
/// Most operations in one block, or what one change brings above it.
const OPS: usize = 53_248;
/// How many blocks may be under way.
const UNDER_WAY: usize = 4;
/// After how many blocks others get a turn to write.
const TURN: usize = 16;

/// A bulk action that is fed bit by bit.
pub struct Bulk<'a, B, H> {
    engine: &'a Engine<B, H>,
    channel: Channel,
    batch: Option<BatchId>,
    waiting: Vec<Source>,
    weight: usize,
    kept: usize,
    turn: Option<Turn<'a>>,
    /// What is to become the next blocks.
    queue: VecDeque<Portion>,
    under_way: FuturesOrdered<LocalBoxFuture<'a, Sent>>,
    touched: Touched,
    stood: Stood,
}

/// What a change is made of.
struct Source {
    change: Change,
    /// Whether it came with a stamp of its own.
    stamped: bool,
}

/// What becomes one block.
struct Portion {
    sources: Vec<Source>,
    durability: Durability,
}

/// A block that was handed to the store, and what became of it.
struct Sent {
    number: u32,
    entry: Entry,
    stamped: Vec<bool>,
    durability: Durability,
    /// The link of its last change.
    link: Hash,
    done: Result<(), StoreError>,
}

impl Sent {
    /// What it was made of, to be made anew.
    fn back(self) -> Portion {
        let changes = match self.entry {
            Entry::Made(changes) => changes,
            _ => Vec::new(),
        };
        let sources = changes.into_iter().zip(self.stamped);
        Portion {
            sources: sources
                .map(|(change, stamped)| Source { change, stamped })
                .collect(),
            durability: self.durability,
        }
    }

    fn last_seq(&self) -> Option<u64> {
        self.entry.changes().last().map(|(_, change)| change.seq)
    }
}

/// Holds the pen: what the next block builds on.
struct Turn<'a> {
    pen: MutexGuard<'a, ()>,
    seq: u64,
    tip: Tip,
    block: u32,
    /// What the last block leaves in the store, if it is under way.
    upon: Option<Mark>,
    blocks: usize,
}

impl<'a> Turn<'a> {
    /// Behind all that is known.
    fn at_the_end<B: Backend, H: Host>(pen: MutexGuard<'a, ()>, engine: &Engine<B, H>) -> Self {
        let replica = engine.replica.borrow();
        let device = engine.identity.get().device;
        Self {
            pen,
            seq: replica.next_seq(device),
            tip: Tip::after(device, replica.tip(device)),
            block: engine.store.end(),
            upon: None,
            blocks: 0,
        }
    }
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
            turn: None,
            queue: VecDeque::new(),
            under_way: FuturesOrdered::new(),
            touched: Touched::default(),
            stood: Stood::default(),
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

    /// It takes something back: says who had first set the values that it puts back.
    pub fn puts_back(&mut self, stood: Stood) {
        self.stood = stood;
    }

    /// Takes one user action.
    ///
    /// # Errors
    /// When a block could not be kept; what was counted before stays and can be undone.
    pub async fn add(&mut self, ops: Vec<Op>) -> Result<(), EngineError> {
        let identity = self.engine.identity.get();
        let change = Change {
            device: identity.device,
            seq: 0,
            stamp: Stamp(0),
            author: identity.author,
            channel: self.channel,
            seen: 0,
            batch: self.batch,
            ops,
            proof: None,
        };
        let stamped = false;
        self.take_source(Source { change, stamped }).await
    }

    /// Takes a change made elsewhere in the app (the sample), as this device's next.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn add_made(&mut self, change: Change) -> Result<(), EngineError> {
        let stamped = true;
        self.take_source(Source { change, stamped }).await
    }

    async fn take_source(&mut self, source: Source) -> Result<(), EngineError> {
        self.weight += source.change.ops.len();
        self.waiting.push(source);
        if self.waiting.len() >= CHANGES || self.weight >= OPS {
            self.send(Durability::Relaxed).await?;
            if self.turn.as_ref().is_some_and(|turn| turn.blocks >= TURN) {
                self.flow(0).await?;
                self.turn = None;
            }
            self.engine.breathe().await;
        }
        Ok(())
    }

    /// Keeps the rest; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// As [`Self::add`]. [`Self::take_touched`] says what was touched all the same.
    pub async fn finish(&mut self) -> Result<(usize, Touched), EngineError> {
        if self.kept > 0 || self.turn.is_some() || !self.waiting.is_empty() {
            self.send(Durability::Strict).await?;
            self.flow(0).await?;
        }
        self.turn = None;
        Ok((self.kept, self.take_touched()))
    }

    /// Ends it before its end: what is under way may still be kept, and is taken in then; what
    /// waits is not.
    pub async fn give_up(&mut self) {
        self.waiting.clear();
        self.queue.clear();
        let mut sent = Vec::new();
        while let Some(one) = self.under_way.next().await {
            sent.push(one);
        }
        if !sent.is_empty() && self.turn.is_some() {
            // Where not even that can be read, whoever writes next reads it.
            let _ = self.read_on(&sent).await;
        }
        self.turn = None;
    }

    async fn send(&mut self, durability: Durability) -> Result<(), EngineError> {
        self.weight = 0;
        let sources = std::mem::take(&mut self.waiting);
        self.queue.push_back(Portion {
            sources,
            durability,
        });
        let done = self.flow(UNDER_WAY - 1).await;
        self.engine.breathe().await;
        done
    }

    /// Hands over all that is queued and waits until at most so many blocks are under way.
    async fn flow(&mut self, most: usize) -> Result<(), EngineError> {
        let done = self.flow_on(most).await;
        if done.is_err() {
            self.give_up().await;
        }
        done
    }

    async fn flow_on(&mut self, most: usize) -> Result<(), EngineError> {
        loop {
            if self.under_way.len() < UNDER_WAY
                && let Some(portion) = self.queue.pop_front()
            {
                self.hand_over(portion).await?;
                // Asks the store at once, without waiting for the answer.
                if let Poll::Ready(Some(sent)) = futures::poll!(self.under_way.next()) {
                    self.settle(sent).await?;
                }
            } else if self.under_way.len() > most || !self.queue.is_empty() {
                if let Some(sent) = self.under_way.next().await {
                    self.settle(sent).await?;
                }
            } else {
                return Ok(());
            }
        }
    }

    /// Makes a block and hands it to the store.
    async fn hand_over(&mut self, portion: Portion) -> Result<(), EngineError> {
        let engine = self.engine;
        engine.awake()?;
        if self.turn.is_none() {
            let pen = engine.writing.lock().await;
            // Nothing is under way, so the store's end is where the next block goes; if another
            // tab was faster, what it wrote is taken in first.
            engine.catch_up_now(&mut self.touched).await?;
            self.turn = Some(Turn::at_the_end(pen, engine));
        }
        let Some(turn) = &mut self.turn else {
            return Ok(());
        };
        let Portion {
            sources,
            durability,
        } = portion;
        let mut changes = Vec::with_capacity(sources.len());
        let mut all_stamped = Vec::with_capacity(sources.len());
        let mut seed = [0; 32];
        engine.host.fill(&mut seed);
        let mut run = Run::after(turn.tip.clone(), seed);
        {
            let mut replica = engine.replica.borrow_mut();
            let identity = engine.identity.get();
            let seen = replica.cursor();
            let now = engine.host.now_ms();
            for Source {
                mut change,
                stamped,
            } in sources
            {
                (change.device, change.author) = (identity.device, identity.author);
                if !stamped {
                    change.stamp = replica.clock().tick(now);
                    change.seen = seen;
                }
                change.seq = turn.seq;
                turn.seq += 1;
                change.proof = None;
                run.add(&change);
                changes.push(change);
                all_stamped.push(stamped);
            }
        }
        turn.block = turn.block.saturating_add(1);
        turn.blocks += 1;
        let number = turn.block;
        engine.breathe().await;
        let bytes = encode_run(&run, &changes);
        engine.breathe().await;
        let link = run.tip().link();
        turn.tip = run.into_tip();
        // If the one before is kept already, the end of the log says enough.
        let upon = turn.upon.take().filter(|_| !self.under_way.is_empty());
        let mut random = engine.random();
        let write = engine
            .store
            .block(number, &[bytes], durability, upon, &mut random);
        turn.upon = mark_of(&write);
        let entry = Entry::Made(changes);
        self.under_way.push_back(Box::pin(async move {
            let done = engine.store.backend().write(write).await;
            Sent {
                number,
                entry,
                stamped: all_stamped,
                durability,
                link,
                done,
            }
        }));
        Ok(())
    }

    /// Takes in a block that is kept; of one that is not, and of those behind it, sees to it that
    /// they are made anew.
    async fn settle(&mut self, sent: Sent) -> Result<(), EngineError> {
        match sent.done.clone() {
            Ok(()) => {
                self.engine.store.appended(sent.number);
                self.engine.learn(&sent.entry, &mut self.touched);
                if let Some(seq) = sent.last_seq() {
                    let device = self.engine.identity.get().device;
                    let mut replica = self.engine.replica.borrow_mut();
                    replica.note_tip(device, seq, sent.link);
                }
                self.count(&sent);
                Ok(())
            }
            Err(StoreError::Behind) => {
                let mut lost = vec![sent];
                // Each builds on the one before: none of them is kept unless this one was, though
                // the answer was lost.
                while let Some(next) = self.under_way.next().await {
                    lost.push(next);
                }
                let kept = self.read_on(&lost).await?;
                for sent in lost.into_iter().skip(kept).rev() {
                    self.queue.push_front(sent.back());
                }
                if let Some(turn) = self.turn.take() {
                    self.turn = Some(Turn::at_the_end(turn.pen, self.engine));
                }
                Ok(())
            }
            Err(error) => {
                let mut lost = vec![sent];
                while let Some(next) = self.under_way.next().await {
                    lost.push(next);
                }
                // Where not even that can be read, whoever writes next reads it.
                let _ = self.read_on(&lost).await;
                Err(error.into())
            }
        }
    }

    /// Takes in what is kept behind what is known, and gives how many of these are.
    async fn read_on(&mut self, sent: &[Sent]) -> Result<usize, EngineError> {
        let own = sent
            .iter()
            .filter_map(|one| Some((one.last_seq()?, one.link)));
        let own: BTreeMap<u64, Hash> = own.collect();
        let found = self.engine.catch_up_for(&own, &mut self.touched).await?;
        let is_kept = |one: &&Sent| one.last_seq().is_some_and(|seq| found.contains(&seq));
        let kept = sent.iter().take_while(is_kept).count();
        for one in sent.iter().take(kept) {
            self.count(one);
        }
        Ok(kept)
    }

    /// Counts what is kept.
    fn count(&mut self, sent: &Sent) {
        self.kept += sent.entry.changes().count();
        let mut undo = self.engine.undo.borrow_mut();
        for (_, change) in sent.entry.changes() {
            undo.note_bulk(change, &self.stood);
        }
    }
}
