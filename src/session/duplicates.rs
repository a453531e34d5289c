//! Who may be in twice: comparable forms of every customer, made when somebody first asks, kept up
//! as customers change, gone when the vault is locked.
//!
//! Must stay true: making and looking through come in slices, so that the page never stops; whom
//! somebody called not the same is not named again.

use super::merging;
use super::open::Open;
use super::search::readings;
use crate::platform::{clock, random};
use dedupe::{Keys, Live, Match, Reason, Reasons, Subject, name_key};
use find::Readings;
use leptos::prelude::*;
use model::{APART, CUSTOMER, Channel, Date, Labelled, RecordId, Value, apart, customer as fields};
use replica::{Op, Replica, Row, Touched};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// From which score on a pair is worth a person's look.
const WORTH: f32 = 0.5;
/// From which score on somebody is named while another is being typed.
const PERHAPS: f32 = 0.3;
/// Rows put in before the browser may draw.
const AT_ONCE: u32 = 100;
/// Pairs weighed before the browser may draw.
const WEIGHED: usize = 2_000;

/// Pairs by the rows of both, the smaller first.
type Found = BTreeMap<(u32, u32), Match>;

/// What is known of everybody, and how far it is.
pub struct Duplicates {
    live: RefCell<Live>,
    readings: RefCell<Option<Readings>>,
    found: RefCell<Option<Found>>,
    begun: Cell<bool>,
    working: Cell<bool>,
    stale: RefCell<BTreeSet<u32>>,
    /// Rows that changed while somebody looked for all pairs.
    moved: RefCell<BTreeSet<u32>>,
    /// Whether everybody is in.
    pub ready: ArcRwSignal<bool>,
    /// How much of it is done, 0 to 1.
    pub share: ArcRwSignal<f64>,
    /// Fires when pairs may have come or gone.
    pub changed: ArcTrigger,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self {
            live: RefCell::default(),
            readings: RefCell::default(),
            found: RefCell::default(),
            begun: Cell::new(false),
            working: Cell::new(false),
            stale: RefCell::default(),
            moved: RefCell::default(),
            ready: ArcRwSignal::new(false),
            share: ArcRwSignal::new(0.0),
            changed: ArcTrigger::new(),
        }
    }
}

impl Duplicates {
    /// Drops what was read out of the records.
    pub(super) fn forget(&self) {
        self.live.take();
        self.readings.take();
        self.found.take();
        self.stale.take();
        self.moved.take();
    }

    /// Weighs some of those anew who changed while somebody looked; false when there are none.
    fn weigh_again(&self, replica: &Replica) -> bool {
        let some: Vec<u32> = {
            let (mut moved, mut stale) = (self.moved.borrow_mut(), self.stale.borrow_mut());
            moved.append(&mut stale);
            (0..AT_ONCE).map_while(|_| moved.pop_first()).collect()
        };
        some.iter().for_each(|row| self.stir(replica, *row));
        !some.is_empty()
    }

    /// Puts a row in again as it is now.
    fn stir(&self, replica: &Replica, row: u32) {
        let mut live = self.live.borrow_mut();
        let mut found = self.found.borrow_mut();
        match &mut *found {
            Some(found) => found.retain(|(a, b), _| *a != row && *b != row),
            None => self.moved.borrow_mut().extend([row]),
        }
        let now = replica.table(CUSTOMER.no).and_then(|table| table.at(row));
        let Some(now) = now else {
            live.remove(row);
            return;
        };
        let keys = keys(now, self.readings.borrow().as_ref());
        if let Some(found) = &mut *found {
            let pairs = live.matches(&keys, Some(row), WORTH).into_iter();
            found.extend(pairs.map(|(other, m)| ((row.min(other), row.max(other)), m)));
        }
        live.put(row, keys);
    }
}

/// What is known of somebody who is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Somebody {
    /// The name.
    pub name: String,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// The year of birth.
    pub birth_year: Option<u16>,
    /// The organisation they belong to.
    pub organisation: Option<RecordId>,
}

/// Somebody who may be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similar {
    /// Who.
    pub customer: RecordId,
    /// How likely, 0 to 1.
    pub score: f32,
    /// Why.
    pub reasons: Reasons,
}

