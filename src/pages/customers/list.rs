//! The list: find as one types, sort, scroll through any number.

use crate::platform::{clock, intl};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, count, customers as words, filled, language, plural, t};
use crate::ui::{Empty, Icon, Window, icon};
use leptos::prelude::*;
use model::{CUSTOMER, customer as fields};
use replica::Row;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

const ROW: u32 = 64;

/// How many rows are read before the browser may draw.
const AT_ONCE: u32 = 1_000;

/// What the list needs of every customer, made once for each change of the customers.
#[derive(Default)]
struct Index {
    rows: Vec<u32>,
    names: Vec<String>,
    since: Vec<i64>,
    /// Everything one can find a customer by, in lower case.
    haystacks: Vec<String>,
}

impl Index {
    fn add(&mut self, row: Row<'_>) {
        self.rows.push(row.index());
        let name = row.text(fields::NAME).unwrap_or_default();
        self.names.push(name.to_owned());
        self.since.push(row.int(fields::SINCE).unwrap_or(i64::MIN));
        self.haystacks.push(haystack(row));
    }
}

/// The index of the customers as they are: none until it was made for the first time, the one
/// before while the next is being made.
fn index(desk: Desk) -> RwSignal<Option<Arc<Index>>> {
    let ready = RwSignal::new(None);
    let turn = StoredValue::new(0u32);
    Effect::new(move || {
        desk.track_customers();
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        let open = desk.open();
        spawn_local(async move {
            let mut index = Index::default();
            let mut slice = clock::Slice::new();
            let mut from = 0;
            loop {
                let to = {
                    let replica = open.replica().borrow();
                    let Some(table) = replica.table(CUSTOMER.no) else {
                        break;
                    };
                    let to = table.end().min(from + AT_ONCE);
                    (from..to)
                        .filter_map(|row| table.at(row))
                        .for_each(|row| index.add(row));
                    to
                };
                if to == from {
                    break;
                }
                from = to;
                slice.pause().await;
                // A later change has begun another one, or the list is gone.
                if turn.try_get_value() != Some(mine) {
                    return;
                }
            }
            let _ = ready.try_set(Some(Arc::new(index)));
        });
    });
    ready
}

fn haystack(row: Row<'_>) -> String {
    let mut all = String::new();
    for field in [
        fields::NAME,
        fields::NUMBER,
        fields::EMAIL,
        fields::REGION,
        fields::PHONE,
    ] {
        if let Some(text) = row.text(field) {
            all.extend(text.chars().flat_map(char::to_lowercase));
            all.push('\n');
        }
    }
    // A phone is found by its digits, however it was written.
    if let Some(phone) = row.text(fields::PHONE) {
        all.extend(phone.chars().filter(char::is_ascii_digit));
        all.push('\n');
    }
    for tag in row.elements(fields::TAGS) {
        all.extend(tag.chars().flat_map(char::to_lowercase));
        all.push('\n');
    }
    all
}

