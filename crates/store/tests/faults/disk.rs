//! A disk in memory that fails, or is slow, at the request it is told to.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use store::{Area, Backend, Memory, Numbered, Step, StoreError, Write};

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// Before anything was done.
    Undone,
    /// It was done, but the answer was lost.
    Done,
}

/// The disk; clones are handles on the same.
#[derive(Debug, Clone)]
pub struct Faulty(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    memory: Memory,
    slow: bool,
    resting: Cell<bool>,
    count: Cell<usize>,
    failing: RefCell<Option<(usize, Fault, StoreError)>>,
    snapshots: RefCell<Vec<Memory>>,
}

impl Faulty {
    pub fn new(memory: Memory) -> Self {
        Self::with(memory, false)
    }

    /// One that is asked several times before it answers.
    pub fn slow(memory: Memory) -> Self {
        Self::with(memory, true)
    }

    fn with(memory: Memory, slow: bool) -> Self {
        Self(Rc::new(Inner {
            memory,
            slow,
            resting: Cell::new(false),
            count: Cell::new(0),
            failing: RefCell::new(None),
            snapshots: RefCell::new(Vec::new()),
        }))
    }

    /// Fails at the nth request from now on, once.
    pub fn fail(&self, at: usize, fault: Fault, error: StoreError) {
        let at = self.0.count.get() + at;
        *self.0.failing.borrow_mut() = Some((at, fault, error));
    }

    /// Does as asked, counting nothing, until [`Self::wake`].
    pub fn rest(&self) {
        self.0.resting.set(true);
    }

    pub fn wake(&self) {
        self.0.resting.set(false);
    }

    /// How it stands.
    pub fn left(&self) -> Memory {
        self.0.memory.copy()
    }

    /// How it stood after each request.
    pub fn snapshots(&self) -> Vec<Memory> {
        self.0.snapshots.borrow().iter().map(Memory::copy).collect()
    }

    async fn request<T>(
        &self,
        work: impl AsyncFnOnce(&Memory) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let inner = &self.0;
        if inner.resting.get() {
            return work(&inner.memory).await;
        }
        self.turn().await;
        let at = inner.count.get() + 1;
        inner.count.set(at);
        let failing = inner.failing.borrow().clone();
        let failing = failing.filter(|(when, ..)| *when == at);
        if let Some((_, Fault::Undone, error)) = failing {
            return Err(error);
        }
        let answer = work(&inner.memory).await;
        inner.snapshots.borrow_mut().push(inner.memory.copy());
        self.turn().await;
        match failing {
            Some((.., error)) => Err(error),
            None => answer,
        }
    }

    /// Not yet, when slow.
    async fn turn(&self) {
        let mut waits = self.0.slow;
        std::future::poll_fn(|_| {
            if std::mem::take(&mut waits) {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }
}

impl Backend for Faulty {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        self.request(async |memory: &Memory| memory.write(write).await)
            .await
    }
    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        self.request(async |memory: &Memory| memory.read(area, from, to).await)
            .await
    }
    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.request(async |memory: &Memory| memory.numbers(area).await)
            .await
    }
    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.request(async |memory: &Memory| memory.get(area, name).await)
            .await
    }
    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.request(async |memory: &Memory| memory.names(area).await)
            .await
    }
    fn close(&self) {}
}

/// What became of a future.
pub enum Given<T> {
    Done(T),
    Dropped,
}

/// Polls so many times, then drops.
pub fn give_up_after<T>(polls: usize, future: impl Future<Output = T>) -> Given<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..polls {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return Given::Done(done);
        }
    }
    Given::Dropped
}

/// The steps that make a disk as it stands.
pub async fn steps(memory: &Memory) -> Vec<Step> {
    let mut steps = Vec::new();
    for area in Area::ALL {
        for (number, bytes) in memory.read(area, 0, u32::MAX).await.unwrap() {
            steps.push(Step::Put(area, number, bytes));
        }
        for name in memory.names(area).await.unwrap() {
            let bytes = memory.get(area, &name).await.unwrap().unwrap();
            steps.push(Step::PutNamed(area, name, bytes));
        }
    }
    steps
}
