//! How a file is read: its encoding and what separates its cells, to be changed when the guess was
//! wrong.

use super::stream::Reading;
use super::words;
use super::work::Work;
use crate::text::{import as labels, t};
use crate::ui::SelectField;
use exchange::{Delimiter, Encoding};
use leptos::prelude::*;

/// Encoding and separator, to be changed when the guess was wrong.
#[component]
pub fn ReadAs(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let encodings = || Encoding::ALL.into_iter().enumerate();
    let delimiters = || Delimiter::ALL.into_iter().enumerate();
    let reading = work.reading.get_untracked();
    let place = |at: Option<usize>| RwSignal::new(at.map(|at| at.to_string()).unwrap_or_default());
    let encoding = place(reading.and_then(|now| {
        let mut all = encodings();
        all.find(|(_, e)| *e == now.encoding).map(|(at, _)| at)
    }));
    let delimiter = place(reading.and_then(|now| {
        let mut all = delimiters();
        all.find(|(_, d)| *d == now.delimiter).map(|(at, _)| at)
    }));
    let change = Callback::new(move |()| {
        let at = |place: RwSignal<String>| place.get_untracked().parse::<usize>().unwrap_or(0);
        let encoding = Encoding::ALL.get(at(encoding)).copied();
        let delimiter = Delimiter::ALL.get(at(delimiter)).copied();
        if let (Some(encoding), Some(delimiter)) = (encoding, delimiter) {
            work.read_as(Reading {
                encoding,
                delimiter,
            });
        }
    });
    let encoding_names = Signal::derive(move || {
        encodings()
            .map(|(at, e)| (at.to_string(), t(words::encoding(e))().to_owned()))
            .collect::<Vec<_>>()
    });
    let delimiter_names = Signal::derive(move || {
        delimiters()
            .map(|(at, d)| (at.to_string(), t(words::delimiter(d))().to_owned()))
            .collect::<Vec<_>>()
    });
    view! {
        <SelectField id="import-encoding" label=Signal::derive(move || t(labels::ENCODING)().to_owned())
            value=encoding choices=encoding_names always=true on_input=change />
        <SelectField id="import-delimiter" label=Signal::derive(move || t(labels::DELIMITER)().to_owned())
            value=delimiter choices=delimiter_names always=true on_input=change />
    }
    .into_any()
}
