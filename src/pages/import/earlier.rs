//! Imports made before, the newest first, each to be undone.

use super::words;
use super::work::{Undoable, Work, stop_current};
use crate::platform::intl;
use crate::session::Desk;
use crate::text::{filled, import as labels, language, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;
use model::{BatchId, CUSTOMER, FieldNo, IMPORT, KindNo, RecordId, import, kind_named};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Made {
    record: RecordId,
    batch: Option<BatchId>,
    file: String,
    at: i64,
    who: String,
    /// Into which register.
    kind: KindNo,
    /// New records, responses, refused rows; none when it did not come to its end.
    counts: Option<[usize; 3]>,
    /// Changed and passed over.
    others: [usize; 2],
}

fn list(desk: Desk) -> Vec<Made> {
    desk.track_others();
    let open = desk.open();
    let replica = open.replica().borrow();
    let Some(table) = replica.table(IMPORT.no) else {
        return Vec::new();
    };
    let all: Vec<Made> = table
        .rows()
        .filter_map(|row| {
            let record = row.id();
            let (stamp, origin) = replica.created(IMPORT.no, record)?;
            let number = |field: FieldNo| row.text(field)?.parse::<usize>().ok();
            let people = number(import::PEOPLE);
            let responses = number(import::RESPONSES);
            let refused = number(import::REFUSED);
            Some(Made {
                record,
                batch: row.text(import::BATCH).and_then(|id| id.parse().ok()),
                file: row.text(import::FILE).unwrap_or_default().to_owned(),
                at: i64::try_from(stamp.ms()).unwrap_or_default(),
                who: open.member_name(origin.author),
                kind: row
                    .text(import::REGISTER)
                    .and_then(kind_named)
                    .map_or(CUSTOMER.no, |kind| kind.no),
                others: [import::CHANGED, import::SKIPPED].map(|no| number(no).unwrap_or(0)),
                counts: people
                    .zip(responses)
                    .zip(refused)
                    .map(|((p, r), n)| [p, r, n]),
            })
        })
        .collect();
    crate::order::highest_first(all, |made| made.at)
}

/// The list.
#[component]
pub fn Earlier(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let desk = Desk::current();
    let made = Memo::new(move |_| list(desk));
    view! {
        <section class="stack-s">
            <h2>{t(labels::EARLIER)}</h2>
            {move || made.with(Vec::is_empty).then(|| view! { <p class="quiet">{t(labels::EARLIER_NONE)}</p> })}
            <ul class="imports">
                <For each=move || made.get() key=|made| (made.record, made.counts) let:made>
                    <One work=work made=made />
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn One(work: Work, made: Made) -> impl IntoView {
    let (record, at, counts) = (made.record, made.at, made.counts);
    let (kind, others) = (made.kind, made.others);
    let who = made.who.clone();
    let by = move || {
        let when = intl::moment(language(), at);
        if who.is_empty() {
            return when;
        }
        filled(labels::BY, &[("when", &when), ("who", &who)])
    };
    let current = move || work.current.get() == Some(record);
    let what = move || match counts {
        Some([people, responses, refused]) => {
            let mut parts = vec![words::records(kind, people)];
            let [changed, skipped] = others;
            if changed > 0 {
                parts.push(words::changed(changed));
            }
            if skipped > 0 {
                parts.push(words::skipped(skipped));
            }
            if responses > 0 {
                parts.push(words::responses(responses));
            }
            parts.push(words::refused(refused));
            parts.join(" · ")
        }
        None if current() => filled(labels::EARLIER_RUNNING, &[]),
        None => filled(labels::EARLIER_BROKEN, &[]),
    };
    let undoable = Undoable {
        record,
        batch: made.batch,
        file: made.file.clone(),
    };
    let file = made.file.clone();
    let label = move || filled(labels::UNDO_OF, &[("file", &file)]);
    let undoing = move || work.undoing.get().filter(|(which, _)| *which == record);
    let action = move || {
        if let Some((_, share)) = undoing() {
            let told = Signal::derive(move || t(labels::UNDOING)().to_owned());
            return view! { <Wait words=told share=Signal::derive(move || share) /> }.into_any();
        }
        if current() {
            return view! {
                <button type="button" class="button" on:click=move |_| stop_current()>
                    {icon(Icon::Close)}{t(labels::STOP)}
                </button>
            }
            .into_any();
        }
        let (undoable, label) = (undoable.clone(), label.clone());
        view! {
            <button type="button" class="button" data-undo=record.to_string() aria-label=label
                on:click=move |_| work.ask(undoable.clone())>
                {icon(Icon::History)}{t(labels::UNDO_ONE)}
            </button>
        }
        .into_any()
    };
    view! {
        <li class="card" data-import=record.to_string()>
            <div>
                <h3><bdi>{made.file}</bdi></h3>
                <p class="small quiet">{by}</p>
                <p class="small">{what}</p>
            </div>
            {action}
        </li>
    }
    .into_any()
}
