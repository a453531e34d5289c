//! The seam: what the benchmark asks of the store, in the crates' own terms.
//!
//! Must stay true: an import has ended when all of it is on the disk (strict) and applied; an
//! engine that was opened answers questions; work on the main thread comes in slices, as in the
//! app. This is the one file that changes when the store does.
//!
//! Must not know: JavaScript, timing, peers.

use crate::browser::{Random, Slice, breathe, wall_ms};
use crate::rows::{Customer, Response};
use model::{BatchId, CUSTOMER, Channel, DeviceId, RecordId, Value, customer};
use replica::{Change, Entry, Op, Replica, Respond, Touched};
use std::rc::Rc;
use store::{Durability, IndexedDb, Store};
use vault::DataKey;

/// Most changes in one journal entry, as in the app.
const CHUNK: usize = 500;
/// Most operations in one journal entry.
const WEIGHT: usize = 4_000;
/// Who works here.
const DEVICE: DeviceId = DeviceId([7; 16]);
const AUTHOR: RecordId = RecordId([8; 16]);
const BATCH: BatchId = BatchId([9; 16]);

/// Why something could not be done: a stable code.
pub type Code = &'static str;

/// A database that is open, with all of it in memory.
pub struct Engine {
    store: Store<IndexedDb>,
    replica: Replica,
}

impl Engine {
    /// A new, empty database.
    pub async fn make(name: &str, key: DataKey) -> Result<Self, Code> {
        IndexedDb::remove(name).await.map_err(|e| e.code())?;
        Self::open(name, key).await
    }

    /// From the data key at hand to queryable.
    pub async fn open(name: &str, key: DataKey) -> Result<Self, Code> {
        let database = IndexedDb::open(name).await.map_err(|e| e.code())?;
        let mut engine = Self {
            store: Store::new(database, Rc::new(key), name),
            replica: Replica::default(),
        };
        let mut loaded = engine.store.load().await.map_err(|e| e.code())?;
        let mut slice = Slice::new();
        while let Some(payloads) = engine.store.next(&mut loaded) {
            for payload in payloads.map_err(|e| e.code())? {
                let entry = replica::decode_entry(&payload).map_err(|_| "replica.codec")?;
                engine.learn(&entry);
                slice.pause().await;
            }
        }
        Ok(engine)
    }

    /// Imports customers: durable and applied when it has ended.
    pub async fn import_customers(&mut self, rows: Vec<Customer>) -> Result<(), Code> {
        self.import(rows.into_iter().map(customer_ops)).await
    }

    /// Imports responses: durable and applied when it has ended.
    pub async fn import_responses(&mut self, rows: Vec<Response>) -> Result<(), Code> {
        self.import(rows.into_iter().map(response_ops)).await
    }

    /// Does the work that the app leaves for a quiet moment.
    pub async fn fold(&mut self) -> Result<(), Code> {
        let mut slice = Slice::new();
        let folded = self
            .store
            .fold_if_long(&mut Random, async || slice.pause().await)
            .await;
        folded.map(drop).map_err(|e| e.code())
    }

    /// Saves one edit of one customer: durable (strict) and applied when it has ended.
    pub async fn save_one(&mut self, index: u32, region: String) -> Result<(), Code> {
        let table = self.replica.table(CUSTOMER.no).ok_or("measured.empty")?;
        let row = table.at(index).ok_or("measured.no_such_row")?;
        let ops = vec![set(row.id(), customer::REGION, Value::Text(region))];
        let seq = self.replica.next_seq(DEVICE);
        let change = self.change(seq, Channel::App, None, ops);
        self.keep(vec![change], Durability::Strict).await
    }

    /// How many customers can be queried.
    pub fn customers(&self) -> usize {
        self.replica
            .table(CUSTOMER.no)
            .map_or(0, |t| t.rows().count())
    }

