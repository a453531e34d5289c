//! The worker: started when it is asked something, ended when it is stopped, broke or rests.
//!
//! Must stay true: every request gets an answer or is dropped with the worker; an ended worker
//! holds nothing.

use super::{BROKEN, STOPPED, Trouble, UNAVAILABLE, number, text};
use crate::platform::{clock, document};
use futures::channel::oneshot::{Receiver, Sender, channel};
use futures::future::{Either, select};
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// How long a worker waits for more, in milliseconds.
const IDLE: u32 = 30_000;
/// How often it is looked whether somebody wants to stop, in milliseconds.
const GLANCE: u32 = 100;

type Answer = Result<Array, Trouble>;

struct Office {
    worker: Worker,
    waiting: BTreeMap<u32, Sender<Answer>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

thread_local! {
    static OFFICE: RefCell<Option<Office>> = const { RefCell::new(None) };
    /// The number of the last request.
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Ends the worker, and with it whatever it is doing.
fn end() -> BTreeMap<u32, Sender<Answer>> {
    let office = OFFICE.take();
    office
        .map(|mut office| std::mem::take(&mut office.waiting))
        .unwrap_or_default()
}

/// Ends the worker unless it is asked something: what it read is gone then. A new request starts
/// another.
pub fn rest() {
    let idle = OFFICE.with_borrow(|office| {
        let waiting = office.as_ref().map(|office| &office.waiting);
        waiting.is_some_and(BTreeMap::is_empty)
    });
    if idle {
        drop(end());
    }
}

/// Asks the worker for something, hands the bytes over and waits. Whoever stops one request ends
/// the worker; others that it had are stopped too.
pub async fn ask(what: &str, bytes: Uint8Array, rest: &[JsValue], stop: &Cell<bool>) -> Answer {
    if stop.get() {
        return Err(Trouble::new(STOPPED));
    }
    let unavailable = || Trouble::new(UNAVAILABLE);
    let id = LAST.get().wrapping_add(1);
    LAST.set(id);
    let request = Array::of3(&id.into(), &what.into(), &bytes);
    for more in rest {
        request.push(more);
    }
    let handed = Array::of1(&bytes.buffer());
    let mut told = post(id, &request, &handed).ok_or_else(unavailable)?;
    let answer = loop {
        match select(told, Box::pin(clock::sleep(GLANCE))).await {
            Either::Left((answer, _)) => break answer.unwrap_or(Err(Trouble::new(STOPPED))),
            Either::Right(((), waiting)) if !stop.get() => told = waiting,
            Either::Right(_) => {
                drop(end());
                return Err(Trouble::new(STOPPED));
            }
        }
    };
    if answer.as_ref().is_err_and(|why| why.code == BROKEN) {
        drop(end());
    }
    spawn_local(async move {
        clock::sleep(IDLE).await;
        if LAST.get() == id {
            drop(end());
        }
    });
    answer
}

fn post(id: u32, request: &Array, handed: &Array) -> Option<Receiver<Answer>> {
    OFFICE.with_borrow_mut(|office| {
        if office.is_none() {
            *office = start();
        }
        let office = office.as_mut()?;
        let (tell, told) = channel();
        office
            .worker
            .post_message_with_transfer(request, handed)
            .ok()?;
        office.waiting.insert(id, tell);
        Some(told)
    })
}

fn start() -> Option<Office> {
    let url = document()?
        .query_selector("meta[name=candor-office]")
        .ok()??
        .get_attribute("content")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&url, &options).ok()?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let Ok(said) = event.data().dyn_into::<Array>() else {
            return;
        };
        let tell = OFFICE.with_borrow_mut(|office| {
            let waiting = &mut office.as_mut()?.waiting;
            waiting.remove(&number(&said, 0))
        });
        let answer = said.get(1).dyn_into::<Array>().map_err(|_| Trouble {
            code: text(&said, 2),
            line: number(&said, 3),
        });
        if let Some(tell) = tell {
            let _ = tell.send(answer);
        }
    });
    let on_error = Closure::<dyn FnMut(JsValue)>::new(|_| {
        // Not from inside the closure that would be dropped.
        spawn_local(async {
            for (_, tell) in end() {
                let _ = tell.send(Err(Trouble::new(UNAVAILABLE)));
            }
        });
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Some(Office {
        worker,
        waiting: BTreeMap::new(),
        _on_message: on_message,
        _on_error: on_error,
    })
}
