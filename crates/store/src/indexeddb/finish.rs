//! The end of a transaction, and what has to be decided inside it.

use super::errors::{by_name, plain};
use super::number;
use crate::{Area, Mark, StoreError};
use futures::channel::oneshot;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::transaction::Transaction;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Hears of an event.
type OnEvent = Closure<dyn FnMut(web_sys::Event)>;

/// Waits for the end of a transaction that commits by itself once its requests are done.
///
/// Not by the library's `commit`: the caller may be busy when the requests are done, and by the
/// time it is asked again the transaction has committed already. So what has to be decided in
/// between is decided in the events themselves.
pub struct Finish {
    raw: web_sys::IdbTransaction,
    ended: oneshot::Receiver<bool>,
    _on_end: [Closure<dyn FnMut()>; 2],
    on_read: RefCell<Vec<OnEvent>>,
    behind: Rc<Cell<bool>>,
}

impl Finish {
    pub fn of(tx: &Transaction<'_>) -> Self {
        let raw: web_sys::IdbTransaction = tx.as_sys().clone().unchecked_into();
        let (tell, ended) = oneshot::channel();
        let tell = Rc::new(Cell::new(Some(tell)));
        let ending = |whole: bool| {
            let tell = tell.clone();
            Closure::<dyn FnMut()>::new(move || {
                if let Some(tell) = tell.take() {
                    let _ = tell.send(whole);
                }
            })
        };
        let on_end = [ending(true), ending(false)];
        for (name, closure) in ["complete", "abort"].iter().zip(&on_end) {
            let closure = closure.as_ref().unchecked_ref();
            let _ = raw.add_event_listener_with_callback(name, closure);
        }
        Self {
            raw,
            ended,
            _on_end: on_end,
            on_read: RefCell::default(),
            behind: Rc::new(Cell::new(false)),
        }
    }

    /// Aborts unless the log ends right before this number.
    pub fn expect_end(&self, tx: &Transaction<'_>, next: u32) -> Result<(), StoreError> {
        let refused = |_| StoreError::Failed("range".to_owned());
        let objects = tx.object_store(Area::Log.name()).map_err(plain)?;
        let objects: web_sys::IdbObjectStore = objects.as_sys().clone().unchecked_into();
        let last = JsValue::from_f64(f64::from(next) - 1.0);
        let range = web_sys::IdbKeyRange::lower_bound(&last).map_err(refused)?;
        let request = objects.get_all_keys_with_key(&range).map_err(refused)?;
        let (raw, behind) = (self.raw.clone(), self.behind.clone());
        let on_keys = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let request = event
                .target()
                .and_then(|t| t.dyn_into::<web_sys::IdbRequest>().ok());
            let keys = request
                .and_then(|r| r.result().ok())
                .and_then(|keys| keys.dyn_into::<js_sys::Array>().ok())
                .unwrap_or_default();
            let end = keys.iter().last().and_then(|key| key.as_f64());
            let follows = match end {
                None => next == 1,
                Some(end) => number(end).saturating_add(1) == next,
            };
            if !follows {
                behind.set(true);
                let _ = raw.abort();
            }
        });
        request.set_onsuccess(Some(on_keys.as_ref().unchecked_ref()));
        self.on_read.borrow_mut().push(on_keys);
        Ok(())
    }

    /// Aborts unless these very bytes are under that name.
    pub fn expect_mark(
        &self,
        tx: &Transaction<'_>,
        (area, name, bytes): &Mark,
    ) -> Result<(), StoreError> {
        let refused = |_| StoreError::Failed("mark".to_owned());
        let objects = tx.object_store(area.name()).map_err(plain)?;
        let objects: web_sys::IdbObjectStore = objects.as_sys().clone().unchecked_into();
        let request = objects.get(&JsValue::from_str(name)).map_err(refused)?;
        let (raw, behind, bytes) = (self.raw.clone(), self.behind.clone(), bytes.clone());
        let on_value = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let request = event
                .target()
                .and_then(|t| t.dyn_into::<web_sys::IdbRequest>().ok());
            let found = request
                .and_then(|r| r.result().ok())
                .and_then(|value| value.dyn_into::<js_sys::Uint8Array>().ok());
            // Aborted already, perhaps, because of where the log ends.
            if found.is_none_or(|found| found.to_vec() != bytes) && !behind.replace(true) {
                let _ = raw.abort();
            }
        });
        request.set_onsuccess(Some(on_value.as_ref().unchecked_ref()));
        self.on_read.borrow_mut().push(on_value);
        Ok(())
    }

    pub async fn done(self) -> Result<(), StoreError> {
        let whole = self.ended.await.unwrap_or(false);
        if whole {
            return Ok(());
        }
        if self.behind.get() {
            return Err(StoreError::Behind);
        }
        Err(match self.raw.error() {
            Some(cause) => by_name(&cause.name()),
            None => StoreError::Closed,
        })
    }
}
