//! Views as bytes: a version, then postcard. A filter is written flat, groups before what is in
//! them, so that reading never goes deeper than a filter may be.
//!
//! Must stay true: any bytes give views or an error, and memory in proportion to the bytes.
//! Variants are stored by position: new ones go at the end.

use crate::{Direction, Filter, MAX_DEPTH, MAX_LEAVES, Order, QueryError, Test, View, Views};
use model::FieldNo;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;
/// More is refused unread, in bytes.
const MAX_BYTES: usize = 4 << 20;

#[derive(Serialize, Deserialize)]
enum Part {
    /// All of the following so many.
    All(u16),
    /// Any of the following so many.
    Any(u16),
    /// Not the following.
    Not,
    /// A condition.
    Field(FieldNo, Test),
}

#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    filter: Vec<Part>,
    orders: Vec<(FieldNo, bool)>,
    columns: Vec<FieldNo>,
}

#[derive(Serialize, Deserialize)]
struct All {
    views: Vec<Kept>,
    used: Option<u16>,
    columns: Vec<FieldNo>,
}

/// Views that are small enough, as bytes.
pub(crate) fn write(views: &Views) -> Result<Vec<u8>, QueryError> {
    let kept = |view: &View| -> Result<Kept, QueryError> {
        let mut filter = Vec::new();
        flatten(&view.filter, MAX_DEPTH, &mut filter)?;
        let orders = view.orders.iter();
        let orders = orders.map(|order| (order.field, order.direction == Direction::Descending));
        Ok(Kept {
            name: view.name.clone(),
            filter,
            orders: orders.collect(),
            columns: view.columns.clone(),
        })
    };
    let all = All {
        views: views.all.iter().map(kept).collect::<Result<_, _>>()?,
        used: views.used.and_then(|used| u16::try_from(used).ok()),
        columns: views.columns.clone(),
    };
    let bytes = postcard::to_extend(&all, vec![VERSION]).map_err(|_| QueryError::TooLarge)?;
    if bytes.len() > MAX_BYTES {
        return Err(QueryError::TooLarge);
    }
    Ok(bytes)
}

/// Views from bytes; whether they are small enough is still to be seen.
pub(crate) fn read(bytes: &[u8]) -> Result<Views, QueryError> {
    let (version, rest) = bytes.split_first().ok_or(QueryError::Damaged)?;
    match *version {
        VERSION => {}
        0 => return Err(QueryError::Damaged),
        _ => return Err(QueryError::Newer),
    }
    if bytes.len() > MAX_BYTES {
        return Err(QueryError::TooLarge);
    }
    let (all, rest): (All, &[u8]) =
        postcard::take_from_bytes(rest).map_err(|_| QueryError::Damaged)?;
    if !rest.is_empty() {
        return Err(QueryError::Damaged);
    }
    let view = |kept: Kept| -> Result<View, QueryError> {
        let mut parts = kept.filter.into_iter();
        let filter = gather(&mut parts, MAX_DEPTH)?;
        if parts.next().is_some() {
            return Err(QueryError::Damaged);
        }
        let direction = |descending| {
            if descending {
                Direction::Descending
            } else {
                Direction::Ascending
            }
        };
        let orders = kept.orders.into_iter().map(|(field, descending)| Order {
            field,
            direction: direction(descending),
        });
        Ok(View {
            name: kept.name,
            filter,
            orders: orders.collect(),
            columns: kept.columns,
        })
    };
    Ok(Views {
        all: all.views.into_iter().map(view).collect::<Result<_, _>>()?,
        used: all.used.map(usize::from),
        columns: all.columns,
    })
}

fn flatten(filter: &Filter, depth: usize, out: &mut Vec<Part>) -> Result<(), QueryError> {
    let deeper = depth.checked_sub(1).ok_or(QueryError::TooDeep)?;
    let count = |all: &[Filter]| u16::try_from(all.len()).map_err(|_| QueryError::TooLarge);
    match filter {
        Filter::All(all) => {
            out.push(Part::All(count(all)?));
            all.iter().try_for_each(|one| flatten(one, deeper, out))
        }
        Filter::Any(all) => {
            out.push(Part::Any(count(all)?));
            all.iter().try_for_each(|one| flatten(one, deeper, out))
        }
        Filter::Not(one) => {
            out.push(Part::Not);
            flatten(one, deeper, out)
        }
        Filter::Field { field, test } => {
            out.push(Part::Field(*field, test.clone()));
            Ok(())
        }
    }
}

fn gather(parts: &mut std::vec::IntoIter<Part>, depth: usize) -> Result<Filter, QueryError> {
    let deeper = depth.checked_sub(1).ok_or(QueryError::TooDeep)?;
    let several = |count: u16, parts: &mut std::vec::IntoIter<Part>| {
        if usize::from(count) > MAX_LEAVES {
            return Err(QueryError::TooLarge);
        }
        (0..count).map(|_| gather(parts, deeper)).collect()
    };
    Ok(match parts.next().ok_or(QueryError::Damaged)? {
        Part::All(count) => Filter::All(several(count, parts)?),
        Part::Any(count) => Filter::Any(several(count, parts)?),
        Part::Not => Filter::Not(Box::new(gather(parts, deeper)?)),
        Part::Field(field, test) => Filter::Field { field, test },
    })
}
