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

/// The bar, worst to the left, and its legend, best first.
#[component]
pub fn Bar(
    /// The parts, best first.
    segments: Vec<Segment>,
    /// What is distributed, for readers of the screen.
    label: String,
) -> impl IntoView {
    let total: usize = segments.iter().map(|part| part.count).sum();
    #[allow(clippy::cast_precision_loss)]
    let share = move |part: usize| {
        if total == 0 {
            0.0
        } else {
            part as f64 / total as f64
        }
    };
    let bar = segments
        .iter()
        .rev()
        .filter(|part| part.count > 0)
        .map(|part| view! { <i class=tone(part.tone) style:inline-size=percent(share(part.count))></i> })
        .collect_view();
    let legend = segments
        .into_iter()
        .map(|part| {
            let (how_many, of_all) = (count(part.count), share(part.count));
            let inside = view! {
                <i class=tone(part.tone) aria-hidden="true"></i>
                <span class="bar-words">{part.words}</span>
                <span class="bar-share">{intl::percent(language(), of_all, 0)}</span>
                <span class="bar-count">{how_many}</span>
            };
            match part.href {
                Some(href) if part.count > 0 => {
                    view! { <li><a href=href>{inside}</a></li> }.into_any()
                }
                _ => view! { <li><span class="bar-part">{inside}</span></li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <div class="bar-frame">
            <div class="bar" aria-hidden="true">{bar}</div>
            <ul class="bar-legend" aria-label=label>{legend}</ul>
        </div>
    }
    .into_any()
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
