//! Requests to the server that served the app, and whether the network is there.

use super::window;
use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

thread_local! {
    /// Requests under way, so that locking can end them.
    static UNDER_WAY: std::cell::RefCell<Vec<AbortController>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Ends every request under way.
pub fn end_all() {
    let requests = UNDER_WAY.with(|all| std::mem::take(&mut *all.borrow_mut()));
    for request in requests {
        request.abort();
    }
}

/// An answer: status and body.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends a request to this origin; none when no answer came within `timeout_ms`.
pub async fn send(
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&[u8]>,
    timeout_ms: i32,
) -> Option<Answer> {
    let window = window()?;
    let abort = AbortController::new().ok()?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(Some(&abort.signal()));
    let headers = web_sys::Headers::new().ok()?;
    if let Some(token) = token {
        headers
            .set("authorization", &format!("Bearer {token}"))
            .ok()?;
    }
    if let Some(body) = body {
        headers
            .set("content-type", "application/octet-stream")
            .ok()?;
        init.set_body(&Uint8Array::from(body));
    }
    init.set_headers(&headers);
    UNDER_WAY.with(|all| all.borrow_mut().push(abort.clone()));
    let ended = abort.clone();
    let stop = Closure::<dyn FnMut()>::new(move || abort.abort());
    let timer = window
        .set_timeout_with_callback_and_timeout_and_arguments_0(
            stop.as_ref().unchecked_ref(),
            timeout_ms,
        )
        .ok()?;
    let answer = receive(JsFuture::from(window.fetch_with_str_and_init(path, &init))).await;
    window.clear_timeout_with_handle(timer);
    UNDER_WAY.with(|all| all.borrow_mut().retain(|request| *request != ended));
    answer
}

async fn receive(request: JsFuture) -> Option<Answer> {
    let response: Response = request.await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    let body = Uint8Array::new(&buffer).to_vec();
    Some(Answer {
        status: response.status(),
        body,
    })
}

/// Whether the browser believes there is a network.
pub fn online() -> bool {
    window().is_none_or(|w| w.navigator().on_line())
}

/// Calls back whenever the network comes or goes, for as long as the page lives.
pub fn on_change(mut call: impl FnMut(bool) + 'static) {
    let Some(window) = window() else { return };
    let on = Closure::<dyn FnMut(JsValue)>::new(move |_| call(online()));
    for event in ["online", "offline"] {
        let _ = window.add_event_listener_with_callback(event, on.as_ref().unchecked_ref());
    }
    on.forget();
}
