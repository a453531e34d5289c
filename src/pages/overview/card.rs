//! The card of one figure: the figure, how sure it is, its parts, its course, the way to the
//! records behind it.

use super::bands::{Band, name};
use super::figures::{Figure, Measure, Unit};
use super::period::{Period, link};
use crate::platform::intl;
use crate::route::Route;
use crate::text::{Label, count, decimal, filled, language, overview as words, plural, t};
use crate::ui::chart::{Point, Segment, bar, trend};
use crate::ui::{Icon, icon};
use insight::{Estimate, Method};
use leptos::prelude::*;
use survey::QuestionKind;

/// The name of a measure.
pub fn title(measure: Measure) -> Label {
    match measure {
        Measure::Nps => words::NPS,
        Measure::Csat => words::CSAT,
        Measure::Ces => words::CES,
        Measure::Overall => words::OVERALL,
    }
}

/// What a method is called.
pub fn method(method: Method) -> Label {
    match method {
        Method::Wilson => words::METHOD_WILSON,
        Method::Score => words::METHOD_SCORE,
        Method::StudentT => words::METHOD_T,
        Method::Unbounded => words::METHOD_ONE,
    }
}

/// A value of a figure in its unit.
fn written(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => intl::percent(language(), value, 1),
        Unit::Points => decimal(value, 1),
        Unit::Mean => decimal(value, 2),
    }
}

/// The card; `nth` of its measure, from 0.
pub fn card(figure: &Figure, nth: usize, period: Period) -> AnyView {
    let code = figure.measure.code();
    let id = match nth {
        0 => ["figure-", code].concat(),
        more => ["figure-", code, "-", &(more + 1).to_string()].concat(),
    };
    let heading = [&id, "-title"].concat();
    let ask = figure.question.ask.of(language()).to_owned();
    let head = view! {
        <header class="figure-head">
            <h2 id=heading.clone()>{t(title(figure.measure))}</h2>
            <p class="quiet small">{ask}</p>
        </header>
    };
    let Some(estimate) = figure.estimate else {
        return view! {
            <section class="card figure" id=id aria-labelledby=heading data-n="0">
                {head}
                {nothing(period)}
            </section>
        }
        .into_any();
    };
    view! {
        <section class="card figure" id=id aria-labelledby=heading data-n=estimate.n.to_string() data-value=estimate.value.to_string()
            data-low=estimate.low.to_string() data-high=estimate.high.to_string()>
            {head}
            {big(figure, estimate)}
            {distribution(figure, period)}
            {course(figure)}
            {behind(figure, estimate, period)}
        </section>
    }
    .into_any()
}

fn big(figure: &Figure, estimate: Estimate) -> AnyView {
    let unit = figure.unit();
    let (low, high) = (written(unit, estimate.low), written(unit, estimate.high));
    let out_of = (unit == Unit::Mean)
        .then(|| figure.question.scale())
        .flatten()
        .map(|(low, high)| {
            let (low, high) = (low.to_string(), high.to_string());
            filled(words::ON_SCALE, &[("low", &low), ("high", &high)])
        });
    view! {
        <div class="figure-main">
            <p class="figure-value">{written(unit, estimate.value)}</p>
            <p class="figure-sure">
                <span>
                    {filled(words::INTERVAL, &[("low", &low), ("high", &high)])}" · "
                    <span class="figure-n">{filled(words::RESTING, &[("n", &count(estimate.n))])}</span>
                </span>
                <span class="quiet">{t(method(estimate.method))}{out_of.map(|words| [" · ", &words].concat())}</span>
            </p>
        </div>
    }
    .into_any()
}

fn distribution(figure: &Figure, period: Period) -> AnyView {
    if figure.parts.is_empty() {
        return ().into_any();
    }
    let path = path(figure);
    let last = figure.parts.len().saturating_sub(1);
    let segments = figure
        .parts
        .iter()
        .enumerate()
        .rev()
        .map(|(place, (band, how_many))| Segment {
            words: part_words(figure, *band),
            count: *how_many,
            #[allow(clippy::cast_precision_loss)]
            tone: 1.0 - 2.0 * place as f64 / last.max(1) as f64,
            href: Some(link(&path, &[period.query(), &band.query()])),
        })
        .collect();
    let ends = match &figure.question.kind {
        QuestionKind::Rating {
            low_label,
            high_label,
            ..
        } if figure.measure != Measure::Nps && !high_label.is_blank() => Some((
            low_label.of(language()).to_owned(),
            high_label.of(language()).to_owned(),
        )),
        _ => None,
    };
    bar(segments, ends, t(words::DISTRIBUTION)().to_owned())
}

