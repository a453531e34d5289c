//! Finding anything as one types: an index in memory of the registers a person looks for, made
//! when it is first asked for, kept up as records change, gone when the vault is locked.
//!
//! Must stay true: making and keeping up come in slices, so that the page never stops; what was
//! changed while the index was being made is put in again; nobody finds a record by what they may
//! not read, and when that changes the index is made anew.

use super::open::Open;
use crate::platform::{clock, net};
use find::{Finder, Kind as Weight, Readings};
use leptos::prelude::*;
use model::{
    Access, CUSTOMER, Field, FieldType, Kind, KindNo, Labelled, RecordId, Role, Value, access,
};
use replica::{Replica, Row, Table, Touched};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Rows put in before the browser may draw.
const AT_ONCE: u32 = 100;
/// Runs of characters whose sounds are learned at once.
const RUNS: u32 = 2_000;
/// Bits of a document's number that are the row; the register's number is above them.
const ROW_BITS: u32 = 24;

/// The index, and how far it is.
pub struct Search {
    finder: RefCell<Finder>,
    begun: Cell<bool>,
    working: Cell<bool>,
    /// Counts up with every index, so that work on one before stops.
    turn: Cell<u32>,
    /// Rows to put in again: register and row.
    stale: RefCell<BTreeSet<(KindNo, u32)>>,
    /// Records that were touched, whose rows are not among those yet; and of which registers.
    touched: RefCell<Vec<(Vec<KindNo>, Vec<RecordId>)>>,
    /// Whether everything is in.
    pub ready: ArcRwSignal<bool>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            finder: RefCell::new(Finder::new()),
            begun: Cell::new(false),
            working: Cell::new(false),
            turn: Cell::new(0),
            stale: RefCell::default(),
            touched: RefCell::default(),
            ready: ArcRwSignal::new(false),
        }
    }
}

impl Search {
    /// Drops what was read out of the records.
    pub(super) fn forget(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.working.set(false);
        *self.finder.borrow_mut() = Finder::new();
        self.stale.borrow_mut().clear();
        self.touched.borrow_mut().clear();
    }
}

/// What was found.
pub struct Hit {
    /// Of which register.
    pub kind: &'static Kind,
    /// Which record.
    pub record: RecordId,
}

fn document(kind: KindNo, row: u32) -> Option<u32> {
    (row >> ROW_BITS == 0 && kind.0 < 256).then_some((u32::from(kind.0) << ROW_BITS) | row)
}

fn weight(kind: &Kind, field: &Field) -> Option<Weight> {
    Some(match field.holds {
        _ if field.no == kind.title && field.holds == FieldType::Text => Weight::Name,
        FieldType::Phone | FieldType::Phones => Weight::Phone,
        FieldType::Email | FieldType::Emails => Weight::Email,
        FieldType::Tags => Weight::Tag,
        FieldType::LongText => Weight::Text,
        FieldType::Text if matches!(field.code, "number" | "code" | "wechat") => Weight::Code,
        FieldType::Text => Weight::Tag,
        FieldType::Addresses => Weight::Text,
        FieldType::Ref(no) if no == CUSTOMER.no => Weight::Organisation,
        _ => return None,
    })
}

/// Whether a role finds a record by a field: not by what is masked, or it could be guessed letter
/// by letter.
fn searches(role: Role, field: &Field) -> bool {
    access(role, field.class) >= Access::Read
}

fn put(finder: &mut Finder, replica: &Replica, role: Role, kind: &Kind, row: Row<'_>) {
    let Some(doc) = document(kind.no, row.index()) else {
        return;
    };
    let mut parts: Vec<(Weight, String)> = Vec::new();
    let named = CUSTOMER.field(CUSTOMER.title);
    let named = named.is_some_and(|field| searches(role, field));
    let fields = kind.fields.iter();
    for field in fields.filter(|field| searches(role, field)) {
        let Some(weight) = weight(kind, field) else {
            continue;
        };
        if field.holds.is_set() {
            let all = row.elements(field.no).into_iter();
            parts.extend(all.map(|one| (weight, Labelled::of(one).text.to_owned())));
            continue;
        }
        match row.value(field.no) {
            Value::Text(text) => parts.push((weight, text)),
            Value::Ref(id) if named => {
                let other = replica.get(CUSTOMER.no, id);
                if let Some(name) = other.and_then(|row| row.text(CUSTOMER.title)) {
                    parts.push((weight, name.to_owned()));
                }
            }
            _ => {}
        }
    }
    let parts: Vec<(Weight, &str)> = parts.iter().map(|(w, text)| (*w, text.as_str())).collect();
    // What does not fit is not found; there would have to be hundreds of millions.
    let _ = finder.put(doc, row.index(), &parts);
}

