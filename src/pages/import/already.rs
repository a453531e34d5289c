//! By what a known record is found, and what is done with it; and with what only looks like one.

use super::words;
use super::work::{Work, matching, matching_code};
use crate::text::{Label, import as labels, t};
use crate::ui::SelectField;
use intake::{Key, OnMatch};
use leptos::prelude::*;
use model::FieldType;

/// What is done with known records.
const MATCHES: [(OnMatch, Label); 3] = [
    (OnMatch::Update, labels::MATCH_UPDATE),
    (OnMatch::Skip, labels::MATCH_SKIP),
    (OnMatch::Insert, labels::MATCH_INSERT),
];
/// What is done with those that look alike.
const LIKES: [(&str, Label); 3] = [
    ("keep", labels::LIKE_KEEP),
    ("tag", labels::LIKE_TAGGED),
    ("skip", labels::LIKE_SKIP),
];

/// The choice, part of saying what the columns are.
#[component]
pub fn Already(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    // Each signal of the screen follows that of the import, and the other way round.
    let key = RwSignal::new(String::new());
    let done = RwSignal::new(String::new());
    Effect::new(move || key.set(work.key.get().code()));
    Effect::new(move || done.set(matching_code(work.on_match.get()).to_owned()));
    let keys = Signal::derive(move || {
        let kind = work.register();
        let all = work.keys().into_iter();
        all.map(|key| (key.code(), words::key(key, kind)))
            .collect::<Vec<_>>()
    });
    let matches = Signal::derive(move || {
        let all = MATCHES.iter();
        all.map(|(on, label)| (matching_code(*on).to_owned(), t(*label)().to_owned()))
            .collect::<Vec<_>>()
    });
    let change_key = Callback::new(move |()| work.key.set(Key::parse(&key.get_untracked())));
    let change_match = Callback::new(move |()| work.on_match.set(matching(&done.get_untracked())));
    // Nobody is found by a file of nameless answers.
    let shown = Memo::new(move |_| work.keys().len() > 1);
    let finds = Memo::new(move |_| work.key.get() != Key::New);
    move || {
        shown.get().then(|| {
            view! {
                <section class="card stack-s" aria-labelledby="import-already">
                    <h3 id="import-already">{t(labels::ALREADY)}</h3>
                    <p class="small quiet measure">{t(labels::ALREADY_TEXT)}</p>
                    <div class="form-grid">
                        <SelectField id="import-key" label=Signal::derive(move || t(labels::KEY)().to_owned())
                            value=key choices=keys always=true on_input=change_key />
                        {move || finds.get().then(|| view! {
                            <SelectField id="import-match" label=Signal::derive(move || t(labels::MATCH)().to_owned())
                                value=done choices=matches always=true on_input=change_match />
                        })}
                    </div>
                </section>
            }
        })
    }
}

/// The choice of what is done with rows that look like somebody; the dry run begins anew with it.
#[component]
pub fn Alike(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let value = RwSignal::new(work.on_like.get_untracked());
    let choices = Signal::derive(move || {
        let tags = work.register().fields.iter();
        let tags = tags.clone().any(|field| field.holds == FieldType::Tags);
        let all = LIKES.iter().filter(|(code, _)| tags || *code != "tag");
        all.map(|(code, label)| ((*code).to_owned(), t(*label)().to_owned()))
            .collect::<Vec<_>>()
    });
    let change = Callback::new(move |()| {
        work.on_like.set(value.get_untracked());
        work.look();
    });
    view! {
        <SelectField id="import-alike" label=Signal::derive(move || t(labels::LIKE)().to_owned())
            value=value choices=choices always=true on_input=change />
    }
    .into_any()
}
