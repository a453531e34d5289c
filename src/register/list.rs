//! All records of a register: find as one types, filter, sort by any column, choose the columns,
//! keep what was made of it as a view, select many and do something with all of them.

mod bulk;
mod chosen;
mod columns;
mod conditions;
mod filter;
mod kept;
mod line;
mod look;
mod rows;
mod table;
mod views;

use super::export::Export;
use super::may_write;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{Label, common, count, filled, list as words, plural, register, t, within};
use crate::ui::{Confirm, Empty, Icon, icon};
use bulk::{ChangeField, Progressing, Work, changeable};
use chosen::Chosen;
use filter::Editor;
use leptos::prelude::*;
use line::Sign;
use look::Look;
use model::{FieldNo, FieldType, Kind, MEMBER};
use query::QueryError;
use rows::Rows;
use std::sync::Arc;
use table::Table;
use views::{ViewPicker, ignored};

/// What a register's own page adds to its list.
#[derive(Clone, Copy, Default)]
pub struct Extra {
    /// More buttons beside the title.
    pub head: Option<fn() -> AnyView>,
    /// More ways to begin, when there is nothing yet.
    pub begin: Option<fn() -> AnyView>,
    /// Words for an empty register.
    pub empty: Option<(crate::text::Label, crate::text::Label)>,
    /// What stands before the title of a row: a sign of what kind it is.
    pub sign: Option<Sign>,
}

/// The list.
#[component]
pub fn List(
    /// Of which register.
    kind: &'static Kind,
    /// What its own page adds.
    #[prop(optional)]
    extra: Extra,
) -> impl IntoView {
    let desk = Desk::current();
    let look = Look::new(desk, kind);
    let rows = rows::rows(desk, kind, look);
    let chosen = Chosen::new();
    Effect::new(move || {
        rows.with(|rows| chosen.keep(rows.as_ref().map_or(&[], |rows| rows.as_slice())));
    });
    let work = Work::new(desk, kind, chosen);
    let exporting = RwSignal::new(false);
    let shown =
        Signal::derive(move || rows.with(|rows| rows.as_ref().map_or(0, |rows| rows.len())));
    let empty = Memo::new(move |_| {
        desk.track_kind(kind.no);
        desk.read(|replica| replica.table(kind.no).is_none_or(replica::Table::is_empty))
    });
    let filtering = RwSignal::new(look.filter.parts.with_untracked(|parts| !parts.is_empty()));
    let new_title = move || filled(register::NEW, &[("what", &within(kind.label))]);
    let new = move || {
        may_write(desk, kind).then(|| view! {
            <a class="button primary" id=["new-", kind.code].concat() href=Route::new(kind).path()>{icon(Icon::Plus)}{new_title}</a>
        })
    };
    view! {
        <div class="page fill list-page">
            <div class="page-head">
                <h1 class="grow">{t(kind.plural)}</h1>
                <div class="buttons">{extra.head.map(|head| head())}{new}</div>
            </div>
            {move || if empty.get() {
                nothing(desk, kind, extra)
            } else {
                view! {
                    <Tools desk=desk kind=kind look=look shown=shown filtering=filtering chosen=chosen exporting=exporting />
                    {ignored(desk, kind, look)}
                    {move || filtering.get().then(|| view! { <Editor kind=kind filter=look.filter numbers=look.numbers /> })}
                    <Selected desk=desk kind=kind look=look rows=rows chosen=chosen work=work exporting=exporting />
                    <Progressing work=work />
                    <Table kind=kind look=look rows=rows chosen=chosen sign=extra.sign />
                    {move || none_found(kind, look, rows)}
                }
                .into_any()
            }}
        </div>
    }
    .into_any()
}

fn nothing(desk: Desk, kind: &'static Kind, extra: Extra) -> AnyView {
    let title = Signal::derive(move || match extra.empty {
        Some((title, _)) => t(title)().to_owned(),
        None => filled(register::EMPTY, &[("what", t(kind.plural)())]),
    });
    let hint = Signal::derive(move || {
        extra
            .empty
            .map(|(_, hint)| t(hint)().to_owned())
            .unwrap_or_default()
    });
    let picture = if extra.sign.is_some() {
        Icon::Customers
    } else {
        Icon::List
    };
    view! {
        <Empty picture=picture title=title text=hint>
            {move || may_write(desk, kind).then(|| view! {
                <a class="button primary" href=Route::new(kind).path()>{icon(Icon::Plus)}{filled(register::NEW, &[("what", &within(kind.label))])}</a>
            })}
            {extra.begin.map(|begin| begin())}
        </Empty>
    }
    .into_any()
}