/// Two customers who may be one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The one who was known here first.
    pub a: RecordId,
    /// The other.
    pub b: RecordId,
    /// How likely, 0 to 1.
    pub score: f32,
    /// Why.
    pub reasons: Reasons,
}

/// How a name is read; what is said to a person, such as «Mr», is not.
fn reading(readings: Option<&Readings>, name: &str) -> String {
    let Some(readings) = readings else {
        return String::new();
    };
    let bare = name_key(name);
    let east = bare
        .chars()
        .any(|c| !c.is_ascii() && c.is_alphabetic() && !c.is_lowercase());
    readings.name(if east { &bare } else { name })
}

impl Somebody {
    fn keys(&self, readings: Option<&Readings>) -> Keys {
        let phones: Vec<&str> = self.phones.iter().map(String::as_str).collect();
        let emails: Vec<&str> = self.emails.iter().map(String::as_str).collect();
        let subject = Subject {
            name: &self.name,
            reading: &reading(readings, &self.name),
            phones: &phones,
            emails: &emails,
            birth_year: self.birth_year,
        };
        Keys::of(&subject).of_organisation(self.organisation.map(number))
    }
}

/// A number of its own for an organisation: the random part of its id.
fn number(id: RecordId) -> u64 {
    let [.., a, b, c, d, e, f, g, h] = id.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

fn keys(row: Row<'_>, readings: Option<&Readings>) -> Keys {
    let name = row.text(fields::NAME).unwrap_or_default();
    let all = |one, set| {
        let more = row.elements(set).into_iter();
        let more = more.map(|element| Labelled::of(element).text);
        row.text(one).into_iter().chain(more).collect::<Vec<&str>>()
    };
    let year = row.int(fields::BIRTH_YEAR);
    let born = || row.date(fields::BIRTHDAY).map(|date| date.ymd().0);
    let subject = Subject {
        name,
        reading: &reading(readings, name),
        phones: &all(fields::PHONE, fields::PHONES),
        emails: &all(fields::EMAIL, fields::EMAILS),
        birth_year: year
            .or_else(|| born().map(i64::from))
            .and_then(|year| u16::try_from(year).ok()),
    };
    let organisation = match row.value(fields::ORGANISATION) {
        Value::Ref(id) => Some(number(id)),
        _ => None,
    };
    Keys::of(&subject).of_organisation(organisation)
}

/// The year of a birthday as it is typed.
pub fn birth_year(year: &str, birthday: &str) -> Option<u16> {
    let born = || Date::parse(birthday).and_then(|date| u16::try_from(date.ymd().0).ok());
    year.trim().parse().ok().or_else(born)
}

/// The two that somebody called not the same, the smaller first.
fn apart_pairs(replica: &Replica) -> BTreeSet<(RecordId, RecordId)> {
    let rows = replica.table(APART.no).into_iter().flat_map(|t| t.rows());
    let pair = |row: Row<'_>| match (row.value(apart::ONE), row.value(apart::OTHER)) {
        (Value::Ref(a), Value::Ref(b)) => Some((a.min(b), a.max(b))),
        _ => None,
    };
    rows.filter_map(pair).collect()
}

/// The reasons as they are kept with a merge.
pub fn codes(reasons: Reasons) -> String {
    let all: Vec<&str> = reasons.iter().map(Reason::code).collect();
    all.join(" ")
}

impl Open {
    /// Begins to read everybody, unless that is done or on its way.
    pub fn prepare_duplicates(self: &Rc<Self>) {
        if self.duplicates.begun.replace(true) {
            return;
        }
        let open = self.clone();
        spawn_local(async move {
            let all = &open.duplicates;
            *all.readings.borrow_mut() = readings().await;
            let mut slice = clock::Slice::new();
            let mut from = 0;
            loop {
                if !open.is_awake() {
                    return;
                }
                let (to, end) = {
                    let replica = open.replica().borrow();
                    let Some(table) = replica.table(CUSTOMER.no) else {
                        break;
                    };
                    let to = table.end().min(from + AT_ONCE);
                    (from..to).for_each(|row| all.stir(&replica, row));
                    (to, table.end())
                };
                if to == from {
                    break;
                }
                from = to;
                let _ = all.share.try_set(f64::from(to) / f64::from(end.max(1)));
                slice.pause().await;
            }
            let _ = all.ready.try_set(true);
            open.keep_duplicates_up();
        });
    }

