//! The history of a record: every value of every field, who, when, where, how.

use super::{Past, lens, value};
use crate::platform::intl;
use crate::session::Desk;
use crate::text::{count, filled, language, register as words, t};
use leptos::prelude::*;
use model::{Field, Kind, RecordId};
use replica::{Origin, Version};

/// How many lines are shown at first.
const FIRST: usize = 20;

/// The table of all versions, latest first.
#[component]
pub fn History(
    /// Of which register.
    kind: &'static Kind,
    /// Whose.
    record: RecordId,
    /// What it held before.
    past: Past,
) -> impl IntoView {
    let desk = Desk::current();
    let limit = RwSignal::new(FIRST);
    let lines = move || {
        let lens = lens(desk);
        past.read(|all| {
            let fields = kind.fields.iter().filter(|field| lens.sees(field));
            let found: Vec<(&'static Field, Version)> = fields
                .flat_map(|field| {
                    let all = all.history(kind.no, record, field.no);
                    all.into_iter().map(move |version| (field, version))
                })
                .collect();
            let by = |(_, v): &(_, Version)| i64::try_from(v.stamp.0).unwrap_or(i64::MAX);
            crate::order::highest_first(found, by)
        })
    };
    view! {
        <section class="stack-s">
            <div><h2 id="history-title">{t(words::HISTORY)}</h2><p class="small quiet">{t(words::HISTORY_HINT)}</p></div>
            {move || {
                let Some(all) = lines() else {
                    return view! { <p class="quiet" role="status">{t(words::HISTORY_READING)}</p> }.into_any();
                };
                desk.track_others();
                let more = all.len().saturating_sub(limit.get());
                view! {
                    <div class="table-frame" tabindex="0" role="region" aria-labelledby="history-title">
                        <table class="table" id="history">
                            <thead><tr>
                                <th scope="col">{t(words::WHAT)}</th><th scope="col">{t(words::VALUE)}</th>
                                <th scope="col">{t(words::WHEN)}</th><th scope="col">{t(words::WHO)}</th>
                                <th scope="col">{t(words::DEVICE)}</th><th scope="col">{t(words::CHANNEL)}</th>
                            </tr></thead>
                            <tbody>
                                {all.into_iter().take(limit.get()).map(|(field, version)| line(desk, field, &version)).collect_view()}
                            </tbody>
                        </table>
                    </div>
                    {(more > 0).then(|| view! {
                        <div class="buttons"><button type="button" class="button" on:click=move |_| limit.update(|n| *n += 200)>
                            {filled(words::MORE, &[("n", &count(more.min(200)))])}
                        </button></div>
                    })}
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn somebody(name: String) -> String {
    if name.is_empty() {
        words::SOMEBODY.of(language()).to_owned()
    } else {
        name
    }
}

/// Who, on which device and through which channel, in a line.
pub(super) fn origin(desk: Desk, origin: &Origin) -> String {
    let open = desk.open();
    [
        somebody(open.member_name(origin.author)),
        somebody(open.device_name(origin.device)),
        origin.channel.label().of(language()).to_owned(),
    ]
    .join(" · ")
}

fn line(desk: Desk, field: &'static Field, version: &Version) -> AnyView {
    let (language, lens) = (language(), lens(desk));
    let open = desk.open();
    let who = somebody(open.member_name(version.origin.author));
    let device = somebody(open.device_name(version.origin.device));
    let mut text = match &version.value {
        model::Value::Text(text) if field.holds.is_set() => value::element(field, text, lens),
        value => desk.read(|replica| value::words(replica, field, value, lens)),
    };
    if text.is_empty() {
        text = words::CLEARED.of(language).to_owned();
    }
    let when = intl::moment(language, i64::try_from(version.stamp.ms()).unwrap_or(0));
    let class = if version.current { "" } else { "quiet" };
    view! {
        <tr class=class data-concurrent=version.concurrent.then_some("true")>
            <th scope="row">{field.label.of(language)}</th>
            <td>
                <span class="history-value">{text}</span>
                {version.removed.then(|| view! { " "<span class="badge">{words::REMOVED.of(language)}</span> })}
                {version.current.then(|| view! { " "<span class="badge brand">{words::CURRENT.of(language)}</span> })}
                {version.concurrent.then(|| view! { " "<span class="badge warn">{words::CONCURRENT.of(language)}</span> })}
            </td>
            <td class="nowrap">{when}</td>
            <td>{who}</td>
            <td>{device}</td>
            <td class="nowrap">{version.origin.channel.label().of(language)}</td>
        </tr>
    }
    .into_any()
}
