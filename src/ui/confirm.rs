//! A question before something that takes things away. Escape and a tap on «cancel» leave it; a
//! tap outside does nothing, so that nothing is lost by a slip.

use crate::text::{common, t};
use leptos::html::Dialog;
use leptos::prelude::*;

/// The question. It is asked while `open` is true.
#[component]
pub fn Confirm(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What it means.
    #[prop(into)]
    text: Signal<String>,
    /// What the button that goes ahead says.
    #[prop(into)]
    action: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    // A browser tells of it later, when it may have been asked again.
    let ours = StoredValue::new(0u32);
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            ours.update_value(|ours| *ours += 1);
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby="confirm-title" on:close=move |_| {
            if ours.get_value() > 0 {
                return ours.update_value(|ours| *ours -= 1);
            }
            open.set(false);
        }>
            <div>
                <h2 id="confirm-title">{move || title.get()}</h2>
                <p>{move || text.get()}</p>
                <div class="buttons">
                    <button type="button" class="button danger" on:click=move |_| {
                        open.set(false);
                        let _ = on_confirm.try_run(());
                    }>{move || action.get()}</button>
                    <button type="button" class="button" on:click=move |_| open.set(false)>
                        {t(common::CANCEL)}
                    </button>
                </div>
            </div>
        </dialog>
    }
    .into_any()
}
