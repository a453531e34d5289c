//! What happened around a record, latest first, by day: the records of every register that belong
//! to it and say when, surveys answered, and changes of the record itself.
//!
//! Keys: the chips are buttons that stay pressed; none pressed shows everything.

mod gather;
mod line;

use super::{Past, lens, may_write};
use crate::platform::intl;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{count, filled, language, profile as words, register, t};
use crate::ui::{Icon, icon};
use gather::{Place, Source, gather};
use leptos::prelude::*;
use line::{Entry, entry};
use model::{Date, Kind, RecordId};
use std::collections::BTreeSet;

/// How many lines are shown at first, and how many more each time.
const STEP: usize = 30;

/// The timeline.
#[component]
pub fn Timeline(
    /// Of which register.
    kind: &'static Kind,
    /// Around which record.
    record: RecordId,
    /// What it held before.
    past: Past,
    /// What stands beside its heading.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let desk = Desk::current();
    let limit = RwSignal::new(STEP);
    let pressed = RwSignal::new(BTreeSet::<Source>::new());
    let places = Memo::new(move |_| {
        track(desk, kind);
        let lens = lens(desk);
        let changes = past.read(|all| gather::changes(all, kind, record, lens));
        let changes = changes.unwrap_or_default();
        desk.read(|replica| gather(replica, kind, record, changes, lens))
    });
    let sources = Memo::new(move |_| {
        let mut sources: Vec<(Source, usize)> = Vec::new();
        places.with(|all| {
            for place in all {
                match sources.iter_mut().find(|(s, _)| *s == place.source) {
                    Some((_, n)) => *n += 1,
                    None => sources.push((place.source, 1)),
                }
            }
        });
        sources.sort_unstable_by_key(|(source, _)| *source);
        sources
    });
    let wanted = Memo::new(move |_| {
        let pressed = pressed.get();
        places.with(|all| {
            let wanted = all.iter();
            let wanted =
                wanted.filter(|place| pressed.is_empty() || pressed.contains(&place.source));
            wanted.cloned().collect::<Vec<Place>>()
        })
    });
    // Words only for what is shown.
    let entries = Memo::new(move |_| {
        track(desk, kind);
        let lens = lens(desk);
        let shown: Vec<Place> = wanted.with(|all| all.iter().take(limit.get()).cloned().collect());
        let entries = shown.into_iter();
        entries
            .map(|place| entry(desk, kind, record, past, place, lens))
            .collect::<Vec<Entry>>()
    });
    let more = move || wanted.with(Vec::len).saturating_sub(limit.get());
    view! {
        <section class="card stack-s timeline" id="timeline" aria-labelledby="timeline-title">
            <div class="row spread">
                <h2 id="timeline-title">{t(words::TIMELINE)}</h2>
                <div class="buttons">{children.map(|children| children())}</div>
            </div>
            <div class="row adds">{move || adds(desk, kind, record)}</div>
            {move || (sources.with(Vec::len) > 1).then(|| chips(sources, pressed))}
            {move || {
                let all = entries.get();
                if all.is_empty() {
                    let none = if pressed.with(BTreeSet::is_empty) { words::NOTHING_YET } else { words::NOTHING_OF_THESE };
                    return view! { <p class="quiet">{t(none)}</p> }.into_any();
                }
                days(all)
            }}
            {move || {
                let more = more();
                (more > 0).then(|| view! {
                    <div class="buttons"><button type="button" class="button" id="timeline-more" on:click=move |_| limit.update(|n| *n += STEP)>
                        {filled(register::MORE, &[("n", &count(more.min(STEP)))])}
                    </button></div>
                })
            }}
        </section>
    }
    .into_any()
}

/// Runs again when something that is on it may have changed.
fn track(desk: Desk, kind: &'static Kind) {
    for (other, _) in gather::registers(kind) {
        desk.track_kind(other.no);
    }
    desk.track_responses();
    desk.track_others();
}

/// A way to add a record of each register in which who is at work may.
fn adds(desk: Desk, kind: &'static Kind, record: RecordId) -> AnyView {
    gather::registers(kind)
        .filter(|(other, _)| may_write(desk, other))
        .map(|(other, _)| {
            view! {
                <a class="button" data-add=other.code href=Route::NewRecord(other.no, Some(record)).path()>
                    {icon(Icon::Plus)}<span class="visually-hidden">{t(register::ADD)}" "</span>{t(other.label)}
                </a>
            }
        })
        .collect_view()
        .into_any()
}

fn chips(sources: Memo<Vec<(Source, usize)>>, pressed: RwSignal<BTreeSet<Source>>) -> AnyView {
    let chip = move |(source, n): (Source, usize)| {
        let label = source.label();
        view! {
            <button type="button" class="chip" data-chip=source.code()
                aria-pressed=move || pressed.with(|all| all.contains(&source)).to_string()
                on:click=move |_| pressed.update(|all| {
                    if !all.remove(&source) {
                        all.insert(source);
                    }
                })>
                {t(label)}" "<span class="quiet">{count(n)}</span>
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=t(words::SHOW_ONLY)>
            <button type="button" class="chip" data-chip="all" aria-pressed=move || pressed.with(BTreeSet::is_empty).to_string()
                on:click=move |_| pressed.update(BTreeSet::clear)>{t(words::ALL_OF_IT)}</button>
            <For each=move || sources.get() key=|source| *source let:source>{chip(source)}</For>
        </div>
    }
    .into_any()
}

/// A day, and whether it is hidden.
type Day = (Option<Date>, bool);

/// Lines under the days they belong to.
fn days(all: Vec<Entry>) -> AnyView {
    let mut days: Vec<(Day, Vec<Entry>)> = Vec::new();
    for entry in all {
        match days.last_mut() {
            Some((day, lines)) if *day == (entry.day, entry.hidden) => lines.push(entry),
            _ => days.push(((entry.day, entry.hidden), vec![entry])),
        }
    }
    let days = days.into_iter().map(|(day, lines)| {
        let heading = match day {
            (Some(day), _) => intl::date(language(), day),
            (None, true) => t(words::DAY_HIDDEN)().to_owned(),
            (None, false) => t(words::UNDATED)().to_owned(),
        };
        view! {
            <div class="timeline-day">
                <h3>{heading}</h3>
                <ul>{lines.into_iter().map(line::draw).collect_view()}</ul>
            </div>
        }
    });
    days.collect_view().into_any()
}
