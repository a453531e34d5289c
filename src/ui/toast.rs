//! Short words at the edge of the screen after something was done, perhaps with a way back.

use crate::platform::clock;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone)]
struct Toast {
    no: u64,
    words: String,
    action: Option<(String, Callback<()>)>,
}

thread_local! {
    static SHOWN: ArcRwSignal<Vec<Toast>> = ArcRwSignal::new(Vec::new());
    static LAST: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

fn show(words: String, action: Option<(String, Callback<()>)>) {
    let shown = SHOWN.with(Clone::clone);
    let no = LAST.with(|last| {
        last.set(last.get() + 1);
        last.get()
    });
    let stay = if action.is_some() { 10_000 } else { 4_000 };
    shown.update(|all| all.push(Toast { no, words, action }));
    spawn_local(async move {
        clock::sleep(stay).await;
        shown.update(|all| all.retain(|toast| toast.no != no));
    });
}

/// Says something.
pub fn toast(words: impl Into<String>) {
    show(words.into(), None);
}

/// Says something and offers a way back.
pub fn toast_with(words: impl Into<String>, action: impl Into<String>, call: Callback<()>) {
    show(words.into(), Some((action.into(), call)));
}

/// Takes everything off the screen: a locked app names nobody.
pub fn forget_toasts() {
    SHOWN.with(Clone::clone).update(Vec::clear);
}

/// Where toasts appear; once in the app.
#[component]
pub fn Toasts() -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || {
                let shown = SHOWN.with(Clone::clone);
                shown
                    .get()
                    .into_iter()
                    .map(|toast| {
                        let no = toast.no;
                        let all = shown.clone();
                        view! {
                            <div class="toast">
                                <span>{toast.words}</span>
                                {toast.action.map(move |(words, call)| {
                                    view! {
                                        <button type="button" class="button" on:click=move |_| {
                                            all.update(|all| all.retain(|t| t.no != no));
                                            let _ = call.try_run(());
                                        }>{words}</button>
                                    }
                                })}
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
    .into_any()
}
