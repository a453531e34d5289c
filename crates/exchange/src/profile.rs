//! What the columns of a file look like: the ground on which a plan is suggested and shown.
//!
//! Must stay true: memory is bounded by columns and caps, not by rows; a row with another
//! number of cells than the header counts for no column, because it will be refused.

use crate::literal;
use crate::phone::{is_mobile, is_scientific};
use crate::{DayEvidence, Row, restore};
use std::collections::BTreeMap;

/// Most distinct values counted in a column.
pub const MAX_DISTINCT: usize = 200;
/// Most frequent values listed of a column.
pub const MAX_FREQUENT: usize = 12;
const EXAMPLES: usize = 5;
/// Longest beginning of a value that is kept, in characters.
const KEPT: usize = 80;

/// What one column looks like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnProfile {
    /// The header, trimmed; may be empty.
    pub name: String,
    /// Cells with something in them.
    pub filled: u64,
    /// Cells without.
    pub blank: u64,
    /// Different values, up to [`MAX_DISTINCT`], which then means "or more". Values that begin
    /// with the same 80 characters count as one.
    pub distinct: usize,
    /// Every filled cell is a whole number (`44.0` is one), and there is one.
    pub integers: bool,
    /// Every filled cell is a number, and there is one.
    pub numbers: bool,
    /// Every filled cell is a day, and there is one.
    pub dates: bool,
    /// What the cells say about the order of day and month.
    pub days: DayEvidence,
    /// Cells that look like a telephone number: eleven digits of a mobile, a country code, or
    /// groups of digits as people write them.
    pub phones: u64,
    /// Cells that look like an e-mail address.
    pub emails: u64,
    /// Cells in scientific notation, whose digits may be lost.
    pub scientific: u64,
    /// The smallest, where all are numbers.
    pub min: Option<f64>,
    /// The largest, where all are numbers.
    pub max: Option<f64>,
    /// Up to [`MAX_FREQUENT`] values with their counts, the most frequent first. Beyond
    /// [`MAX_DISTINCT`] values, the most frequent of those met first.
    pub frequent: Vec<(String, u64)>,
    /// Up to five different values, as met.
    pub examples: Vec<String>,
}

impl ColumnProfile {
    /// Whether [`ColumnProfile::frequent`] lists every value there is.
    pub fn lists_all(&self) -> bool {
        self.distinct <= self.frequent.len()
    }
}

/// What a file looks like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Rows below the header, without blank ones.
    pub rows: u64,
    /// Those of them with more or fewer cells than the header.
    pub uneven: u64,
    /// The columns in order.
    pub columns: Vec<ColumnProfile>,
}

#[derive(Debug)]
struct Column {
    profile: ColumnProfile,
    values: BTreeMap<String, u64>,
}

/// Builds a [`Profile`], row by row.
#[derive(Debug)]
pub struct Profiler {
    rows: u64,
    uneven: u64,
    columns: Vec<Column>,
}

impl Profiler {
    /// A profiler for a file with this header.
    pub fn new(header: Row<'_>) -> Self {
        let column = |name: &str| Column {
            profile: ColumnProfile {
                name: kept(restore(name.trim()).trim()).to_owned(),
                integers: true,
                numbers: true,
                dates: true,
                ..ColumnProfile::default()
            },
            values: BTreeMap::new(),
        };
        Self {
            rows: 0,
            uneven: 0,
            columns: header.cells().map(column).collect(),
        }
    }

    /// Takes one row below the header into account; a blank one is skipped.
    pub fn row(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        self.rows += 1;
        if row.len() == self.columns.len() {
            for (column, cell) in self.columns.iter_mut().zip(row.cells()) {
                // As the conversion will read it: a number made harmless is a number.
                column.cell(restore(cell.trim()).trim());
            }
        } else {
            self.uneven += 1;
        }
    }

    /// The profile of what was seen.
    pub fn finish(self) -> Profile {
        Profile {
            rows: self.rows,
            uneven: self.uneven,
            columns: self.columns.into_iter().map(Column::finish).collect(),
        }
    }
}

impl Column {
    fn cell(&mut self, cell: &str) {
        let profile = &mut self.profile;
        if cell.is_empty() {
            profile.blank += 1;
            return;
        }
        profile.filled += 1;
        if profile.numbers {
            match literal::number(cell) {
                Some(x) => {
                    profile.integers &= literal::whole(x).is_some();
                    profile.min = Some(profile.min.map_or(x, |min| min.min(x)));
                    profile.max = Some(profile.max.map_or(x, |max| max.max(x)));
                }
                None => profile.numbers = false,
            }
        }
        if profile.dates {
            profile.dates = literal::date(cell).is_some();
        }
        look(profile, cell);
        let value = kept(cell);
        if let Some(count) = self.values.get_mut(value) {
            *count += 1;
        } else if self.values.len() < MAX_DISTINCT {
            self.values.insert(value.to_owned(), 1);
            if profile.examples.len() < EXAMPLES {
                profile.examples.push(value.to_owned());
            }
        }
    }

