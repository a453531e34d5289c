//! Making a backup, and restoring one into what is here.

use crate::platform::{clock, intl};
use crate::session::{Checked, Desk, Watch, backed_up, last_backup};
use crate::text::{backup as words, common, count, failure, fill, filled, language, now, t};
use crate::ui::{Icon, Job, LookThrough, Said, Working, icon, taken_in};
use engine::{Restored, Summary};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

fn number(n: u64) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX))
}

fn label(label: crate::text::Label) -> Signal<String> {
    Signal::derive(move || t(label)().to_owned())
}

/// Backups.
#[component]
pub fn Backup() -> impl IntoView {
    let desk = Desk::current();
    let trial = desk.open().trial;
    let arranges = Memo::new(move |_| desk.role().arranges());
    view! {
        <section class="card stack" id="backup" aria-labelledby="backup-title">
            <h2 id="backup-title">{t(words::TITLE)}</h2>
            {move || if trial {
                view! { <p class="quiet">{t(words::TRIAL)}</p> }.into_any()
            } else if arranges.get() {
                view! { <Make /> <Restore /> }.into_any()
            } else {
                view! { <p class="quiet">{t(words::ADMIN)}</p> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// When the last one was made, in words.
fn standing(last: Option<i64>) -> String {
    let Some(at) = last else {
        return t(words::LAST_NEVER)().to_owned();
    };
    let time = intl::moment(language(), at);
    let days = clock::today().0.saturating_sub(clock::day_of(at).0);
    let label = match days {
        ..=0 => words::LAST_TODAY,
        1 => words::LAST_YESTERDAY,
        _ => words::LAST_DAYS,
    };
    let label = label.of(language());
    let days = number(u64::try_from(days).unwrap_or_default());
    fill(label, &[("time", &time), ("n", &days)])
}

#[component]
fn Make() -> impl IntoView {
    let desk = Desk::current();
    let job = Job::new();
    let last = RwSignal::new(last_backup());
    let made = RwSignal::new(None::<(String, Summary)>);
    let error = RwSignal::new(None::<String>);
    let make = move |_| {
        if job.share.get_untracked().is_some() {
            return;
        }
        error.set(None);
        made.set(None);
        let (on, cancelled) = job.begin();
        let open = desk.open();
        spawn_local(async move {
            let name = fill(now(words::FILE_NAME), &[("date", &clock::today().iso())]);
            let purpose = now(words::NOTED_AS);
            let watch = Watch { on, cancelled };
            match open.make_backup(&name, purpose, watch).await {
                Ok(summary) => {
                    // The note of it is a change, and nothing to lose.
                    backed_up(summary.changes + 1);
                    let _ = made.try_set(Some((name, summary)));
                    let _ = last.try_set(last_backup());
                }
                Err(why) if why.code == "engine.cancelled" => {}
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                }
            }
            job.end();
        });
    };
    let told = move |(name, summary): (String, Summary)| {
        let numbers = filled(
            words::MADE_AS,
            &[
                ("name", &name),
                ("records", &number(summary.shown)),
                ("changes", &number(summary.changes)),
                ("drafts", &number(summary.drafts)),
                ("blobs", &number(summary.blobs)),
            ],
        );
        view! {
            <div class="notice good">{icon(Icon::Check)}<div><p>{numbers}</p><p>{t(words::MADE_KEEP)}</p></div></div>
        }
    };
    view! {
        <div class="stack-s">
            <p class="quiet">{t(words::WHY)}</p>
            <p id="last-backup">{move || standing(last.get())}</p>
            <Working job=job words=label(words::MAKING) />
            {move || (!job.runs()).then(|| view! {
                <div class="buttons">
                    <button type="button" id="make-backup" class="button primary" on:click=make>
                        {icon(Icon::Download)}{t(words::MAKE)}
                    </button>
                </div>
            })}
            <div id="backup-made" role="status">{move || made.get().map(told)}</div>
            <div role="alert">
                {move || error.get().map(|said| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{said}</p></div> })}
            </div>
        </div>
    }
    .into_any()
}

/// What came of restoring: numbers, or why it ended early.
#[derive(Debug, Clone)]
enum Came {
    In(usize, usize, usize, usize),
    Stopped,
    Failed(String),
}

impl From<Restored> for Came {
    fn from(restored: Restored) -> Self {
        let Restored {
            changes,
            known,
            blobs,
            drafts,
            ..
        } = restored;
        Self::In(changes, known, blobs, drafts)
    }
}

fn result(came: &Came) -> AnyView {
    let (class, picture, words) = match came {
        Came::In(changes, known, blobs, drafts) => {
            let mut said = vec![taken_in(*changes, *known)];
            if *blobs + *drafts > 0 {
                let numbers = [("drafts", &*count(*drafts)), ("blobs", &*count(*blobs))];
                said.push(filled(words::TAKEN_MORE, &numbers));
            }
            ("notice good", Icon::Check, said.join(" "))
        }
        Came::Stopped => ("notice", Icon::Warning, t(words::STOPPED)().to_owned()),
        Came::Failed(why) => ("notice bad", Icon::Warning, why.clone()),
    };
    view! { <div class=class>{icon(picture)}<p>{words}</p></div> }.into_any()
}

#[component]
fn Restore() -> impl IntoView {
    let desk = Desk::current();
    let checked = RwSignal::new_local(None::<Rc<Checked>>);
    let passphrase = RwSignal::new(String::new());
    let came = RwSignal::new(None::<Came>);
    let job = Job::new();
    let restore = move |_| {
        let Some(found) = checked.get_untracked() else {
            return;
        };
        if job.share.get_untracked().is_some() {
            return;
        }
        let (on, cancelled) = job.begin();
        let open = desk.open();
        spawn_local(async move {
            let ended = match open.restore(&found, Watch { on, cancelled }).await {
                Ok(restored) => Came::from(restored),
                Err(why) if why.code == "engine.cancelled" => Came::Stopped,
                Err(why) => Came::Failed(failure::words(&why)),
            };
            let _ = came.try_set(Some(ended));
            let _ = passphrase.try_set(String::new());
            let _ = checked.try_set(None);
            job.end();
        });
    };
    view! {
        <div class="stack-s part">
            <h3>{t(words::RESTORE)}</h3>
            <div id="backup-result" role="status">{move || came.get().map(|came| result(&came))}</div>
            {move || match checked.get() {
                None => view! {
                    <p class="quiet">{t(words::RESTORE_HINT)}</p>
                    <LookThrough checked=checked passphrase=passphrase />
                }.into_any(),
                Some(found) => view! {
                    <Said checked=found />
                    <p>{t(words::MERGES)}</p>
                    <Working job=job words=label(words::RESTORING) />
                    {move || (!job.runs()).then(|| view! {
                        <div class="buttons">
                            <button type="button" id="restore-backup" class="button primary" on:click=restore>
                                {icon(Icon::Backup)}{t(words::RESTORE_NOW)}
                            </button>
                            <button type="button" id="cancel-restore" class="button" on:click=move |_| checked.set(None)>
                                {t(common::CANCEL)}
                            </button>
                        </div>
                    })}
                }.into_any(),
            }}
        </div>
    }
    .into_any()
}
