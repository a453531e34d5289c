//! Bringing past survey results in from a CSV file, a workbook or cards: choose a file, say what its columns are,
//! run, see what came of it, undo.
//!
//! Must stay true: nothing is lost when going back; whatever came in can be undone as a whole;
//! a row that is not taken is told with its reason and handed back.
//!
//! Must not know: other pages.

mod cards;
mod choose;
mod columns;
mod convert;
mod done;
mod draft;
mod earlier;
mod refused;
mod run;
mod scan;
mod stream;
mod words;
mod work;

use crate::session::Desk;
use crate::text::{Label, common, count, filled, import as labels, t};
use crate::ui::{Confirm, Icon, Wait, icon};
use leptos::html::H2;
use leptos::prelude::*;
use work::{Step, Work};

/// Bringing data in.
#[component]
pub fn Import() -> impl IntoView {
    let work = Work::new(Desk::current());
    let asked = Signal::derive(move || {
        let asked = work.asked.get();
        let file = asked.map(|asked| asked.file).unwrap_or_default();
        filled(labels::UNDO_TEXT, &[("file", &file)])
    });
    view! {
        <div class="page import">
            <header class="page-head"><h1 class="grow">{t(common::IMPORT)}</h1></header>
            <convert::Told work=work />
            {move || match work.step.get() {
                Step::Choose => view! { <choose::Choose work=work /> }.into_any(),
                Step::Columns => view! { <columns::Columns work=work /> }.into_any(),
                Step::Run => view! { <Running work=work /> }.into_any(),
                Step::Done => view! { <done::Done work=work /> }.into_any(),
            }}
            <Confirm
                open=work.asking
                title=Signal::derive(move || t(labels::UNDO_ASK)().to_owned())
                text=asked
                action=Signal::derive(move || t(labels::UNDO_ALL)().to_owned())
                on_confirm=Callback::new(move |()| work.undo())
            />
        </div>
    }
    .into_any()
}

/// The heading of a step; it takes the focus, so that a reader of the screen hears where it is.
#[component]
fn Head(
    /// Which step, from 1.
    no: usize,
    /// What is done in it.
    title: Label,
    /// Whether to take the focus.
    focus: bool,
) -> impl IntoView {
    let node = NodeRef::<H2>::new();
    Effect::new(move || {
        if let Some(node) = node.get().filter(|_| focus) {
            let _ = node.focus();
        }
    });
    let step = move || filled(labels::STEP, &[("n", &count(no)), ("all", &count(4))]);
    view! {
        <div>
            <p class="small quiet">{step}</p>
            <h2 class="step" tabindex="-1" node_ref=node>{t(title)}</h2>
        </div>
    }
    .into_any()
}

/// What went wrong, if anything.
#[component]
fn Trouble(work: Work) -> impl IntoView {
    view! {
        <div role="alert" id="import-trouble">
            {move || {
                work.trouble
                    .with(|why| why.as_ref().map(words::trouble))
                    .map(|why| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{why}</p></div> })
            }}
        </div>
    }
    .into_any()
}

/// The import comes in.
#[component]
fn Running(work: Work) -> impl IntoView {
    let share = Signal::derive(move || work.running.get().1);
    let told = Signal::derive(move || {
        if share.get() < 1.0 {
            [t(labels::RUN_TITLE)(), " ", &work.name()].concat()
        } else {
            t(labels::RUN_ENDING)().to_owned()
        }
    });
    let so_far = move || {
        let (tally, share) = work.running.get();
        let share = crate::platform::intl::percent(crate::text::language(), share, 0);
        let people = if tally.people == 0 {
            words::responses(tally.responses)
        } else {
            words::people(tally.people)
        };
        let answers = words::answers(tally.answers);
        let blanks = [
            ("share", share.as_str()),
            ("people", &people),
            ("answers", &answers),
        ];
        filled(labels::RUN_SO_FAR, &blanks)
    };
    view! {
        <section class="card stack">
            <Head no=3 title=labels::RUN_TITLE focus=true />
            <Wait words=told share=share />
            <p class="so-far">{so_far}</p>
            <p class="small quiet">{t(labels::RUN_STAYS)}</p>
            <div class="buttons">
                <button type="button" id="import-cancel" class="button" on:click=move |_| work.cancel()>
                    {icon(Icon::Close)}{t(labels::STOP)}
                </button>
            </div>
        </section>
    }
    .into_any()
}
