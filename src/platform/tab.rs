//! One tab at a time writes: a Web Lock held for as long as the vault is open here.
//!
//! Must stay true: two tabs never hold the vault at once; a tab that loses it is told.

use super::window;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "candor-vault";
/// How often a lock that is taken is asked for, and how long apart.
const TRIES: u32 = 5;
const PAUSE_MS: u32 = 250;

fn request(options: &Object, held: &Closure<dyn FnMut(JsValue) -> JsValue>) -> Option<Promise> {
    let navigator = window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into())
        .ok()
        .filter(|l| !l.is_undefined())?;
    let ask = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into::<Function>()
        .ok()?;
    let args = Array::of3(&NAME.into(), options, held.as_ref());
    ask.apply(&locks, &args).ok()?.dyn_into::<Promise>().ok()
}

/// Takes the vault for this tab. False when another tab has it and `steal` is not set.
/// `lost` is called when another tab takes it later.
///
/// A page that is being reloaded may hold the vault a moment longer than it is seen, so a lock that
/// is taken is asked for again before anyone is told.
pub async fn hold(steal: bool, lost: impl FnOnce() + Clone + 'static) -> bool {
    for _ in 0..TRIES {
        if hold_now(steal, lost.clone()).await {
            return true;
        }
        super::clock::sleep(PAUSE_MS).await;
    }
    false
}

async fn hold_now(steal: bool, lost: impl FnOnce() + 'static) -> bool {
    let options = Object::new();
    let _ = Reflect::set(
        &options,
        &(if steal { "steal" } else { "ifAvailable" }).into(),
        &true.into(),
    );
    let (tell, told) = futures::channel::oneshot::channel::<bool>();
    let mut tell = Some(tell);
    // The lock is held until the promise this returns settles: never, while the tab lives.
    let held = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
        let got = !lock.is_null();
        if let Some(tell) = tell.take() {
            let _ = tell.send(got);
        }
        if got {
            Promise::new(&mut |_, _| {}).into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let Some(promise) = request(&options, &held) else {
        // No Web Locks here: better to work than to refuse.
        return true;
    };
    held.forget();
    wasm_bindgen_futures::spawn_local(async move {
        if JsFuture::from(promise).await.is_err() {
            lost();
        }
    });
    told.await.unwrap_or(false)
}
