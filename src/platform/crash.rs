//! When the app itself breaks: say so, and that nothing saved is lost.
//!
//! Must not know: any record; the message goes to the console of this device only.

use super::document;

/// Called once, before anything else.
pub fn prepare() {
    std::panic::set_hook(Box::new(|info| {
        let console = js_sys::Reflect::get(&js_sys::global(), &"console".into()).ok();
        let error = console.as_ref().and_then(|console| {
            use wasm_bindgen::JsCast;
            js_sys::Reflect::get(console, &"error".into())
                .ok()?
                .dyn_into::<js_sys::Function>()
                .ok()
        });
        if let (Some(console), Some(error)) = (console, error) {
            let _ = error.call1(&console, &info.to_string().into());
        }
        if let Some(notice) = document().and_then(|d| d.get_element_by_id("crashed")) {
            let _ = notice.remove_attribute("hidden");
        }
    }));
}
