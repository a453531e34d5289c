//! What rests here, how much room it takes, whether it stays and whether it is sound.

mod check;
mod look;

use crate::platform::{intl, storage};
use crate::session::Desk;
use crate::text::{Label, count, filled, language, now, plural, t};
use crate::text::{customers as customer_words, settings as words};
use crate::ui::{Icon, icon, toast};
use leptos::prelude::*;
use model::CUSTOMER;
use store::Health;
use wasm_bindgen_futures::spawn_local;

/// Storage.
#[component]
pub fn Storage() -> impl IntoView {
    let desk = Desk::current();
    let health = RwSignal::new(None::<Health>);
    let content = move || {
        desk.track_customers();
        desk.track_responses();
        let (customers, responses, changes) = desk.read(|replica| {
            let customers = replica.table(CUSTOMER.no).map_or(0, replica::Table::len);
            let responses = replica
                .answered_forms()
                .filter_map(|form| replica.responses(form))
                .map(replica::Responses::len)
                .sum();
            (customers, responses, replica.changes())
        });
        let many = |n: usize, one, many| filled(plural(n, one, many), &[("n", &count(n))]);
        let customers = many(
            customers,
            customer_words::FOUND_ONE,
            customer_words::FOUND_MANY,
        );
        let responses = many(
            responses,
            words::CONTENT_RESPONSES_ONE,
            words::CONTENT_RESPONSES,
        );
        let changes = many(changes, words::CONTENT_CHANGES_ONE, words::CONTENT_CHANGES);
        filled(
            words::CONTENT_LINE,
            &[
                ("customers", &customers),
                ("responses", &responses),
                ("changes", &changes),
            ],
        )
    };
    // What rests is looked at while the page is read; leaving the page ends it.
    spawn_local(async move {
        let open = desk.open();
        let found = look::look(&open, |_| !health.is_disposed()).await;
        if let Some(Ok(found)) = found {
            let _ = health.try_set(Some(found));
        }
    });
    view! {
        <section class="card stack" id="storage" aria-labelledby="storage-title">
            <h2 id="storage-title">{t(words::STORAGE)}</h2>
            <p>{content}</p>
            <Room />
            {move || health.with(|health| parts(health.as_ref()))}
            <check::Check health=health />
        </section>
    }
    .into_any()
}

/// How much the browser lets us keep, and whether it promised to keep it.
#[component]
fn Room() -> impl IntoView {
    let quota = RwSignal::new(None::<storage::Quota>);
    let read = move || {
        spawn_local(async move {
            let found = storage::quota().await;
            let _ = quota.try_set(found);
        });
    };
    read();
    let ask = move |_| {
        spawn_local(async move {
            if !storage::persist().await {
                toast(now(words::PERSIST_REFUSED));
            }
            read();
        });
    };
    view! {
        {move || {
            // Until it is known its place is kept, so that nothing below jumps.
            let waiting = quota.with(Option::is_none);
            let quota = quota.get().unwrap_or_default();
            let language = language();
            let used = intl::bytes(language, quota.used);
            let free = intl::bytes(language, (quota.allowed - quota.used).max(0.0));
            view! {
                <div class="stack-s" class:waiting=waiting>
                    <progress class="progress" max="1" prop:value=quota.used / quota.allowed.max(1.0)
                        aria-label=t(words::STORAGE)></progress>
                    <p class="small quiet">{filled(words::USED, &[("used", &used), ("free", &free)])}</p>
                    {if quota.persisted {
                        view! { <p class="notice good">{icon(Icon::Check)}<span>{t(words::PERSISTED)}</span></p> }.into_any()
                    } else {
                        view! {
                            <div class="notice warn row spread"><span>{t(words::NOT_PERSISTED)}</span>
                                <button type="button" id="persist" class="button" on:click=ask>{t(words::PERSIST)}</button></div>
                        }.into_any()
                    }}
                </div>
            }
        }}
    }
    .into_any()
}

/// One kind of what rests.
struct Part {
    words: Label,
    class: &'static str,
    pieces: usize,
    bytes: f64,
}

/// The parts of what rests: a bar, and the table that says the same; empty until it is known.
#[allow(clippy::cast_precision_loss)]
fn parts(health: Option<&Health>) -> AnyView {
    let known = health.is_some();
    let health = health.cloned().unwrap_or_default();
    let part = |words, class, (pieces, bytes): (usize, u64)| Part {
        words,
        class,
        pieces,
        bytes: bytes as f64,
    };
    let all = [
        part(words::PART_LOG, "part-1", health.log),
        part(words::PART_STATE, "part-2", health.state),
        part(words::PART_DRAFTS, "part-3", health.slots),
        part(words::PART_BLOBS, "part-4", health.blobs),
    ];
    let total: f64 = all.iter().map(|part| part.bytes).sum();
    let mut from = 0.0;
    let bar = all
        .iter()
        .filter(|part| part.bytes > 0.0)
        .map(|part| {
            // What is there never shows as nothing.
            let wide = (part.bytes / total.max(1.0) * 100.0).max(0.5);
            let x = from;
            from += wide;
            view! { <rect class=part.class x=x.to_string() y="0" width=wide.to_string() height="10" /> }
        })
        .collect_view();
    let across = from.max(1.0).to_string();
    let rows = all
        .into_iter()
        .map(|part| {
            let size = move || {
                if part.bytes > 0.0 {
                    intl::bytes(language(), part.bytes)
                } else if known {
                    "–".to_owned()
                } else {
                    "…".to_owned()
                }
            };
            let pieces = move || {
                if known {
                    count(part.pieces)
                } else {
                    "…".to_owned()
                }
            };
            view! {
                <tr>
                    <th scope="row"><i class=["swatch ", part.class].concat() aria-hidden="true"></i>{t(part.words)}</th>
                    <td class="number">{pieces}</td>
                    <td class="number">{size}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="stack-s parts">
            <svg class="parts-bar" viewBox=["0 0 ", &across, " 10"].concat() preserveAspectRatio="none" aria-hidden="true" focusable="false">
                {bar}
            </svg>
            <table class="table bare" id="storage-parts">
                <caption class="visually-hidden">{t(words::PARTS)}</caption>
                <thead><tr>
                    <th scope="col">{t(words::PART)}</th>
                    <th scope="col" class="number">{t(words::PIECES)}</th>
                    <th scope="col" class="number">{t(words::SIZE)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
