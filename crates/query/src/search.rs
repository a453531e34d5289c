//! A filter put to a table, a stretch of rows at a time.
//!
//! Must stay true: rows come in the order of the table; only rows that are shown come.

use crate::mask::Mask;
use crate::probe::Probe;
use crate::{Filter, QueryError, Test, Today};
use model::{Field, Kind};
use replica::{Stretch, Table};

#[derive(Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Leaf(Probe),
}

/// A filter made ready.
#[derive(Debug)]
pub struct Search(Node);

impl Search {
    /// Makes a filter ready for a day, for somebody who may read these fields.
    ///
    /// # Errors
    /// When the filter does not suit the kind, is too large, or asks what may not be read.
    pub fn new(
        filter: &Filter,
        kind: &Kind,
        today: Today,
        readable: &dyn Fn(&Field) -> bool,
    ) -> Result<Self, QueryError> {
        filter.check(kind, readable)?;
        Ok(Self(node(filter, kind, today)?))
    }

    /// Adds the numbers of the rows of one stretch that match; false when there is no such
    /// stretch. Stretches are numbered from 0; one takes well under a millisecond.
    pub fn step(&self, table: &Table, stretch: usize, rows: &mut Vec<u32>) -> bool {
        let Some(stretch) = table.stretch(stretch) else {
            return false;
        };
        let found = over(&self.0, &stretch, &Mask::shown(&stretch));
        let mut row = |at: usize| {
            let row = u32::try_from(at).ok();
            rows.extend(row.and_then(|at| stretch.first().checked_add(at)));
        };
        found.each(&mut row);
        true
    }

    /// The numbers of all rows that match, in the order of the table.
    pub fn all(&self, table: &Table) -> Vec<u32> {
        let mut rows = Vec::new();
        for stretch in 0..table.stretches() {
            self.step(table, stretch, &mut rows);
        }
        rows
    }
}

/// The numbers of the rows that match a filter, in the order of the table.
///
/// # Errors
/// As [`Search::new`].
pub fn select(
    filter: &Filter,
    table: &Table,
    kind: &Kind,
    today: Today,
    readable: &dyn Fn(&Field) -> bool,
) -> Result<Vec<u32>, QueryError> {
    Ok(Search::new(filter, kind, today, readable)?.all(table))
}

fn node(filter: &Filter, kind: &Kind, today: Today) -> Result<Node, QueryError> {
    let group = |all: &[Filter]| -> Result<Vec<Node>, QueryError> {
        let nodes: Result<Vec<Node>, QueryError> =
            all.iter().map(|one| node(one, kind, today)).collect();
        let mut nodes = nodes?;
        nodes.sort_by_key(cost);
        Ok(nodes)
    };
    Ok(match filter {
        Filter::All(all) => Node::All(group(all)?),
        Filter::Any(all) => Node::Any(group(all)?),
        Filter::Not(one) => Node::Not(Box::new(node(one, kind, today)?)),
        Filter::Field { field, test } => {
            let holds = kind.field(*field).ok_or(QueryError::NoField(*field))?.holds;
            let leaf = Node::Leaf(Probe::new(*field, holds, test, today));
            match test {
                Test::Blank => Node::Not(Box::new(leaf)),
                _ => leaf,
            }
        }
    })
}

fn cost(node: &Node) -> u8 {
    match node {
        Node::All(all) | Node::Any(all) => all.iter().map(cost).max().unwrap_or(0),
        Node::Not(one) => cost(one),
        Node::Leaf(probe) => probe.cost(),
    }
}

/// Those of the rows that match.
fn over(node: &Node, stretch: &Stretch<'_>, within: &Mask) -> Mask {
    if within.is_none() {
        return Mask::NONE;
    }
    match node {
        Node::All(all) => all
            .iter()
            .fold(*within, |left, one| over(one, stretch, &left)),
        Node::Any(all) => {
            let mut found = Mask::NONE;
            for one in all {
                let left = within.minus(&found);
                found = found.or(&over(one, stretch, &left));
            }
            found
        }
        Node::Not(one) => within.minus(&over(one, stretch, within)),
        Node::Leaf(probe) => probe.over(stretch, within),
    }
}
