//! What is due: tasks and promises that are overdue, due today or soon; and how well promises are
//! kept, with how many that rests on.
//!
//! Must not know: other pages.

mod kept;

use crate::platform::{clock, intl};
use crate::register::{Lens, lens, may_write, title};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{Label, common, failure, language, now, t, today as words};
use crate::ui::{Empty, Icon, icon, toast, toast_with};
use leptos::prelude::*;
use model::{
    CUSTOMER, Channel, Date, FieldNo, Kind, KindNo, PROMISE, RecordId, TASK, Value, promise, task,
};
use replica::{Op, Replica, Row};
use wasm_bindgen_futures::spawn_local;

/// How many days ahead are shown.
const AHEAD: i32 = 7;
/// How often it is looked whether a day has begun, in milliseconds.
const GLANCE: u32 = 60_000;

/// Something that is due.
#[derive(Clone, PartialEq)]
struct Due {
    kind: &'static Kind,
    record: RecordId,
    what: String,
    whom: Option<(RecordId, String)>,
    day: Date,
}

fn whom(replica: &Replica, row: Row<'_>, field: FieldNo, lens: Lens) -> Option<(RecordId, String)> {
    let Value::Ref(id) = row.value(field) else {
        return None;
    };
    let name = title(&CUSTOMER, replica.get(CUSTOMER.no, id)?, lens);
    Some((id, name))
}

/// Everything open with a day up to this one, earliest first.
fn due(replica: &Replica, until: Date, lens: Lens) -> Vec<Due> {
    let mut all = Vec::new();
    let rows = |kind: KindNo| {
        let table = replica.table(kind).into_iter();
        table.flat_map(replica::Table::rows)
    };
    // Of what is due on a day that may not be read, it is not said that it is due.
    let reads = |kind: &Kind, no| kind.field(no).is_some_and(|field| lens.reads(field));
    let tasks = reads(&TASK, task::DUE).then(|| rows(TASK.no));
    for row in tasks.into_iter().flatten() {
        let open = row.value(task::DONE) != Value::Flag(true);
        if let Some(day) = row.date(task::DUE).filter(|day| open && *day <= until) {
            all.push((&TASK, row, task::CUSTOMER, day));
        }
    }
    let promises = reads(&PROMISE, promise::BY).then(|| rows(PROMISE.no));
    for row in promises.into_iter().flatten() {
        let open = matches!(row.text(promise::STATE), None | Some("open"));
        if let Some(day) = row.date(promise::BY).filter(|day| open && *day <= until) {
            all.push((&PROMISE, row, promise::CUSTOMER, day));
        }
    }
    let all = crate::order::highest_first(all, |(.., day)| -i64::from(day.0));
    all.into_iter()
        .map(|(kind, row, of, day)| Due {
            kind,
            record: row.id(),
            what: title(kind, row, lens),
            whom: whom(replica, row, of, lens),
            day,
        })
        .collect()
}

/// Today, which becomes tomorrow while the page stands.
fn today_at() -> RwSignal<i32> {
    let today = RwSignal::new(clock::today().0);
    spawn_local(async move {
        loop {
            clock::sleep(GLANCE).await;
            let now = clock::today().0;
            match today.try_get_untracked() {
                None => return,
                Some(before) if before == now => {}
                Some(_) => today.set(now),
            }
        }
    });
    today
}

