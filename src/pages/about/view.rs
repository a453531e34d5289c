//! The sections of the page: what for, what happened, what was answered, who received it, who
//! looked, how long.

use super::held::{All, Answered, Datum, Held, Source, Tie};
use super::named;
use crate::platform::intl;
use crate::register::Past;
use crate::session::Desk;
use crate::text::{Label, about as words, count, filled, language, plural, t};
use leptos::prelude::*;
use model::{Field, Kind, Purpose};

/// Every purpose, in the order people care.
const PURPOSES: [(Purpose, Label); 5] = [
    (Purpose::Contact, words::WHY_CONTACT),
    (Purpose::Service, words::WHY_SERVICE),
    (Purpose::Analysis, words::WHY_ANALYSIS),
    (Purpose::Accountability, words::WHY_ACCOUNTABILITY),
    (Purpose::Operation, words::WHY_OPERATION),
];

/// All sections.
pub fn sections(desk: Desk, all: &All, past: Past) -> AnyView {
    let own = all.records.iter().find(|held| held.tie == Tie::Own);
    view! {
        {own.map(|held| by_purpose(held, past))}
        {between_us(all)}
        {surveys(all)}
        {received(desk, all)}
        {looked(desk, all)}
        {section("about-kept", words::KEPT, view! { <p>{t(words::KEPT_TEXT)}</p> }.into_any())}
    }
    .into_any()
}

