//! The pairs, the likeliest first: both side by side, why, and what to do.
//!
//! The keyboard: arrows go from pair to pair, Enter opens the merge, N or Delete calls them apart.

use super::compare::{Line, compare};
use super::merge::MergeSheet;
use crate::platform::{self, clock, intl};
use crate::register::lens_now;
use crate::route::Route;
use crate::session::{Desk, Pair};
use crate::text::{
    common, count, duplicates as words, failure, fill, filled, language, language_now, now, plural,
    t,
};
use crate::ui::{Empty, Icon, Job, Window, Working, redrawn, toast, toast_with};
use leptos::prelude::*;
use model::{APART, CUSTOMER};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// Lines of a pair that are shown in the list.
const LINES: usize = 4;
/// The height of a row in CSS pixels, where both fit beside the buttons, and where not.
const WIDE: u32 = 232;
const NARROW: u32 = 296;
/// The least width of the window at which they do.
const FITS: f64 = 900.0;

/// The list.
#[component]
pub fn Pairs() -> impl IntoView {
    let desk = Desk::current();
    let job = Job::new();
    let pairs = RwSignal::new(None::<Arc<Vec<Pair>>>);
    let stopped = RwSignal::new(false);
    let merging = RwSignal::new(None::<Pair>);
    let left = StoredValue::new_local(Rc::new(Cell::new(false)));
    let look = move || {
        stopped.set(false);
        let (on, cancelled) = job.begin();
        left.set_value(cancelled.clone());
        spawn_local(async move {
            let open = desk.open();
            let done = open.look_for_pairs(|share| on(share), &cancelled).await;
            let _ = stopped.try_set(!done);
            if done {
                let _ = pairs.try_set(open.pairs().map(Arc::new));
            }
            job.end();
        });
    };
    look();
    on_cleanup(move || {
        let _ = left.try_with_value(|left| left.set(true));
    });
    let changed = desk.open().duplicates.changed.clone();
    Effect::new(move || {
        changed.track();
        desk.track_kind(APART.no);
        // Again when names or what else is shown have changed.
        desk.track_customers();
        if pairs.with_untracked(Option::is_some) {
            pairs.set(desk.open().pairs().map(Arc::new));
        }
    });
    let shown = Signal::derive(move || pairs.with(|all| all.as_ref().map_or(0, |all| all.len())));
    let none = Memo::new(move |_| pairs.with(Option::is_some) && shown.get() == 0);
    let turn = Memo::new(move |before: Option<&u64>| {
        pairs.track();
        let _ = language();
        before.map_or(0, |turn| turn + 1)
    });
    let row = redrawn(turn, move |at| {
        let pair = pairs.with_untracked(|all| all.as_ref()?.get(at).copied());
        pair.map_or_else(|| ().into_any(), |pair| row(desk, at, pair, merging))
    });
    let text = |label| Signal::derive(move || t(label)().to_owned());
    let wide = RwSignal::new(window_width() >= FITS);
    let turned = window_event_listener(leptos::ev::resize, move |_| {
        let now = window_width() >= FITS;
        if wide.get_untracked() != now {
            wide.set(now);
        }
    });
    on_cleanup(move || turned.remove());
    let list = move || {
        let height = if wide.get() { WIDE } else { NARROW };
        view! { <Window label=text(words::LIST) count=shown row_height=height row=row.clone() /> }
    };
    view! {
        <div class="row spread pairs-head">
            <p class="small quiet">{t(words::HINT)}</p>
            <p class="small quiet" role="status" id="pair-count">
                {move || pairs.with(Option::is_some).then(|| {
                    let n = shown.get();
                    filled(plural(n, words::FOUND_ONE, words::FOUND_MANY), &[("n", &count(n))])
                })}
            </p>
        </div>
        <div class="pairs">
            <Working job=job words=text(words::LOOKING) />
            <div class="card flush list-card" hidden=move || shown.get() == 0>
                {list}
            </div>
            {move || none.get().then(|| view! { <Empty picture=Icon::Check title=text(words::NONE) text=text(words::NONE_HINT) /> })}
            {move || stopped.get().then(|| view! {
                <Empty picture=Icon::Search title=text(words::STOPPED) text=text(words::STOPPED_HINT)>
                    <button type="button" class="button primary" on:click=move |_| look()>{t(words::LOOK)}</button>
                </Empty>
            })}
        </div>
        <MergeSheet pair=merging />
    }
    .into_any()
}

fn window_width() -> f64 {
    let width = platform::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).unwrap_or(FITS)
}

