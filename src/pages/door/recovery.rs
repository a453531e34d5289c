//! The recovery code of a new vault, and what came of a restored backup; then the way in.

use crate::session::{Begun, Gate};
use crate::text::{backup, begin as words, t};
use crate::ui::{Icon, RecoveryCode, icon, taken_in};
use leptos::prelude::*;

/// What restoring a backup into a new vault came to.
#[derive(Debug, Clone, Copy)]
pub struct Came {
    /// Changes that came in.
    pub changes: usize,
    /// Whether what is shown is what was shown when the backup was made.
    pub equal: bool,
}

/// The code and the way on.
#[component]
pub fn Recovery(
    /// What the new vault gave.
    begun: Begun,
    /// What came of the backup it was made from, if there was one.
    came: Option<Came>,
) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let code = begun.recovery.clone();
    let begun = StoredValue::new_local(Some(begun));
    let kept = RwSignal::new(false);
    let enter = move |_| {
        if let Some(begun) = begun.try_update_value(Option::take).flatten() {
            gate.go_in(begun);
        }
    };
    let result = came.map(|Came { changes, equal }| {
        let (class, picture, label) = if equal {
            ("notice good no-print", Icon::Check, backup::EQUAL)
        } else {
            ("notice warn no-print", Icon::Warning, backup::NOT_EQUAL)
        };
        view! {
            <div class=class id="backup-result" role="status">
                {icon(picture)}
                <div><p>{move || taken_in(changes, 0)}</p><p>{t(label)}</p></div>
            </div>
        }
    });
    view! {
        <div class="stack">
            {result}
            <h2>{t(words::RECOVERY_TITLE)}</h2>
            <RecoveryCode code=code kept=kept />
            <div class="buttons no-print">
                <button type="button" id="enter" class="button primary" disabled=move || !kept.get() on:click=enter>
                    {t(words::ENTER)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
