//! What others changed while a form was filled in: taken in, or said beside the field with both
//! values, for the person to choose.
//!
//! Must stay true: nothing typed is changed but by the person's choice.

use super::super::typing::{Draft, Input, Kept, Typing};
use super::super::{lens, value};
use crate::session::Desk;
use crate::text::{filled, register as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Kind, RecordId};
use wasm_bindgen_futures::spawn_local;

/// What stands now; none when the record is gone.
pub fn stored(desk: Desk, kind: &'static Kind, record: RecordId) -> Option<Kept> {
    desk.read(|replica| Kept::stored(replica, kind, Some(record), &[]))
}

/// Takes in what others change as they change it.
pub fn follow(desk: Desk, typing: Typing, record: Option<RecordId>, busy: RwSignal<bool>) {
    let Some(record) = record else { return };
    let kind = typing.kind;
    Effect::new(move |begun: Option<()>| {
        desk.track_record(record);
        for (part, ..) in model::parts_of(kind.no) {
            desk.track_kind(part.no);
        }
        // What is being saved just now is nobody else's.
        if begun.is_some()
            && !busy.get_untracked()
            && let Some(now) = stored(desk, kind, record)
        {
            typing.meet(&now);
        }
    });
}

/// Puts back what was typed and not saved, and takes in what was changed since.
pub fn restore(
    desk: Desk,
    draft: StoredValue<String>,
    typing: Typing,
    record: Option<RecordId>,
    restored: RwSignal<bool>,
) {
    spawn_local(async move {
        let Some(bytes) = desk.open().draft(&draft.get_value()).await else {
            return;
        };
        let Some(Draft { typed, base }) = Draft::from_bytes(&bytes) else {
            return;
        };
        // The form may have been left meanwhile.
        if restored.try_get_untracked().is_none() || typing.kept() == typed {
            return;
        }
        restored.set(true);
        typing.fill(&typed);
        if let Some(record) = record {
            typing
                .base
                .set_value(base.unwrap_or_else(|| typed.unknown()));
            if let Some(now) = stored(desk, typing.kind, record) {
                typing.meet(&now);
            }
        }
    });
}

/// Both values, where somebody else changed what was typed over. `known` says whether it is known
/// what stood before, `decide` hears whether it is theirs.
pub fn meanwhile(
    desk: Desk,
    input: Input,
    known: impl Fn() -> bool + Copy + Send + Sync + 'static,
    decide: Callback<bool>,
) -> AnyView {
    let field = input.field;
    let said = move |text: &str| {
        let value = value::parse(field, text).unwrap_or(model::Value::Nothing);
        let words = desk.read(|replica| value::words(replica, field, &value, lens(desk)));
        if words.is_empty() {
            t(words::MEANWHILE_BLANK)().to_owned()
        } else {
            words
        }
    };
    // What is typed need not be whole yet.
    let mine = move || match input.text.get() {
        text if value::parse(field, &text).is_ok() => said(&text),
        text => text,
    };
    let shown = move || {
        let theirs = input.other.get().map(|text| said(&text))?;
        let what = t(field.label)();
        let label = if known() {
            words::MEANWHILE
        } else {
            words::MEANWHILE_OLD
        };
        let told = move |theirs: &str| {
            filled(
                label,
                &[("what", what), ("theirs", theirs), ("mine", &mine())],
            )
        };
        let take = filled(words::MEANWHILE_THEIRS, &[("theirs", &theirs)]);
        Some(view! {
            <div class="notice warn wide" data-meanwhile=field.code>
                {icon(Icon::Warning)}
                <div class="stack-s">
                    <p role="status">{move || told(&theirs)}</p>
                    <div class="buttons">
                        <button type="button" class="button" data-choose="mine" on:click=move |_| decide.run(false)>{t(words::MEANWHILE_MINE)}</button>
                        <button type="button" class="button" data-choose="theirs" on:click=move |_| decide.run(true)>{take}</button>
                    </div>
                </div>
            </div>
        })
    };
    shown.into_any()
}