/// Notes that two are not the same, and goes on to the next pair.
fn call_apart(desk: Desk, at: usize, pair: Pair) {
    spawn_local(async move {
        let open = desk.open();
        match open.call_apart(pair.a, pair.b).await {
            Ok(()) => {
                let undo = Callback::new(move |()| {
                    let Some(open) = desk.still_open() else {
                        return;
                    };
                    spawn_local(async move {
                        if let Err(why) = open.call_together(pair.a, pair.b).await {
                            toast(failure::words(&why));
                        }
                    });
                });
                toast_with(now(words::APART_DONE), now(common::UNDO), undo);
                clock::sleep(60).await;
                focus_row(at);
            }
            Err(why) => toast(failure::words(&why)),
        }
    });
}

/// Gives the focus to the pair that stands in this place by now, or to the last.
fn focus_row(at: usize) {
    let of = |at: usize| {
        let css = ["li[aria-posinset='", &at.to_string(), "'] button"].concat();
        platform::document()?.query_selector(&css).ok().flatten()
    };
    let found = of(at + 1).or_else(|| of(at));
    if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn row(desk: Desk, at: usize, pair: Pair, merging: RwSignal<Option<Pair>>) -> AnyView {
    let lens = lens_now(desk);
    let kind = desk.open().kind(CUSTOMER.no).unwrap_or(&CUSTOMER);
    let compared = desk.read(|replica| compare(replica, kind, [pair.a, pair.b], lens));
    let Some(compared) = compared else {
        return ().into_any();
    };
    let [a, b] = compared.names;
    let names = [("a", a.as_str()), ("b", b.as_str())];
    let group = fill(now(words::PAIR), &names);
    // What a button says begins with what is seen of it.
    let whom = [" ", &group].concat();
    let of_whom = move || view! { <span class="visually-hidden">{whom.clone()}</span> };
    let keys = move |ev: leptos::ev::KeyboardEvent| {
        let plain = !(ev.ctrl_key() || ev.meta_key() || ev.alt_key());
        if plain && matches!(ev.key().as_str(), "Delete" | "n" | "N") {
            ev.prevent_default();
            call_apart(desk, at, pair);
        }
    };
    let reasons = pair.reasons.iter().map(|reason| {
        let class = if words::speaks_for(reason) {
            "badge brand"
        } else {
            "badge"
        };
        view! { <span class=class>{t(words::reason(reason))}</span> }
    });
    let more = compared
        .lines
        .into_iter()
        .take(LINES)
        .map(line)
        .collect_view();
    let name = |id, name: String| view! { <th scope="col"><a href=Route::Customer(id).path()>{name}</a></th> };
    view! {
        <div class="pair" role="group" aria-label=group on:keydown=keys>
            <div class="pair-why">{score(pair.score)}<span class="tags">{reasons.collect_view()}</span></div>
            <table class="pair-table">
                <thead><tr><th scope="col"><span class="visually-hidden">{t(words::FIELD)}</span></th>{name(pair.a, a)}{name(pair.b, b)}</tr></thead>
                <tbody>{more}</tbody>
            </table>
            <div class="pair-do">
                <button type="button" class="button primary" data-merge on:click=move |_| merging.set(Some(pair))>{t(words::MERGE)}{of_whom()}</button>
                <button type="button" class="button" data-apart on:click=move |_| call_apart(desk, at, pair)>{t(words::APART)}{of_whom()}</button>
            </div>
        </div>
    }
    .into_any()
}

/// How likely, as a bar and in words.
pub fn score(score: f32) -> AnyView {
    let share = f64::from(score);
    let said = intl::percent(language_now(), share, 0);
    let label = fill(now(words::LIKELY), &[("n", &said)]);
    let width = (share * 100.0).round().to_string();
    view! {
        <span class="score">
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="score-rest" width="100" height="8" rx="4" /><rect class="score-full" width=width height="8" rx="4" />
            </svg>
            <span>{label}</span>
        </span>
    }
    .into_any()
}

fn line(line: Line) -> AnyView {
    let differs = line.differs();
    let value = |text: String| {
        let blank = text.is_empty();
        let shown = if blank {
            now(words::BLANK).to_owned()
        } else {
            text
        };
        let class = if blank { "quiet" } else { "" };
        let mark = differs && !blank;
        view! { <td data-differs=mark.then_some("true")><span class=class>{shown}</span></td> }
    };
    let (a, b) = (value(line.a), value(line.b));
    view! {
        <tr>
            <th scope="row">{t(line.field.label)}{differs.then(|| view! { <span class="visually-hidden">" ("{t(words::DIFFERS)}")"</span><span aria-hidden="true" class="unequal">"≠"</span> })}</th>
            {a}{b}
        </tr>
    }
    .into_any()
}
