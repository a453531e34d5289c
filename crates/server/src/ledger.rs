//! The log all devices agree on, in SQLite: one writer, several readers.
//!
//! Must stay true: what was answered is on disk (`synchronous=FULL`), and asked again the answer
//! is the same; positions go up by one and are never used twice; what a change says is never
//! altered once it is in. All writes go through one thread, which commits whatever waits in one
//! transaction.
//!
//! Must not know: HTTP, who is asking for what reason, what a change means.

mod reader;
mod schema;
mod writer;

use crate::error::ServerError;
use crate::secret;
use model::{DeviceId, Stamp};
use reader::Readers;
use replica::Change;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use sync::{PullWriter, PushResponse, Reason};
use tokio::sync::{mpsc, oneshot, watch};
use writer::Job;

/// Reads the clock: milliseconds since 1970.
pub type Clock = fn() -> u64;

/// Pushes that may wait for the writer.
const WAITING: usize = 64;

/// A change of a push, looked at already.
#[derive(Debug)]
pub struct Candidate {
    /// The change as it came.
    pub change: Change,
    /// Its bytes, or why it is refused.
    pub verdict: Result<Vec<u8>, Reason>,
}

/// What became of a push.
#[derive(Debug)]
pub enum Pushed {
    /// All changes have an outcome.
    Done(PushResponse),
    /// Changes before the first one are missing; nothing was done.
    Gap(PushResponse),
}

/// A part of the log for one device.
#[derive(Debug)]
pub struct Page {
    /// The message so far.
    pub message: PullWriter,
    /// The position everything was looked at up to.
    pub cursor: u64,
    /// Whether the log goes on.
    pub more: bool,
}

/// The log. Clones share it.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    server: [u8; 16],
    join_key: [u8; 32],
    readers: Readers,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    head: watch::Receiver<u64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    /// Opens the log in this folder, or makes one.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, ServerError> {
        let file = schema::file(folder)?;
        let mut connection = schema::open(&file)?;
        let server = schema::secret(&mut connection, "server")?;
        let join_key = schema::secret(&mut connection, "join_key")?;
        let (head_sender, head) = watch::channel(schema::head(&connection)?);
        let (jobs, waiting) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || writer::run(connection, waiting, &head_sender, clock))?;
        Ok(Self {
            shared: Arc::new(Shared {
                server,
                join_key,
                readers: Readers::new(file),
                jobs: Mutex::new(Some(jobs)),
                head,
                thread: Mutex::new(Some(thread)),
            }),
        })
    }

    /// Which server this is: random, chosen with the data.
    pub fn server(&self) -> [u8; 16] {
        self.shared.server
    }

    /// The last position, changing as changes come in.
    pub fn head(&self) -> watch::Receiver<u64> {
        self.shared.head.clone()
    }

    /// Whether devices can join.
    pub fn has_join_code(&self) -> Result<bool, ServerError> {
        Ok(self.shared.readers.with(reader::join_hash)?.is_some())
    }

    /// Makes this the code devices join with.
    pub fn set_join_code(&self, code: &str) -> Result<(), ServerError> {
        let hash = secret::join_hash(&self.shared.join_key, code);
        let connection = schema::open(self.shared.readers.file())?;
        schema::keep(&connection, "join_hash", hash.as_bytes())
    }

    /// Whether this is the code devices join with.
    pub async fn is_join_code(&self, code: &str) -> Result<bool, ServerError> {
        let hash = secret::join_hash(&self.shared.join_key, code);
        let kept = self.read(reader::join_hash).await?;
        Ok(kept.is_some_and(|kept| kept == hash))
    }

    /// The device that has this token.
    pub async fn device_of(&self, token: &str) -> Result<DeviceId, ServerError> {
        let hash = secret::token_hash(token);
        self.read(move |connection| reader::device_of(connection, &hash))
            .await
    }

    /// What the device has not seen after `cursor`; `message` says where the asking began.
    pub async fn page(
        &self,
        device: DeviceId,
        from: u64,
        cursor: u64,
    ) -> Result<Page, ServerError> {
        self.read(move |connection| reader::page(connection, device, from, cursor))
            .await
    }

    /// Enters a device, or gives a known one another token.
    pub async fn join(
        &self,
        device: DeviceId,
        name: String,
        token: &str,
    ) -> Result<(), ServerError> {
        let token_hash = secret::token_hash(token);
        let (answer, answered) = oneshot::channel();
        self.send(Job::Join {
            device,
            name,
            token_hash,
            answer,
        })
        .await?;
        answered.await.map_err(|_| ServerError::Stopping)?
    }

    /// Enters changes of a device, with consecutive `seq`; returns when they are on disk.
    pub async fn push(
        &self,
        device: DeviceId,
        changes: Vec<Candidate>,
    ) -> Result<Pushed, ServerError> {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Push {
            device,
            changes,
            answer,
        })
        .await?;
        answered.await.map_err(|_| ServerError::Stopping)?
    }

    /// Ends writing: what waits is committed first. Blocks until then.
    pub fn close(&self) {
        drop(lock(&self.shared.jobs).take());
        if let Some(thread) = lock(&self.shared.thread).take() {
            let _ = thread.join();
        }
        self.shared.readers.close();
    }

    async fn send(&self, job: Job) -> Result<(), ServerError> {
        let jobs = lock(&self.shared.jobs).clone();
        let jobs = jobs.ok_or(ServerError::Stopping)?;
        jobs.send(job).await.map_err(|_| ServerError::Stopping)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ServerError> + Send + 'static,
    ) -> Result<T, ServerError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || shared.readers.with(work))
            .await
            .map_err(|_| ServerError::Stopping)?
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite counts in signed numbers; ours never get that high.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The stamp that holds, given one that came: not more than five minutes ahead of the server,
/// and when it has to be set back, after the device's stamp before it, so their order stays.
fn canonical(came: Stamp, before: Stamp, now: u64) -> Stamp {
    const AHEAD_MS: u64 = 5 * 60 * 1_000;
    if came.ms() <= now.saturating_add(AHEAD_MS) {
        return came;
    }
    Stamp::new(now, 0).max(Stamp(before.0.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_from_the_future_are_set_back_in_order() {
        let now = 1_000_000_000;
        let near = Stamp::new(now + 300_000, 3);
        let far = Stamp::new(now + 300_001, 0);
        for (came, before, holds) in [
            (Stamp::new(5, 1), Stamp(0), Stamp::new(5, 1)),
            (near, Stamp(0), near),
            (far, Stamp(7), Stamp::new(now, 0)),
            (far, Stamp::new(now, 0), Stamp::new(now, 1)),
            (far, Stamp::new(now, u16::MAX), Stamp::new(now + 1, 0)),
            (Stamp(u64::MAX), near, Stamp::new(now + 300_000, 4)),
        ] {
            assert_eq!(canonical(came, before, now), holds);
        }
    }
}
