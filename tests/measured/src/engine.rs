//! The seam: what the benchmark asks of the store, in the crates' own terms.
//!
//! Must stay true: an import has ended when all of it is on the disk (strict) and applied; an
//! engine that was opened answers questions; work on the main thread comes in slices, as in the
//! app. This is the one file that changes when the store does.
//!
//! Must not know: JavaScript, timing, peers.

use crate::browser::{Random, breathe, now, wall_ms};
use crate::rows::{Customer, Response};
use engine::{Host, Identity};
use model::{BatchId, CUSTOMER, Channel, DeviceId, RecordId, Value, customer};
use replica::{Op, Respond};
use std::cell::Cell;
use std::rc::Rc;
use store::{IndexedDb, Store};
use vault::{DataKey, Entropy, Keyring};

/// Who works here.
const IDENTITY: Identity = Identity {
    device: DeviceId([7; 16]),
    author: RecordId([8; 16]),
};
const BATCH: BatchId = BatchId([9; 16]);
/// How long work goes on before it lets others run, in milliseconds, as in the app.
const SLICE: f64 = 12.0;

/// Why something could not be done: a stable code.
pub type Code = &'static str;

/// The browser as the engine sees it.
#[derive(Debug, Default)]
struct Browser {
    since: Cell<f64>,
}

impl Host for Browser {
    fn now_ms(&self) -> u64 {
        wall_ms()
    }

    fn fill(&self, out: &mut [u8]) {
        Random.fill(out);
    }

    fn is_tired(&self) -> bool {
        now() - self.since.get() > SLICE
    }

    async fn rest(&self) {
        breathe().await;
        self.since.set(now());
    }
}

/// A database that is open, with all of it in memory.
pub struct Engine {
    inner: engine::Engine<IndexedDb, Browser>,
}

impl Engine {
    /// A new, empty database.
    pub async fn make(name: &str, key: DataKey) -> Result<Self, Code> {
        IndexedDb::remove(name).await.map_err(|e| e.code())?;
        let engine = Self::open(name, key).await?;
        let named = engine.inner.set_identity(IDENTITY).await;
        named.map_err(|e| e.code())?;
        Ok(engine)
    }

    /// From the data key at hand to queryable.
    pub async fn open(name: &str, key: DataKey) -> Result<Self, Code> {
        let database = IndexedDb::open(name).await.map_err(|e| e.code())?;
        let store = Store::new(database, Rc::new(Keyring::single(key)), name);
        let host = Browser::default();
        host.since.set(now());
        let inner = engine::Engine::open(store, host, |_| ()).await;
        let inner = inner.map_err(|e| e.code())?;
        if !inner.damage().is_empty() {
            return Err("measured.damage");
        }
        Ok(Self { inner })
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
        self.inner.fold().await.map(drop).map_err(|e| e.code())
    }

    /// Saves one edit of one customer: durable (strict) and applied when it has ended.
    pub async fn save_one(&mut self, index: u32, region: String) -> Result<(), Code> {
        let ops = {
            let replica = self.inner.replica().borrow();
            let table = replica.table(CUSTOMER.no).ok_or("measured.empty")?;
            let row = table.at(index).ok_or("measured.no_such_row")?;
            vec![set(row.id(), customer::REGION, Value::Text(region))]
        };
        let saved = self.inner.save(Channel::App, ops).await;
        saved.map(drop).map_err(|e| e.code())
    }

    /// How many customers can be queried.
    pub fn customers(&self) -> usize {
        let replica = self.inner.replica().borrow();
        replica.table(CUSTOMER.no).map_or(0, replica::Table::len)
    }

    /// How many answers there are, and the mean of those to the last question.
    pub fn answers(&self) -> (usize, f64) {
        let replica = self.inner.replica().borrow();
        let Some(responses) = replica.responses(survey::ETHICS_ID) else {
            return (0, f64::NAN);
        };
        let (mut answered, mut sum, mut count) = (0, 0.0, 0.0);
        for question in 1..=crate::doorway::LAST_QUESTION {
            (sum, count) = (0.0, 0.0);
            responses.each_number(question, |number| {
                if !number.is_nan() {
                    answered += 1;
                    sum += number;
                    count += 1.0;
                }
            });
        }
        (answered, sum / count)
    }

    /// Lets go of everything.
    pub fn lock(self) {
        self.inner.close();
    }

    async fn import(&mut self, actions: impl Iterator<Item = Vec<Op>>) -> Result<(), Code> {
        let mut bulk = self.inner.bulk(Channel::Import, BATCH);
        for ops in actions {
            bulk.add(ops).await.map_err(|e| e.code())?;
        }
        bulk.finish().await.map(drop).map_err(|e| e.code())
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
