//! Beginning with a backup: looked through first, then a new vault is made and filled with it.

use super::device_guess;
use super::recovery::Came;
use super::step::{Ready, Step};
use crate::session::{Checked, Gate, Reborn, Watch};
use crate::text::{backup as words, begin, common, failure, t};
use crate::ui::{Icon, Job, LookThrough, Said, TextField, Working, icon};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The form, then the summary, then the work.
#[component]
pub fn Restore(
    /// Which screen comes next.
    step: RwSignal<Step>,
    /// Where the new vault waits for the person to have kept its code.
    ready: StoredValue<Option<Ready>, LocalStorage>,
) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let checked = RwSignal::new_local(None::<Rc<Checked>>);
    let passphrase = RwSignal::new(String::new());
    let member = RwSignal::new(String::new());
    let device = RwSignal::new(device_guess());
    let job = Job::new();
    let error = RwSignal::new(None::<String>);
    let restore = move |_| {
        let Some(found) = checked.get_untracked() else {
            return;
        };
        if job.share.get_untracked().is_some() {
            return;
        }
        error.set(None);
        let (on, cancelled) = job.begin();
        spawn_local(async move {
            let typed = passphrase.get_untracked();
            let cut = |text: String| text.trim().chars().take(100).collect::<String>();
            let (member, device) = (cut(member.get_untracked()), cut(device.get_untracked()));
            let watch = Watch { on, cancelled };
            let made = gate.begin_from_backup(&found, &typed, &member, &device, watch);
            match made.await {
                Ok(Reborn {
                    begun,
                    restored,
                    equal,
                }) => {
                    let changes = restored.changes;
                    let came = Some(Came { changes, equal });
                    let _ = ready.try_set_value(Some(Ready { begun, came }));
                    let _ = step.try_set(Step::Recovery);
                }
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                }
            }
            job.end();
        });
    };
    let label = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <div class="stack">
            <h2>{t(words::BEGIN)}</h2>
            {move || match checked.get() {
                None => view! {
                    <p class="quiet">{t(words::BEGIN_TEXT)}</p>
                    <LookThrough checked=checked passphrase=passphrase>
                        <TextField id="member" label=label(begin::YOUR_NAME) value=member optional=true
                            autocomplete="name" hint=label(begin::YOUR_NAME_HINT) />
                        <TextField id="device" label=label(begin::DEVICE_NAME) value=device optional=true
                            hint=label(begin::DEVICE_NAME_HINT) />
                    </LookThrough>
                }.into_any(),
                Some(found) => view! {
                    <Said checked=found />
                    // There is nobody yet whom half a backup would help: it is not stopped.
                    <Working job=job words=label(words::RESTORING) can_stop=false />
                    {move || (!job.runs()).then(|| view! {
                        <div class="buttons">
                            <button type="button" id="restore-backup" class="button primary" on:click=restore>
                                {icon(Icon::Backup)}{t(words::RESTORE_NOW)}
                            </button>
                            <button type="button" class="button plain" on:click=move |_| {
                                error.set(None);
                                checked.set(None);
                            }>{t(words::ANOTHER)}</button>
                        </div>
                    })}
                }.into_any(),
            }}
            <div role="alert">
                {move || error.get().map(|said| view! {
                    <div class="notice bad">{icon(Icon::Warning)}<div><p>{said}</p><p>{t(words::BEGIN_FAILED)}</p></div></div>
                })}
            </div>
            {move || (!job.runs()).then(|| view! {
                <div class="buttons">
                    <button type="button" class="button plain" on:click=move |_| step.set(Step::Choose)>
                        {icon(Icon::Back)}{t(common::BACK)}
                    </button>
                </div>
            })}
        </div>
    }
    .into_any()
}
