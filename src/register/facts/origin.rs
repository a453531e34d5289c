//! Where a value comes from: who set it, when, on which device and through which channel; what
//! stood there before or lost, and a way to put that back.

use super::{Subject, through};
use crate::platform::intl;
use crate::register::{lens, lens_now, value};
use crate::text::{common, failure, language, now, profile, register as words, t};
use crate::ui::toast;
use leptos::prelude::*;
use model::{Channel, Field, FieldType, Value};
use replica::{Op, Version, would_cycle};
use wasm_bindgen_futures::spawn_local;

/// Whether a value of this field lost against the one that stands, as two people changed it.
pub(super) fn is_concurrent(subject: Subject, field: &Field) -> bool {
    let found = subject.past.read(|all| {
        let versions = all.history(subject.kind.no, subject.record, field.no);
        versions.iter().any(|version| version.concurrent)
    });
    found == Some(true)
}

/// Every value the field has held, latest first.
pub(super) fn versions(subject: Subject, field: &'static Field) -> AnyView {
    let Subject { kind, record, .. } = subject;
    let all = subject
        .past
        .read(|all| all.history(kind.no, record, field.no));
    let Some(all) = all else {
        return view! { <p class="small quiet" role="status">{t(words::HISTORY_READING)}</p> }
            .into_any();
    };
    let all = all.into_iter().map(|version| line(subject, field, version));
    view! { <ol class="origins">{all.collect_view()}</ol> }.into_any()
}

fn line(subject: Subject, field: &'static Field, version: Version) -> AnyView {
    let Subject { desk, revealed, .. } = subject;
    let language = language();
    let plain = lens(desk);
    let Subject { kind, record, .. } = subject;
    let lens = desk.read(|replica| through(plain, field, replica.get(kind.no, record), revealed));
    // It is noted that the name of whom it refers to now was shown, and nobody else's.
    let eyes = match &version.value {
        Value::Ref(_) if !version.current => plain,
        _ => lens,
    };
    let mut text = match &version.value {
        Value::Text(text) if field.holds.is_set() => value::element(field, text, lens),
        value => desk.read(|replica| value::words(replica, field, value, eyes)),
    };
    if text.is_empty() {
        text = words::CLEARED.of(language).to_owned();
    }
    let when = intl::moment(language, i64::try_from(version.stamp.ms()).unwrap_or(0));
    let origin = super::super::history::origin(desk, &version.origin);
    // What stands is there already; a required field is not emptied; who may not write does not.
    let empties = version.value.is_nothing() && field.required;
    let can = lens.writes(field) && !version.current && !empties;
    let can = can && (!field.holds.is_set() || version.removed);
    let back = {
        let value = version.value.clone();
        move |_| put_back(subject, field, value.clone())
    };
    view! {
        <li data-concurrent=version.concurrent.then_some("true")>
            <p class="origin-value">
                <span class="history-value">{text}</span>
                {version.removed.then(|| view! { " "<span class="badge">{words::REMOVED.of(language)}</span> })}
                {version.current.then(|| view! { " "<span class="badge brand">{words::CURRENT.of(language)}</span> })}
                {version.concurrent.then(|| view! { " "<span class="badge warn">{words::CONCURRENT.of(language)}</span> })}
            </p>
            <p class="small quiet">{when}" · "{origin}</p>
            {can.then(|| view! { <button type="button" class="button put-back" on:click=back>{t(profile::PUT_BACK)}</button> })}
        </li>
    }
    .into_any()
}

fn put_back(subject: Subject, field: &'static Field, value: Value) {
    let Subject { desk, record, .. } = subject;
    if !lens_now(desk).writes(field) {
        return;
    }
    let (no, field_no) = (subject.kind.no, field.no);
    if let (Value::Ref(target), FieldType::Ref(other)) = (&value, field.holds)
        && other == no
        && desk.read(|replica| would_cycle(replica, no, field_no, record, *target))
    {
        return toast(now(profile::CYCLE));
    }
    let op = match value {
        Value::Text(element) if field.holds.is_set() => Op::Add {
            kind: no,
            record,
            field: field_no,
            element,
        },
        value => Op::Set {
            kind: no,
            record,
            field: field_no,
            value,
        },
    };
    spawn_local(async move {
        match desk.open().save(Channel::Desk, vec![op]).await {
            Ok(()) => toast(now(common::SAVED)),
            Err(why) => toast(failure::words(&why)),
        }
    });
}
