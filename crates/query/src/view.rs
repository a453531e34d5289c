//! What a person keeps of a register: filters with a name, how they are sorted, which columns.
//!
//! Must stay true: what was kept and no longer suits the register is left out, and said so.

use crate::{Filter, Order, QueryError};
use model::{Field, FieldNo, Kind};

/// Most views of one register.
pub const MAX_VIEWS: usize = 100;
/// Most columns of a view.
pub const MAX_COLUMNS: usize = 64;
/// Longest name of a view, in characters.
pub const MAX_NAME: usize = 60;

/// A filter with a name, in an order, in columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// What the person calls it.
    pub name: String,
    /// Which records.
    pub filter: Filter,
    /// In which order; that of the table when there is none.
    pub orders: Vec<Order>,
    /// In which columns; those of the register when there is none.
    pub columns: Vec<FieldNo>,
}

/// What a view had that the register no longer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// A condition on this field.
    Condition(FieldNo),
    /// An order by it.
    Order(FieldNo),
    /// Its column.
    Column(FieldNo),
}

impl View {
    /// Leaves out what no longer suits the register: fields that are gone, tests and orders that
    /// do not fit the type a field has by now. Says what was left out.
    pub fn settle(&mut self, kind: &Kind) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        self.filter = std::mem::take(&mut self.filter).retain(&mut |no, test| {
            let field = kind.field(no);
            let fits = field.is_some_and(|f| test.fits(f.holds) && test.is_sound(f.holds));
            if !fits {
                dropped.push(Dropped::Condition(no));
            }
            fits
        });
        self.orders.retain(|order| {
            let field = kind.field(order.field);
            let fits = field.is_some_and(|field| Order::fits(field.holds));
            if !fits {
                dropped.push(Dropped::Order(order.field));
            }
            fits
        });
        settle_columns(&mut self.columns, kind, &mut dropped);
        dropped
    }

    /// Whether it can be shown to somebody who may read these fields. Columns are not looked at:
    /// they are masked as anywhere.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, kind: &Kind, readable: &dyn Fn(&Field) -> bool) -> Result<(), QueryError> {
        self.measure()?;
        self.filter.check(kind, readable)?;
        Order::check(&self.orders, kind, readable)
    }

    /// Whether it is named and small enough to be kept.
    pub(crate) fn measure(&self) -> Result<(), QueryError> {
        if self.name.trim().is_empty() {
            return Err(QueryError::Unnamed);
        }
        let long = self.name.chars().nth(MAX_NAME).is_some();
        if long || self.orders.len() > crate::MAX_ORDERS || self.columns.len() > MAX_COLUMNS {
            return Err(QueryError::TooLarge);
        }
        self.filter.measure()
    }
}

fn settle_columns(columns: &mut Vec<FieldNo>, kind: &Kind, dropped: &mut Vec<Dropped>) {
    columns.retain(|no| {
        let known = kind.field(*no).is_some();
        if !known {
            dropped.push(Dropped::Column(*no));
        }
        known
    });
}

/// A person's views of one register.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Views {
    /// The views, in the person's order.
    pub all: Vec<View>,
    /// The one in use; none is the register as it is.
    pub used: Option<usize>,
    /// The columns when none is in use; those of the register when there is none.
    pub columns: Vec<FieldNo>,
}

impl Views {
    /// The view in use.
    pub fn current(&self) -> Option<&View> {
        self.all.get(self.used?)
    }

    /// The columns to show: of the view in use, else as chosen, else of the register.
    pub fn columns<'a>(&'a self, kind: &'a Kind) -> &'a [FieldNo] {
        let chosen = self.current().map(|view| view.columns.as_slice());
        let chosen = chosen.filter(|columns| !columns.is_empty());
        match chosen {
            Some(columns) => columns,
            None if !self.columns.is_empty() => &self.columns,
            None => kind.columns,
        }
    }

    /// Settles every view, as [`View::settle`] does. Says what was left out of which; none stands
    /// for the columns without a view.
    pub fn settle(&mut self, kind: &Kind) -> Vec<(Option<usize>, Dropped)> {
        let mut all = Vec::new();
        for (no, view) in self.all.iter_mut().enumerate() {
            all.extend(view.settle(kind).into_iter().map(|what| (Some(no), what)));
        }
        let mut dropped = Vec::new();
        settle_columns(&mut self.columns, kind, &mut dropped);
        all.extend(dropped.into_iter().map(|what| (None, what)));
        if self.used.is_some_and(|used| used >= self.all.len()) {
            self.used = None;
        }
        all
    }

    /// As bytes, version first.
    ///
    /// # Errors
    /// When a view has no name or something is too large to be kept.
    pub fn to_bytes(&self) -> Result<Vec<u8>, QueryError> {
        self.measure()?;
        crate::wire::write(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// When they are of a newer version, damaged, or say more than may be kept.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, QueryError> {
        let mut views = crate::wire::read(bytes)?;
        views.measure()?;
        if views.used.is_some_and(|used| used >= views.all.len()) {
            views.used = None;
        }
        Ok(views)
    }

    fn measure(&self) -> Result<(), QueryError> {
        if self.all.len() > MAX_VIEWS || self.columns.len() > MAX_COLUMNS {
            return Err(QueryError::TooLarge);
        }
        self.all.iter().try_for_each(View::measure)
    }
}
