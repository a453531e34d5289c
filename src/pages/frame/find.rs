//! One search box over everything, by Ctrl+K or ⌘K from anywhere: names in characters or pinyin,
//! telephone numbers from any digit, addresses, tags, what was said and promised.

use crate::platform;
use crate::register::{lens, line, title};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, count, filled, plural, register as words, t};
use crate::ui::{Icon, Sheet, icon};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{Kind, RecordId};

/// How many are shown.
const SHOWN: usize = 20;

/// What a line shows.
type Line = (&'static Kind, RecordId, String, String);

/// Opens the box by key for as long as the open app stands.
fn listen(open: RwSignal<bool>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let command = event.ctrl_key() != event.meta_key();
        let plain = !event.shift_key() && !event.alt_key();
        let wanted = command && plain && event.key().eq_ignore_ascii_case("k");
        let dialog = || platform::document()?.query_selector("dialog[open]").ok()?;
        if wanted && !event.default_prevented() && dialog().is_none() {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether the box is open.
#[derive(Clone, Copy)]
struct Shown(RwSignal<bool>);

/// Makes the box and listens for its key; once in the open app.
pub fn prepare() -> impl IntoView {
    let open = RwSignal::new(false);
    provide_context(Shown(open));
    listen(open);
    view! {
        <Sheet id="finder" open=open title=Signal::derive(move || t(words::FIND_ANYTHING)().to_owned())>
            <Finder open=open />
        </Sheet>
    }
}

/// The button.
#[component]
pub fn Find(
    /// A name for the button: the rail's has one, the phone's line has none.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let Shown(open) = expect_context();
    view! {
        <button type="button" id=id class="button plain" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| open.set(true)>
            {icon(Icon::Search)}{t(words::FIND)}
        </button>
    }
    .into_any()
}

#[component]
fn Finder(open: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::current();
    desk.open().prepare_search();
    let ready = desk.open().search.ready.clone();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    let navigate = StoredValue::new_local(use_navigate());
    let is_ready = {
        let ready = ready.clone();
        move || ready.get()
    };
    let found = Memo::new(move |_| {
        // Again when the index has grown.
        let _ = ready.get();
        let typed = typed.get();
        if typed.trim().is_empty() {
            return (Vec::new(), 0);
        }
        let lens = lens(desk);
        let (hits, total) = desk.open().find(&typed, SHOWN);
        let lines = desk.read(|replica| {
            let lines = hits.into_iter().filter_map(|hit| {
                let row = replica.get(hit.kind.no, hit.record)?;
                let name = title(hit.kind, row, lens);
                let more = line(replica, hit.kind, row, lens);
                Some((hit.kind, hit.record, name, more))
            });
            lines.collect::<Vec<Line>>()
        });
        (lines, total)
    });
    let go = move |(kind, record, ..): &Line| {
        let place = Route::of(kind, *record);
        open.set(false);
        navigate.with_value(|go| go(&place.path(), Default::default()));
    };
    let keys = move |ev: ev::KeyboardEvent| {
        if ev.is_composing() {
            return;
        }
        let count = found.with_untracked(|(lines, _)| lines.len());
        match ev.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let line =
                    found.with_untracked(|(lines, _)| lines.get(at.get_untracked()).cloned());
                if let Some(line) = line {
                    go(&line);
                }
            }
            _ => return,
        }
        ev.prevent_default();
    };
    let option = |at: usize| ["found-", &at.to_string()].concat();
    view! {
        <div class="finder stack-s">
            <div class="search">
                {icon(Icon::Search)}
                <input id="find-anything" class="input" type="search" autocomplete="off" autofocus role="combobox" aria-autocomplete="list"
                    aria-controls="found" aria-expanded=move || found.with(|(lines, _)| !lines.is_empty()).to_string()
                    aria-activedescendant=move || found.with(|(lines, _)| lines.get(at.get()).map(|_| option(at.get())))
                    aria-label=t(words::FIND_ANYTHING) placeholder=t(words::FIND_HINT)
                    prop:value=move || typed.get()
                    on:input=move |ev| {
                        at.set(0);
                        typed.set(event_target_value(&ev));
                    }
                    on:keydown=keys />
            </div>
            <p class="small quiet" role="status" id="found-count">{move || {
                let total = found.with(|(_, total)| *total);
                if typed.with(|typed| typed.trim().is_empty()) {
                    t(words::FIND_ABOUT)().to_owned()
                } else if total == 0 && !is_ready() {
                    t(common::LOADING)().to_owned()
                } else {
                    filled(plural(total, words::FOUND_ONE, words::FOUND_MANY), &[("n", &count(total))])
                }
            }}</p>
            <ul id="found" role="listbox" class="found" aria-label=t(words::FIND_ANYTHING)>
                {move || found.get().0.into_iter().enumerate().map(|(no, found)| {
                    let (kind, _, name, more) = found.clone();
                    view! {
                        <li id=option(no) role="option" aria-selected=move || (at.get() == no).to_string() on:click=move |_| go(&found)>
                            <span class="name"><strong>{name}</strong><span class="small quiet">{more}</span></span>
                            <span class="badge">{t(kind.label)}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}
