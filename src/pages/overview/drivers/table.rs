//! A regression in full: in words, as a plot, as a table, with what it rests on.

use super::super::explain::Explained;
use super::{by_size, name_of, plot, said};
use crate::text::{Language, count, decimal, filled, language, overview as words, t};
use crate::ui::{Icon, icon};
use insight::{Covariance, Regression, Term};
use leptos::prelude::*;

/// Variance inflation above which a coefficient is marked as hard to tell from the others.
const MUCH_INFLATION: f64 = 5.0;

/// Everything about an explained outcome.
pub fn explained(explained: &Explained) -> AnyView {
    let aside = said::aside(explained);
    let aside = (!aside.is_empty()).then(|| {
        let lines = aside.into_iter().map(|line| view! { <p>{line}</p> });
        view! { <div class="notice" id="drivers-aside">{icon(Icon::Warning)}<div>{lines.collect_view()}</div></div> }
    });
    let regression = match &explained.result {
        Err(error) => {
            let why = said::problem(*error);
            return view! {
                {aside}
                <div class="notice warn" id="drivers-problem" role="status">{icon(Icon::Warning)}<p>{why}</p></div>
            }
            .into_any();
        }
        Ok(regression) => regression,
    };
    let space = match language() {
        Language::Zh => "",
        Language::En => " ",
    };
    let sentences = said::sentences(explained, regression).join(space);
    view! {
        <section class="card drivers-words">
            <p class="drivers-lead" id="drivers-words">{sentences}</p>
            <p class="quiet small">{t(words::NOT_CAUSE)}</p>
        </section>
        {aside}
        <section class="card figure" aria-labelledby="plot-title">
            <header class="figure-head">
                <h2 id="plot-title">{t(words::PLOT_TITLE)}</h2>
                <p class="quiet small">{t(words::PLOT_HINT)}</p>
            </header>
            {plot(explained, regression, usize::MAX)}
        </section>
        <div class="stack-s">
            <h2 id="table-title">{t(words::TABLE_TITLE)}</h2>
            {table(explained, regression)}
            {inflated(regression)}
        </div>
        {rests_on(explained, regression)}
    }
    .into_any()
}

fn table(explained: &Explained, regression: &Regression) -> AnyView {
    let rows = by_size(regression)
        .into_iter()
        .filter_map(|place| {
            let term = regression.terms.get(place)?;
            let code = explained.factors.get(place)?.code.clone();
            Some(row(&code, name_of(explained, place), term))
        })
        .collect_view();
    let constant = regression.intercept;
    let head = |label| view! { <th scope="col" class="number">{t(label)}</th> };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-labelledby="table-title">
            <table class="table drivers-table" id="drivers-table">
                <thead>
                    <tr>
                        <th scope="col">{t(words::FACTOR)}</th>
                        {head(words::BETA)}
                        {head(words::BETA_INTERVAL)}
                        {head(words::COEFFICIENT)}
                        {head(words::STANDARD_ERROR)}
                        {head(words::T_VALUE)}
                        {head(words::P_VALUE)}
                        {head(words::VIF)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t(words::CONSTANT)}</th>
                        <td class="number">"–"</td>
                        <td class="number">"–"</td>
                        <td class="number">{decimal(constant.coefficient, 3)}</td>
                        <td class="number">{decimal(constant.se, 3)}</td>
                        <td class="number">{decimal(constant.t, 2)}</td>
                        <td class="number">{probability(constant.p)}</td>
                        <td class="number">"–"</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(code: &str, name: String, term: &Term) -> AnyView {
    let beta = term.standardised;
    let interval = [&decimal(beta.low, 3), " – ", &decimal(beta.high, 3)].concat();
    let much = term.vif > MUCH_INFLATION;
    let vif = if much {
        view! { <span class="badge warn">{icon(Icon::Warning)}{decimal(term.vif, 2)}</span> }
            .into_any()
    } else {
        decimal(term.vif, 2).into_any()
    };
    view! {
        <tr data-term=code.to_owned() data-beta=beta.coefficient.to_string() data-low=beta.low.to_string()
            data-high=beta.high.to_string() data-coefficient=term.coefficient.to_string() data-se=term.se.to_string()>
            <th scope="row">{name}</th>
            <td class="number"><strong>{decimal(beta.coefficient, 3)}</strong></td>
            <td class="number">{interval}</td>
            <td class="number">{decimal(term.coefficient, 3)}</td>
            <td class="number">{decimal(term.se, 3)}</td>
            <td class="number">{decimal(term.t, 2)}</td>
            <td class="number">{probability(term.p)}</td>
            <td class="number">{vif}</td>
        </tr>
    }
    .into_any()
}

/// A probability, never a zero that it is not.
fn probability(p: f64) -> String {
    if p < 0.001 {
        ["<\u{a0}", &decimal(0.001, 3)].concat()
    } else {
        decimal(p, 3)
    }
}

fn inflated(regression: &Regression) -> AnyView {
    let much = regression.terms.iter().any(|t| t.vif > MUCH_INFLATION);
    much.then(|| view! { <p class="small quiet">{t(words::VIF_HINT)}</p> })
        .into_any()
}

/// On how many answers it rests, how much it explains, how it was made.
fn rests_on(explained: &Explained, regression: &Regression) -> AnyView {
    let fact = |label, value: String| view! { <div><dt>{t(label)}</dt><dd>{value}</dd></div> };
    let dropped = filled(words::DROPPED_VALUE, &[("n", &count(regression.dropped))]);
    let f = filled(
        words::F_VALUE,
        &[
            ("f", &decimal(regression.f, 1)),
            ("k", &count(regression.terms.len())),
            ("df", &count(regression.df)),
            ("p", &with_sign(regression.f_p)),
        ],
    );
    let method = match regression.covariance {
        Covariance::Hc3 => words::METHOD_HC3,
        Covariance::Classic => words::METHOD_CLASSIC,
    };
    view! {
        <section class="card figure" aria-labelledby="rests-title">
            <h2 id="rests-title">{t(words::RESTS_ON)}</h2>
            <dl class="rests">
                <div><dt>{t(words::R2)}</dt><dd id="r2" data-value=regression.r2.to_string()>{decimal(regression.r2, 3)}</dd></div>
                {fact(words::R2_ADJUSTED, decimal(regression.r2_adjusted, 3))}
                <div><dt>{t(words::N)}</dt><dd id="drivers-n" data-value=regression.n.to_string()>{count(regression.n)}</dd></div>
                {fact(words::DROPPED, dropped)}
                {fact(words::F_TEST, f)}
                {fact(words::SIGMA, decimal(regression.sigma, 3))}
            </dl>
            <p class="small">{t(method)}</p>
            {explained.practices.then(|| view! { <p class="small">{t(words::PRACTICE_SCORES)}</p> })}
            {explained.yes_no.then(|| view! { <p class="small">{t(words::YES_NO_OUTCOME)}</p> })}
            <p class="small quiet">{filled(words::OUTCOME_ASKED, &[("ask", explained.outcome.of(language()))])}</p>
        </section>
    }
    .into_any()
}

fn with_sign(p: f64) -> String {
    if p < 0.001 {
        probability(p)
    } else {
        ["=\u{a0}", &probability(p)].concat()
    }
}
