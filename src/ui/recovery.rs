//! A recovery code, shown once: to print, to save, to confirm.

use super::{Icon, icon};
use crate::platform::{clock, files, intl};
use crate::text::{begin as words, fill, language_now, now, t};
use leptos::prelude::*;

/// The code.
#[component]
pub fn RecoveryCode(
    /// The code, in groups.
    code: String,
    /// Whether the person says that it is kept safe.
    kept: RwSignal<bool>,
) -> impl IntoView {
    let shown = code.replace('-', " ");
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
    view! {
        <p>{t(words::RECOVERY_TEXT)}</p>
        <p class="recovery" id="recovery-code">{shown}</p>
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
    }
    .into_any()
}
