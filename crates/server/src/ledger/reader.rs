//! Reading the log: connections that cannot write, lent one at a time.

use super::{Page, lock, schema, signed, unsigned};
use crate::error::ServerError;
use blake3::Hash;
use model::DeviceId;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use sync::PullWriter;

/// Connections kept open while nobody uses them.
const IDLE: usize = 4;

/// Connections for reading.
#[derive(Debug)]
pub struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Readers of this database.
    pub fn new(file: PathBuf) -> Self {
        Self {
            file,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The database.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Reads with a connection of its own.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ServerError>,
    ) -> Result<T, ServerError> {
        let kept = lock(&self.idle).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.file, flags)?;
                connection.busy_timeout(Duration::from_secs(10))?;
                connection
            }
        };
        let done = work(&connection);
        let mut idle = lock(&self.idle);
        if idle.len() < IDLE {
            idle.push(connection);
        }
        done
    }

    /// Closes what is kept open.
    pub fn close(&self) {
        lock(&self.idle).clear();
    }
}

/// What is kept of the join code.
pub fn join_hash(connection: &Connection) -> Result<Option<Hash>, ServerError> {
    let kept: Option<[u8; 32]> = connection
        .prepare_cached("SELECT value FROM meta WHERE name = 'join_hash'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(kept.map(Hash::from_bytes))
}

/// The device with this token, if it may still come in.
pub fn device_of(connection: &Connection, hash: &Hash) -> Result<DeviceId, ServerError> {
    let found: Option<([u8; 16], [u8; 32], bool)> = connection
        .prepare_cached("SELECT device, token_hash, revoked FROM devices WHERE token_hash = ?1")?
        .query_row([hash.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    match found {
        Some((_, kept, _)) if Hash::from_bytes(kept) != *hash => Err(ServerError::UnknownToken),
        Some((_, _, true)) => Err(ServerError::Revoked),
        Some((device, _, false)) => Ok(DeviceId(device)),
        None => Err(ServerError::UnknownToken),
    }
}

/// As many changes after `cursor` as fit one message, those of `device` left out.
pub fn page(
    connection: &Connection,
    device: DeviceId,
    from: u64,
    cursor: u64,
) -> Result<Page, ServerError> {
    if cursor > schema::head(connection)? {
        return Err(ServerError::CursorAhead);
    }
    let mut page = Page {
        message: PullWriter::new(from),
        cursor,
        more: false,
    };
    let mut query = connection.prepare_cached(
        "SELECT position, device, body FROM changes WHERE position > ?1 ORDER BY position",
    )?;
    let mut rows = query.query([signed(cursor)])?;
    while let Some(row) = rows.next()? {
        let position = unsigned(row.get(0)?);
        let own = row
            .get_ref(1)?
            .as_blob()
            .is_ok_and(|made| made == device.as_bytes());
        if !own {
            let body = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            if !page.message.push(position, body) {
                page.more = true;
                break;
            }
        }
        page.cursor = position;
    }
    Ok(page)
}
