//! The one thread that writes: everything that waits goes into one transaction.
//!
//! Must stay true: nobody is answered before the commit; a transaction that failed has done
//! nothing; of a change that came nothing is altered but its own stamp, its proof least of all.
//! What comes next is read from the tables each time, so another process writing to the same
//! file does no harm.

use super::{Candidate, Clock, Pushed, canonical, schema, signed, unsigned};
use crate::error::ServerError;
use blake3::Hash;
use model::{DeviceId, Stamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sync::{Outcome, PushResponse, PushResult, Reason};
use tokio::sync::{mpsc, oneshot, watch};

/// Most jobs in one transaction.
const GROUP: usize = 64;

type Answer<T> = oneshot::Sender<Result<T, ServerError>>;

/// Something to write.
pub enum Job {
    /// Changes of a device.
    Push {
        /// Whose.
        device: DeviceId,
        /// With consecutive `seq`.
        changes: Vec<Candidate>,
        /// Where the outcome goes.
        answer: Answer<Pushed>,
    },
    /// A device that knew the code.
    Join {
        /// Which.
        device: DeviceId,
        /// What people call it.
        name: String,
        /// What is kept of its token.
        token_hash: Hash,
        /// Where the outcome goes.
        answer: Answer<()>,
    },
}

/// What a job came to, until the commit.
enum Done {
    Pushed(Pushed),
    Joined(Result<(), ServerError>),
}

/// Writes until nobody can ask for it any more.
pub fn run(
    mut connection: Connection,
    mut jobs: mpsc::Receiver<Job>,
    head: &watch::Sender<u64>,
    clock: Clock,
) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match jobs.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        match commit(&mut connection, &group, head, clock()) {
            Ok(done) => group.into_iter().zip(done).for_each(answer),
            // One job may have spoiled it for the others: each on its own then.
            Err(_) => {
                for job in group {
                    match commit(&mut connection, std::slice::from_ref(&job), head, clock()) {
                        Ok(done) => std::iter::once(job).zip(done).for_each(answer),
                        Err(error) => fail(job, error),
                    }
                }
            }
        }
    }
}

fn answer((job, done): (Job, Done)) {
    // Whoever asked may be gone; the repetition will be answered.
    match (job, done) {
        (Job::Push { answer, .. }, Done::Pushed(pushed)) => drop(answer.send(Ok(pushed))),
        (Job::Join { answer, .. }, Done::Joined(joined)) => drop(answer.send(joined)),
        _ => {}
    }
}

fn fail(job: Job, error: rusqlite::Error) {
    match job {
        Job::Push { answer, .. } => drop(answer.send(Err(error.into()))),
        Job::Join { answer, .. } => drop(answer.send(Err(error.into()))),
    }
}

fn commit(
    connection: &mut Connection,
    group: &[Job],
    head: &watch::Sender<u64>,
    now: u64,
) -> Result<Vec<Done>, rusqlite::Error> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut position = schema::head(&tx)?;
    let mut done = Vec::with_capacity(group.len());
    for job in group {
        done.push(match job {
            Job::Push {
                device, changes, ..
            } => Done::Pushed(push(&tx, *device, changes, &mut position, now)?),
            Job::Join {
                device,
                name,
                token_hash,
                ..
            } => Done::Joined(join(&tx, *device, name, token_hash, now)?),
        });
    }
    tx.commit()?;
    head.send_if_modified(|head| std::mem::replace(head, position) != position);
    Ok(done)
}

fn push(
    tx: &Transaction<'_>,
    device: DeviceId,
    changes: &[Candidate],
    position: &mut u64,
    now: u64,
) -> Result<Pushed, rusqlite::Error> {
    let (mut next, mut before) = last(tx, device)?;
    let mut response = PushResponse {
        results: Vec::with_capacity(changes.len()),
        next,
        now,
    };
    if changes.first().is_some_and(|first| first.change.seq > next) {
        return Ok(Pushed::Gap(response));
    }
    for candidate in changes {
        let seq = candidate.change.seq;
        let outcome = if seq < next {
            recorded(tx, device, seq)?
        } else {
            next = seq.saturating_add(1);
            match enter(tx, device, candidate, *position + 1, before, now)? {
                outcome @ Outcome::Applied {
                    position: at,
                    stamp,
                } => {
                    (*position, before) = (at, stamp);
                    outcome
                }
                refused => refused,
            }
        };
        response.results.push(PushResult { seq, outcome });
    }
    response.next = next;
    Ok(Pushed::Done(response))
}

