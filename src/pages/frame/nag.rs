//! One quiet line when a backup is due; the settings say it themselves.

use crate::route::Route;
use crate::session::{Desk, backup_due, backup_later};
use crate::text::{backup as words, common, count, filled, t};
use leptos::prelude::*;

/// The line.
#[component]
pub fn Nag(
    /// Where the person is.
    route: Memo<Route>,
) -> impl IntoView {
    let desk = Desk::current();
    let later = RwSignal::new(false);
    // Looked at when a place is entered, not on every change: it never appears under a finger.
    let due = Memo::new(move |_| {
        (route.get() != Route::Settings && !later.get())
            .then(|| desk.still_open().and_then(|open| backup_due(&open)))
            .flatten()
    });
    let said = move |days: Option<i64>| match days {
        None => t(words::NAG_NEVER)().to_owned(),
        Some(days) => {
            let days = usize::try_from(days).unwrap_or_default();
            filled(words::NAG_OLD, &[("n", &count(days))])
        }
    };
    view! {
        {move || due.get().map(|days| view! {
            <div class="topline nag no-print" id="backup-nag">
                <span>{move || said(days)}</span>
                <span class="buttons">
                    <a class="button" href="/settings#backup">{t(words::MAKE)}</a>
                    <button type="button" id="backup-later" class="button plain" on:click=move |_| {
                        backup_later();
                        later.set(true);
                    }>{t(common::LATER)}</button>
                </span>
            </div>
        })}
    }
    .into_any()
}
