//! Adding and changing a customer: one input for each described field.
//!
//! Must stay true: what is typed is kept as a sealed draft until it is saved or discarded; a
//! save writes only what changed; two clicks save once.

use super::tags::Tags;
use super::value;
use crate::platform::{clock, random};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, customers as words, failure, now, t};
use crate::ui::{AreaField, Empty, Icon, SelectField, TextField, icon, toast};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{CUSTOMER, Channel, Field, FieldNo, FieldType, RecordId, Value, customer as fields};
use replica::Op;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// What is in one input.
#[derive(Clone, Copy)]
struct Input {
    field: &'static Field,
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

/// What a draft holds: texts by field number, and the tags.
type Kept = (Vec<(u16, String)>, Vec<String>);

/// Everything typed into the form.
#[derive(Clone, Copy)]
struct Typing {
    inputs: StoredValue<Vec<Input>>,
    tags: RwSignal<Vec<String>>,
    touched: RwSignal<u32>,
}

impl Typing {
    fn kept(self) -> Kept {
        let texts = self.inputs.with_value(|inputs| {
            inputs
                .iter()
                .map(|i| (i.field.no.0, i.text.get_untracked()))
                .collect()
        });
        (texts, self.tags.get_untracked())
    }

    fn fill(self, (texts, tags): Kept) {
        self.inputs.with_value(|inputs| {
            for input in inputs {
                if let Some((_, text)) = texts.iter().find(|(no, _)| *no == input.field.no.0) {
                    input.text.set(text.clone());
                }
            }
        });
        self.tags.set(tags);
    }
}

fn stored(desk: Desk, customer: Option<RecordId>) -> Option<Kept> {
    desk.read(|replica| {
        let row = match customer {
            Some(id) => Some(replica.get(CUSTOMER.no, id)?),
            None => None,
        };
        let texts = CUSTOMER
            .fields
            .iter()
            .filter(|field| field.holds != FieldType::Tags)
            .map(|field| {
                let start = match (row, field.no) {
                    (Some(row), no) => value::typed(&row.value(no)),
                    (None, fields::KIND) => "person".to_owned(),
                    (None, fields::SINCE) => clock::today().iso(),
                    (None, _) => String::new(),
                };
                (field.no.0, start)
            })
            .collect();
        let tags = row.map_or(Vec::new(), |row| {
            row.elements(fields::TAGS)
                .into_iter()
                .map(str::to_owned)
                .collect()
        });
        Some((texts, tags))
    })
}

/// The form; without a customer it makes a new one.
#[component]
pub fn Form(
    /// Whom to change.
    customer: Option<RecordId>,
) -> impl IntoView {
    let desk = Desk::current();
    let Some(before) = stored(desk, customer) else {
        return view! {
            <div class="page">
                <h1 class="visually-hidden">{t(words::GONE)}</h1>
                    <Empty picture=Icon::Customers title=Signal::derive(move || t(words::GONE)().to_owned())
                    text=Signal::derive(move || t(words::GONE_HINT)().to_owned())>
                    <a class="button" href=Route::Customers.path()>{t(common::CUSTOMERS)}</a>
                </Empty>
            </div>
        }
        .into_any();
    };
    let inputs: Vec<Input> = CUSTOMER
        .fields
        .iter()
        .filter(|field| field.holds != FieldType::Tags)
        .map(|field| Input {
            field,
            text: RwSignal::new(String::new()),
            error: RwSignal::new(None),
        })
        .collect();
    let typing = Typing {
        inputs: StoredValue::new(inputs),
        tags: RwSignal::new(Vec::new()),
        touched: RwSignal::new(0),
    };
    typing.fill(before.clone());
    let before = StoredValue::new(before);
    let record = customer.unwrap_or_else(random::record_id);
    let draft = match customer {
        Some(id) => format!("customer/{id}"),
        None => "customer/new".to_owned(),
    };
    let draft = StoredValue::new(draft);
    let restored = RwSignal::new(false);
    restore(desk, draft, typing, before, restored);
    keep_while_typing(desk, draft, typing);

    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let leave = StoredValue::new_local(navigate);
    let go = move |route: Route| {
        leave.with_value(|navigate| navigate(&route.path(), Default::default()));
    };
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(ops) = operations(typing, before, record, customer.is_none()) else {
            focus_first_invalid();
            return;
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let open = desk.open();
            let nothing = ops.is_empty();
            match open.save(Channel::Desk, ops).await {
                Ok(()) => {
                    typing.touched.set(0);
                    let draft = draft.get_value();
                    toast(now(if nothing {
                        words::NOTHING_CHANGED
                    } else {
                        common::SAVED
                    }));
                    go(Route::Customer(record));
                    open.drop_draft(&draft).await;
                }
                Err(why) => {
                    error.set(Some(failure::words(&why)));
                    busy.set(false);
                }
            }
        });
    };
    let discard = move |_| {
        typing.fill(before.get_value());
        restored.set(false);
        typing.touched.set(0);
        spawn_local(async move { desk.open().drop_draft(&draft.get_value()).await });
    };
    let back = customer.map_or(Route::Customers, Route::Customer);
    let title = if customer.is_some() {
        words::EDIT_TITLE
    } else {
        words::NEW
    };
    view! {
        <div class="page narrow">
            <div class="page-head">
                <a class="button plain icon-only" href=back.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow">{t(title)}</h1>
            </div>
            {move || restored.get().then(|| view! {
                <div class="notice warn row spread" role="status">
                    <span>{t(words::DRAFT_RESTORED)}</span>
                    <button type="button" class="button" on:click=discard>{t(words::DRAFT_DISCARD)}</button>
                </div>
            })}
            <form class="form" novalidate on:submit=save>
                <div class="card form-grid">{fields_view(desk, typing)}</div>
                <div role="alert">
                    {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
                </div>
                <div class="buttons">
                    <button type="submit" id="save" class="button primary" aria-disabled=move || busy.get().to_string()>
                        {move || if busy.get() { t(common::SAVING)() } else { t(common::SAVE)() }}
                    </button>
                    <a class="button" href=back.path()>{t(common::CANCEL)}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// Puts back what was typed and not saved.
fn restore(
    desk: Desk,
    draft: StoredValue<String>,
    typing: Typing,
    before: StoredValue<Kept>,
    restored: RwSignal<bool>,
) {
    spawn_local(async move {
        let Some(bytes) = desk.open().draft(&draft.get_value()).await else {
            return;
        };
        let Ok(kept) = postcard::from_bytes::<Kept>(&bytes) else {
            return;
        };
        if Some(&kept) != before.try_get_value().as_ref() && restored.try_set(true).is_none() {
            typing.fill(kept);
        }
    });
}

/// Has the draft sealed a moment after each change.
fn keep_while_typing(desk: Desk, draft: StoredValue<String>, typing: Typing) {
    let open = StoredValue::new_local(desk.open());
    Effect::new(move || {
        if typing.touched.get() == 0 {
            return;
        }
        let bytes = postcard::to_allocvec(&typing.kept()).unwrap_or_default();
        open.with_value(|open| open.keep_draft_soon(&draft.get_value(), bytes));
    });
}

fn fields_view(desk: Desk, typing: Typing) -> Vec<AnyView> {
    let on_input = Callback::new(move |()| typing.touched.update(|n| *n += 1));
    let known = desk.read(|replica| {
        let mut all = BTreeSet::new();
        for row in replica
            .table(CUSTOMER.no)
            .into_iter()
            .flat_map(replica::Table::rows)
            .take(5_000)
        {
            all.extend(row.elements(fields::TAGS).into_iter().map(str::to_owned));
        }
        all.into_iter().take(200).collect::<Vec<_>>()
    });
    let inputs = typing.inputs.get_value();
    let input = |no: FieldNo| inputs.iter().find(|input| input.field.no == no).copied();
    CUSTOMER
        .fields
        .iter()
        .filter_map(|field| match input(field.no) {
            Some(input) => Some(input_view(input, on_input)),
            None if field.holds == FieldType::Tags => {
                let label = Signal::derive(move || t(field.label)().to_owned());
                let known = known.clone();
                Some(
                    view! { <Tags label=label tags=typing.tags known=known on_change=on_input /> }
                        .into_any(),
                )
            }
            None => None,
        })
        .collect()
}

fn input_view(input: Input, on_input: Callback<()>) -> AnyView {
    let Input { field, text, error } = input;
    let id = format!("field-{}", field.code);
    let label = Signal::derive(move || t(field.label)().to_owned());
    let optional = !field.required;
    let check = Callback::new(move |()| {
        error.set(
            field
                .parse(&text.get_untracked())
                .err()
                .map(failure::invalid),
        );
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
        FieldType::LongText => {
            view! { <AreaField id=id label=label value=text error=error optional=optional on_input=on_input /> }.into_any()
        }
        holds => {
            let (kind, mode) = match holds {
                FieldType::Phone => ("tel", None),
                FieldType::Email => ("email", None),
                FieldType::Date => ("date", None),
                FieldType::Year => ("text", Some("numeric")),
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

/// The operations that bring what is stored to what is typed; none when something is wrong.
fn operations(
    typing: Typing,
    before: StoredValue<Kept>,
    record: RecordId,
    new: bool,
) -> Option<Vec<Op>> {
    let (texts, tags) = before.get_value();
    let mut ops = Vec::new();
    let mut wrong = false;
    if new {
        ops.push(Op::Create {
            kind: CUSTOMER.no,
            record,
        });
    }
    typing.inputs.with_value(|inputs| {
        for input in inputs {
            let typed = input.text.get_untracked();
            let old = texts.iter().find(|(no, _)| *no == input.field.no.0);
            match input.field.parse(&typed) {
                Err(why) => {
                    input.error.set(Some(failure::invalid(why)));
                    wrong = true;
                }
                Ok(value) => {
                    input.error.set(None);
                    let same = old.is_some_and(|(_, text)| text.trim() == typed.trim());
                    if (new && value != Value::Nothing) || (!new && !same) {
                        let (kind, field) = (CUSTOMER.no, input.field.no);
                        ops.push(Op::Set {
                            kind,
                            record,
                            field,
                            value,
                        });
                    }
                }
            }
        }
    });
    let now = typing.tags.get_untracked();
    let (kind, field) = (CUSTOMER.no, fields::TAGS);
    for element in now.iter().filter(|tag| !tags.contains(tag)) {
        ops.push(Op::Add {
            kind,
            record,
            field,
            element: element.clone(),
        });
    }
    for element in tags.iter().filter(|tag| !now.contains(tag)) {
        ops.push(Op::Remove {
            kind,
            record,
            field,
            element: element.clone(),
        });
    }
    (!wrong).then_some(ops)
}

fn focus_first_invalid() {
    // After the messages have been drawn.
    spawn_local(async {
        clock::breathe().await;
        let found = crate::platform::document()
            .and_then(|d| d.query_selector("[aria-invalid=true]").ok().flatten())
            .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = found {
            let _ = element.focus();
        }
    });
}
