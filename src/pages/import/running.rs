//! The import comes in: how far it is, what came in so far, and how to stop it.

use super::work::Work;
use super::{Head, words};
use crate::text::{filled, import as labels, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;

/// The fourth step.
#[component]
pub fn Running(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
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
        let mut what = vec![words::records(work.kind.get(), tally.made)];
        if tally.changed > 0 {
            what.push(words::changed(tally.changed));
        }
        if tally.responses > 0 {
            what = vec![words::answers(tally.answers)];
            let people = words::records(work.kind.get(), tally.taken());
            let anonymous = words::responses(tally.responses);
            what.insert(0, if tally.taken() > 0 { people } else { anonymous });
        }
        let what = what.join(t(labels::LIST_COMMA)());
        let blanks = [("share", share.as_str()), ("what", &what)];
        filled(labels::RUN_SO_FAR, &blanks)
    };
    view! {
        <section class="card stack">
            <Head no=4 title=labels::RUN_TITLE focus=true />
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
