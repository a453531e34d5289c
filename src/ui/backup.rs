//! Looking through a backup: the file, its passphrase, and what it says about itself. The door and
//! the settings both begin with it.

use super::{Icon, Job, TextField, Working, icon};
use crate::platform::{files, intl};
use crate::session::{Checked, Watch, check_backup};
use crate::text::{backup as words, count, failure, filled, language, now, t};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The form. Once the whole file was read and found sound, `checked` holds it.
#[component]
pub fn LookThrough(
    /// The backup that was looked through.
    checked: RwSignal<Option<Rc<Checked>>, LocalStorage>,
    /// The passphrase of the backup.
    passphrase: RwSignal<String>,
    /// More fields of the form.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let file = StoredValue::new_local(None::<File>);
    let name = RwSignal::new(None::<(String, f64)>);
    let job = Job::new();
    let error = RwSignal::new(None::<String>);
    let pick = move |ev: leptos::ev::Event| {
        if let Some(picked) = files::picked(&ev) {
            name.set(Some((picked.name(), picked.size())));
            file.set_value(Some(picked));
            error.set(None);
        }
    };
    let look = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if job.share.get_untracked().is_some() {
            return;
        }
        let Some(file) = file.get_value() else {
            error.set(Some(now(words::NO_FILE).to_owned()));
            return;
        };
        if passphrase.with_untracked(String::is_empty) {
            error.set(Some(now(words::NO_PASSPHRASE).to_owned()));
            return;
        }
        error.set(None);
        let (on, cancelled) = job.begin();
        spawn_local(async move {
            let typed = passphrase.get_untracked();
            match check_backup(file, &typed, Watch { on, cancelled }).await {
                Ok(found) => {
                    let _ = checked.try_set(Some(Rc::new(found)));
                }
                Err(why) if why.code == "engine.cancelled" => {}
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                }
            }
            job.end();
        });
    };
    let label = |label| Signal::derive(move || t(label)().to_owned());
    let picked = move || match name.get() {
        Some((name, size)) => [&name, " · ", &intl::bytes(language(), size)].concat(),
        None => t(words::FILE)().to_owned(),
    };
    view! {
        <form class="stack-s" on:submit=look>
            <label class="pick">
                <input id="backup-file" class="visually-hidden" type="file" on:change=pick />
                {icon(Icon::Backup)}<span>{picked}</span>
            </label>
            <TextField id="backup-passphrase" label=label(words::PASSPHRASE) value=passphrase kind="password"
                hint=label(words::PASSPHRASE_HINT) />
            {children.map(|children| children())}
            <div role="alert">
                {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
            <Working job=job words=label(words::CHECKING) />
            {move || (!job.runs()).then(|| view! {
                <div class="buttons">
                    <button type="submit" id="check-backup" class="button">{icon(Icon::Search)}{t(words::CHECK)}</button>
                </div>
            })}
        </form>
    }
    .into_any()
}

/// What a backup says about itself.
#[component]
pub fn Said(
    /// The backup.
    checked: Rc<Checked>,
) -> impl IntoView {
    let summary = checked.summary.clone();
    let fact = move |label, number: u64| {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        view! { <dt>{t(label)}</dt><dd>{move || count(number)}</dd> }
    };
    let made = i64::try_from(summary.made_at).unwrap_or(i64::MAX);
    view! {
        <div class="stack-s" id="backup-said" role="status">
            <p class="notice good">{icon(Icon::Check)}<span>{t(words::SOUND)}</span></p>
            <dl class="facts">
                <dt>{t(words::MADE)}</dt><dd>{move || intl::moment(language(), made)}</dd>
                {fact(words::RECORDS, summary.shown)}
                {fact(words::CHANGES, summary.changes)}
                {fact(words::DRAFTS, summary.drafts)}
                {fact(words::BLOBS, summary.blobs)}
            </dl>
        </div>
    }
    .into_any()
}

/// How many changes came in, in words.
pub fn taken_in(changes: usize, known: usize) -> String {
    if changes == 0 {
        t(words::NOTHING_NEW)().to_owned()
    } else if known == 0 {
        filled(words::TAKEN_ALL, &[("n", &count(changes))])
    } else {
        filled(
            words::TAKEN_IN,
            &[("n", &count(changes)), ("known", &count(known))],
        )
    }
}
