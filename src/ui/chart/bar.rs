//! A distribution: one bar cut into its parts, with a legend that may lead to each part.
//!
//! Keys: a part that leads somewhere is a link like any other.

use super::percent;
use crate::platform::intl;
use crate::text::{count, language};
use leptos::prelude::*;

/// One part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What it is called.
    pub words: String,
    /// How many it holds.
    pub count: usize,
    /// How it is coloured: −1 for the worst to 1 for the best.
    pub tone: f64,
    /// Where it leads.
    pub href: Option<String>,
}

/// The bar and under it its legend, both in the order given.
///
/// `ends` say what the first and the last part mean where their names do not; `label` says what
/// is distributed to readers of the screen.
pub fn bar(segments: Vec<Segment>, ends: Option<(String, String)>, label: String) -> AnyView {
    let total: usize = segments.iter().map(|part| part.count).sum();
    #[allow(clippy::cast_precision_loss)]
    let share = move |part: usize| part as f64 / total.max(1) as f64;
    let drawn = segments
        .iter()
        .filter(|part| part.count > 0)
        .map(|part| view! { <i class=tone(part.tone) style:inline-size=percent(share(part.count))></i> })
        .collect_view();
    let few = segments.len() < 4;
    let legend = segments
        .into_iter()
        .map(|part| {
            let inside = view! {
                <span class="bar-words"><i class=tone(part.tone) aria-hidden="true"></i>{part.words}</span>
                <span class="bar-share">{per_cent(share(part.count))}</span>
                <span class="bar-count">{count(part.count)}</span>
            };
            match part.href {
                Some(href) if part.count > 0 => view! { <li><a href=href>{inside}</a></li> }.into_any(),
                _ => view! { <li><span class="bar-part">{inside}</span></li> }.into_any(),
            }
        })
        .collect_view();
    let ends = ends.map(
        |(first, last)| view! { <p class="bar-ends"><span>{first}</span><span>{last}</span></p> },
    );
    view! {
        <div class="bar-frame">
            <div class="bar" aria-hidden="true">{drawn}</div>
            <ul class="bar-legend" class:few=few aria-label=label>{legend}</ul>
            {ends}
        </div>
    }
    .into_any()
}

/// A share in whole per cent; what is there never shows as nothing.
fn per_cent(share: f64) -> String {
    if share > 0.0 && share < 0.005 {
        ["<", &intl::percent(language(), 0.01, 0)].concat()
    } else {
        intl::percent(language(), share, 0)
    }
}

/// The class of a colour between the worst and the best.
fn tone(tone: f64) -> &'static str {
    match tone {
        ..=-0.8 => "tone-1",
        ..=-0.45 => "tone-2",
        ..=-0.1 => "tone-3",
        ..=0.1 => "tone-4",
        ..=0.45 => "tone-5",
        ..=0.8 => "tone-6",
        _ => "tone-7",
    }
}
