//! The tables, and how a connection to them is set up.
//!
//! Must stay true: `user_version` names the format; a newer one than known is refused, an older
//! one is brought up step by step, all in one transaction, and never down. A step that was
//! released is never altered.

use super::{signed, unsigned};
use crate::error::ServerError;
use crate::secret;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::fs::DirBuilder;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Each brings the format before it up by one; the first makes it from nothing.
const STEPS: [&str; 2] = [V1, V2];

const V1: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE devices (
    device BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    joined_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE changes (
    position INTEGER PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (device, seq)
);
CREATE TABLE refused (
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (device, seq)
) WITHOUT ROWID;
PRAGMA user_version = 1;
";

/// A change ends with its proof: none, one byte 0 in postcard, in those from before.
const V2: &str = "
UPDATE changes SET body = CAST(body || x'00' AS BLOB);
PRAGMA user_version = 2;
";

/// The database file in this folder; the folder is made if missing, for its owner alone.
pub fn file(folder: &Path) -> Result<PathBuf, ServerError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    Ok(folder.join("candor.db"))
}

/// A connection that may write, with the tables up to date.
pub fn open(file: &Path) -> Result<Connection, ServerError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let missing = usize::try_from(found).ok().and_then(|at| STEPS.get(at..));
    let Some(missing) = missing else {
        let known = signed(STEPS.len() as u64);
        return Err(ServerError::NewerData { found, known });
    };
    for step in missing {
        tx.execute_batch(step)?;
    }
    tx.commit()?;
    Ok(connection)
}

/// The random value kept under this name, made the first time.
pub fn secret<const N: usize>(
    connection: &mut Connection,
    name: &str,
) -> Result<[u8; N], ServerError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = tx
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?;
    let value = match kept {
        Some(value) => value,
        None => {
            let value = secret::random()?;
            keep(&tx, name, &value)?;
            value
        }
    };
    tx.commit()?;
    Ok(value)
}

/// Keeps a value under this name.
pub fn keep(connection: &Connection, name: &str, value: &[u8]) -> Result<(), ServerError> {
    connection.execute(
        "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)",
        params![name, value],
    )?;
    Ok(())
}

/// The last position in the log, 0 when it is empty.
pub fn head(connection: &Connection) -> Result<u64, rusqlite::Error> {
    connection
        .prepare_cached("SELECT coalesce(max(position), 0) FROM changes")?
        .query_row([], |row| row.get(0))
        .map(unsigned)
}

#[cfg(test)]
mod tests;
