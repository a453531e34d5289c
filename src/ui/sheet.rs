//! A dialogue that holds a form. Its content is made when it opens and dropped when it closes, so
//! that nothing typed stays behind. Escape closes it, unless it holds something that is shown only
//! once.

use leptos::html::Dialog;
use leptos::prelude::*;

/// The dialogue. It is shown while `open` is true.
#[component]
pub fn Sheet(
    /// A name unique on the screen.
    id: &'static str,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether Escape leaves it open.
    #[prop(optional, into)]
    held: Signal<bool>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    // A browser tells of it later, when the sheet may have been opened again.
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
    let title_id = [id, "-title"].concat();
    let labelled = title_id.clone();
    view! {
        <dialog class="dialog" id=id node_ref=node aria-labelledby=labelled
            on:cancel=move |ev: web_sys::Event| {
                if held.get_untracked() {
                    ev.prevent_default();
                }
            }
            on:close=move |_| {
                if ours.get_value() > 0 {
                    return ours.update_value(|ours| *ours -= 1);
                }
                // A browser asks only once: at the second Escape, or the second way back on a
                // tablet, it closes without asking.
                if held.get_untracked() && open.get_untracked() {
                    let _ = node.get_untracked().map(|dialog| dialog.show_modal());
                } else {
                    let _ = open.try_set(false);
                }
            }>
            {move || open.get().then(|| view! {
                <div>
                    <h2 id=title_id.clone()>{move || title.get()}</h2>
                    {children()}
                </div>
            })}
        </dialog>
    }
    .into_any()
}