    fn finish(self) -> ColumnProfile {
        let mut profile = self.profile;
        let some = profile.filled > 0;
        profile.numbers &= some;
        profile.integers &= profile.numbers;
        profile.dates &= some;
        if !profile.numbers {
            (profile.min, profile.max) = (None, None);
        }
        profile.distinct = self.values.len();
        // The map is in order of values, so equals stay in that order.
        for value in self.values {
            let at = profile
                .frequent
                .partition_point(|(_, count)| *count >= value.1);
            profile.frequent.insert(at, value);
            profile.frequent.truncate(MAX_FREQUENT);
        }
        profile
    }
}

/// Counts what a cell looks like. Only short ones can be a day, a number or an address.
fn look(profile: &mut ColumnProfile, cell: &str) {
    if cell.len() > 128 {
        profile.days.others += 1;
        return;
    }
    profile.days.see(cell);
    profile.phones += u64::from(is_phone(cell));
    profile.emails += u64::from(is_email(cell));
    profile.scientific += u64::from(is_scientific(cell));
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || " +-().转ext#".contains(c);
    if is_scientific(cell) || !(7..=18).contains(&digits) || !cell.chars().all(signs) {
        return false;
    }
    let bare = cell.strip_suffix(".0").unwrap_or(cell);
    let grouped = cell
        .split(['-', ' ', '(', ')'])
        .filter(|part| !part.is_empty());
    is_mobile(bare)
        || cell.starts_with(['+', '(']) && digits >= 9
        || digits >= 10 && grouped.count() > 1 && literal::date(cell).is_none()
        || digits >= 10 && cell.starts_with('0') && !cell.contains('.')
}

fn is_email(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(who, place)| {
        let place = place.split('.');
        !who.is_empty() && place.clone().count() > 1 && place.clone().all(|p| !p.is_empty())
    }) && !cell.contains([' ', '<', ','])
}

fn kept(text: &str) -> &str {
    match text.char_indices().nth(KEPT) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::{Delimiter, Limits, Parser};

    /// The profile of a whole text.
    pub fn profile(text: &str) -> Profile {
        let mut profiler = None;
        let mut on_row = |row: Row<'_>| match &mut profiler {
            None => profiler = Some(Profiler::new(row)),
            Some(profiler) => profiler.row(row),
        };
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        // Arbitrary text may be broken: what was read until then is profiled.
        if parser.push(text, &mut on_row).is_ok() {
            let _unclosed = parser.finish(&mut on_row);
        }
        profiler.map(Profiler::finish).unwrap_or_default()
    }

    #[test]
    fn columns_are_counted_and_typed() {
        let got = profile(
            "n, name ,x,day,none\n\
             1,张三,2.5,2024-01-01,\n\
             2,李四,,2024/1/2,\n\
             ,,,,\n\
             1,张三,-1,2024-01-01 10:00,\n\
             too,few\n",
        );
        assert_eq!((got.rows, got.uneven), (4, 1));
        let [n, name, x, day, none] = &got.columns[..] else {
            panic!("{got:?}")
        };
        assert!(n.integers && n.numbers && !n.dates);
        assert_eq!((n.min, n.max, n.distinct), (Some(1.0), Some(2.0), 2));
        assert_eq!(n.frequent, [("1".into(), 2), ("2".into(), 1)]);
        assert_eq!(name.name, "name");
        assert_eq!(name.examples, ["张三", "李四"]);
        assert!(!name.numbers && name.min.is_none() && name.lists_all());
        assert!(x.numbers && !x.integers);
        assert_eq!((x.filled, x.blank, x.min), (2, 1, Some(-1.0)));
        assert!(day.dates && !day.numbers);
        assert!(!none.numbers && !none.integers && !none.dates && none.filled == 0);
    }

    #[test]
    fn many_values_are_capped_and_long_ones_cut() {
        let mut text = String::from("id,long\n");
        for i in 0..1000 {
            text.push_str(&format!("{i},{}{i}\n", "长".repeat(100)));
        }
        let got = profile(&text);
        let [id, long] = &got.columns[..] else {
            panic!("{got:?}")
        };
        assert_eq!(
            (id.distinct, id.frequent.len()),
            (MAX_DISTINCT, MAX_FREQUENT)
        );
        assert_eq!((id.filled, id.max), (1000, Some(999.0)));
        assert!(!id.lists_all());
        assert_eq!(long.distinct, 1);
        assert_eq!(long.examples, ["长".repeat(KEPT)]);
    }
}