/// What is due.
#[component]
pub fn Today() -> impl IntoView {
    let desk = Desk::current();
    let today = today_at();
    let all = Memo::new(move |_| {
        desk.track_kind(TASK.no);
        desk.track_kind(PROMISE.no);
        let until = Date(today.get() + AHEAD);
        let lens = lens(desk);
        desk.read(|replica| due(replica, until, lens))
    });
    let part = move |label: Label, id: &'static str, from: i32, to: i32| {
        let mine = move || {
            let today = today.get();
            let all = all.get().into_iter();
            let mine = all.filter(|due| (from..=to).contains(&(due.day.0.saturating_sub(today))));
            mine.collect::<Vec<Due>>()
        };
        move || {
            let mine = mine();
            (!mine.is_empty()).then(|| view! {
                <section class="card stack-s" id=id aria-labelledby=[id, "-title"].concat()>
                    <h2 id=[id, "-title"].concat()>{t(label)}</h2>
                    <ul class="lines">{mine.into_iter().map(|due| line(desk, due)).collect_view()}</ul>
                </section>
            })
        }
    };
    view! {
        <div class="page narrow">
            <div class="page-head">
                <h1 class="grow">{t(words::TITLE)}</h1>
                {move || may_write(desk, &TASK).then(|| view! {
                    <a class="button primary" id="new-task" href=Route::NewRecord(TASK.no, None).path()>{icon(Icon::Plus)}{t(words::NEW_TASK)}</a>
                })}
            </div>
            {move || all.with(Vec::is_empty).then(|| view! {
                <Empty picture=Icon::Check title=Signal::derive(move || t(words::NOTHING)().to_owned())
                    text=Signal::derive(move || t(words::NOTHING_HINT)().to_owned())>
                    <a class="button" href=Route::Customers.path()>{t(common::CUSTOMERS)}</a>
                </Empty>
            })}
            {part(words::OVERDUE, "overdue", i32::MIN, -1)}
            {part(words::DUE_TODAY, "due-today", 0, 0)}
            {part(words::COMING, "coming", 1, AHEAD)}
            <kept::Kept />
        </div>
    }
    .into_any()
}

/// Sets a field, and offers to take that back.
fn settle(desk: Desk, due: &Due, ops: Vec<(FieldNo, Value)>, said: Label) {
    let (kind, record) = (due.kind.no, due.record);
    let set = |(field, value)| Op::Set {
        kind,
        record,
        field,
        value,
    };
    // What stood there, so that taking back means this line and not what was done last.
    let before: Vec<Op> = desk.read(|replica| {
        let Some(row) = replica.get(kind, record) else {
            return Vec::new();
        };
        let fields = ops.iter().map(|(field, _)| *field);
        fields.map(|field| set((field, row.value(field)))).collect()
    });
    let ops: Vec<Op> = ops.into_iter().map(set).collect();
    spawn_local(async move {
        if let Err(why) = desk.open().save(Channel::Desk, ops).await {
            return toast(failure::words(&why));
        }
        let undo = Callback::new(move |()| {
            let Some(open) = desk.still_open() else {
                return;
            };
            let before = before.clone();
            spawn_local(async move {
                if let Err(why) = open.save(Channel::Desk, before).await {
                    toast(failure::words(&why));
                }
            });
        });
        toast_with(now(said).to_owned(), now(common::UNDO), undo);
    });
}

fn line(desk: Desk, due: Due) -> AnyView {
    let day = intl::date(language(), due.day);
    let place = Route::Record(due.kind.no, due.record).path();
    let label = due.kind.label;
    let state = if due.kind.no == TASK.no {
        task::DONE
    } else {
        promise::STATE
    };
    let settles = due
        .kind
        .field(state)
        .is_some_and(|field| lens(desk).writes(field));
    let buttons = if !settles {
        ().into_any()
    } else if due.kind.no == TASK.no {
        let due = due.clone();
        let done = move |_| {
            let done = vec![(task::DONE, Value::Flag(true))];
            settle(desk, &due, done, words::DONE_SAID);
        };
        view! { <button type="button" class="button" on:click=done>{icon(Icon::Check)}{t(words::DONE)}</button> }.into_any()
    } else {
        let choose = |code: &'static str, said: Label| {
            let due = due.clone();
            move |_| {
                let state = Value::Choice(code.to_owned());
                let on = Value::Date(clock::today());
                settle(
                    desk,
                    &due,
                    vec![(promise::STATE, state), (promise::SETTLED, on)],
                    said,
                );
            }
        };
        view! {
            <button type="button" class="button" on:click=choose("kept", words::KEPT_SAID)>{icon(Icon::Check)}{t(words::KEPT)}</button>
            <button type="button" class="button" on:click=choose("broken", words::BROKEN_SAID)>{icon(Icon::Close)}{t(words::BROKEN)}</button>
        }
        .into_any()
    };
    let customer = due
        .whom
        .map(|(id, name)| view! { <a href=Route::Customer(id).path()>{name}</a> });
    view! {
        <li class="due">
            <span class="grow">
                <a href=place><strong>{due.what}</strong></a>" "<span class="badge">{t(label)}</span>
                <span class="small quiet due-more">{day}{customer.is_some().then_some(" · ")}{customer}</span>
            </span>
            <span class="buttons">{buttons}</span>
        </li>
    }
    .into_any()
}