    /// Notes who has to be read again.
    pub(super) fn note_for_duplicates(self: &Rc<Self>, touched: &Touched) {
        let all = &self.duplicates;
        if !all.begun.get() {
            return;
        }
        if touched.kinds.contains(&APART.no) {
            all.changed.notify();
        }
        if !touched.kinds.contains(&CUSTOMER.no) {
            return;
        }
        {
            let replica = self.replica().borrow();
            if let Some(table) = replica.table(CUSTOMER.no) {
                let rows = touched.records.iter().filter_map(|id| table.row(*id));
                all.stale.borrow_mut().extend(rows);
            }
        }
        self.keep_duplicates_up();
    }

    fn keep_duplicates_up(self: &Rc<Self>) {
        let all = &self.duplicates;
        let idle = all.ready.get_untracked() && !all.stale.borrow().is_empty();
        if !idle || all.working.replace(true) {
            return;
        }
        let open = self.clone();
        spawn_local(async move {
            let all = &open.duplicates;
            let mut slice = clock::Slice::new();
            while open.is_awake() {
                let some: Vec<u32> = {
                    let mut stale = all.stale.borrow_mut();
                    (0..AT_ONCE).map_while(|_| stale.pop_first()).collect()
                };
                if some.is_empty() {
                    break;
                }
                {
                    let replica = open.replica().borrow();
                    some.into_iter().for_each(|row| all.stir(&replica, row));
                }
                slice.pause().await;
            }
            all.working.set(false);
            all.changed.notify();
        });
    }

    /// Who may be the same as somebody who is being typed, the likeliest first.
    pub fn similar(&self, somebody: &Somebody) -> Vec<Similar> {
        let all = &self.duplicates;
        let keys = somebody.keys(all.readings.borrow().as_ref());
        let found = all.live.borrow().matches(&keys, None, PERHAPS);
        let replica = self.replica().borrow();
        let table = replica.table(CUSTOMER.no);
        let similar = found.into_iter().filter_map(|(row, found)| {
            Some(Similar {
                customer: table?.at(row)?.id(),
                score: found.score,
                reasons: found.reasons,
            })
        });
        similar.collect()
    }

    /// Looks for all pairs, unless they are known. `on` hears how much of it is done, 0 to 1.
    /// False when it was stopped.
    pub async fn look_for_pairs(self: &Rc<Self>, on: impl Fn(f64), cancelled: &Cell<bool>) -> bool {
        self.prepare_duplicates();
        let all = &self.duplicates;
        // Reading everybody is half of it, looking through is the other.
        while !all.ready.get_untracked() {
            if cancelled.get() || !self.is_awake() {
                return false;
            }
            on(all.share.get_untracked() / 2.0);
            clock::sleep(30).await;
        }
        if all.found.borrow().is_some() {
            return true;
        }
        // From here on it is noted who changes.
        all.moved.take();
        let mut pairs = Found::new();
        let mut slice = clock::Slice::new();
        let mut from = Some(0);
        while let Some(at) = from {
            if cancelled.get() || !self.is_awake() {
                return false;
            }
            from = all.live.borrow().step(at, WEIGHED, WORTH, |a, b, found| {
                pairs.insert((a, b), found);
            });
            on(0.5 + Live::share(at) / 2.0);
            slice.pause().await;
        }
        // Who changed meanwhile may have been weighed as they were: once more. Who changes from
        // here on is weighed against what was found.
        all.found.borrow_mut().get_or_insert(pairs);
        while all.weigh_again(&self.replica().borrow()) {
            if !self.is_awake() {
                return false;
            }
            slice.pause().await;
        }
        true
    }

