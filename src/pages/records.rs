//! The places of any register that has no page of its own: all records, one, and its form.

use crate::register::{
    Facts, Form, History, List, PartsOf, Past, Related, Timeline, called, lens, may_write,
};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, failure, fill, filled, now, register as words, t, within};
use crate::ui::{Confirm, Icon, icon, toast, toast_with};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{Channel, Kind, KindNo, RecordId, looks};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// All records.
#[component]
pub fn Records(
    /// Of which register.
    kind: KindNo,
) -> impl IntoView {
    let desk = Desk::current();
    let described = Memo::new(move |_| desk.kind(kind));
    move || {
        let kind = described.get()?;
        Some(if looks(desk.role(), kind) {
            view! { <List kind=kind /> }.into_any()
        } else {
            crate::register::gone(kind).into_any()
        })
    }
}

/// The form.
#[component]
pub fn RecordForm(
    /// Of which register.
    kind: KindNo,
    /// Which record to change; none for a new one.
    record: Option<RecordId>,
    /// To whom a new one belongs.
    of: Option<RecordId>,
) -> impl IntoView {
    let desk = Desk::current();
    let described = Memo::new(move |_| desk.kind(kind));
    move || Some(form(desk, described.get()?, record, of))
}

fn form(
    desk: Desk,
    kind: &'static Kind,
    record: Option<RecordId>,
    of: Option<RecordId>,
) -> AnyView {
    let owner = kind.of.and_then(|no| match kind.field(no)?.holds {
        model::FieldType::Ref(other) => model::kind(other),
        _ => None,
    });
    let mut begin = Vec::new();
    let mut back = None;
    if let (Some(field), Some(of), Some(owner)) = (kind.of, of, owner) {
        begin.push((field, of.to_string()));
        back = Some(Route::of(owner, of));
    }
    // Who writes it answers for it.
    let me = desk.open().identity().author.to_string();
    let owners = kind.fields.iter().filter(|field| field.code == "owner");
    begin.extend(owners.map(|field| (field.no, me.clone())));
    view! { <Form kind=kind record=record begin=begin back=back below=None /> }.into_any()
}

/// Whether records of some register belong to one of this kind and say when.
fn has_timeline(kind: &Kind) -> bool {
    model::kinds_of(kind.no).any(|(other, _)| other.when.is_some())
}

/// One record.
#[component]
pub fn Record(
    /// Of which register.
    kind: KindNo,
    /// Which.
    record: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let described = Memo::new(move |_| desk.kind(kind));
    let name = Memo::new(move |_| {
        let kind = described.get()?;
        desk.track_record(record);
        let lens = lens(desk);
        desk.read(|replica| Some(called(replica, kind, replica.get(kind.no, record)?, lens)))
    });
    let there = Memo::new(move |_| name.with(Option::is_some));
    let name = Signal::derive(move || name.get().unwrap_or_default());
    move || {
        let kind = described.get()?;
        Some(if there.get() && looks(desk.role(), kind) {
            one(desk, kind, record, name)
        } else {
            crate::register::gone(kind).into_any()
        })
    }
}

fn one(desk: Desk, kind: &'static Kind, record: RecordId, name: Signal<String>) -> AnyView {
    let asking = RwSignal::new(false);
    let past = Past::of(desk, record);
    let navigate = StoredValue::new_local(use_navigate());
    let delete = Callback::new(move |()| {
        spawn_local(async move {
            let name = name.get_untracked();
            let ops = vec![Op::Delete { record }];
            if let Err(why) = desk.open().save(Channel::Desk, ops).await {
                return toast(failure::words(&why));
            }
            navigate.with_value(|go| go(&Route::all(kind).path(), Default::default()));
            let undo = Callback::new(move |()| {
                let Some(open) = desk.still_open() else {
                    return;
                };
                spawn_local(async move {
                    let ops = vec![Op::Restore { record }];
                    if let Err(why) = open.save(Channel::Desk, ops).await {
                        toast(failure::words(&why));
                    }
                });
            });
            let words = fill(now(words::DELETED), &[("name", &name)]);
            toast_with(words, now(common::UNDO), undo);
        });
    });
    let delete_words = move || filled(words::DELETE, &[("what", &within(kind.label))]);
    view! {
        <div class="page">
            <div class="page-head">
                <a class="button plain icon-only" href=Route::all(kind).path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow" id="record-name">{move || name.get()}</h1>
                <div class="buttons">
                    {move || may_write(desk, kind).then(|| view! {
                        <a class="button" id="edit" href=Route::EditRecord(kind.no, record).path()>{icon(Icon::Pencil)}{t(common::EDIT)}</a>
                        <button type="button" class="button icon-only" id="delete" aria-label=delete_words on:click=move |_| asking.set(true)>{icon(Icon::Trash)}</button>
                    })}
                </div>
            </div>
            <Facts kind=kind record=record past=past />
            <PartsOf kind=kind record=record />
            {has_timeline(kind).then(|| view! { <Timeline kind=kind record=record past=past /> })}
            <Related kind=kind record=record />
            <History kind=kind record=record past=past />
            <Confirm open=asking title=Signal::derive(move || filled(words::DELETE_TITLE, &[("name", &name.get())]))
                text=Signal::derive(move || t(words::DELETE_TEXT)().to_owned())
                action=Signal::derive(delete_words) on_confirm=delete />
        </div>
    }
    .into_any()
}
