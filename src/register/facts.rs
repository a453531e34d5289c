//! What a record holds, field by field.

use super::{lens, value};
use crate::platform::intl;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{filled, language, register as words, t};
use leptos::prelude::*;
use model::{Field, FieldType, Kind, Labelled, RecordId, Value};

/// One field that is filled.
#[derive(Clone, PartialEq)]
struct Fact {
    field: &'static Field,
    parts: Vec<Part>,
}

/// A piece of it.
#[derive(Clone, PartialEq)]
enum Part {
    Plain(String),
    Phone(String, String),
    Email(String, String),
    Badge(String),
    Record(String, String),
}

fn part(field: &Field, text: &str, shown: String) -> Part {
    match field.holds {
        FieldType::Phone | FieldType::Phones => {
            let digits = |c: &char| c.is_ascii_digit() || *c == '+';
            let number: String = text.chars().filter(digits).collect();
            Part::Phone(["tel:", &number].concat(), shown)
        }
        FieldType::Email | FieldType::Emails => Part::Email(["mailto:", text].concat(), shown),
        FieldType::Tags | FieldType::Choices(_) => Part::Badge(shown),
        _ => Part::Plain(shown),
    }
}

fn draw(part: Part) -> AnyView {
    match part {
        Part::Plain(text) => view! { <span class="prose">{text}</span> }.into_any(),
        Part::Badge(text) => view! { <span class="badge">{text}</span> }.into_any(),
        Part::Phone(href, text) | Part::Email(href, text) | Part::Record(href, text) => {
            view! { <a href=href>{text}</a> }.into_any()
        }
    }
}

/// Everything that is filled, but its title.
#[component]
pub fn Facts(
    /// Of which register.
    kind: &'static Kind,
    /// Which record.
    record: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let facts = Memo::new(move |_| {
        desk.track_record(record);
        let lens = lens(desk);
        desk.read(|replica| {
            let Some(row) = replica.get(kind.no, record) else {
                return Vec::new();
            };
            let fields = kind.fields.iter().filter(|field| field.no != kind.title);
            fields
                .filter_map(|field| {
                    let parts: Vec<Part> = if field.holds.is_set() {
                        let all = row.elements(field.no).into_iter();
                        all.map(|one| {
                            let shown = value::element(field, one, lens);
                            part(field, Labelled::of(one).text, shown)
                        })
                        .collect()
                    } else {
                        let value = row.value(field.no);
                        let shown = value::words(replica, field, &value, lens);
                        match (&value, field.holds) {
                            _ if shown.is_empty() => Vec::new(),
                            (Value::Ref(id), FieldType::Ref(no)) => model::kind(no)
                                .map(|kind| Part::Record(Route::of(kind, *id).path(), shown))
                                .into_iter()
                                .collect(),
                            (Value::Text(text), _) => vec![part(field, text, shown)],
                            _ => vec![Part::Plain(shown)],
                        }
                    };
                    (!parts.is_empty()).then_some(Fact { field, parts })
                })
                .collect::<Vec<_>>()
        })
    });
    let added = move || {
        desk.track_record(record);
        let (stamp, _) = desk.read(|replica| replica.created(kind.no, record))?;
        let day = intl::day(language(), i64::try_from(stamp.ms()).unwrap_or(0));
        Some(filled(words::ADDED_ON, &[("date", &day)]))
    };
    view! {
        <section class="card stack-s" aria-labelledby="details-title">
            <h2 id="details-title">{t(words::DETAILS)}</h2>
            <dl class="facts">
                {move || facts.get().into_iter().map(|Fact { field, parts }| {
                    let several = field.holds.is_set();
                    let parts = parts.into_iter().map(draw).collect_view();
                    let class = if several { "tags" } else { "" };
                    view! { <dt>{t(field.label)}</dt><dd data-field=field.code><span class=class>{parts}</span></dd> }
                }).collect_view()}
            </dl>
            <p class="small quiet">{added}</p>
        </section>
    }
    .into_any()
}
