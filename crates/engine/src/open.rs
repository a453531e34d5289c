//! Opening: the state from its pages, then what the log has beyond them.

use crate::{Engine, EngineError, Host, Identity};
use futures::lock::Mutex;
use model::RecordId;
use replica::{CodecError, Entry, Loading, Replica, Touched, decode_entry};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use store::{Backend, Block, Damage, Store, StoreError};

/// The slot with the identity.
const IDENTITY: &str = "identity";

impl<B: Backend, H: Host> Engine<B, H> {
    /// Opens what rests in a store. `progress` gets the share read, 0 to 1.
    ///
    /// # Errors
    /// When the store cannot be read or a newer version wrote it. What is merely damaged is named
    /// by [`Self::damage`], and everything else is there.
    pub async fn open(
        store: Store<B>,
        host: H,
        progress: impl Fn(f64),
    ) -> Result<Self, EngineError> {
        let engine = Self {
            store,
            host,
            replica: RefCell::new(Replica::default()),
            identity: Cell::new(Identity::NOBODY),
            damage: RefCell::new(Vec::new()),
            closed: Cell::new(false),
            writing: Mutex::new(()),
            upkeep: Mutex::new(()),
            moved: RefCell::new(BTreeSet::new()),
            scrub: Cell::new(false),
            tail: Cell::new(0),
            outbox: RefCell::new(BTreeMap::new()),
            outbox_from: Cell::new(None),
            missed: RefCell::default(),
            undo: RefCell::default(),
        };
        if let Some(bytes) = engine.store.slot(IDENTITY).await?
            && let Ok(identity) = postcard::from_bytes(&bytes)
        {
            engine.identity.set(identity);
        }
        let upgraded = engine
            .store
            .upgrade(&mut engine.random(), async || engine.breathe().await)
            .await?;
        engine.damage.borrow_mut().extend(upgraded);
        engine.read_state(&progress).await?;
        engine.read_tail(&progress).await?;
        engine.settle().await?;
        Ok(engine)
    }

    /// Says who works here.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn set_identity(&self, identity: Identity) -> Result<(), EngineError> {
        let bytes = postcard::to_allocvec(&identity).unwrap_or_default();
        self.store
            .put_slot(IDENTITY, &bytes, &mut self.random())
            .await?;
        self.identity.set(identity);
        Ok(())
    }

    /// Another member than the one the identity was kept with works here until it is closed:
    /// changes from now on are theirs. The device, and so the chain, stays. Nothing is kept.
    pub fn work_as(&self, author: RecordId) {
        let device = self.identity.get().device;
        self.identity.set(Identity { device, author });
        self.forget_undo();
    }

    async fn read_state(&self, progress: &impl Fn(f64)) -> Result<(), EngineError> {
        loop {
            match self.read_pages(progress).await {
                // Another tab folded meanwhile: its pages are the ones to read.
                Err(EngineError::Store(StoreError::Behind)) => {}
                other => return other,
            }
        }
    }

    async fn read_pages(&self, progress: &impl Fn(f64)) -> Result<(), EngineError> {
        let mut loading = Loading::default();
        let mut wrong: Option<CodecError> = None;
        let each = |key: &[u8], bytes: &[u8]| {
            if wrong.is_none() {
                wrong = loading.add(key, bytes).err();
            }
        };
        let pause = async |share: f64| {
            progress(share);
            self.breathe().await;
        };
        let read = self.store.state(each, pause).await?;
        if let Some(CodecError::Newer(_)) = wrong {
            return Err(EngineError::Newer);
        }
        let loaded = match (read, wrong) {
            (Ok(_), None) => self.assemble(loading).await.map_err(|_| Damage::Manifest),
            (Ok(_), Some(_)) => Err(Damage::Manifest),
            (Err(damage), _) => Err(damage),
        };
        match loaded {
            Ok(replica) => *self.replica.borrow_mut() = replica,
            Err(damage) => {
                // The log has it all: the state is made anew.
                self.damage.borrow_mut().push(damage);
                self.store.forget_state(&mut self.random());
            }
        }
        Ok(())
    }

    async fn assemble(&self, mut loading: Loading) -> Result<Replica, CodecError> {
        while loading.assemble()? {
            self.breathe().await;
        }
        loading.finish()
    }

    #[allow(clippy::cast_precision_loss)]
    async fn read_tail(&self, progress: &impl Fn(f64)) -> Result<(), EngineError> {
        let mut touched = Touched::default();
        let mut newer = false;
        let mut seen = 0usize;
        let damage = self
            .store
            .log(
                self.store.end(),
                |block| {
                    seen += 1;
                    newer |= self.learn_block(&block, &mut touched, |_| ());
                    touched = Touched::default();
                    progress(1.0 - 1.0 / (seen + 1) as f64);
                },
                async || self.breathe().await,
            )
            .await?;
        self.damage.borrow_mut().extend(damage);
        if newer {
            return Err(EngineError::Newer);
        }
        Ok(())
    }

    /// Takes in a block, `each` hearing of its entries; true if a newer version wrote something
    /// in it.
    pub(crate) fn learn_block(
        &self,
        block: &Block,
        touched: &mut Touched,
        mut each: impl FnMut(&Entry),
    ) -> bool {
        let mut newer = false;
        for payload in &block.payloads {
            match decode_entry(payload) {
                Ok(entry) => {
                    self.learn(&entry, touched);
                    each(&entry);
                }
                Err(CodecError::Newer(_)) => newer = true,
                Err(CodecError::Damaged) => {
                    self.damage.borrow_mut().push(Damage::Block(block.number));
                }
            }
        }
        newer
    }
}
