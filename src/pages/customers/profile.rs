//! One customer: details, surveys answered, purchases, history.

use super::history::History;
use super::value;
use crate::platform::intl;
use crate::route::Route;
use crate::session::{Desk, forms};
use crate::text::{common, customers as words, failure, fill, filled, language, now, t};
use crate::ui::{Confirm, Empty, Icon, icon, toast, toast_with};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{
    CUSTOMER, Channel, FieldType, PURCHASE, RecordId, Value, customer as fields, purchase,
};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// The profile.
#[component]
pub fn Profile(
    /// Who.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let name = Memo::new(move |_| {
        desk.track_record(customer);
        desk.read(|replica| {
            let row = replica.get(CUSTOMER.no, customer)?;
            Some(row.text(fields::NAME).unwrap_or_default().to_owned())
        })
    });
    let there = Memo::new(move |_| name.with(Option::is_some));
    move || {
        if there.get() {
            view! { <There customer=customer name=Signal::derive(move || name.get().unwrap_or_default()) /> }.into_any()
        } else {
            view! {
                <div class="page">
                    <h1 class="visually-hidden">{t(words::GONE)}</h1>
                    <Empty picture=Icon::Customers title=Signal::derive(move || t(words::GONE)().to_owned())
                        text=Signal::derive(move || t(words::GONE_HINT)().to_owned())>
                        <a class="button" href=Route::Customers.path()>{t(common::CUSTOMERS)}</a>
                    </Empty>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn There(customer: RecordId, name: Signal<String>) -> impl IntoView {
    let desk = Desk::current();
    let asking = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let delete = Callback::new(move |()| {
        spawn_local(async move {
            let open = desk.open();
            let name = name.get_untracked();
            match open
                .save(Channel::Desk, vec![Op::Delete { record: customer }])
                .await
            {
                Ok(()) => {
                    navigate.with_value(|go| go(&Route::Customers.path(), Default::default()));
                    let undo = Callback::new({
                        move |()| {
                            let Some(open) = desk.still_open() else {
                                return;
                            };
                            spawn_local(async move {
                                let ops = vec![Op::Restore { record: customer }];
                                if let Err(why) = open.save(Channel::Desk, ops).await {
                                    toast(failure::words(&why));
                                }
                            });
                        }
                    });
                    toast_with(
                        fill(now(words::DELETED), &[("name", &name)]),
                        now(common::UNDO),
                        undo,
                    );
                }
                Err(why) => toast(failure::words(&why)),
            }
        });
    });
    view! {
        <div class="page">
            <div class="page-head">
                <a class="button plain icon-only" href=Route::Customers.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow" id="customer-name">{move || name.get()}</h1>
                <div class="buttons">
                    <a class="button primary" id="take-survey" href=Route::StartSurvey(Some(customer)).path()>{icon(Icon::Survey)}{t(words::TAKE_SURVEY)}</a>
                    <a class="button" id="edit" href=Route::EditCustomer(customer).path()>{icon(Icon::Pencil)}{t(common::EDIT)}</a>
                    <button type="button" class="button icon-only" id="delete" aria-label=t(words::DELETE) on:click=move |_| asking.set(true)>{icon(Icon::Trash)}</button>
                </div>
            </div>
            <div class="columns">
                <Details customer=customer />
                <div class="stack">
                    <Answered customer=customer />
                    <Purchases customer=customer />
                </div>
            </div>
            <History customer=customer />
            <Confirm open=asking title=Signal::derive(move || filled(words::DELETE_TITLE, &[("name", &name.get())]))
                text=Signal::derive(move || t(words::DELETE_TEXT)().to_owned())
                action=Signal::derive(move || t(words::DELETE)().to_owned()) on_confirm=delete />
        </div>
    }
    .into_any()
}

#[component]
fn Details(customer: RecordId) -> impl IntoView {
    let desk = Desk::current();
    let facts = move || {
        desk.track_record(customer);
        let language = language();
        desk.read(|replica| {
            let Some(row) = replica.get(CUSTOMER.no, customer) else {
                return Vec::new();
            };
            CUSTOMER
                .fields
                .iter()
                .filter(|field| field.no != fields::NAME)
                .filter_map(|field| {
                    let words = if field.holds == FieldType::Tags {
                        row.elements(field.no).join("、")
                    } else {
                        value::words(field, &row.value(field.no), language)
                    };
                    (!words.is_empty()).then_some((*field, words))
                })
                .collect::<Vec<_>>()
        })
    };
    let added = move || {
        desk.track_record(customer);
        let (stamp, _) = desk.read(|replica| replica.created(CUSTOMER.no, customer))?;
        let day = intl::day(language(), i64::try_from(stamp.ms()).unwrap_or(0));
        Some(filled(words::ADDED_ON, &[("date", &day)]))
    };
    view! {
        <section class="card stack-s" aria-labelledby="details-title">
            <h2 id="details-title">{t(words::DETAILS)}</h2>
            <dl class="facts">
                {move || facts().into_iter().map(|(field, words)| {
                    let shown = match field.holds {
                        FieldType::Phone => {
                            let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                            view! { <a href=["tel:", &digits].concat()>{words}</a> }.into_any()
                        }
                        FieldType::Email => view! { <a href=["mailto:", &words].concat()>{words.clone()}</a> }.into_any(),
                        FieldType::Tags => view! {
                            <span class="tags">{words.split('、').map(|tag| view! { <span class="badge">{tag.to_owned()}</span> }).collect_view()}</span>
                        }.into_any(),
                        _ => view! { <span class="prose">{words}</span> }.into_any(),
                    };
                    view! { <dt>{t(field.label)}</dt><dd data-field=field.code>{shown}</dd> }
                }).collect_view()}
            </dl>
            <p class="small quiet">{added}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Answered(customer: RecordId) -> impl IntoView {
    let desk = Desk::current();
    // What other people's answers change is looked at again, and drawn again only if it differs.
    let lines = Memo::new(move |_| {
        desk.track_responses();
        let language = language();
        desk.read(|replica| {
            let lines: Vec<(i64, RecordId, String)> = replica
                .responses_of(customer)
                .into_iter()
                .filter_map(|(form, row)| {
                    let taken = replica.responses(form)?.at(row)?.taken_at();
                    let title = forms::form(replica, form)?.title.of(language).to_owned();
                    Some((taken, form, title))
                })
                .collect();
            crate::order::highest_first(lines, |(taken, ..)| *taken)
        })
    });
    view! {
        <section class="card stack-s" aria-labelledby="answered-title">
            <h2 id="answered-title">{t(words::RESPONSES)}</h2>
            {move || {
                let lines = lines.get();
                if lines.is_empty() {
                    return view! { <p class="quiet">{t(words::RESPONSES_NONE)}</p> }.into_any();
                }
                let language = language();
                view! {
                    <ul class="lines" id="answered">
                        {lines.into_iter().map(|(taken, form, title)| view! {
                            <li><a href=Route::Responses(form, None).path()>{title}</a><span class="small quiet number">{intl::day(language, taken)}</span></li>
                        }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Purchases(customer: RecordId) -> impl IntoView {
    let desk = Desk::current();
    let lines = Memo::new(move |_| {
        desk.track_customers();
        let language = language();
        desk.read(|replica| {
            let mut rows = replica.referring(PURCHASE.no, purchase::CUSTOMER, customer);
            rows = crate::order::highest_first(rows, |row| {
                row.int(purchase::DATE).unwrap_or(i64::MIN)
            });
            rows.iter()
                .map(|row| {
                    let amount = match row.value(purchase::AMOUNT) {
                        Value::Money { minor, currency } => intl::money(language, minor, currency),
                        _ => String::new(),
                    };
                    let day = row.date(purchase::DATE).map(|d| intl::date(language, d));
                    let product = row.text(purchase::PRODUCT).unwrap_or_default().to_owned();
                    (day.unwrap_or_default(), product, amount)
                })
                .collect::<Vec<_>>()
        })
    });
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| view! {
            <section class="card stack-s" aria-labelledby="purchases-title">
                <h2 id="purchases-title">{t(words::PURCHASES)}</h2>
                <table class="table bare">
                    <thead><tr><th scope="col">{t(words::DATE)}</th><th scope="col">{t(words::PRODUCT)}</th><th scope="col" class="number">{t(words::AMOUNT)}</th></tr></thead>
                    <tbody>{lines.into_iter().map(|(day, product, amount)| view! {
                        <tr><td class="nowrap">{day}</td><td>{product}</td><td class="number">{amount}</td></tr>
                    }).collect_view()}</tbody>
                </table>
            </section>
        })
    }
}
