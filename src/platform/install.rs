//! The service worker and installing: the app opens without a network, and offers a new build
//! when one has arrived whole.

use super::{document, window};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::{ArcRwSignal, Set};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

thread_local! {
    static OFFER: std::cell::RefCell<Option<JsValue>> = const { std::cell::RefCell::new(None) };
    static SIGNALS: Signals = Signals { new_build: ArcRwSignal::new(false), installable: ArcRwSignal::new(false) };
}

/// What the screens want to know of installing.
#[derive(Clone)]
pub struct Signals {
    /// A new build waits to take over.
    pub new_build: ArcRwSignal<bool>,
    /// The browser offers to install the app.
    pub installable: ArcRwSignal<bool>,
}

/// The signals.
pub fn signals() -> Signals {
    SIGNALS.with(Clone::clone)
}

/// The build this page runs.
pub fn build() -> String {
    document()
        .and_then(|d| d.query_selector("meta[name=candor-build]").ok().flatten())
        .and_then(|m| m.get_attribute("content"))
        .unwrap_or_default()
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window()?.navigator();
    // Absent outside a secure context.
    Reflect::get(&navigator, &"serviceWorker".into())
        .ok()
        .filter(|c| !c.is_undefined())
        .and_then(|c| c.dyn_into().ok())
}

/// Called before the app mounts: registers the service worker and listens for the offer to
/// install.
pub fn prepare() {
    let Some(window) = window() else { return };
    let on_offer = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        if let Some(event) = event.dyn_ref::<web_sys::Event>() {
            event.prevent_default();
        }
        OFFER.with(|offer| *offer.borrow_mut() = Some(event));
        signals().installable.set(true);
    });
    let _ = window
        .add_event_listener_with_callback("beforeinstallprompt", on_offer.as_ref().unchecked_ref());
    on_offer.forget();
    if build() != "dev" {
        spawn_local(async {
            let _ = register().await;
        });
    }
}

async fn register() -> Option<()> {
    let container = container()?;
    let registration: ServiceWorkerRegistration = JsFuture::from(container.register("/sw.js"))
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    if registration.waiting().is_some() && container.controller().is_some() {
        signals().new_build.set(true);
    }
    let found = {
        let registration = registration.clone();
        Closure::<dyn FnMut()>::new(move || {
            if let Some(installing) = registration.installing() {
                watch(&installing);
            }
        })
    };
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
    // Look again every hour, for a page that stays open for days.
    loop {
        super::clock::sleep(3_600_000).await;
        if super::net::online()
            && let Ok(promise) = registration.update()
        {
            let _ = JsFuture::from(promise).await;
        }
    }
}

fn watch(worker: &ServiceWorker) {
    let on_change = {
        let worker = worker.clone();
        Closure::<dyn FnMut()>::new(move || {
            let controlled = container().is_some_and(|c| c.controller().is_some());
            if worker.state() == web_sys::ServiceWorkerState::Installed && controlled {
                signals().new_build.set(true);
            }
        })
    };
    worker.set_onstatechange(Some(on_change.as_ref().unchecked_ref()));
    on_change.forget();
}

/// Lets the waiting build take over and reloads into it.
pub async fn restart() {
    let Some(container) = container() else {
        return reload();
    };
    let Some(waiting) = registration(&container).await.and_then(|r| r.waiting()) else {
        return reload();
    };
    let taken = Promise::new(&mut |resolve, _| {
        container.set_oncontrollerchange(Some(&resolve));
    });
    let message = Object::new();
    let _ = Reflect::set(&message, &"type".into(), &"activate".into());
    let _ = waiting.post_message(&message);
    let _ = JsFuture::from(taken).await;
    reload();
}

async fn registration(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container.get_registration())
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Asks the server now whether there is a new build.
pub async fn look_for_new_build() {
    if let Some(container) = container()
        && let Some(registration) = registration(&container).await
        && let Ok(promise) = registration.update()
    {
        let _ = JsFuture::from(promise).await;
    }
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Shows the browser's own question whether to install.
pub async fn offer() {
    let Some(event) = OFFER.with(|offer| offer.borrow_mut().take()) else {
        return;
    };
    signals().installable.set(false);
    let asked = Reflect::get(&event, &"prompt".into())
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok())
        .and_then(|f| f.call0(&event).ok())
        .and_then(|p| p.dyn_into::<Promise>().ok());
    if let Some(asked) = asked {
        let _ = JsFuture::from(asked).await;
    }
}