/// How characters are read. Without a network, or on an older server, everything but pinyin is
/// found.
pub(super) async fn readings() -> Option<Readings> {
    let answer = net::send("GET", "/readings.bin", None, None, 20_000).await;
    let readings = answer.filter(|answer| answer.status == 200)?;
    Readings::from_bytes(&readings.body).ok()
}

impl Open {
    /// Begins to make the index, unless it is there or on its way.
    pub fn prepare_search(self: &Rc<Self>) {
        if self.search.begun.replace(true) {
            return;
        }
        let open = self.clone();
        let turn = self.search.turn.get();
        spawn_local(async move {
            let mut slice = clock::Slice::new();
            let role = open.role();
            for kind in model::daily_kinds().filter_map(|kind| open.kind(kind.no)) {
                let mut from = 0;
                if kind.no == CUSTOMER.no {
                    let rows = open.replica().borrow().table(kind.no).map_or(0, Table::len);
                    open.search.finder.borrow_mut().reserve(rows);
                }
                loop {
                    if !open.is_searching(turn) {
                        return;
                    }
                    let to = {
                        let replica = open.replica().borrow();
                        let Some(table) = replica.table(kind.no) else {
                            break;
                        };
                        let mut finder = open.search.finder.borrow_mut();
                        let to = table.end().min(from + AT_ONCE);
                        (from..to)
                            .filter_map(|row| table.at(row))
                            .for_each(|row| put(&mut finder, &replica, role, kind, row));
                        to
                    };
                    if to == from {
                        break;
                    }
                    from = to;
                    slice.pause().await;
                }
            }
            if !open.is_searching(turn) {
                return;
            }
            let _ = open.search.ready.try_set(true);
            open.keep_search_up();
            let Some(readings) = readings().await else {
                return;
            };
            if !open.is_searching(turn) {
                return;
            }
            open.search.finder.borrow_mut().teach(readings);
            while open.is_searching(turn) && !open.search.finder.borrow_mut().learn(RUNS) {
                slice.pause().await;
            }
            if open.is_searching(turn) {
                let _ = open.search.ready.try_set(true);
            }
        });
    }

    /// Whether work on an index is still for the one that is there.
    fn is_searching(&self, turn: u32) -> bool {
        self.is_awake() && self.search.turn.get() == turn
    }

    /// Makes the index anew, if there is one: it was made for other eyes.
    pub(super) fn search_anew(self: &Rc<Self>) {
        if !self.search.begun.replace(false) {
            return;
        }
        self.search.forget();
        let _ = self.search.ready.try_set(false);
        self.prepare_search();
    }

    /// Notes what has to be put in again.
    pub(super) fn note_for_search(self: &Rc<Self>, touched: &Touched) {
        if !self.search.begun.get() {
            return;
        }
        let kinds = model::daily_kinds().map(|kind| kind.no);
        let kinds: Vec<KindNo> = kinds.filter(|no| touched.kinds.contains(no)).collect();
        if !kinds.is_empty() && !touched.records.is_empty() {
            let records = touched.records.clone();
            self.search.touched.borrow_mut().push((kinds, records));
        }
        self.keep_search_up();
    }

    /// Finds the rows of some of the records that were touched.
    fn note_rows(&self) {
        let mut touched = self.search.touched.borrow_mut();
        let Some((kinds, records)) = touched.last_mut() else {
            return;
        };
        let replica = self.replica().borrow();
        let mut stale = self.search.stale.borrow_mut();
        for _ in 0..AT_ONCE {
            let Some(id) = records.pop() else { break };
            for no in kinds.iter() {
                let row = replica.table(*no).and_then(|table| table.row(id));
                stale.extend(row.map(|row| (*no, row)));
                if *no != CUSTOMER.no || row.is_none() {
                    continue;
                }
                // Whatever names a customer is found by their name, too.
                let daily = |no: KindNo| model::daily_kinds().any(|kind| kind.no == no);
                let all = replica.references_to(id).into_iter();
                stale.extend(all.filter(|one| daily(one.kind)).filter_map(|one| {
                    let row = replica.table(one.kind)?.row(one.record)?;
                    Some((one.kind, row))
                }));
            }
        }
        if records.is_empty() {
            touched.pop();
        }
    }