/// Why nothing can be looked for, each reason in words of its own.
fn wrong_words(why: QueryError) -> Label {
    match why {
        QueryError::NoField(_) => words::WRONG_NO_FIELD,
        QueryError::Unreadable(_) => words::WRONG_UNREADABLE,
        QueryError::Misfit(_) => words::WRONG_MISFIT,
        QueryError::Operand(_) => words::WRONG_OPERAND,
        QueryError::TooDeep => words::TOO_DEEP,
        QueryError::TooLarge => words::WRONG_TOO_LARGE,
        QueryError::Unnamed | QueryError::Newer | QueryError::Damaged => words::WRONG_VIEW,
    }
}

fn none_found(kind: &'static Kind, look: Look, rows: Memo<Rows>) -> Option<AnyView> {
    let (none, wrong) = rows.with(|rows| match rows {
        Ok(rows) => (rows.is_empty(), None),
        Err(why) => (true, Some(*why)),
    });
    none.then(|| {
        let clear = move |_| {
            look.typed.set(String::new());
            look.filter.parts.set(Vec::new());
            if wrong.is_some() {
                look.orders.set(Vec::new());
            }
        };
        let named = wrong.and_then(|why| why.field()).and_then(|no| kind.field(no));
        let text = move || match wrong {
            Some(why) => {
                let what = named.map_or("?", |field| t(field.label)());
                filled(wrong_words(why), &[("what", what)])
            }
            None => t(register::NOTHING_FOUND_HINT)().to_owned(),
        };
        view! {
            <Empty picture=Icon::Search title=Signal::derive(move || t(register::NOTHING_FOUND)().to_owned())
                text=Signal::derive(text)>
                <button type="button" class="button" on:click=clear>{t(common::CLEAR)}</button>
            </Empty>
        }
        .into_any()
    })
}

/// The line above the list.
#[component]
fn Tools(
    desk: Desk,
    kind: &'static Kind,
    look: Look,
    shown: Signal<usize>,
    filtering: RwSignal<bool>,
    chosen: Chosen,
    exporting: RwSignal<bool>,
) -> impl IntoView {
    let choosing = RwSignal::new(false);
    let ready = desk.open().search.ready.clone();
    let label =
        Signal::derive(move || filled(register::FIND_IN, &[("what", &within(kind.plural))]));
    view! {
        <div class="list-tools">
            <div class="search">
                {icon(Icon::Search)}
                <input id=[kind.code, "-search"].concat() class="input" type="search" autocomplete="off" aria-label=move || label.get()
                    placeholder=move || t(register::FIND_HINT) prop:value=move || look.typed.get()
                    on:focus=move |_| desk.open().prepare_search()
                    on:input=move |ev| look.typed.set(event_target_value(&ev)) />
            </div>
            <ViewPicker look=look />
            <div class="buttons tight">
                <button type="button" class="button" id="filter-toggle" aria-expanded=move || filtering.get().to_string() aria-controls="filter"
                    on:click=move |_| filtering.update(|on| *on = !*on)>{icon(Icon::Filter)}<span class="folds">{t(words::FILTER)}</span>{move || filter::counted(look.filter)}</button>
                <button type="button" class="button" id="columns-open" on:click=move |_| choosing.set(true)>{icon(Icon::Columns)}<span class="folds">{t(words::COLUMNS)}</span></button>
                <button type="button" class="button" id="select" aria-pressed=move || chosen.on.get().to_string()
                    on:click=move |_| chosen.on.update(|on| *on = !*on)>{icon(Icon::Check)}<span class="folds">{t(words::SELECT)}</span></button>
                <button type="button" class="button" id="export" on:click=move |_| exporting.set(true)>{icon(Icon::Download)}<span class="folds">{t(register::EXPORT)}</span></button>
            </div>
            <p class="small quiet" role="status" id=[kind.code, "-count"].concat()>
                {move || {
                    let n = shown.get();
                    filled(plural(n, register::FOUND_ONE, register::FOUND_MANY), &[("n", &count(n))])
                }}
                {move || {
                    let waiting = !look.typed.with(|typed| typed.trim().is_empty()) && !ready.get();
                    waiting.then(|| [" · ", t(words::SEARCH_GETTING_READY)()].concat())
                }}
            </p>
            <columns::Columns kind=kind open=choosing columns=look.columns />
        </div>
    }
    .into_any()
}

