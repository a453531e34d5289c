//! Choosing a file, by hand or by dropping it, and into which register it goes.

use super::convert::Sheets;
use super::earlier::Earlier;
use super::reading::ReadAs;
use super::register::IntoRegister;
use super::work::{Step, Work};
use super::{Head, Trouble};
use crate::platform::files;
use crate::text::{filled, import as labels, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;

/// The first step.
#[component]
pub fn Choose(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let again = work.scan_no.get_untracked() > 0;
    // What is in already is not offered again; undoing it brings one back to its columns.
    let go_on = move || {
        let idle = work.scanning.get().is_none() && work.current.get().is_none();
        idle && work.seen.with(Option::is_some) && work.done.with(Option::is_none)
    };
    let wrong = move || {
        work.trouble.with(Option::is_some)
            && work.reading.with(Option::is_some)
            && work.scanning.get().is_none()
    };
    view! {
        <section class="stack">
            <Head no=1 title=labels::CHOOSE_TITLE focus=again />
            <p class="measure">{t(labels::LEAD)}</p>
            <Trouble work=work />
            <div class="one-field"><IntoRegister work=work id="import-register" /></div>
            {move || wrong().then(|| view! { <div class="form-grid"><ReadAs work=work /></div> })}
            {move || {
                if work.sheets.with(Option::is_some) {
                    view! { <Sheets work=work /> }.into_any()
                } else if work.scanning.with(Option::is_some) {
                    view! { <Scanning work=work /> }.into_any()
                } else {
                    view! { <Drop work=work /> }.into_any()
                }
            }}
            {move || {
                go_on()
                    .then(|| {
                        view! {
                            <div class="buttons">
                                <button type="button" class="button primary" on:click=move |_| work.step.set(Step::Mapping)>
                                    {move || filled(labels::GO_ON_WITH, &[("file", &work.name())])}
                                    {icon(Icon::Forward)}
                                </button>
                            </div>
                        }
                    })
            }}
        </section>
        <Earlier work=work />
    }
    .into_any()
}

#[component]
fn Drop(work: Work) -> impl IntoView {
    let over = RwSignal::new(false);
    let pick = move |ev: leptos::ev::Event| {
        if let Some(file) = files::picked(&ev) {
            work.take(file);
        }
    };
    let drop = move |ev: leptos::ev::DragEvent| {
        ev.prevent_default();
        over.set(false);
        if let Some(file) = files::dropped(&ev) {
            work.take(file);
        }
    };
    view! {
        <label
            class="drop"
            class:over=move || over.get()
            on:dragover=move |ev| {
                ev.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <input id="import-file" class="visually-hidden" type="file" accept=".csv,text/csv,.txt,.tsv,.xlsx,.xlsm,.vcf,.vcard,text/vcard,text/x-vcard,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" on:change=pick />
            {icon(Icon::Import)}
            <strong>{t(labels::DROP)}</strong>
            <span class="quiet">{t(labels::DROP_OR)}</span>
            <span class="small quiet">{t(labels::DROP_HINT)}</span>
        </label>
    }
    .into_any()
}

/// The file is being looked through.
#[component]
pub fn Scanning(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let told = Signal::derive(move || filled(labels::SCANNING, &[("file", &work.name())]));
    let share = Signal::derive(move || work.scanning.get().unwrap_or(1.0));
    view! {
        <div class="card stack-s">
            <Wait words=told share=share />
            <div class="buttons">
                <button type="button" id="import-cancel" class="button" on:click=move |_| work.cancel()>
                    {icon(Icon::Close)}{t(labels::STOP)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
