//! The records behind a figure: every response it counts, newest first, each opening in full.
//!
//! Must stay true: without a chosen part the list is as long as the figure's n; only the rows
//! in sight are drawn, so that a hundred thousand scroll as ten do.

mod detail;
mod rows;

use super::bands::{Band, groups, name};
use super::figures::on_scale;
use super::period::{Period, PeriodChoice, link, month_of};
use crate::route::Route;
use crate::session::{Desk, form as form_of};
use crate::text::{count, filled, language, overview as words, plural, t};
use crate::ui::{Empty, Icon, icon};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use model::RecordId;
use std::sync::Arc;
use survey::{Form, Question, Role};

/// What the list shows.
#[derive(Clone)]
struct Shown {
    form: Arc<Form>,
    /// The question whose answers are shown: the one asked for, or the one that sums up.
    question: Option<Arc<Question>>,
}

/// The records behind a figure.
#[component]
pub fn Responses(
    /// The survey.
    form: RecordId,
    /// The question of the figure; all responses where none is named.
    question: Option<u16>,
) -> impl IntoView {
    let desk = Desk::current();
    let known = desk.read(|replica| form_of(replica, form));
    let Some(form) = known else {
        let words_of = |label| Signal::derive(move || t(label)().to_owned());
        return view! {
            <div class="page">
                <Empty picture=Icon::Search title=words_of(words::NO_FORM) text=words_of(words::NO_FORM_HINT)>
                    <a class="button" href="/">{t(words::TO_OVERVIEW)}</a>
                </Empty>
            </div>
        }
        .into_any();
    };
    let asked = question.and_then(|no| form.question(no).cloned());
    let only_answered = asked.is_some();
    let shown = Shown {
        question: asked.or_else(|| summing_up(&form)).map(Arc::new),
        form: Arc::new(form),
    };
    let period = Period::here();
    let band = band_here();
    let listed = shown.clone();
    let list = Memo::new(move |_| {
        desk.track_responses();
        rows_of(desk, &listed, only_answered, period.get(), band.get())
    });
    let opened = RwSignal::new(None::<u32>);
    let title = shown.form.title.clone();
    let ask = shown.question.as_ref().map(|question| question.ask.clone());
    let rows_shown = shown.clone();
    view! {
        <div class="page overview behind">
            <div class="page-head">
                <a class="button plain icon-only" href=move || period.get().at("/") aria-label=t(words::TO_OVERVIEW) title=t(words::TO_OVERVIEW)>
                    {icon(Icon::Back)}
                </a>
                <div class="grow">
                    <h1>{move || title.of(language()).to_owned()}</h1>
                    <p class="quiet small">{move || ask.as_ref().map(|ask| ask.of(language()).to_owned())}</p>
                </div>
                <PeriodChoice period=period />
            </div>
            <div class="row spread">
                {choice(&shown, question, period, band)}
                <p class="quiet small" id="responses-count" role="status" data-n=move || list.with(|l| l.len().to_string())>
                    {move || {
                        let n = list.with(|list| list.len());
                        filled(plural(n, words::RESPONSES_ONE, words::RESPONSES_MANY), &[("n", &count(n))])
                    }}
                </p>
            </div>
            {move || if list.with(|list| list.is_empty()) {
                let words_of = |label| Signal::derive(move || t(label)().to_owned());
                view! {
                    <Empty picture=Icon::Survey title=words_of(words::NO_RESPONSES) text=words_of(words::NO_RESPONSES_HINT)>
                        {super::take_survey()}
                    </Empty>
                }
                .into_any()
            } else {
                rows::rows(desk, rows_shown.clone(), list, opened)
            }}
            {detail::detail(desk, &shown.form, opened)}
        </div>
    }
    .into_any()
}

/// The question that sums a survey up.
fn summing_up(form: &Form) -> Option<Question> {
    [Role::Nps, Role::Csat, Role::Ces, Role::Overall]
        .into_iter()
        .find_map(|role| form.with_role(role).next())
        .cloned()
}

/// The part of the scale in the address.
fn band_here() -> Memo<Option<Band>> {
    let query = use_location().query;
    Memo::new(move |_| {
        query.with(|query| {
            let end = |name| query.get(name)?.parse::<i64>().ok();
            let (from, to) = (end("from")?, end("to")?);
            (from <= to).then_some(Band { from, to })
        })
    })
}

/// The rows of the responses that are listed, newest first.
fn rows_of(
    desk: Desk,
    shown: &Shown,
    only_answered: bool,
    period: Period,
    band: Option<Band>,
) -> Arc<Vec<u32>> {
    desk.read(|replica| {
        let Some(all) = replica.responses(shown.form.id) else {
            return Arc::new(Vec::new());
        };
        let first = period.first_month(replica);
        let question = shown.question.as_deref();
        let scale = question
            .and_then(Question::scale)
            .map(|(from, to)| Band { from, to });
        let counts = |row: &replica::ResponseRow<'_>| {
            let answer = question.map_or(f64::NAN, |question| row.number(question.no));
            let answered = match (scale, question) {
                (Some(_), _) => on_scale(scale, answer),
                (None, Some(question)) => !row.answer(question.no).is_nothing(),
                (None, None) => true,
            };
            (answered || !only_answered) && band.is_none_or(|band| band.holds(answer))
        };
        let rows: Vec<(i64, u32)> = all
            .rows()
            .rev()
            .filter(|row| period == Period::All || month_of(row.taken_at()) >= first)
            .filter(counts)
            .map(|row| (row.taken_at(), row.index()))
            .collect();
        let rows = crate::order::highest_first(rows, |(at, _)| *at);
        Arc::new(rows.into_iter().map(|(_, row)| row).collect())
    })
}

/// The choice of a part of the scale.
fn choice(
    shown: &Shown,
    asked: Option<u16>,
    period: Memo<Period>,
    band: Memo<Option<Band>>,
) -> AnyView {
    let Some(question) = shown.question.clone() else {
        return ().into_any();
    };
    let path = Route::Responses(shown.form.id, asked).path();
    let navigate = StoredValue::new_local(use_navigate());
    let one = move |which: Option<Band>, words: Signal<String>| {
        let path = path.clone();
        let choose = move |_| {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            let part = which.map(Band::query).unwrap_or_default();
            let to = link(&path, &[period.get_untracked().query(), &part]);
            navigate.with_value(|navigate| navigate(&to, options));
        };
        let code = which.map_or_else(|| "all".to_owned(), Band::numbers);
        view! {
            <button type="button" class="pill" data-band=code aria-pressed=move || (band.get() == which).to_string() on:click=choose>
                {move || words.get()}
            </button>
        }
    };
    let known = groups(&question);
    let everything = Signal::derive(move || t(words::EVERY_ANSWER)().to_owned());
    let buttons = known
        .iter()
        .map(|(part, label)| {
            let (part, label) = (*part, *label);
            let yes_no = question.kind == survey::QuestionKind::YesNo;
            let words = Signal::derive(move || {
                if yes_no {
                    t(label)().to_owned()
                } else {
                    [t(label)(), " ", &part.numbers()].concat()
                }
            });
            one(Some(part), words)
        })
        .collect_view();
    let other = {
        let one = one.clone();
        move || {
            let part = band.get()?;
            if known.iter().any(|(group, _)| *group == part) {
                return None;
            }
            let question = question.clone();
            let words = Signal::derive(move || name(&question, part));
            Some(one(Some(part), words))
        }
    };
    view! {
        <div class="pills" role="group" aria-label=t(words::WHICH_ANSWERS)>
            {one(None, everything)}
            {buttons}
            {other}
        </div>
    }
    .into_any()
}