/// What can be done with the rows that are selected.
#[component]
fn Selected(
    desk: Desk,
    kind: &'static Kind,
    look: Look,
    rows: Memo<Rows>,
    chosen: Chosen,
    work: Work,
    exporting: RwSignal<bool>,
) -> impl IntoView {
    let changing = RwSignal::new(false);
    let first = RwSignal::new(None::<FieldNo>);
    let deleting = RwSignal::new(false);
    let begin = move |field: Option<FieldNo>| {
        first.set(field);
        changing.set(true);
    };
    let fields = if kind.is_noted() {
        Vec::new()
    } else {
        changeable(desk, kind)
    };
    let tags = fields
        .iter()
        .find(|f| f.holds == FieldType::Tags)
        .map(|f| f.no);
    let owner = fields
        .iter()
        .find(|f| f.holds == FieldType::Ref(MEMBER.no))
        .map(|f| f.no);
    let writes = !fields.is_empty() && !kind.is_noted();
    let none = Signal::derive(move || chosen.count() == 0);
    let asked = Signal::derive(move || {
        let n = chosen.count();
        filled(
            plural(n, words::DELETE_ASK_ONE, words::DELETE_ASK_MANY),
            &[("n", &count(n))],
        )
    });
    // What is given out: what is selected, else what is found.
    let wanted = Callback::new(move |()| -> Arc<Vec<u32>> {
        if chosen.on.get_untracked() && chosen.rows.with_untracked(|rows| !rows.is_empty()) {
            return Arc::new(chosen.rows.get_untracked().into_iter().collect());
        }
        rows.with_untracked(|rows| rows.as_ref().cloned().unwrap_or_default())
    });
    view! {
        <div class="selected row wrap" role="toolbar" aria-label=t(words::SELECT) hidden=move || !chosen.on.get()>
            <p class="grow" role="status" id="selected-count">{move || {
                let n = chosen.count();
                filled(plural(n, words::SELECTED_ONE, words::SELECTED_MANY), &[("n", &count(n))])
            }}</p>
            <button type="button" class="button" id="select-all" on:click=move |_| rows.with_untracked(|rows| {
                if let Ok(rows) = rows {
                    chosen.all(rows);
                }
            })>{move || filled(words::SELECT_FOUND, &[("n", &count(rows.with(|rows| rows.as_ref().map_or(0, |rows| rows.len()))))])}</button>
            <button type="button" class="button plain" disabled=move || none.get() on:click=move |_| chosen.none()>{t(words::SELECT_NONE)}</button>
            {tags.map(|field| view! {
                <button type="button" class="button" id="bulk-tag" disabled=move || none.get() on:click=move |_| begin(Some(field))>{t(words::TAG)}</button>
            })}
            {owner.map(|field| view! {
                <button type="button" class="button" id="bulk-assign" disabled=move || none.get() on:click=move |_| begin(Some(field))>{t(words::ASSIGN)}</button>
            })}
            {writes.then(|| view! {
                <button type="button" class="button" id="bulk-change" disabled=move || none.get() on:click=move |_| begin(None)>{icon(Icon::Pencil)}{t(words::CHANGE_FIELD)}</button>
                <button type="button" class="button icon-only" id="bulk-delete" disabled=move || none.get() aria-label=t(words::DELETE_SELECTED)
                    on:click=move |_| deleting.set(true)>{icon(Icon::Trash)}</button>
            })}
            <button type="button" class="button plain" on:click=move |_| {
                chosen.none();
                chosen.on.set(false);
            }>{t(words::SELECT_DONE)}</button>
        </div>
        <ChangeField work=work open=changing first=first />
        <Export kind=kind open=exporting rows=wanted columns=look.columns />
        <Confirm open=deleting title=asked text=Signal::derive(move || t(register::DELETE_TEXT)().to_owned())
            action=Signal::derive(move || t(words::DELETE_SELECTED)().to_owned()) on_confirm=Callback::new(move |()| work.delete()) />
    }
    .into_any()
}