    /// How many answers there are, and the mean of those to the last question.
    pub fn answers(&self) -> (usize, f64) {
        let Some(responses) = self.replica.responses(survey::ETHICS_ID) else {
            return (0, f64::NAN);
        };
        let numbers = |question| {
            responses
                .numbers(question)
                .into_iter()
                .filter(|n| !n.is_nan())
        };
        let all = (1..=crate::doorway::LAST_QUESTION).map(|no| numbers(no).count());
        let (sum, count) = numbers(crate::doorway::LAST_QUESTION)
            .fold((0.0, 0.0), |(sum, count), n| (sum + n, count + 1.0));
        (all.sum(), sum / count)
    }

    /// Lets go of everything.
    pub fn lock(self) {
        self.store.backend().close();
    }

    async fn import(
        &mut self,
        actions: impl ExactSizeIterator<Item = Vec<Op>>,
    ) -> Result<(), Code> {
        let mut left = actions.len();
        let first = self.replica.next_seq(DEVICE);
        let mut waiting = Vec::new();
        let mut weight = 0;
        for (seq, ops) in (first..).zip(actions) {
            left -= 1;
            weight += ops.len();
            waiting.push(self.change(seq, Channel::Import, Some(BATCH), ops));
            if left == 0 {
                self.keep(std::mem::take(&mut waiting), Durability::Strict)
                    .await?;
            } else if waiting.len() >= CHUNK || weight >= WEIGHT {
                weight = 0;
                self.keep(std::mem::take(&mut waiting), Durability::Relaxed)
                    .await?;
                breathe().await;
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        seq: u64,
        channel: Channel,
        batch: Option<BatchId>,
        ops: Vec<Op>,
    ) -> Change {
        Change {
            device: DEVICE,
            seq,
            stamp: self.replica.clock().tick(wall_ms()),
            author: AUTHOR,
            channel,
            seen: 0,
            batch,
            ops,
        }
    }

    async fn keep(&mut self, changes: Vec<Change>, durability: Durability) -> Result<(), Code> {
        let entry = Entry::Made(changes);
        let bytes = replica::encode_entry(&entry);
        self.store
            .append(&[bytes], durability, &mut Random)
            .await
            .map_err(|e| e.code())?;
        self.learn(&entry);
        Ok(())
    }

    fn learn(&mut self, entry: &Entry) {
        if let Entry::Made(changes) = entry {
            let mut touched = Touched::default();
            for change in changes {
                self.replica.apply(change, 0, &mut touched);
            }
        }
    }
}

fn set(record: RecordId, field: model::FieldNo, value: Value) -> Op {
    Op::Set {
        kind: CUSTOMER.no,
        record,
        field,
        value,
    }
}

fn customer_ops(row: Customer) -> Vec<Op> {
    let kind = CUSTOMER.no;
    let record = row.id;
    let mut ops = Vec::with_capacity(12 + row.tags.len());
    ops.push(Op::Create { kind, record });
    ops.extend(
        [
            (customer::NAME, Value::Text(row.name)),
            (customer::KIND, Value::Choice(row.kind)),
            (customer::PHONE, Value::Text(row.phone)),
            (customer::EMAIL, Value::Text(row.email)),
            (customer::REGION, Value::Text(row.region)),
            (customer::BIRTH_YEAR, Value::Int(row.birth_year)),
            (customer::SEX, Value::Choice(row.sex)),
            (customer::SINCE, Value::Date(row.since)),
            (customer::ACQUIRED, Value::Choice(row.acquired)),
            (customer::NOTES, Value::Text(row.notes)),
            (customer::NUMBER, Value::Text(row.number)),
        ]
        .map(|(field, value)| set(record, field, value)),
    );
    ops.extend(row.tags.into_iter().map(|element| Op::Add {
        kind,
        record,
        field: customer::TAGS,
        element,
    }));
    ops
}

fn response_ops(row: Response) -> Vec<Op> {
    let answers = row.answers.into_iter();
    vec![Op::Respond(Box::new(Respond {
        id: row.id,
        form: row.form,
        version: row.version,
        subject: Some(row.customer),
        taken_at: row.taken_at,
        consent: None,
        supersedes: None,
        answers: answers.map(|(no, n)| (no, Value::Int(n))).collect(),
    }))]
}
