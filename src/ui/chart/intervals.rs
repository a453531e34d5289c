//! Values with their intervals, one under the other, on one scale with a line at zero.

use super::scale::Scale;
use super::{at, percent};
use crate::platform::intl;
use crate::text::{decimal, language};
use leptos::prelude::*;

/// A value with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// What it is called.
    pub words: String,
    /// The value.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// The plot, in the order given.
///
/// `label` says what is shown to readers of the screen.
pub fn intervals(rows: Vec<Interval>, label: String) -> AnyView {
    let low = rows.iter().fold(0.0, |least: f64, row| least.min(row.low));
    let high = rows.iter().fold(0.0, |most: f64, row| most.max(row.high));
    let scale = Scale::round(low, high, 4.0);
    let grid = scale.ticks.iter().fold(String::new(), |path, tick| {
        path + "M" + &at(scale.place(*tick)) + " 0V1000"
    });
    let zero = ["M", &at(scale.place(0.0)), " 0V1000"].concat();
    let digits = scale.digits;
    let ticks = scale
        .ticks
        .iter()
        .map(|tick| {
            let across = percent(scale.place(*tick));
            view! { <span style:inset-inline-start=across>{intl::decimal(language(), *tick, digits)}</span> }
        })
        .collect_view();
    let lines = rows
        .into_iter()
        .map(|row| {
            let (low, high) = (at(scale.place(row.low)), at(scale.place(row.high)));
            let whisker = ["M", &low, " 500H", &high].concat();
            let caps = ["M", &low, " 360V640M", &high, " 360V640"].concat();
            let dot = ["M", &at(scale.place(row.value)), " 500h.01"].concat();
            let unclear = row.low <= 0.0 && row.high >= 0.0;
            view! {
                <div class="interval" class:unclear=unclear>
                    <span class="interval-words">{row.words}</span>
                    <span class="interval-plot"><svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                        <path class="chart-grid" d=grid.clone() />
                        <path class="chart-zero" d=zero.clone() />
                        <path class="interval-whisker" d=whisker />
                        <path class="interval-whisker" d=caps />
                        <path class="chart-dot" d=dot />
                    </svg></span>
                    <span class="interval-value">{decimal(row.value, 2)}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="intervals" role="img" aria-label=label>
            {lines}
            <div class="interval interval-axis" aria-hidden="true">
                <span class="interval-words"></span>
                <div class="interval-ticks">{ticks}</div>
                <span class="interval-value"></span>
            </div>
        </div>
    }
    .into_any()
}
