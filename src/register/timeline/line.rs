//! A line of a timeline, in words.

use super::gather::{About, Place, Source};
use crate::platform::intl;
use crate::register::{Lens, Past, answer_words, history, lines, value};
use crate::route::Route;
use crate::session::{Desk, forms};
use crate::text::{Label, count, filled, language, plural, profile as words};
use leptos::prelude::*;
use model::{Date, DeviceId, FieldNo, Kind, RecordId, Stamp, Value};
use replica::Replica;
use survey::Role;

/// How many fields of a change are named.
const NAMED: usize = 4;

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub day: Option<Date>,
    /// Whether who looks may not know the day.
    pub hidden: bool,
    source: Source,
    time: String,
    label: Option<Label>,
    title: String,
    more: String,
    href: Option<String>,
    /// The fields of a change, and what they were set to.
    set: Vec<(&'static str, String)>,
}

/// Puts a place into words.
pub fn entry(
    desk: Desk,
    kind: &'static Kind,
    record: RecordId,
    past: Past,
    place: Place,
    lens: Lens,
) -> Entry {
    let mut entry = Entry {
        day: place.day,
        hidden: place.hidden,
        source: place.source,
        time: place
            .at
            .map(|at| intl::time(lens.language, at))
            .unwrap_or_default(),
        label: None,
        title: String::new(),
        more: String::new(),
        href: None,
        set: Vec::new(),
    };
    match (place.about, place.source) {
        (About::Record(id), Source::Register(no)) => {
            if let Some(other) = model::kind(no) {
                entry.label = Some(other.label);
                entry.href = Some(Route::of(other, id).path());
                desk.read(|replica| of_record(&mut entry, replica, other, id, lens));
            }
        }
        (About::Response(form, row), _) => {
            entry.label = Some(words::ANSWERS);
            entry.href = Some(Route::Responses(form, None).path());
            desk.read(|replica| of_response(&mut entry, replica, form, row, lens));
        }
        (About::Change(stamp, device, fields), _) => {
            of_change(
                &mut entry,
                desk,
                (kind, record, past),
                (stamp, device),
                &fields,
                lens,
            );
        }
        (About::Record(_), _) => {}
    }
    entry
}

fn of_record(entry: &mut Entry, replica: &Replica, kind: &Kind, id: RecordId, lens: Lens) {
    let Some(row) = replica.get(kind.no, id) else {
        return;
    };
    entry.title = lines::called(replica, kind, row, lens);
    let told = [Some(kind.title), kind.when, kind.of];
    let columns = kind.columns.iter().filter(|no| !told.contains(&Some(**no)));
    let cells = columns.filter_map(|no| {
        let words = value::cell(replica, kind.field(*no)?, row, lens);
        (!words.is_empty()).then_some(words)
    });
    entry.more = cells.collect::<Vec<_>>().join(" · ");
}

fn of_response(entry: &mut Entry, replica: &Replica, form: RecordId, row: u32, lens: Lens) {
    let Some(known) = forms::form(replica, form) else {
        return;
    };
    entry.title = known.title.of(lens.language).to_owned();
    let Some(row) = replica.responses(form).and_then(|all| all.at(row)) else {
        return;
    };
    let scored = [Role::Nps, Role::Csat, Role::Ces, Role::Overall];
    let score = scored.into_iter().find_map(|role| {
        let question = known.questions().find(|question| question.role == role)?;
        let words = answer_words(question, &row.answer(question.no));
        (!words.is_empty()).then_some(words)
    });
    entry.more = score.unwrap_or_default();
}

fn of_change(
    entry: &mut Entry,
    desk: Desk,
    (kind, record, past): (&'static Kind, RecordId, Past),
    (stamp, device): (Stamp, DeviceId),
    fields: &[FieldNo],
    lens: Lens,
) {
    let mut origin = None;
    past.read(|all| {
        let made = all.created(kind.no, record);
        let made = made.filter(|(s, o)| (*s, o.device) == (stamp, device));
        origin = made.map(|(_, origin)| origin);
        for field in fields.iter().filter_map(|no| kind.field(*no)) {
            for version in all.history(kind.no, record, field.no) {
                if (version.stamp, version.origin.device) != (stamp, device) {
                    continue;
                }
                origin = Some(version.origin);
                let text = match &version.value {
                    Value::Text(text) if field.holds.is_set() => value::element(field, text, lens),
                    value => desk.read(|replica| value::words(replica, field, value, lens)),
                };
                let text = match (text.is_empty(), version.removed) {
                    (true, _) => crate::text::register::CLEARED.of(lens.language).to_owned(),
                    (_, true) => {
                        let removed = crate::text::register::REMOVED.of(lens.language);
                        [&text, " (", removed, ")"].concat()
                    }
                    _ => text,
                };
                entry.set.push((field.label.of(lens.language), text));
            }
        }
        let n = count(fields.len());
        entry.title = if made.is_some() {
            let label = plural(fields.len(), words::WAS_ADDED_ONE, words::WAS_ADDED);
            filled(label, &[("n", &n)])
        } else {
            let named = fields.iter().filter_map(|no| kind.field(*no)).take(NAMED);
            let named: Vec<&str> = named.map(|field| field.label.of(lens.language)).collect();
            let mut what = named.join(words::SEPARATOR.of(lens.language));
            if fields.len() > NAMED {
                what = filled(words::AND_SO_ON, &[("what", &what)]);
            }
            match fields.len() {
                1 => filled(words::ONE_CHANGED, &[("what", &what)]),
                _ => filled(words::SOME_CHANGED, &[("n", &n), ("what", &what)]),
            }
        };
    });
    entry.more = origin
        .map(|origin| history::origin(desk, &origin))
        .unwrap_or_default();
}

/// Draws a line.
pub fn draw(entry: Entry) -> AnyView {
    let language = language();
    let code = entry.source.code();
    let register = matches!(entry.source, Source::Register(_)).then_some(code);
    let badge = entry
        .label
        .map(|label| view! { <span class="badge">{label.of(language)}</span>" " });
    let more = (!entry.more.is_empty())
        .then(|| view! { <span class="small quiet timeline-more">{entry.more}</span> });
    let what = match entry.href {
        Some(href) => view! { <span>{badge}<a href=href>{entry.title}</a></span> }.into_any(),
        None if entry.set.is_empty() => view! { <span>{badge}{entry.title}</span> }.into_any(),
        None => {
            let set = entry.set.into_iter();
            let set = set.map(|(label, text)| {
                view! { <dt>{label}</dt><dd class="prose">{text}</dd> }
            });
            view! {
                <details>
                    <summary>{entry.title}</summary>
                    <dl class="facts small">{set.collect_view()}</dl>
                </details>
            }
            .into_any()
        }
    };
    view! {
        <li data-source=code data-register=register>
            <span class="timeline-time small quiet">{entry.time}</span>
            <div class="timeline-what">{what}{more}</div>
        </li>
    }
    .into_any()
}
