//! Rows put in order by several columns.
//!
//! Must stay true: rows without a value come last, ascending or descending; rows that are equal by
//! every order stand in the order of the table.

use crate::QueryError;
use crate::keyed::{Key, Keyed};
use crate::keys::SortKeys;
use crate::radix::{self, Entry};
use crate::read::Reading;
use model::{Field, FieldNo, FieldType, Kind};
use replica::Replica;
use serde::{Deserialize, Serialize};

/// Most columns that are sorted by.
pub const MAX_ORDERS: usize = 8;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Direction {
    /// The least first.
    #[default]
    Ascending,
    /// The greatest first.
    Descending,
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which field.
    pub field: FieldNo,
    /// Which way.
    pub direction: Direction,
}

impl Order {
    /// Whether a field of this type can be sorted by.
    pub fn fits(holds: FieldType) -> bool {
        holds != FieldType::Structure
    }

    /// Whether these can be asked of a kind by somebody who may read these fields. A reference
    /// sorts by the title of what it refers to, which then has to be readable too.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(
        orders: &[Self],
        kind: &Kind,
        readable: &dyn Fn(&Field) -> bool,
    ) -> Result<(), QueryError> {
        if orders.len() > MAX_ORDERS {
            return Err(QueryError::TooLarge);
        }
        for order in orders {
            let no = order.field;
            let field = kind.field(no).ok_or(QueryError::NoField(no))?;
            let title = match field.holds {
                FieldType::Ref(to) => model::kind(to).and_then(|to| to.field(to.title)),
                _ => None,
            };
            if !readable(field) || title.is_some_and(|title| !readable(title)) {
                return Err(QueryError::Unreadable(no));
            }
            if !Self::fits(field.holds) {
                return Err(QueryError::Misfit(no));
            }
        }
        Ok(())
    }
}

/// Puts rows of a kind in order: by the first order, where that leaves them equal by the second,
/// and so on. Texts stand as `keys` says (their first 200 characters count), choices as they are
/// described, references by the title of what they refer to, sets by their first element,
/// amounts by currency and then by how much.
///
/// # Errors
/// When an order does not suit the kind or its field may not be read; the rows stay as they were.
pub fn sort(
    rows: &mut Vec<u32>,
    replica: &Replica,
    kind: &Kind,
    orders: &[Order],
    keys: &dyn SortKeys,
    readable: &dyn Fn(&Field) -> bool,
) -> Result<(), QueryError> {
    Order::check(orders, kind, readable)?;
    let mut spare = Vec::new();
    if !rows.is_sorted() {
        let mut entries: Vec<Entry> = rows.iter().map(|row| (u64::from(*row), *row)).collect();
        radix::sort(&mut entries, &mut spare);
        rows.clear();
        rows.extend(entries.into_iter().map(|(_, row)| row));
    }
    let Some(table) = replica.table(kind.no) else {
        return Ok(());
    };
    // Where runs of rows that are equal so far begin and end.
    let mut runs = vec![(0, rows.len())];
    for order in orders {
        let Some(field) = kind.field(order.field) else {
            continue;
        };
        let tied: Vec<u32> = runs
            .iter()
            .filter_map(|(from, to)| rows.get(*from..*to))
            .flatten()
            .copied()
            .collect();
        let mut keyed = Keyed::new(field, keys);
        let made = Reading::new(replica, table, field).keys(&tied, &mut keyed);
        let mut bench = Bench {
            keyed: &keyed,
            keys: &made,
            flip: match order.direction {
                Direction::Ascending => 0,
                Direction::Descending => u64::MAX,
            },
            entries: Vec::new(),
            spare: std::mem::take(&mut spare),
            cuts: Vec::new(),
        };
        let mut next = Vec::new();
        let mut first = 0;
        for (from, to) in runs {
            bench.arrange(first, first + (to - from));
            let ordered = bench.entries.iter().map(|(_, at)| tied.get(*at as usize));
            for (slot, row) in rows.iter_mut().skip(from).zip(ordered) {
                if let Some(row) = row {
                    *slot = *row;
                }
            }
            bench.left(from, &mut next);
            first += to - from;
        }
        spare = bench.spare;
        runs = next;
        if runs.is_empty() {
            break;
        }
    }
    Ok(())
}

/// Where one run of rows is arranged.
struct Bench<'a> {
    keyed: &'a Keyed<'a>,
    keys: &'a [Key],
    /// What turns a key round.
    flip: u64,
    /// The rows of the run as places in `keys`.
    entries: Vec<Entry>,
    spare: Vec<Entry>,
    /// Whether an entry differs from the one before it.
    cuts: Vec<bool>,
}

impl Bench<'_> {
    fn key(&self, at: u32) -> Key {
        self.keys.get(at as usize).copied().unwrap_or(Key::BLANK)
    }

    /// Arranges the rows whose keys lie from `from` to `to`.
    fn arrange(&mut self, from: usize, to: usize) {
        let ours = self.keys.get(from..to).unwrap_or_default();
        let first = u32::try_from(from).unwrap_or(u32::MAX);
        self.entries.clear();
        self.entries.extend(
            ours.iter()
                .zip(first..)
                .filter(|(key, _)| !key.is_blank())
                .map(|(key, at)| (key.head ^ self.flip, at)),
        );
        let filled = self.entries.len();
        self.cuts.clear();
        self.cuts.resize(filled, false);
        self.refine(filled);
        if filled < ours.len() {
            let blanks = ours.iter().zip(first..);
            let blanks = blanks.filter(|(key, _)| key.is_blank());
            self.entries.extend(blanks.map(|(_, at)| (0, at)));
            self.cuts.resize(ours.len(), false);
            if let Some(cut) = self.cuts.get_mut(filled) {
                *cut = true;
            }
        }
    }

    /// Sorts the filled ones by chunk after chunk, as long as chunks are equal and go on.
    fn refine(&mut self, filled: usize) {
        let mut left = vec![(0, filled, 0)];
        while let Some((start, end, no)) = left.pop() {
            let Some(run) = self.entries.get_mut(start..end) else {
                continue;
            };
            if no > 0 {
                for (chunk, at) in run.iter_mut() {
                    let key = self.keys.get(*at as usize).copied().unwrap_or(Key::BLANK);
                    *chunk = self.keyed.chunk(key, no) ^ self.flip;
                }
            }
            radix::sort(run, &mut self.spare);
            let mut from = start;
            while let Some((chunk, at)) = self.entries.get(from).copied().filter(|_| from < end) {
                let rest = self.entries.get(from..end).unwrap_or_default();
                let same = rest.iter().take_while(|other| other.0 == chunk).count();
                if let Some(cut) = self.cuts.get_mut(from) {
                    *cut = true;
                }
                if same > 1 && self.key(at).goes_on(chunk ^ self.flip) {
                    left.push((from, from + same, no + 1));
                }
                from += same;
            }
        }
    }

    /// The runs of rows that are still equal, counted from `base`.
    fn left(&self, base: usize, runs: &mut Vec<(usize, usize)>) {
        let mut start = 0;
        for end in 1..=self.cuts.len() {
            if self.cuts.get(end).copied().unwrap_or(true) {
                if end - start > 1 {
                    runs.push((base + start, base + end));
                }
                start = end;
            }
        }
    }
}
