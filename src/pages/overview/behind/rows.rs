//! The list of responses, a row each: when, who, the answer, and the way to the whole of it.
//!
//! Must stay true: an answer is read the same way here and in full; a customer who is gone is
//! not named.

use super::super::bands::{groups, parts};
use super::Shown;
use crate::platform::intl;
pub use crate::register::answer_words;
use crate::register::{lens, title};
use crate::route::Route;
use crate::session::{Desk, now_of};
use crate::text::{filled, language, overview as words, t};
use crate::ui::{Icon, Window, icon, redrawn};
use leptos::prelude::*;
use model::{CUSTOMER, MERGE, RecordId};
use std::sync::Arc;
use survey::Question;

/// The height of a row, in CSS pixels.
const ROW: u32 = 72;

/// The list.
pub fn rows(
    desk: Desk,
    shown: Shown,
    list: Memo<Arc<Vec<u32>>>,
    opened: RwSignal<Option<u32>>,
) -> AnyView {
    let length = Signal::derive(move || list.with(|list| list.len()));
    let turn = Memo::new(move |before: Option<&u64>| {
        list.track();
        before.map_or(0, |turn| turn.wrapping_add(1))
    });
    let row = redrawn(turn, move |place| {
        let row = list.with_untracked(|list| list.get(place).copied());
        row.map_or_else(|| ().into_any(), |row| one(desk, &shown, row, opened))
    });
    view! {
        <div class="responses-list" id="responses">
            <Window label=Signal::derive(move || t(words::RESPONSES)().to_owned()) count=length row_height=ROW row=row />
        </div>
    }
    .into_any()
}

fn one(desk: Desk, shown: &Shown, row: u32, opened: RwSignal<Option<u32>>) -> AnyView {
    let form = shown.form.id;
    let head = desk.read(|replica| {
        let row = replica.responses(form)?.at(row)?;
        let answer = shown.question.as_ref().map(|q| row.answer(q.no));
        Some((row.taken_at(), row.subject(), answer))
    });
    let Some((taken_at, subject, answer)) = head else {
        return ().into_any();
    };
    let question = shown.question.clone();
    let answered = move || match (&question, &answer) {
        (Some(question), Some(value)) => answer_words(question, value),
        _ => String::new(),
    };
    let tone = shown.question.as_ref().and_then(|question| {
        desk.read(|replica| {
            let value = replica.responses(form)?.at(row)?.number(question.no);
            tone(question, value)
        })
    });
    let when = move || intl::day(language(), taken_at);
    let open_words = move || {
        let who = subject.map_or_else(|| t(words::ANONYMOUS)().to_owned(), |c| name_of(desk, c));
        filled(words::OPEN_RESPONSE, &[("name", &who), ("date", &when())])
    };
    view! {
        <div class="response" data-row=row.to_string()>
            <span class="response-date">{when}</span>
            <span class="response-who">{move || who(desk, subject)}</span>
            <span class="response-answer" data-tone=tone>{answered}</span>
            <button type="button" class="button plain icon-only" aria-label=open_words title=t(words::OPEN)
                on:click=move |_| opened.set(Some(row))>{icon(Icon::Forward)}</button>
        </div>
    }
    .into_any()
}

/// Good, middling or bad, where the question has such groups.
fn tone(question: &Question, value: f64) -> Option<&'static str> {
    let place = groups(question)
        .iter()
        .position(|(band, _)| band.holds(value))?;
    Some(match (place, parts(question).len()) {
        (0, _) => "good",
        (1, 2) | (2, _) => "bad",
        _ => "between",
    })
}

/// The name of a customer, or that there is none any more.
pub fn name_of(desk: Desk, customer: RecordId) -> String {
    desk.track_customers();
    let lens = lens(desk);
    desk.read(|replica| {
        let row = replica.get(CUSTOMER.no, now_of(replica, customer))?;
        Some(title(&CUSTOMER, row, lens))
    })
    .unwrap_or_else(|| t(words::CUSTOMER_GONE)().to_owned())
}

/// Who answered: a link to the customer, or that nobody is named.
pub fn who(desk: Desk, subject: Option<RecordId>) -> AnyView {
    let Some(subject) = subject else {
        return view! { <span class="quiet">{t(words::ANONYMOUS)}</span> }.into_any();
    };
    desk.track_customers();
    desk.track_kind(MERGE.no);
    // Answers stay with whom they were given by; who that is by now may be somebody else.
    let subject = desk.read(|replica| now_of(replica, subject));
    let known = desk.read(|replica| replica.get(CUSTOMER.no, subject).is_some());
    if known {
        view! { <a href=Route::Customer(subject).path()>{name_of(desk, subject)}</a> }.into_any()
    } else {
        view! { <span class="quiet">{t(words::CUSTOMER_GONE)}</span> }.into_any()
    }
}
