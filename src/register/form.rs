//! Adding and changing a record: one input for each described field.
//!
//! Must stay true: what is typed is kept as a sealed draft until it is saved or discarded; a
//! save writes only what changed, and never over what somebody else changed meanwhile unless the
//! person says so; two clicks save once.

mod meanwhile;

pub use meanwhile::meanwhile;

use super::entries::Entries;
use super::lines::rows_view;
use super::refer::Refer;
use super::tags::Tags;
use super::typing::{Draft, Input, Kept, Typing};
use super::{lens_now, may_write, value};
use crate::platform::{clock, random};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{Label, common, failure, filled, now, profile, register as words, t, within};
use crate::ui::{AreaField, Empty, Icon, SelectField, TextField, icon, toast};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{Channel, FieldNo, FieldType, Kind, RecordId, Value};
use replica::{Op, would_cycle};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// What is typed into the form just now, for what a page shows below the fields.
#[derive(Clone, Copy)]
pub struct Typed(Typing);

impl Typed {
    /// What stands in the input of a field; runs again when it changes.
    pub fn text(self, field: FieldNo) -> String {
        self.0.input(field).map_or(String::new(), |i| i.text.get())
    }

    /// The elements of a set; runs again when they change.
    pub fn set(self, field: FieldNo) -> Vec<String> {
        self.0.input(field).map_or(Vec::new(), |i| i.set.get())
    }
}

/// What a page shows below the fields.
pub type Below = Box<dyn FnOnce(Typed) -> AnyView>;

