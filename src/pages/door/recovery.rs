//! The recovery code, shown once: to print, to save, to confirm.

use crate::platform::{clock, files, intl};
use crate::session::{Begun, Gate};
use crate::text::{begin as words, fill, language_now, now, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;

/// The code and the way on.
#[component]
pub fn Recovery(
    /// What the new vault gave.
    begun: Begun,
) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let code = begun.recovery.clone();
    let begun = StoredValue::new_local(Some(begun));
    let kept = RwSignal::new(false);
    let shown = code.clone();
    let save = move |_| {
        let date = intl::day(language_now(), clock::now());
        let text = fill(
            now(words::RECOVERY_FILE),
            &[("code", &code), ("date", &date)],
        );
        files::download(
            now(words::RECOVERY_FILE_NAME),
            "text/plain;charset=utf-8",
            text.as_bytes(),
        );
    };
    let enter = move |_| {
        if let Some(begun) = begun.try_update_value(Option::take).flatten() {
            gate.go_in(begun);
        }
    };
    view! {
        <div class="stack">
            <h2>{t(words::RECOVERY_TITLE)}</h2>
            <p>{t(words::RECOVERY_TEXT)}</p>
            <p class="recovery" id="recovery-code">{shown.replace('-', " ")}</p>
            <div class="buttons no-print">
                <button type="button" class="button" on:click=move |_| files::print()>
                    {icon(Icon::Print)}{t(words::RECOVERY_PRINT)}
                </button>
                <button type="button" class="button" on:click=save>
                    {icon(Icon::Download)}{t(words::RECOVERY_SAVE)}
                </button>
            </div>
            <label class="check no-print">
                <input id="recovery-kept" type="checkbox" on:change=move |ev| kept.set(event_target_checked(&ev)) />
                <span>{t(words::RECOVERY_KEPT)}</span>
            </label>
            <div class="buttons no-print">
                <button type="button" id="enter" class="button primary" disabled=move || !kept.get() on:click=enter>
                    {t(words::ENTER)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