fn part_words(figure: &Figure, band: Band) -> String {
    if figure.measure == Measure::Nps {
        [&name(&figure.question, band), " ", &band.numbers()].concat()
    } else if figure.question.kind == QuestionKind::YesNo {
        name(&figure.question, band)
    } else {
        band.numbers()
    }
}

fn course(figure: &Figure) -> AnyView {
    let unit = figure.unit();
    // A share is drawn in per cent.
    let times = if unit == Unit::Share { 100.0 } else { 1.0 };
    let points: Vec<Point> = figure
        .trend
        .iter()
        .map(|(month, estimate)| Point {
            month: *month,
            value: estimate.value * times,
            low: estimate.low * times,
            high: estimate.high * times,
        })
        .collect();
    let (Some(first), Some(last)) = (figure.trend.first(), figure.trend.last()) else {
        return ().into_any();
    };
    let month = |index: i32| intl::month(language(), index);
    let label = filled(
        words::TREND_LABEL,
        &[
            ("title", t(title(figure.measure))()),
            ("first", &month(first.0)),
            ("last", &month(last.0)),
            ("from", &written(unit, first.1.value)),
            ("to", &written(unit, last.1.value)),
        ],
    );
    let by_month = figure.trend.clone();
    let opened = RwSignal::new(false);
    view! {
        <div class="figure-course">
            <h3 class="small quiet">{t(words::BY_MONTH)}</h3>
            {trend(&points, label)}
            <details class="as-table" on:toggle=move |_| opened.set(true)>
                <summary>{t(words::AS_TABLE)}</summary>
                {move || opened.get().then(|| table(unit, &by_month))}
            </details>
        </div>
    }
    .into_any()
}

fn table(unit: Unit, by_month: &[(i32, Estimate)]) -> AnyView {
    let rows = by_month
        .iter()
        .rev()
        .map(|(index, estimate)| {
            let span = [
                &written(unit, estimate.low),
                " – ",
                &written(unit, estimate.high),
            ]
            .concat();
            view! {
                <tr>
                    <th scope="row">{intl::month(language(), *index)}</th>
                    <td class="number">{written(unit, estimate.value)}</td>
                    <td class="number">{span}</td>
                    <td class="number">{count(estimate.n)}</td>
                </tr>
            }
        })
        .collect_view();
    let head = |label| view! { <th scope="col" class="number">{t(label)}</th> };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=t(words::BY_MONTH)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t(words::MONTH)}</th>
                        {head(words::FIGURE)}
                        {head(words::INTERVAL_SHORT)}
                        {head(words::ANSWERS)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn path(figure: &Figure) -> String {
    Route::Responses(figure.form.id, Some(figure.question.no)).path()
}

fn behind(figure: &Figure, estimate: Estimate, period: Period) -> AnyView {
    let label = plural(estimate.n, words::BEHIND_ONE, words::BEHIND_MANY);
    let source = figure.form.title.of(language()).to_owned();
    view! {
        <footer class="figure-foot">
            <a class="button plain" href=period.at(&path(figure))>
                {filled(label, &[("n", &count(estimate.n))])}{icon(Icon::Forward)}
            </a>
            <span class="quiet small">{source}</span>
        </footer>
    }
    .into_any()
}

/// Why there is no figure, and what to do about it.
fn nothing(period: Period) -> AnyView {
    let text = if period == Period::All {
        words::NO_ANSWERS
    } else {
        words::NO_ANSWERS_PERIOD
    };
    view! {
        <div class="figure-nothing">
            <p class="quiet">{t(text)}</p>
            <div class="buttons">
                {super::ways()}
            </div>
        </div>
    }
    .into_any()
}
