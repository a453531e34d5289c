//! A figure month by month: a line with the band of its intervals.
//!
//! Must stay true: a month without a figure breaks the line; nothing is drawn between months
//! that were not measured. A month that stands alone shows its interval as a whisker.

use super::scale::Scale;
use super::{SIDE, at, percent};
use crate::platform::intl;
use crate::text::language;
use leptos::prelude::*;

/// The figure of one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The month, counted from January of year 0.
    pub month: i32,
    /// The figure.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// The line and its band; nothing where there is no month.
///
/// `points` ascend by month; `label` says what is shown to readers of the screen.
pub fn trend(points: &[Point], label: String) -> AnyView {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return ().into_any();
    };
    let (first, last) = (first.month, last.month);
    let low = points
        .iter()
        .fold(f64::INFINITY, |least, p| least.min(p.low));
    let high = points
        .iter()
        .fold(f64::NEG_INFINITY, |most, p| most.max(p.high));
    let scale = Scale::tight(low, high, 6.0);
    let across = move |month: i32| {
        if last == first {
            0.5
        } else {
            // Half a dot of room on either side.
            0.012 + 0.976 * f64::from(month - first) / f64::from(last - first)
        }
    };
    let drawn = draw(points, &|p| across(p.month), &|v| 1.0 - scale.place(v));
    let grid: String = scale.ticks.iter().fold(String::new(), |path, tick| {
        path + "M0 " + &at(1.0 - scale.place(*tick)) + "H" + &SIDE.to_string()
    });
    let digits = scale.digits;
    let heights = scale
        .ticks
        .iter()
        .map(|tick| {
            let up = percent(1.0 - scale.place(*tick));
            view! { <span style:inset-block-start=up>{intl::decimal(language(), *tick, digits)}</span> }
        })
        .collect_view();
    let months = marks(first, last)
        .into_iter()
        .map(|month| {
            let share = across(month);
            view! { <span class:end={share > 0.9} style:inset-inline-start=percent(share)>{intl::month(language(), month)}</span> }
        })
        .collect_view();
    view! {
        <div class="trend" role="img" aria-label=label>
            <div class="trend-heights" aria-hidden="true">{heights}</div>
            <svg class="trend-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <path class="chart-grid" d=grid />
                <path class="trend-band" d=drawn.band />
                <path class="trend-whisker" d=drawn.whiskers />
                <path class="trend-line" d=drawn.line />
                <path class="chart-dot" class:small={points.len() > 14} d=drawn.dots />
            </svg>
            <div class="trend-months" aria-hidden="true">{months}</div>
        </div>
    }
    .into_any()
}

/// The outlines of a trend.
#[derive(Default)]
struct Drawn {
    band: String,
    whiskers: String,
    line: String,
    dots: String,
}

fn draw(points: &[Point], x: &dyn Fn(&Point) -> f64, y: &dyn Fn(f64) -> f64) -> Drawn {
    let mut drawn = Drawn::default();
    let corner = |x: f64, y: f64| [&at(x), " ", &at(y)].concat();
    for run in points.chunk_by(|a, b| a.month + 1 == b.month) {
        if let [alone] = run {
            let (x, low, high) = (at(x(alone)), at(y(alone.low)), at(y(alone.high)));
            drawn.whiskers += &["M", &x, " ", &low, "V", &high].concat();
        } else {
            let line: Vec<String> = run.iter().map(|p| corner(x(p), y(p.value))).collect();
            drawn.line += &["M", &line.join("L")].concat();
            let there = run.iter().map(|p| corner(x(p), y(p.high)));
            let back = run.iter().rev().map(|p| corner(x(p), y(p.low)));
            let around: Vec<String> = there.chain(back).collect();
            drawn.band += &["M", &around.join("L"), "Z"].concat();
        }
        for p in run {
            // A line of no length with round ends is a dot however the drawing is stretched.
            drawn.dots += &["M", &corner(x(p), y(p.value)), "h.01"].concat();
        }
    }
    drawn
}

/// The months that are named: at most four, whole years where the span allows.
fn marks(first: i32, last: i32) -> Vec<i32> {
    let span = last - first;
    if span == 0 {
        return vec![first];
    }
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240]
        .into_iter()
        .find(|step| span / step < 4)
        .unwrap_or(span);
    (first..=last)
        .filter(|month| month.rem_euclid(step) == 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_months_are_named_however_long_the_span() {
        for span in 0..400 {
            for start in [24_216, 24_217, 24_227] {
                let named = marks(start, start + span);
                assert!(named.len() <= 4, "{span} {named:?}");
                assert!(!named.is_empty() || span > 0, "{span}");
            }
        }
        assert_eq!(marks(24_216, 24_251), [24_216, 24_228, 24_240]);
    }

    #[test]
    fn a_month_without_a_figure_breaks_the_line() {
        let point = |month| Point {
            month,
            value: 2.0,
            low: 1.0,
            high: 3.0,
        };
        let points = [point(1), point(2), point(5)];
        let drawn = draw(&points, &|p| f64::from(p.month) / 10.0, &|v| v / 10.0);
        assert_eq!(drawn.line, "M100 200L200 200");
        assert_eq!(drawn.whiskers, "M500 100V300");
        assert_eq!(drawn.dots.matches('M').count(), 3);
        assert_eq!(drawn.band.matches('Z').count(), 1);
    }
}
