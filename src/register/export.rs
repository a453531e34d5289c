//! Giving records out: which fields, in which format, what for.
//!
//! Must stay true: what a role may not see is not in the file; the note of what was given out is
//! durable before the file leaves; nothing is given out without a purpose.

mod json;
mod note;
mod write;

use super::lens::lens_now;
use crate::platform::clock;
use crate::session::Desk;
use crate::text::{Label, common, count, export as words, failure, fill, filled, now, plural, t};
use crate::ui::{SelectField, Sheet, TextField, Wait, toast};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use write::Format;

/// The sheet.
#[component]
pub fn Export(
    /// Of which register.
    kind: &'static Kind,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The numbers of the rows that are meant.
    rows: Callback<(), Arc<Vec<u32>>>,
    /// The columns of the list.
    columns: RwSignal<Vec<FieldNo>>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        let n = if open.get() { rows.run(()).len() } else { 0 };
        filled(
            plural(n, words::TITLE_ONE, words::TITLE_MANY),
            &[("n", &count(n))],
        )
    });
    let share = RwSignal::new(None::<f64>);
    let held = Signal::derive(move || share.with(Option::is_some));
    view! {
        <Sheet id="exporting" open=open title=title held=held>
            <Asked kind=kind open=open rows=rows columns=columns share=share />
        </Sheet>
    }
}

/// The formats a register can be given out in.
fn formats(kind: &Kind) -> Vec<(&'static str, Label)> {
    let people = kind.fields.iter().any(|f| f.holds == FieldType::Phones);
    let mut all = vec![(Format::Csv.code(), words::CSV_ABOUT)];
    all.push((Format::Xlsx.code(), words::XLSX_ABOUT));
    if people {
        all.push((Format::VCard.code(), words::VCARD_ABOUT));
    }
    all.push((Format::Json.code(), words::JSON_ABOUT));
    all
}

#[component]
fn Asked(
    kind: &'static Kind,
    open: RwSignal<bool>,
    rows: Callback<(), Arc<Vec<u32>>>,
    columns: RwSignal<Vec<FieldNo>>,
    share: RwSignal<Option<f64>>,
) -> impl IntoView {
    let desk = Desk::current();
    let (format, every) = (RwSignal::new("csv".to_owned()), RwSignal::new(true));
    let (purpose, recipient) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<String>);
    // Drawn once, and not at every step.
    let working = Memo::new(move |_| share.with(Option::is_some));
    let stop = StoredValue::new_local(Rc::new(Cell::new(false)));
    let choices = Signal::derive(move || {
        let all = formats(kind).into_iter();
        all.map(|(code, label)| (code.to_owned(), t(label)().to_owned()))
            .collect::<Vec<_>>()
    });
    let go = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let said = purpose.get_untracked();
        if said.trim().is_empty() {
            return error.set(Some(failure::invalid(model::Invalid::Required)));
        }
        if share.get_untracked().is_some() {
            return;
        }
        error.set(None);
        trouble.set(None);
        share.set(Some(0.0));
        let lens = lens_now(desk);
        let every = every.get_untracked();
        let chosen = columns.get_untracked();
        let format = Format::of(&format.get_untracked());
        let fields = kind.fields.iter().filter(|field| {
            // A card cannot say that something is masked.
            let shown = if format == Format::VCard {
                lens.reads(field)
            } else {
                lens.sees(field)
            };
            shown && field.holds != FieldType::Structure && (every || chosen.contains(&field.no))
        });
        let fields: Vec<&'static Field> = fields.collect();
        let rows = rows.run(());
        let cancelled = Rc::new(Cell::new(false));
        stop.set_value(cancelled.clone());
        let order = write::Order {
            kind,
            fields,
            rows,
            format,
            lens,
        };
        let asked = note::Asked {
            purpose: said.trim().to_owned(),
            recipient: recipient.get_untracked().trim().to_owned(),
        };
        let open_vault = desk.open();
        spawn_local(async move {
            let on = move |so_far| {
                let _ = share.try_set(Some(so_far));
            };
            let made = write::made(&open_vault, &order, on, &cancelled).await;
            let made = match made {
                Ok(Some(made)) => made,
                Ok(None) => {
                    let _ = share.try_set(None);
                    return toast(now(words::STOPPED));
                }
                Err(why) => {
                    let _ = share.try_set(None);
                    let _ = trouble.try_set(Some(why));
                    return;
                }
            };
            let noted = note::keep(&open_vault, &order, &made.records, &asked).await;
            let _ = share.try_set(None);
            if let Err(why) = noted {
                let _ = trouble.try_set(Some(failure::words(&why)));
                return;
            }
            let name = [
                kind.code,
                "-",
                &clock::today().iso(),
                ".",
                order.format.ending(),
            ]
            .concat();
            if made
                .file
                .download(&name, order.format.mime(), &[])
                .is_none()
            {
                let _ = trouble.try_set(Some(now(words::NO_FILE).to_owned()));
                return;
            }
            let n = made.records.len();
            let label = plural(n, words::DONE_ONE, words::DONE_MANY);
            toast(fill(now(label), &[("n", &untrack(|| count(n)))]));
            let _ = open.try_set(false);
        });
    };
    let radio = move |all: bool, label: Label| {
        view! {
            <label class="check">
                <input type="radio" name="export-fields" prop:checked=move || every.get() == all on:change=move |_| every.set(all) />
                <span>{t(label)}</span>
            </label>
        }
    };
    let words_of = |label: Label| Signal::derive(move || t(label)().to_owned());
    view! {
        <form class="stack" novalidate on:submit=go>
            <SelectField id="export-format" label=words_of(words::FORMAT) value=format choices=choices always=true />
            <fieldset class="row wrap"><legend>{t(words::FIELDS)}</legend>{radio(true, words::FIELDS_EVERY)}{radio(false, words::FIELDS_SHOWN)}</fieldset>
            <TextField id="export-purpose" label=words_of(words::PURPOSE) value=purpose hint=words_of(words::PURPOSE_HINT) error=error />
            <TextField id="export-recipient" label=words_of(words::RECIPIENT) value=recipient optional=true />
            <p class="hint">{t(words::MASKED_HINT)}" "{t(words::PROTECT_HINT)}</p>
            <div role="alert">{move || trouble.get().map(|why| view! { <p class="error">{why}</p> })}</div>
            {move || working.get().then(|| view! {
                <Wait words=words_of(words::WORKING) share=Signal::derive(move || share.get().unwrap_or_default()) />
            })}
            <div class="buttons">
                <button type="submit" class="button primary" id="export-do" disabled=move || share.with(Option::is_some)>{t(words::DO)}</button>
                <button type="button" class="button plain" on:click=move |_| {
                    if share.get_untracked().is_some() {
                        stop.with_value(|stop| stop.set(true));
                    } else {
                        open.set(false);
                    }
                }>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}