/// The list of customers.
#[component]
pub fn List() -> impl IntoView {
    let desk = Desk::current();
    let ready = index(desk);
    let index = move || ready.get().unwrap_or_default();
    let search = RwSignal::new(String::new());
    let sort = RwSignal::new("recent".to_owned());
    let by_name = RwSignal::new(None::<Arc<Vec<u32>>>);
    Effect::new(move || {
        let (index, language) = (index(), language());
        if sort.get() == "name" {
            spawn_local(async move {
                let order = intl::order(language, &index.names).await;
                let _ = by_name.try_set(Some(Arc::new(order)));
            });
        }
    });
    let found = Memo::new_with_compare(
        move |_| {
            let index = index();
            let wanted: Vec<String> = search
                .get()
                .split_whitespace()
                .map(str::to_lowercase)
                .collect();
            let end = u32::try_from(index.rows.len()).unwrap_or(u32::MAX);
            let mut order: Vec<u32> = match (sort.get().as_str(), by_name.get()) {
                ("name", Some(order)) if order.len() == index.rows.len() => order.to_vec(),
                ("since", _) => {
                    let order: Vec<u32> = (0..end).collect();
                    crate::order::highest_first(order, |at| {
                        index.since.get(*at as usize).copied().unwrap_or(i64::MIN)
                    })
                }
                _ => (0..end).rev().collect(),
            };
            order.retain(|at| {
                let hay = index.haystacks.get(*at as usize).map_or("", String::as_str);
                wanted.iter().all(|word| hay.contains(word.as_str()))
            });
            let rows: Vec<u32> = order
                .iter()
                .filter_map(|at| index.rows.get(*at as usize).copied())
                .collect();
            Arc::new(rows)
        },
        |_, _| true,
    );
    let empty = Memo::new(move |_| ready.with(|index| index.as_ref().map(|i| i.rows.is_empty())));
    let shown = Signal::derive(move || found.with(|rows| rows.len()));
    // A new turn whenever what the rows show may have changed.
    let turn = Memo::new(move |before: Option<&u64>| {
        found.track();
        let _ = language();
        before.map_or(0, |turn| turn + 1)
    });
    let row: Arc<dyn Fn(usize) -> AnyView + Send + Sync> =
        Arc::new(move |at| row(desk, found.with_untracked(|rows| rows.get(at).copied())));
    let sorts = Signal::derive(move || {
        [
            ("recent", words::SORT_RECENT),
            ("name", words::SORT_NAME),
            ("since", words::SORT_SINCE),
        ]
        .map(|(code, label)| (code.to_owned(), t(label)().to_owned()))
        .to_vec()
    });
    view! {
        <div class="page fill">
            <div class="page-head">
                <h1 class="grow">{t(common::CUSTOMERS)}</h1>
                <a class="button" id="duplicates" href=Route::Duplicates.path()>{t(crate::text::register::DUPLICATES)}</a>
                <a class="button primary" id="new-customer" href=Route::NewCustomer.path()>{icon(Icon::Plus)}{t(words::NEW)}</a>
            </div>
            {move || match empty.get() {
                None => view! { <p class="quiet" role="status">{t(common::LOADING)}</p> }.into_any(),
                Some(true) => view! {
                    <Empty picture=Icon::Customers title=Signal::derive(move || t(words::EMPTY)().to_owned())
                        text=Signal::derive(move || t(words::EMPTY_HINT)().to_owned())>
                        <a class="button primary" href=Route::NewCustomer.path()>{icon(Icon::Plus)}{t(words::NEW)}</a>
                        <a class="button" href=Route::Import.path()>{icon(Icon::Import)}{t(common::IMPORT)}</a>
                    </Empty>
                }
                .into_any(),
                Some(false) => {
                let row = row.clone();
                view! {
                    <div class="list-tools">
                        <div class="search">
                            {icon(Icon::Search)}
                            <input id="customer-search" class="input" type="search" autocomplete="off" aria-label=t(words::SEARCH)
                                placeholder=t(words::SEARCH) prop:value=move || search.get()
                                on:input=move |ev| search.set(event_target_value(&ev)) />
                        </div>
                        <label class="sort"><span>{t(words::SORT)}</span>
                            <select id="customer-sort" class="input" prop:value=move || sort.get() on:change=move |ev| sort.set(event_target_value(&ev))>
                                {move || sorts.get().into_iter().map(|(code, label)| view! { <option value=code>{label}</option> }).collect_view()}
                            </select>
                        </label>
                        <p class="small quiet" role="status" id="customer-count">
                            {move || {
                                let n = shown.get();
                                filled(plural(n, words::FOUND_ONE, words::FOUND_MANY), &[("n", &count(n))])
                            }}
                        </p>
                    </div>
                    <div class="card flush list-card" hidden=move || shown.get() == 0>
                        <Window label=Signal::derive(move || t(words::LIST)().to_owned()) count=shown row_height=ROW row=row
                            changed=Signal::derive(move || turn.get()) />
                    </div>
                    {move || (shown.get() == 0).then(|| view! {
                        <Empty picture=Icon::Search title=Signal::derive(move || t(words::NOTHING_FOUND)().to_owned())
                            text=Signal::derive(move || t(words::NOTHING_FOUND_HINT)().to_owned())>
                            <button type="button" class="button" on:click=move |_| search.set(String::new())>{t(common::CLEAR)}</button>
                        </Empty>
                    })}
                }
                .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn row(desk: Desk, at: Option<u32>) -> AnyView {
    let drawn = desk.read(|replica| {
        let row = replica.table(CUSTOMER.no)?.at(at?)?;
        let text = |field| row.text(field).unwrap_or_default().to_owned();
        let since = row
            .date(fields::SINCE)
            .map(|d| intl::date(crate::text::language_now(), d));
        let organisation = row.text(fields::KIND) == Some("organisation");
        let tags: Vec<String> = row
            .elements(fields::TAGS)
            .into_iter()
            .take(3)
            .map(str::to_owned)
            .collect();
        Some((
            row.id(),
            text(fields::NAME),
            text(fields::PHONE),
            text(fields::REGION),
            since,
            organisation,
            tags,
        ))
    });
    let Some((id, name, phone, region, since, organisation, tags)) = drawn else {
        return ().into_any();
    };
    let initial: String = name.chars().next().into_iter().collect();
    view! {
        <a class="customer-row" href=Route::Customer(id).path()>
            <span class="initial" class:organisation=organisation aria-hidden="true">{initial}</span>
            <span class="name"><strong>{name}</strong><span class="small quiet">{region}</span></span>
            <span class="phone small">{phone}</span>
            <span class="tags">{tags.into_iter().map(|tag| view! { <span class="badge">{tag}</span> }).collect_view()}</span>
            <span class="since small quiet">{since}</span>
        </a>
    }
    .into_any()
}