fn section(id: &'static str, title: Label, content: AnyView) -> AnyView {
    let title_id = [id, "-title"].concat();
    let labelled = title_id.clone();
    view! {
        <section class="card stack-s" id=id aria-labelledby=labelled>
            <h2 id=title_id>{t(title)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn came(from: Option<Source>) -> String {
    let Some(from) = from else {
        return String::new();
    };
    let channel = from.channel.label().of(language());
    let date = intl::day(language(), from.at);
    filled(words::SOURCE, &[("channel", channel), ("date", &date)])
}

/// The values of a field together.
fn fields(data: &[Datum]) -> Vec<(&'static Field, Vec<&Datum>)> {
    let mut all: Vec<(&'static Field, Vec<&Datum>)> = Vec::new();
    for datum in data {
        match all.iter_mut().find(|(field, _)| field.no == datum.field.no) {
            Some((_, values)) => values.push(datum),
            None => all.push((datum.field, vec![datum])),
        }
    }
    all
}

fn by_purpose(held: &Held, past: Past) -> AnyView {
    let sections = PURPOSES.into_iter().filter_map(|(purpose, why)| {
        let data: Vec<Datum> = held
            .data
            .iter()
            .filter(|datum| datum.field.purpose == purpose)
            .cloned()
            .collect();
        if data.is_empty() {
            return None;
        }
        let rows = fields(&data).into_iter().map(|(field, values)| {
            let each = |words: &dyn Fn(&Datum) -> String| {
                let all = values.iter().map(|datum| words(datum));
                all.map(|text| view! { <span class="about-value prose">{text}</span> })
                    .collect_view()
            };
            view! {
                <tr data-held=field.code>
                    <th scope="row">{t(field.label)}</th>
                    <td>{each(&|datum| datum.words.clone())}</td>
                    <td class="small quiet">{each(&|datum| came(datum.from))}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            <h3>{t(why)}</h3>
            <table class="table bare about-table">
                <thead class="visually-hidden"><tr>
                    <th scope="col">{t(words::WHAT)}</th>
                    <th scope="col">{t(crate::text::register::VALUE)}</th>
                    <th scope="col">{t(words::CAME_FROM)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })
    });
    let sections = sections.collect_view();
    let (kind, id) = (held.kind, held.id);
    let earlier = move || {
        let n = past.read(|all| earlier(all, kind, id)).unwrap_or(0);
        let label = plural(n, words::EARLIER_ONE, words::EARLIER);
        (n > 0).then(|| filled(label, &[("n", &count(n))]))
    };
    view! {
        <section class="card stack-s" id="about-own" aria-labelledby="details-title">
            <h2 id="details-title">{t(crate::text::register::DETAILS)}</h2>
            {sections}
            <p class="small quiet">{earlier}</p>
        </section>
    }
    .into_any()
}

fn earlier(past: &replica::Replica, kind: &Kind, id: model::RecordId) -> usize {
    let fields = kind.fields.iter();
    let all = fields.flat_map(|field| past.history(kind.no, id, field.no));
    all.filter(|version| !version.current && !version.value.is_nothing())
        .count()
}

/// The record, and the parts that follow it.
fn record(held: &Held) -> AnyView {
    // To whom it belongs goes without saying here.
    let data = fields(&held.data).into_iter();
    let data = data.filter(|(field, _)| held.kind.of != Some(field.no));
    let data = data.map(|(field, values)| {
        let words: Vec<&str> = values.iter().map(|datum| datum.words.as_str()).collect();
        view! { <div><dt>{t(field.label)}</dt><dd class="prose">{words.join(", ")}</dd></div> }
    });
    let data = data.collect_view();
    let class = match held.tie {
        Tie::Part => "about-record part",
        _ => "about-record",
    };
    view! {
        <li class=class data-about=held.kind.code>
            <p><strong>{held.title.clone()}</strong>" "<span class="small quiet">{came(held.made)}</span></p>
            <dl class="about-data small">{data}</dl>
        </li>
    }
    .into_any()
}

fn between_us(all: &All) -> AnyView {
    let mut registers: Vec<(&'static Kind, Vec<&Held>)> = Vec::new();
    for held in all.records.iter().filter(|held| held.tie != Tie::Own) {
        match registers.last_mut() {
            Some((kind, list)) if held.tie == Tie::Part || kind.no == held.kind.no => {
                list.push(held);
            }
            _ => registers.push((held.kind, vec![held])),
        }
    }
    let none = registers.is_empty();
    let lists = registers.into_iter().map(|(kind, list)| {
        let mut why: Vec<&str> = Vec::new();
        for datum in list.iter().flat_map(|held| &held.data) {
            let words = datum.field.purpose.label().of(language());
            if !why.contains(&words) {
                why.push(words);
            }
        }
        view! {
            <h3>{t(kind.plural)}</h3>
            <p class="small quiet">{why.join(" · ")}</p>
            <ul class="about-records">{list.into_iter().map(record).collect_view()}</ul>
        }
    });
    let lists = lists.collect_view();
    let members = (all.members > 0).then(|| {
        let label = plural(all.members, words::MEMBERS_ONE, words::MEMBERS);
        view! { <p>{filled(label, &[("n", &count(all.members))])}</p> }
    });
    let content = view! {
        {none.then(|| view! { <p class="quiet">{t(words::BETWEEN_US_NONE)}</p> })}
        {lists}
        {members}
    };
    section("about-records", words::BETWEEN_US, content.into_any())
}

fn surveys(all: &All) -> AnyView {
    let content = if all.answered.is_empty() {
        view! { <p class="quiet">{t(words::ANSWERED_NONE)}</p> }.into_any()
    } else {
        let each = all.answered.iter().map(survey);
        each.collect_view().into_any()
    };
    section("about-surveys", words::ANSWERED, content)
}

fn survey(one: &Answered) -> AnyView {
    let consent = match &one.consent {
        None => view! { <p class="small">{t(words::NOT_AGREED)}</p> }.into_any(),
        Some((at, tongue, text)) => {
            let when = intl::moment(language(), *at);
            let missing = || t(words::AGREED_MISSING)().to_owned();
            view! {
                <p class="small">{filled(words::AGREED, &[("when", &when)])}</p>
                <blockquote class="small" lang=tongue.tag()>{text.clone().unwrap_or_else(missing)}</blockquote>
            }
            .into_any()
        }
    };
    let answers = one.answers.iter().map(|(_, asked, _, words)| {
        view! { <div><dt>{asked.clone()}</dt><dd class="prose">{words.clone()}</dd></div> }
    });
    view! {
        <div class="about-survey">
            <h3>{one.title.clone()}" "<span class="small quiet">{intl::day(language(), one.at)}</span></h3>
            {consent}
            <dl class="about-data">{answers.collect_view()}</dl>
        </div>
    }
    .into_any()
}

fn moment(at: Option<i64>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| intl::moment(language(), at))
}

fn lines(all: Vec<String>, none: Label) -> AnyView {
    if all.is_empty() {
        return view! { <p class="quiet">{t(none)}</p> }.into_any();
    }
    let all = all.into_iter().map(|line| view! { <li>{line}</li> });
    view! { <ul class="about-lines">{all.collect_view()}</ul> }.into_any()
}

fn received(desk: Desk, all: &All) -> AnyView {
    let server = if desk.open().link.joined() {
        words::SERVER
    } else {
        words::SERVER_NONE
    };
    let given = match &all.given {
        None => view! { <p class="quiet">{t(words::ASK)}</p> }.into_any(),
        Some(given) => {
            let line = |one: &super::held::GivenOut| {
                let (when, who) = (moment(one.at), named(desk, one.by));
                let label = if one.recipient.is_empty() {
                    words::RECEIVED_LINE
                } else {
                    words::RECEIVED_TO
                };
                let blanks = [
                    ("when", when.as_str()),
                    ("purpose", &one.purpose),
                    ("recipient", &one.recipient),
                    ("format", &one.format),
                    ("who", &who),
                ];
                filled(label, &blanks)
            };
            lines(given.iter().map(line).collect(), words::RECEIVED_NONE)
        }
    };
    let content = view! { {given}<p>{t(server)}</p> };
    section("about-received", words::RECEIVED, content.into_any())
}

fn looked(desk: Desk, all: &All) -> AnyView {
    let content = match &all.looked {
        None => view! { <p class="quiet">{t(words::ASK)}</p> }.into_any(),
        Some(looked) => {
            let line = |one: &super::held::Looked| {
                let (when, who) = (moment(one.at), named(desk, one.by));
                let label = if one.why.is_empty() {
                    words::LOOKED_LINE
                } else {
                    words::LOOKED_WHY
                };
                let blanks = [
                    ("when", when.as_str()),
                    ("who", &who),
                    ("field", &one.field),
                    ("why", &one.why),
                ];
                filled(label, &blanks)
            };
            lines(looked.iter().map(line).collect(), words::LOOKED_NONE)
        }
    };
    section("about-looked", words::LOOKED, content)
}
