//! What a record holds, field by field: where each value comes from on demand, what is masked
//! shown once that is noted, and what two people changed marked.

mod origin;

use super::{Lens, Past, lens, lens_now, named_by, value};
use crate::platform::intl;
use crate::route::Route;
use crate::session::{Desk, Shown};
use crate::text::{failure, filled, language, now, profile, register as words, t};
use crate::ui::{Icon, icon, toast};
use leptos::prelude::*;
use model::{Access, Field, FieldNo, FieldType, Kind, Labelled, RecordId, Value};
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

/// One field that is filled.
#[derive(Clone, PartialEq)]
struct Fact {
    field: &'static Field,
    parts: Vec<Part>,
    /// Whether it can be shown in full, which is noted.
    masked: bool,
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

fn part(field: &Field, text: &str, shown: String, lens: Lens) -> Part {
    if !lens.reads(field) {
        return Part::Plain(shown);
    }
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

/// The fields of a record that were shown in full on this page, and whom they named then.
type Revealed = RwSignal<BTreeMap<FieldNo, Option<RecordId>>>;

/// Whose values, and by whose eyes.
#[derive(Clone, Copy)]
struct Subject {
    desk: Desk,
    kind: &'static Kind,
    record: RecordId,
    past: Past,
    revealed: Revealed,
}

/// Whom a field refers to.
fn target(row: replica::Row<'_>, field: &Field) -> Option<RecordId> {
    match row.value(field.no) {
        Value::Ref(id) => Some(id),
        _ => None,
    }
}

/// How a field is looked at: in full while it names whom it named when that was noted.
fn through(lens: Lens, field: &Field, row: Option<replica::Row<'_>>, revealed: Revealed) -> Lens {
    let named = row.and_then(|row| target(row, field));
    if revealed.with(|all| all.get(&field.no) == Some(&named)) {
        lens.reveal()
    } else {
        lens
    }
}

fn fact(
    replica: &replica::Replica,
    row: replica::Row<'_>,
    field: &'static Field,
    lens: Lens,
) -> Option<Fact> {
    let parts: Vec<Part> = if field.holds.is_set() {
        let all = row.elements(field.no).into_iter();
        all.map(|one| {
            let shown = value::element(field, one, lens);
            part(field, Labelled::of(one).text, shown, lens)
        })
        .filter(|part| *part != Part::Plain(String::new()))
        .collect()
    } else {
        let value = row.value(field.no);
        let shown = value::words(replica, field, &value, lens);
        match (&value, field.holds) {
            _ if shown.is_empty() => Vec::new(),
            (Value::Ref(id), FieldType::Ref(no)) => model::kind(no)
                .map(|kind| match lens.looks(kind) {
                    true => Part::Record(Route::of(kind, *id).path(), shown),
                    false => Part::Plain(shown),
                })
                .into_iter()
                .collect(),
            (Value::Text(text), _) => vec![part(field, text, shown, lens)],
            _ => vec![Part::Plain(shown)],
        }
    };
    let masked = lens.access(field.class) == Access::Masked;
    (!parts.is_empty()).then_some(Fact {
        field,
        parts,
        masked,
    })
}

/// Everything that is filled.
#[component]
pub fn Facts(
    /// Of which register.
    kind: &'static Kind,
    /// Which record.
    record: RecordId,
    /// What it held before.
    past: Past,
) -> impl IntoView {
    let desk = Desk::current();
    let revealed: Revealed = RwSignal::new(BTreeMap::new());
    let opened = RwSignal::new(None::<FieldNo>);
    let subject = Subject {
        desk,
        kind,
        record,
        past,
        revealed,
    };
    let facts = Memo::new(move |_| {
        desk.track_record(record);
        let lens = lens(desk);
        desk.read(|replica| {
            let Some(row) = replica.get(kind.no, record) else {
                return Vec::new();
            };
            let fields = kind.fields.iter();
            fields
                .filter_map(|field| {
                    fact(
                        replica,
                        row,
                        field,
                        through(lens, field, Some(row), revealed),
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    let fields = move || {
        let all = facts.get().into_iter();
        all.map(|fact| fact.field).collect::<Vec<_>>()
    };
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
                <For each=fields key=|field| field.no let:field>
                    {
                        let fact = Memo::new(move |_| {
                            facts.with(|all| all.iter().find(|fact| fact.field.no == field.no).cloned())
                        });
                        row(subject, field, fact, opened)
                    }
                </For>
            </dl>
            <p class="small quiet">{added}</p>
        </section>
    }
    .into_any()
}

fn row(
    subject: Subject,
    field: &'static Field,
    fact: Memo<Option<Fact>>,
    opened: RwSignal<Option<FieldNo>>,
) -> AnyView {
    let class = if field.holds.is_set() { "tags" } else { "" };
    let parts = move || {
        let parts = fact.get().map(|fact| fact.parts).unwrap_or_default();
        parts.into_iter().map(draw).collect_view()
    };
    let masked = Memo::new(move |_| fact.with(|fact| fact.as_ref().is_some_and(|f| f.masked)));
    let twice = Memo::new(move |_| origin::is_concurrent(subject, field));
    let is_open = move || opened.get() == Some(field.no);
    let panel = ["origin-", field.code].concat();
    let controls = panel.clone();
    let show = move |_| reveal(subject, field);
    let toggle = move |_| {
        opened.update(|at| *at = (*at != Some(field.no)).then_some(field.no));
    };
    view! {
        <dt>{t(field.label)}</dt>
        <dd data-field=field.code>
            <div class="fact">
                <span class=["grow ", class].concat()>{parts}</span>
                {move || twice.get().then(|| view! { <span class="badge warn">{icon(Icon::Warning)}{t(words::CONCURRENT)}</span> })}
                {move || masked.get().then(|| view! {
                    <button type="button" class="button plain fact-show" data-show=field.code on:click=show>
                        {t(profile::SHOW)}<span class="visually-hidden">{move || [" ", t(field.label)()].concat()}</span>
                    </button>
                })}
                <button type="button" class="button plain icon-only fact-origin" data-origin=field.code
                    aria-label=move || filled(profile::WHERE_FROM, &[("what", t(field.label)())])
                    title=move || filled(profile::WHERE_FROM, &[("what", t(field.label)())])
                    aria-expanded=move || is_open().to_string() aria-controls=controls on:click=toggle>
                    {icon(Icon::History)}
                </button>
            </div>
            <div id=panel hidden=move || !is_open()>
                {move || is_open().then(|| origin::versions(subject, field))}
            </div>
        </dd>
    }
    .into_any()
}

/// The record that a field refers to by a name that its role hides, and what that name is called.
fn named(subject: Subject, field: &'static Field) -> Option<Shown> {
    let Subject {
        desk, kind, record, ..
    } = subject;
    let FieldType::Ref(no) = field.holds else {
        return None;
    };
    let value = desk.read(|replica| Some(replica.get(kind.no, record)?.value(field.no)));
    let Some(Value::Ref(id)) = value else {
        return None;
    };
    named_by(lens_now(desk), no, id)
}

/// Shows a field in full, once it is kept that it was: of the record, and of the one it names.
fn reveal(subject: Subject, field: &'static Field) {
    let Subject {
        desk,
        kind,
        record,
        revealed,
        ..
    } = subject;
    spawn_local(async move {
        let whom = desk.read(|replica| target(replica.get(kind.no, record)?, field));
        let own = Shown {
            kind,
            record,
            fields: vec![field.label.of(lens_now(desk).language).to_owned()],
        };
        let shown: Vec<Shown> = [Some(own), named(subject, field)]
            .into_iter()
            .flatten()
            .collect();
        match desk.open().note_reveal(&shown, "").await {
            Ok(()) => {
                let _ = revealed.try_update(|all| all.insert(field.no, whom));
                toast(now(profile::REVEAL_NOTED));
            }
            Err(why) => toast(failure::words(&why)),
        }
    });
}
