//! Ways in: locking by itself, one's own passphrase and passkeys; for the owner the recovery code
//! and the keys. Whoever changes one shows first that they know their passphrase.

mod codes;
mod passkeys;
mod passphrase;

use crate::session::{Desk, Gate, lock_after, set_lock_after};
use crate::text::{Label, failure, filled, security as words, t};
use crate::ui::{Icon, SelectField, TextField, icon};
pub(super) use codes::Kept;
use codes::{Codes, New};
use leptos::prelude::*;
use vault::Who;
use wasm_bindgen_futures::spawn_local;

pub(super) fn label(label: Label) -> Signal<String> {
    Signal::derive(move || t(label)().to_owned())
}

/// Security.
#[component]
pub fn Security() -> impl IntoView {
    let open = Desk::current().open();
    let (trial, owns) = (open.trial, open.who == Who::Owner);
    view! {
        <section class="card stack" id="security" aria-labelledby="security-title">
            <h2 id="security-title">{t(words::TITLE)}</h2>
            {if trial {
                view! { <p class="quiet">{t(words::TRIAL)}</p> }.into_any()
            } else {
                view! {
                    <Locking />
                    <passphrase::Change />
                    {owns.then(|| view! {
                        <Codes which=New::Code />
                        <Codes which=New::Keys />
                    })}
                    <passkeys::Passkeys />
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Locking() -> impl IntoView {
    let gate = expect_context::<Gate>();
    let chosen = RwSignal::new(lock_after().to_string());
    let choose = Callback::new(move |()| {
        if let Ok(minutes) = chosen.get_untracked().parse() {
            set_lock_after(minutes);
        }
    });
    let choices = Signal::derive(move || {
        let minutes = |n: u32| {
            let words = filled(words::MINUTES, &[("n", &n.to_string())]);
            (n.to_string(), words)
        };
        vec![
            minutes(5),
            minutes(15),
            minutes(30),
            ("60".to_owned(), t(words::HOUR)().to_owned()),
            ("0".to_owned(), t(words::NEVER)().to_owned()),
        ]
    });
    view! {
        <div class="stack-s">
            <div class="row spread lock-row">
                <SelectField id="lock-after" label=label(words::LOCK_AFTER) value=chosen choices=choices always=true on_input=choose />
                <button type="button" id="lock-now" class="button" on:click=move |_| spawn_local(gate.lock())>
                    {icon(Icon::Lock)}{t(words::LOCK_NOW)}
                </button>
            </div>
            <p class="small quiet" role="status">{move || (chosen.get() == "0").then(|| t(words::NEVER_HINT)())}</p>
        </div>
    }
    .into_any()
}

/// What is asked before anything is changed.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    passphrase: RwSignal<String>,
    pub(super) busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Asked {
    pub(super) fn new() -> Self {
        Self {
            passphrase: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Forgets what was typed.
    pub(super) fn clear(self) {
        let _ = self.passphrase.try_set(String::new());
        let _ = self.error.try_set(None);
        let _ = self.busy.try_set(false);
    }

    /// The passphrase, if one was typed and nothing is being done.
    pub(super) fn begin(self) -> Option<String> {
        let typed = self.passphrase.get_untracked();
        if self.busy.get_untracked() || typed.is_empty() {
            return None;
        }
        self.busy.set(true);
        self.error.set(None);
        Some(typed)
    }

    /// It did not succeed.
    pub(super) fn fail(self, why: &crate::session::Failure) {
        let _ = self.error.try_set(Some(failure::words(why)));
        let _ = self.busy.try_set(false);
    }

    /// Why it did not succeed, where no passphrase is asked for.
    pub(super) fn said(self) -> AnyView {
        view! {
            <div role="alert">
                {move || self.error.get().map(|said| view! { <p class="error">{icon(Icon::Warning)}<span>{said}</span></p> })}
            </div>
        }
        .into_any()
    }

    pub(super) fn field(self, id: &'static str, words: Label) -> AnyView {
        let error = Signal::derive(move || self.error.get());
        view! {
            <TextField id=id label=label(words) value=self.passphrase kind="password"
                autocomplete="current-password" error=error />
        }
        .into_any()
    }
}
