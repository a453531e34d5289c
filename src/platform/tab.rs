//! Tabs beside each other: what one tells the others, and which of them leads.
//!
//! Must stay true: at most one tab leads a database at a time; a lock ends with the page that
//! holds it, whatever happens to the page.

use super::window;
use futures::channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

/// What tabs tell each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Something was written.
    Wrote,
    /// Everybody locks.
    Lock,
    /// The keys were changed: everybody else locks.
    Rekeyed,
}

impl Word {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Wrote, "wrote"),
        (Self::Lock, "lock"),
        (Self::Rekeyed, "rekeyed"),
    ];
}

/// A line to the other tabs on the same database.
pub struct Line {
    channel: Option<BroadcastChannel>,
    _on_word: Closure<dyn FnMut(MessageEvent)>,
}

impl Line {
    /// Opens the line; `hear` gets what others say.
    pub fn open(name: &str, hear: impl Fn(Word) + 'static) -> Self {
        let on_word = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            let word = Word::ALL.iter().find(|(_, name)| *name == text);
            if let Some((word, _)) = word {
                hear(*word);
            }
        });
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(on_word.as_ref().unchecked_ref()));
        }
        Self {
            channel,
            _on_word: on_word,
        }
    }

    /// Tells the others.
    pub fn say(&self, word: Word) {
        let text = Word::ALL.iter().find(|(known, _)| *known == word);
        if let (Some(channel), Some((_, text))) = (&self.channel, text) {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

/// A lock that is held until this is dropped.
#[derive(Debug, Default)]
pub struct Held(Rc<RefCell<State>>);

#[derive(Debug, Default)]
struct State {
    given_up: bool,
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut state = self.0.borrow_mut();
        state.given_up = true;
        if let Some(release) = state.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// How a lock is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Waits until nobody else holds it.
    Exclusive,
    /// Waits until nobody holds it exclusively.
    Shared,
    /// Exclusively, now or not at all.
    Now,
}

/// Asks for a Web Lock. `got` hears once whether it was granted, which may be much later; where
/// there are no Web Locks it is granted at once: better to work than to refuse.
pub fn ask(name: &str, how: Ask, got: impl FnOnce(bool) + 'static) -> Held {
    let held = Held::default();
    let options = Object::new();
    let mode = if how == Ask::Shared {
        "shared"
    } else {
        "exclusive"
    };
    let _ = Reflect::set(&options, &"mode".into(), &mode.into());
    if how == Ask::Now {
        let _ = Reflect::set(&options, &"ifAvailable".into(), &true.into());
    }
    let state = held.0.clone();
    let got = Rc::new(RefCell::new(Some(got)));
    let tell = got.clone();
    let granted = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
        let granted = !lock.is_null() && !state.borrow().given_up;
        if let Some(got) = tell.borrow_mut().take() {
            got(granted);
        }
        if !granted {
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise settles.
        Promise::new(&mut |release, _| state.borrow_mut().release = Some(release)).into()
    });
    match request(name, &options, &granted) {
        Some(promise) => spawn_local(async move {
            let _ = JsFuture::from(promise).await;
            drop(granted);
        }),
        None => {
            if let Some(got) = got.borrow_mut().take() {
                got(true);
            }
        }
    }
    held
}

/// As [`ask`], and waits for the answer: the lock if it was granted.
pub async fn hold(name: &str, how: Ask) -> Option<Held> {
    let (tell, told) = oneshot::channel();
    let held = ask(name, how, move |granted| {
        let _ = tell.send(granted);
    });
    told.await.unwrap_or(false).then_some(held)
}

fn request(
    name: &str,
    options: &Object,
    granted: &Closure<dyn FnMut(JsValue) -> JsValue>,
) -> Option<Promise> {
    let navigator = window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into())
        .ok()
        .filter(|locks| !locks.is_undefined())?;
    let ask = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into::<Function>()
        .ok()?;
    let args = Array::of3(&name.into(), options, granted.as_ref());
    ask.apply(&locks, &args).ok()?.dyn_into::<Promise>().ok()
}