    /// The pairs that were found, the likeliest first, without those that somebody called not the
    /// same; none before anybody looked for them.
    pub fn pairs(&self) -> Option<Vec<Pair>> {
        let found = self.duplicates.found.borrow();
        let found = found.as_ref()?;
        let replica = self.replica().borrow();
        let apart = apart_pairs(&replica);
        let table = replica.table(CUSTOMER.no);
        let pair = |(&(a, b), found): (&(u32, u32), &Match)| {
            let (a, b) = (table?.at(a)?.id(), table?.at(b)?.id());
            let known = apart.contains(&(a.min(b), a.max(b)));
            (!known).then_some(Pair {
                a,
                b,
                score: found.score,
                reasons: found.reasons,
            })
        };
        let mut all: Vec<Pair> = found.iter().filter_map(pair).collect();
        // Equals keep their order.
        all.sort_by(|x, y| y.score.total_cmp(&x.score));
        Some(all)
    }

    /// Notes that two customers are not the same.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn call_apart(
        self: &Rc<Self>,
        one: RecordId,
        other: RecordId,
    ) -> Result<(), super::Failure> {
        let record = random::record_id();
        let set = |field, value| Op::Set {
            kind: APART.no,
            record,
            field,
            value,
        };
        let ops = vec![
            Op::Create {
                kind: APART.no,
                record,
            },
            set(apart::ONE, Value::Ref(one)),
            set(apart::OTHER, Value::Ref(other)),
            set(apart::BY, Value::Ref(self.identity().author)),
            set(apart::AT, Value::Instant(clock::now())),
        ];
        self.save(Channel::Desk, ops).await
    }

    /// Takes back that two customers are not the same.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn call_together(
        self: &Rc<Self>,
        one: RecordId,
        other: RecordId,
    ) -> Result<(), super::Failure> {
        let ops = {
            let replica = self.replica().borrow();
            let both = [one, other];
            let named = |row: &Row<'_>, field| match row.value(field) {
                Value::Ref(id) => both.contains(&id),
                _ => false,
            };
            let rows = replica.table(APART.no).into_iter().flat_map(|t| t.rows());
            rows.filter(|row| named(row, apart::ONE) && named(row, apart::OTHER))
                .map(|row| Op::Delete { record: row.id() })
                .collect()
        };
        self.save(Channel::Desk, ops).await
    }

    /// The merges that stand, the latest first.
    pub fn merges(&self) -> Vec<merging::Merge> {
        merging::merges(&self.replica().borrow())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DeviceId, Stamp};
    use replica::Change;

    fn id(n: u8) -> RecordId {
        RecordId([n; 16])
    }

    fn apply(replica: &mut Replica, seq: u64, ops: Vec<Op>) {
        let change = Change {
            device: DeviceId([1; 16]),
            seq,
            stamp: Stamp::new(seq, 0),
            author: id(9),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops,
            proof: None,
        };
        replica.apply(&change, 0, &mut Touched::default());
    }

    fn called(n: u8, name: &str, phone: &str) -> Vec<Op> {
        let (kind, record) = (CUSTOMER.no, id(n));
        let set = |field, value: &str| Op::Set {
            kind,
            record,
            field,
            value: Value::Text(value.into()),
        };
        vec![
            Op::Create { kind, record },
            set(fields::NAME, name),
            set(fields::PHONE, phone),
        ]
    }

    #[test]
    fn who_changes_while_somebody_looks_is_weighed_as_they_have_become() {
        let mut replica = Replica::default();
        let people = [
            ("王小芳", "13800138001"),
            ("李国强", "13900139002"),
            ("李国强", "13900139002"),
        ];
        for (n, (name, phone)) in (1..).zip(people) {
            apply(&mut replica, n.into(), called(n, name, phone));
        }
        let all = Duplicates::default();
        (0..3).for_each(|row| all.stir(&replica, row));
        all.moved.take();
        // Somebody has looked through everybody by now: the second and the third are one.
        let mut pairs = Found::new();
        let end = all.live.borrow().step(0, usize::MAX, WORTH, |a, b, found| {
            pairs.insert((a, b), found);
        });
        assert_eq!((end, pairs.len()), (None, 1));
        // Meanwhile the third has become the first, and was read again at once.
        let ops = called(3, "王小芳", "13800138001").split_off(1);
        apply(&mut replica, 9, ops);
        all.stir(&replica, 2);
        all.found.borrow_mut().get_or_insert(pairs);
        while all.weigh_again(&replica) {}
        let found = all.found.borrow();
        let found: Vec<(u32, u32)> = found.iter().flatten().map(|(pair, _)| *pair).collect();
        assert_eq!(found, [(0, 2)]);
    }
}
