//! The first pass: what the columns of a file look like.

use super::stream::{Reading, Stream};
use super::words::Trouble;
use crate::platform::clock;
use exchange::{Profile, Profiler};
use std::cell::Cell;
use web_sys::File;

/// How many rows are shown as they are.
pub const FIRST_ROWS: usize = 8;
/// How much of a cell is shown, in characters.
const SHOWN: usize = 80;

/// What the first pass saw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// The columns.
    pub profile: Profile,
    /// The first rows below the header, their cells cut to a length one can look at.
    pub rows: Vec<Vec<String>>,
}

/// Reads the whole file once.
pub async fn scan(
    file: &File,
    reading: Reading,
    on: impl Fn(f64),
    cancelled: &Cell<bool>,
) -> Result<Seen, Trouble> {
    let mut stream = Stream::new(file, reading)?;
    let mut profiler = None::<Profiler>;
    let mut rows = Vec::new();
    let mut slice = clock::Slice::new();
    loop {
        let mut on_row = |row: exchange::Row<'_>| match &mut profiler {
            None if row.is_blank() => {}
            None => profiler = Some(Profiler::new(row)),
            Some(profiler) => {
                profiler.row(row);
                if rows.len() < FIRST_ROWS && !row.is_blank() {
                    let cells = row.cells().map(|cell| cell.chars().take(SHOWN).collect());
                    rows.push(cells.collect());
                }
            }
        };
        let more = stream.step(&mut on_row).await?;
        if cancelled.get() {
            return Err(Trouble::Stopped);
        }
        if !more {
            break;
        }
        on(stream.share());
        slice.pause().await;
    }
    let profile = profiler.map(Profiler::finish).unwrap_or_default();
    if profile.rows == 0 {
        return Err(Trouble::NoRows);
    }
    Ok(Seen { profile, rows })
}
