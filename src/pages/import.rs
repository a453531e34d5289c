//! Bringing customers, past survey results and the records of any register in from a file: choose
//! it, say what its columns are, see what would come of it, run, see what came of it, undo.
//!
//! Must stay true: nothing is written before the person says go; nothing is lost when going back;
//! whatever came in, and whatever it changed, can be undone as a whole; a row that is not taken is
//! told with its reason and handed back; nobody brings in, or takes back, what their role may not
//! write.
//!
//! Must not know: other pages.

mod already;
mod cards;
mod choose;
mod convert;
mod done;
mod draft;
mod dry_run;
mod earlier;
mod feed;
mod look;
mod mapping;
mod reading;
mod refused;
mod register;
mod remembered;
mod run;
mod running;
mod scan;
mod stream;
mod survey;
mod words;
mod work;

use crate::register::may_import;
use crate::session::Desk;
use crate::text::{Label, common, count, filled, import as labels, t};
use crate::ui::{Confirm, Empty, Icon, icon};
use leptos::html::H2;
use leptos::prelude::*;
use work::{Step, Work};

/// Bringing data in.
#[component]
pub fn Import() -> impl IntoView {
    let desk = Desk::current();
    move || {
        if may_import(desk) {
            view! { <Steps /> }.into_any()
        } else {
            let text = |label| Signal::derive(move || t(label)().to_owned());
            view! {
                <div class="page import">
                    <header class="page-head"><h1 class="grow">{t(common::IMPORT)}</h1></header>
                    <Empty picture=Icon::Lock title=text(common::MAY_NOT) text=text(common::MAY_NOT_HINT) />
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Steps() -> impl IntoView {
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
                Step::Mapping => view! { <mapping::Mapping work=work /> }.into_any(),
                Step::DryRun => view! { <dry_run::DryRun work=work /> }.into_any(),
                Step::Run => view! { <running::Running work=work /> }.into_any(),
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
    let step = move || filled(labels::STEP, &[("n", &count(no)), ("all", &count(5))]);
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