/// The `seq` that comes next from a device, and the stamp of its last change.
fn last(tx: &Transaction<'_>, device: DeviceId) -> Result<(u64, Stamp), rusqlite::Error> {
    let applied: Option<(i64, i64)> = tx
        .prepare_cached(
            "SELECT seq, stamp FROM changes WHERE device = ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([device.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let refused: i64 = tx
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM refused WHERE device = ?1")?
        .query_row([device.as_bytes()], |row| row.get(0))?;
    let (seq, stamp) = applied.unwrap_or((0, 0));
    Ok((unsigned(seq.max(refused)) + 1, Stamp(unsigned(stamp))))
}

fn recorded(tx: &Transaction<'_>, device: DeviceId, seq: u64) -> Result<Outcome, rusqlite::Error> {
    let key = params![device.as_bytes(), signed(seq)];
    let applied = tx
        .prepare_cached("SELECT position, stamp FROM changes WHERE device = ?1 AND seq = ?2")?
        .query_row(key, |row| {
            Ok(Outcome::Applied {
                position: unsigned(row.get(0)?),
                stamp: Stamp(unsigned(row.get(1)?)),
            })
        })
        .optional()?;
    if let Some(applied) = applied {
        return Ok(applied);
    }
    let code: Option<String> = tx
        .prepare_cached("SELECT reason FROM refused WHERE device = ?1 AND seq = ?2")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    let reason = code.and_then(|code| Reason::from_code(&code));
    Ok(Outcome::Refused(reason.unwrap_or(Reason::Malformed)))
}

fn enter(
    tx: &Transaction<'_>,
    device: DeviceId,
    candidate: &Candidate,
    position: u64,
    before: Stamp,
    now: u64,
) -> Result<Outcome, rusqlite::Error> {
    let change = &candidate.change;
    let stamp = canonical(change.stamp, before, now);
    match &candidate.verdict {
        Ok(bytes) if stamp == change.stamp => {
            insert(tx, device, change.seq, stamp, position, bytes)
        }
        Ok(_) => {
            let mut change = change.clone();
            change.stamp = stamp;
            match postcard::to_allocvec(&change) {
                Ok(bytes) => insert(tx, device, change.seq, stamp, position, &bytes),
                Err(_) => refuse(tx, device, change.seq, Reason::Malformed, now),
            }
        }
        Err(reason) => refuse(tx, device, change.seq, *reason, now),
    }
}

fn insert(
    tx: &Transaction<'_>,
    device: DeviceId,
    seq: u64,
    stamp: Stamp,
    position: u64,
    body: &[u8],
) -> Result<Outcome, rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO changes (position, device, seq, stamp, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        signed(position),
        device.as_bytes(),
        signed(seq),
        signed(stamp.0),
        body
    ])?;
    Ok(Outcome::Applied { position, stamp })
}

fn refuse(
    tx: &Transaction<'_>,
    device: DeviceId,
    seq: u64,
    reason: Reason,
    now: u64,
) -> Result<Outcome, rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO refused (device, seq, reason, refused_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        device.as_bytes(),
        signed(seq),
        reason.code(),
        signed(now)
    ])?;
    Ok(Outcome::Refused(reason))
}

fn join(
    tx: &Transaction<'_>,
    device: DeviceId,
    name: &str,
    token_hash: &Hash,
    now: u64,
) -> Result<Result<(), ServerError>, rusqlite::Error> {
    let revoked: Option<bool> = tx
        .prepare_cached("SELECT revoked FROM devices WHERE device = ?1")?
        .query_row([device.as_bytes()], |row| row.get(0))
        .optional()?;
    if revoked == Some(true) {
        return Ok(Err(ServerError::JoinRevoked));
    }
    tx.prepare_cached(
        "INSERT INTO devices (device, name, token_hash, joined_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (device) DO UPDATE SET name = excluded.name, token_hash = excluded.token_hash",
    )?
    .execute(params![
        device.as_bytes(),
        name,
        token_hash.as_bytes(),
        signed(now)
    ])?;
    Ok(Ok(()))
}
