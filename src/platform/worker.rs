//! The same module in a worker, for arithmetic that would hold up the screen: Argon2id.
//!
//! A worker lives for one derivation: its 64 MiB go with it.

use js_sys::{Array, Uint8Array};
use vault::{KdfParams, KeyEncryptionKey};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Answers derivations if this is a worker; false in a page.
pub fn serve_if_worker() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return false;
    };
    let answer = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let key = work(&event.data());
        let reply = key.map_or(JsValue::NULL, |key| {
            Uint8Array::from(key.expose().as_slice()).into()
        });
        let _ = answer.post_message(&reply);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&"ready".into());
    true
}

fn work(job: &JsValue) -> Option<KeyEncryptionKey> {
    let job: &Array = job.dyn_ref()?;
    let passphrase = job.get(0).as_string()?;
    let salt: [u8; 16] = job
        .get(1)
        .dyn_into::<Uint8Array>()
        .ok()?
        .to_vec()
        .try_into()
        .ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = |at| job.get(at).as_f64().map(|n| n as u32);
    let params = KdfParams::new(number(2)?, number(3)?, number(4)?).ok()?;
    vault::derive(&passphrase, &salt, params).ok()
}

/// Derives the key of a passphrase off the frame.
pub async fn derive(
    passphrase: &str,
    salt: [u8; 16],
    params: KdfParams,
) -> Option<KeyEncryptionKey> {
    let normal = js_sys::JsString::from(passphrase).normalize("NFKC");
    let job = Array::of5(
        &normal,
        &Uint8Array::from(salt.as_slice()),
        &f64::from(params.memory_kib()).into(),
        &f64::from(params.passes()).into(),
        &f64::from(params.lanes()).into(),
    );
    match in_worker(&job).await {
        Some(key) => Some(key),
        // A browser without module workers: slower to the eye, the same to the vault.
        None => work(&job),
    }
}

async fn in_worker(job: &Array) -> Option<KeyEncryptionKey> {
    let url = super::document()?
        .query_selector("meta[name=candor-worker]")
        .ok()??
        .get_attribute("content")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&url, &options).ok()?;
    let (tell, told) = futures::channel::oneshot::channel::<Option<KeyEncryptionKey>>();
    let tell = std::rc::Rc::new(std::cell::RefCell::new(Some(tell)));
    let on_message = {
        let (tell, worker, job) = (tell.clone(), worker.clone(), job.clone());
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_string().as_deref() == Some("ready") {
                let _ = worker.post_message(&job);
                return;
            }
            let key = data.dyn_into::<Uint8Array>().ok().and_then(|bytes| {
                let raw: [u8; 32] = bytes.to_vec().try_into().ok()?;
                Some(KeyEncryptionKey::from_bytes(raw))
            });
            if let Some(tell) = tell.borrow_mut().take() {
                let _ = tell.send(key);
            }
        })
    };
    let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        if let Some(tell) = tell.borrow_mut().take() {
            let _ = tell.send(None);
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let key = told.await.ok().flatten();
    worker.terminate();
    key
}