/// The form; without a record it makes a new one.
#[component]
pub fn Form(
    /// Of which register.
    kind: &'static Kind,
    /// Which record to change.
    record: Option<RecordId>,
    /// What a new record begins with, as typed.
    #[prop(optional)]
    begin: Vec<(FieldNo, String)>,
    /// Where to go when it is saved or left; the record's own place otherwise.
    #[prop(optional_no_strip)]
    back: Option<Route>,
    /// The titles for changing one and for a new one, where the register has its own.
    #[prop(optional)]
    titles: Option<(Label, Label)>,
    /// What the register's own page shows below the fields.
    #[prop(optional_no_strip)]
    below: Option<Below>,
) -> impl IntoView {
    let desk = Desk::current();
    // Not for this role, however one came here.
    if !untrack(|| may_write(desk, kind)) {
        return gone(kind).into_any();
    }
    let Some(before) = desk.read(|replica| Kept::stored(replica, kind, record, &begin)) else {
        return gone(kind).into_any();
    };
    let typing = Typing::new(kind, lens_now(desk), before.clone());
    typing.fill(&before);
    let begun = StoredValue::new(before);
    let id = record.unwrap_or_else(random::record_id);
    let draft = match (record, begin.first()) {
        (Some(id), _) => [kind.code, "/", &id.to_string()].concat(),
        (None, Some((_, text))) if kind.of.is_some() => [kind.code, "/new/", text].concat(),
        (None, _) => [kind.code, "/new"].concat(),
    };
    let draft = StoredValue::new(draft);
    let restored = RwSignal::new(false);
    let busy = RwSignal::new(false);
    meanwhile::restore(desk, draft, typing, record, restored);
    meanwhile::follow(desk, typing, record, busy);
    keep_while_typing(desk, draft, typing, record.is_some());

    let error = RwSignal::new(None::<String>);
    let navigate = StoredValue::new_local(use_navigate());
    let after = back.unwrap_or(Route::of(kind, id));
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if let Some(record) = record {
            let Some(now_stands) = meanwhile::stored(desk, kind, record) else {
                return error.set(Some(now(words::MEANWHILE_GONE).to_owned()));
            };
            typing.meet(&now_stands);
            if typing.is_undecided() {
                error.set(Some(now(words::MEANWHILE_OPEN).to_owned()));
                return focus_first("[data-meanwhile] button");
            }
        }
        let ops = typing.operations(id, record.is_none(), failure::invalid);
        let Some(ops) = ops.filter(|ops| !goes_round(desk, typing, ops)) else {
            return focus_first("[aria-invalid=true]");
        };
        busy.set(true);
        error.set(None);
        let (draft, go) = (draft.get_value(), navigate.get_value());
        spawn_local(async move {
            let open = desk.open();
            let nothing = ops.is_empty();
            match open.save(Channel::Desk, ops).await {
                Ok(()) => {
                    let _ = typing.touched.try_set(0);
                    toast(now(if nothing {
                        words::NOTHING_CHANGED
                    } else {
                        common::SAVED
                    }));
                    // The form may have been left meanwhile.
                    if busy.try_get_untracked().is_some() {
                        go(&after.path(), Default::default());
                    }
                    open.drop_draft(&draft).await;
                }
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let discard = move |_| {
        let stands = record.and_then(|record| meanwhile::stored(desk, kind, record));
        let stands = stands.unwrap_or_else(|| begun.get_value());
        typing.fill(&stands);
        typing.base.set_value(stands);
        error.set(None);
        restored.set(false);
        typing.touched.set(0);
        spawn_local(async move { desk.open().drop_draft(&draft.get_value()).await });
    };
    let leave = back.unwrap_or(match record {
        Some(id) => Route::of(kind, id),
        None => Route::all(kind),
    });
    let title = move || match (titles, record) {
        (Some((edit, _)), Some(_)) => t(edit)().to_owned(),
        (Some((_, new)), None) => t(new)().to_owned(),
        (None, Some(_)) => filled(words::EDIT, &[("what", &within(kind.label))]),
        (None, None) => filled(words::NEW, &[("what", &within(kind.label))]),
    };
    view! {
        <div class="page narrow">
            <div class="page-head">
                <a class="button plain icon-only" href=leave.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow">{title}</h1>
            </div>
            {move || restored.get().then(|| view! {
                <div class="notice warn row spread" role="status">
                    <span>{t(words::DRAFT_RESTORED)}</span>
                    <button type="button" class="button" on:click=discard>{t(words::DRAFT_DISCARD)}</button>
                </div>
            })}
            <form class="form" novalidate on:submit=save>
                <div class="card form-grid">{fields_view(desk, typing)}</div>
                {typing.rows.get_value().into_iter().map(|rows| rows_view(desk, typing, rows)).collect_view()}
                {below.map(|below| below(Typed(typing)))}
                <div role="alert">
                    {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
                </div>
                <div class="buttons">
                    <button type="submit" id="save" class="button primary" aria-disabled=move || busy.get().to_string()>
                        {move || if busy.get() { t(common::SAVING)() } else { t(common::SAVE)() }}
                    </button>
                    <a class="button" href=leave.path()>{t(common::CANCEL)}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// What stands where a record is not.
pub fn gone(kind: &'static Kind) -> impl IntoView {
    let title = Signal::derive(move || filled(words::GONE, &[("what", &within(kind.label))]));
    view! {
        <div class="page">
            <h1 class="visually-hidden">{move || title.get()}</h1>
            <Empty picture=Icon::Search title=title
                text=Signal::derive(move || t(words::GONE_HINT)().to_owned())>
                <a class="button" href=Route::all(kind).path()>{t(kind.plural)}</a>
            </Empty>
        </div>
    }
}

/// Has the draft sealed a moment after each change.
fn keep_while_typing(desk: Desk, draft: StoredValue<String>, typing: Typing, stored: bool) {
    let open = StoredValue::new_local(desk.open());
    Effect::new(move || {
        if typing.touched.get() == 0 {
            return;
        }
        let draft_now = Draft {
            typed: typing.kept(),
            base: stored.then(|| typing.base.get_value()),
        };
        let bytes = draft_now.to_bytes();
        open.with_value(|open| open.keep_draft_soon(&draft.get_value(), bytes));
    });
}

fn fields_view(desk: Desk, typing: Typing) -> Vec<AnyView> {
    let on_input = Callback::new(move |()| typing.touched.update(|n| *n += 1));
    let inputs = typing.inputs.get_value();
    inputs
        .into_iter()
        .map(|input| {
            let id = ["field-", input.field.code].concat();
            let shown = input_view(desk, typing.kind, input, id, on_input);
            let known = move || {
                typing
                    .base
                    .with_value(|base| !base.is_unknown(input.field.no))
            };
            let decide = Callback::new(move |theirs| typing.decide(input, theirs));
            (shown, meanwhile(desk, input, known, decide)).into_any()
        })
        .collect()
}

/// The elements in use, offered while typing another.
fn known(desk: Desk, kind: &Kind, field: FieldNo) -> Vec<String> {
    desk.read(|replica| {
        let mut all = BTreeSet::new();
        let rows = replica
            .table(kind.no)
            .into_iter()
            .flat_map(replica::Table::rows);
        for row in rows.take(5_000) {
            all.extend(row.elements(field).into_iter().map(str::to_owned));
        }
        all.into_iter().take(200).collect()
    })
}

/// An input for a field.
pub fn input_view(
    desk: Desk,
    kind: &'static Kind,
    input: Input,
    id: String,
    on_input: Callback<()>,
) -> AnyView {
    let Input {
        field,
        text,
        set,
        error,
        ..
    } = input;
    let label = Signal::derive(move || t(field.label)().to_owned());
    let optional = !field.required;
    let check = Callback::new(move |()| {
        let typed = text.get_untracked();
        error.set(value::parse(field, &typed).err().map(failure::invalid));
    });
    match field.holds {
        FieldType::Choice(choices) => {
            let choices = Signal::derive(move || {
                choices
                    .iter()
                    .map(|c| (c.code.to_owned(), t(c.label)().to_owned()))
                    .collect::<Vec<_>>()
            });
            view! { <SelectField id=id label=label value=text choices=choices error=error optional=optional on_input=on_input /> }
                .into_any()
        }
        FieldType::Flag => {
            let choices = Signal::derive(move || {
                [("1", common::YES), ("0", common::NO)]
                    .map(|(code, label)| (code.to_owned(), t(label)().to_owned()))
                    .to_vec()
            });
            view! { <SelectField id=id label=label value=text choices=choices error=error optional=optional on_input=on_input /> }
                .into_any()
        }
        FieldType::LongText => {
            view! { <AreaField id=id label=label value=text error=error optional=optional on_input=on_input /> }.into_any()
        }
        FieldType::Tags => {
            let known = known(desk, kind, field.no);
            view! { <Tags id=id label=label tags=set known=known on_change=on_input /> }.into_any()
        }
        FieldType::Phones | FieldType::Emails | FieldType::Addresses | FieldType::Choices(_) => {
            view! { <Entries id=id field=field all=set text=text error=error on_change=on_input /> }.into_any()
        }
        FieldType::Ref(other) => {
            let Some(other) = model::kind(other) else {
                return ().into_any();
            };
            view! { <Refer id=id kind=other label=label value=text error=error optional=optional on_input=on_input /> }.into_any()
        }
        holds => {
            let (kind, mode) = match holds {
                FieldType::Phone => ("tel", None),
                FieldType::Email => ("email", None),
                FieldType::Date => ("date", None),
                FieldType::Moment => ("datetime-local", None),
                FieldType::Year | FieldType::Integer => ("text", Some("numeric")),
                FieldType::Decimal | FieldType::Money => ("text", Some("decimal")),
                _ => ("text", None),
            };
            view! {
                <TextField id=id label=label value=text kind=kind inputmode=mode.unwrap_or("") error=error
                    optional=optional on_input=on_input on_blur=check />
            }
            .into_any()
        }
    }
}

/// Whether a reference would go round in a circle, which is then said at its input.
fn goes_round(desk: Desk, typing: Typing, ops: &[Op]) -> bool {
    let mut round = false;
    for op in ops {
        let Op::Set {
            kind,
            record,
            field,
            value: Value::Ref(target),
        } = op
        else {
            continue;
        };
        let Some(input) = typing.input(*field).filter(|_| *kind == typing.kind.no) else {
            continue;
        };
        let own = input.field.holds == FieldType::Ref(*kind);
        if own && desk.read(|replica| would_cycle(replica, *kind, *field, *record, *target)) {
            input.error.set(Some(now(profile::CYCLE).to_owned()));
            round = true;
        }
    }
    round
}

fn focus_first(css: &'static str) {
    // After the messages have been drawn.
    spawn_local(async move {
        clock::breathe().await;
        let found = crate::platform::document()
            .and_then(|d| d.query_selector(css).ok().flatten())
            .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = found {
            let _ = element.focus();
        }
    });
}
