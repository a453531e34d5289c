//! What the page can call: [`Candor`] itself, and the rows for its peers. Times are taken here,
//! from the call to the end of the work.

use crate::browser::now;
use crate::engine::{Code, Engine};
use crate::rows::Rows;
use js_sys::{Object, Reflect};
use vault::DataKey;
use wasm_bindgen::prelude::*;

/// The number of the form's last question, which everybody answers.
pub const LAST_QUESTION: u16 = 13;

/// The rows of a run, for the peers.
#[wasm_bindgen]
pub struct Input(Rows);

#[wasm_bindgen]
impl Input {
    /// Makes the rows of so many customers.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32, customers: u32) -> Self {
        Self(Rows::new(u64::from(seed), customers))
    }

    /// Customers as JSON, from one index up to another.
    #[wasm_bindgen(js_name = customersJson)]
    pub fn customers_json(&self, from: usize, to: usize) -> String {
        self.0.customers_json(from, to)
    }

    /// Responses as JSON, from one index up to another.
    #[wasm_bindgen(js_name = responsesJson)]
    pub fn responses_json(&self, from: usize, to: usize) -> String {
        self.0.responses_json(from, to)
    }
}

/// A sealed database that is open.
#[wasm_bindgen]
pub struct Candor {
    engine: Engine,
    seed: u32,
    rows: Rows,
    opened: Opened,
}

#[derive(Clone, Copy, Default)]
struct Opened {
    ms: f64,
    customers: usize,
    answers: usize,
    mean: f64,
}

#[wasm_bindgen]
impl Candor {
    /// A fresh database; what is prepared for it follows from the seed.
    pub async fn make(name: String, seed: u32) -> Result<Self, JsError> {
        let engine = Engine::make(&name, key()).await.map_err(failed)?;
        Ok(Self {
            engine,
            seed,
            rows: Rows::default(),
            opened: Opened::default(),
        })
    }

    /// Makes the input in memory: so many customers, and at most one response of each.
    pub fn prepare(&mut self, customers: u32, responses: usize) {
        self.rows = Rows::new(u64::from(self.seed), customers);
        self.rows.responses.truncate(responses);
    }

    /// From rows in memory to durable (strict) and applied, in milliseconds.
    #[wasm_bindgen(js_name = importCustomers)]
    pub async fn import_customers(&mut self) -> Result<f64, JsError> {
        let rows = std::mem::take(&mut self.rows.customers);
        let start = now();
        self.engine.import_customers(rows).await.map_err(failed)?;
        Ok(now() - start)
    }

    /// From rows in memory to durable (strict) and applied, in milliseconds.
    #[wasm_bindgen(js_name = importResponses)]
    pub async fn import_responses(&mut self) -> Result<f64, JsError> {
        let rows = std::mem::take(&mut self.rows.responses);
        let start = now();
        self.engine.import_responses(rows).await.map_err(failed)?;
        Ok(now() - start)
    }

    /// The work of a quiet moment, in milliseconds.
    pub async fn fold(&mut self) -> Result<f64, JsError> {
        let start = now();
        self.engine.fold().await.map_err(failed)?;
        Ok(now() - start)
    }

    /// Opens a database that was made before: from the data key at hand to queryable. A count and
    /// a mean are read before the clock stops, so that nothing can be put off.
    pub async fn open(name: String) -> Result<Self, JsError> {
        let key = key();
        let start = now();
        let engine = Engine::open(&name, key).await.map_err(failed)?;
        let customers = engine.customers();
        let (answers, mean) = engine.answers();
        let ms = now() - start;
        Ok(Self {
            engine,
            seed: 0,
            rows: Rows::default(),
            opened: Opened {
                ms,
                customers,
                answers,
                mean,
            },
        })
    }

    /// How opening went: `{ ms, customers, answers, mean }`.
    #[allow(clippy::cast_precision_loss)]
    pub fn opened(&self) -> Object {
        let all = Object::new();
        let parts = [
            ("ms", self.opened.ms),
            ("customers", self.opened.customers as f64),
            ("answers", self.opened.answers as f64),
            ("mean", self.opened.mean),
        ];
        for (name, value) in parts {
            let _ = Reflect::set(&all, &name.into(), &value.into());
        }
        all
    }

    /// Saves one edit of the customer at this index, strict, in milliseconds.
    #[wasm_bindgen(js_name = saveOne)]
    pub async fn save_one(&mut self, index: u32, region: String) -> Result<f64, JsError> {
        let start = now();
        self.engine.save_one(index, region).await.map_err(failed)?;
        Ok(now() - start)
    }

    /// Lets go of keys and data.
    pub fn lock(self) {
        self.engine.lock();
    }
}

/// Bytes of WebAssembly memory.
#[wasm_bindgen(js_name = wasmBytes)]
pub fn wasm_bytes() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}

/// The key of every benchmark: what is measured begins with the data key at hand.
fn key() -> DataKey {
    DataKey::from_bytes([42; 32])
}

fn failed(code: Code) -> JsError {
    JsError::new(code)
}