    fn keep_search_up(self: &Rc<Self>) {
        let search = &self.search;
        let nothing = search.stale.borrow().is_empty() && search.touched.borrow().is_empty();
        let idle = search.ready.get_untracked() && !nothing;
        if !idle || search.working.replace(true) {
            return;
        }
        let open = self.clone();
        let turn = search.turn.get();
        spawn_local(async move {
            let mut slice = clock::Slice::new();
            while open.is_searching(turn) {
                while open.is_searching(turn) && !open.search.touched.borrow().is_empty() {
                    open.note_rows();
                    slice.pause().await;
                }
                let some: Vec<(KindNo, u32)> = {
                    let mut stale = open.search.stale.borrow_mut();
                    (0..AT_ONCE).map_while(|_| stale.pop_first()).collect()
                };
                if some.is_empty() {
                    break;
                }
                {
                    let role = open.role();
                    let replica = open.replica().borrow();
                    let mut finder = open.search.finder.borrow_mut();
                    for (no, row) in some {
                        let kind = open.kind(no);
                        let found = replica.table(no).and_then(|table| table.at(row));
                        match (kind, found) {
                            (Some(kind), Some(row)) => put(&mut finder, &replica, role, kind, row),
                            _ => {
                                document(no, row).map(|doc| finder.remove(doc));
                            }
                        }
                    }
                }
                slice.pause().await;
            }
            if open.is_searching(turn) {
                open.search.working.set(false);
                let _ = open.search.ready.try_set(true);
            }
        });
    }

    /// The rows of a register that match what was typed, in no order, with their ranks: less is
    /// better. None when the register is not in the index.
    pub fn matching(&self, kind: KindNo, typed: &str) -> Option<Vec<(u32, u16)>> {
        model::daily_kinds().find(|one| one.no == kind)?;
        let from = document(kind, 0)?;
        let mut finder = self.search.finder.borrow_mut();
        Some(finder.matching(typed, from, from.saturating_add(1 << ROW_BITS)))
    }

    /// The best few for what was typed, and how many there are in all.
    pub fn find(&self, typed: &str, most: usize) -> (Vec<Hit>, usize) {
        let found = self.search.finder.borrow_mut().find(typed, most);
        let replica = self.replica().borrow();
        let hits = found.hits.iter().filter_map(|hit| {
            let no = KindNo(u16::try_from(hit.doc >> ROW_BITS).ok()?);
            let kind = self.kind(no)?;
            let row = replica.table(no)?.at(hit.doc & ((1 << ROW_BITS) - 1))?;
            Some(Hit {
                kind,
                record: row.id(),
            })
        });
        (hits.collect(), found.total as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Channel, DeviceId, Stamp, customer};
    use replica::{Change, Op};

    #[test]
    fn nobody_finds_a_record_by_what_their_role_masks() {
        let mut replica = Replica::default();
        let (kind, record) = (CUSTOMER.no, RecordId([1; 16]));
        let set = |field, text: &str| Op::Set {
            kind,
            record,
            field,
            value: Value::Text(text.to_owned()),
        };
        let change = Change {
            device: DeviceId([9; 16]),
            seq: 1,
            stamp: Stamp::new(1, 0),
            author: RecordId([8; 16]),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops: vec![
                Op::Create { kind, record },
                set(customer::NAME, "Wilhelmina"),
                set(customer::PHONE, "13800138000"),
                set(customer::REGION, "Harbour"),
            ],
            proof: None,
        };
        replica.apply(&change, 0, &mut Touched::default());
        for (role, typed, expected) in [
            (Role::Agent, "wil", 1),
            (Role::Agent, "8000", 1),
            (Role::PrivacyOfficer, "wil", 0),
            (Role::PrivacyOfficer, "wilhelmina", 0),
            (Role::PrivacyOfficer, "8000", 0),
            (Role::PrivacyOfficer, "harb", 1),
        ] {
            let mut finder = Finder::new();
            let row = replica.get(kind, record).unwrap();
            put(&mut finder, &replica, role, &CUSTOMER, row);
            assert_eq!(finder.find(typed, 5).total, expected, "{role:?} {typed}");
        }
    }
}
