//! Who works on this device and what it is called, as the history shows it.

use crate::platform;
use crate::register::may_write;
use crate::session::Desk;
use crate::text::{common, failure, now, settings as words, t};
use crate::ui::{TextField, toast};
use leptos::prelude::*;
use model::{Channel, DEVICE, FieldNo, KindNo, MEMBER, RecordId, Value, device, member};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// Both names; each is saved when the person leaves its field.
#[component]
pub fn Device() -> impl IntoView {
    let desk = Desk::current();
    let open = desk.open();
    let identity = open.identity();
    let member_name = RwSignal::new(open.member_name(identity.author));
    let device_name = RwSignal::new(open.device_name(identity.device));
    let save = move |kind: KindNo, record: RecordId, field: FieldNo, name: RwSignal<String>| {
        Callback::new(move |()| {
            let typed: String = name
                .get_untracked()
                .trim()
                .chars()
                .take(model::MAX_LINE)
                .collect();
            let before = desk.read(|replica| {
                replica
                    .get(kind, record)
                    .and_then(|row| row.text(field).map(str::to_owned))
            });
            if before.unwrap_or_default() == typed {
                return;
            }
            spawn_local(async move {
                let ops = vec![Op::Set {
                    kind,
                    record,
                    field,
                    value: Value::Text(typed),
                }];
                match desk.open().save(Channel::Desk, ops).await {
                    Ok(()) => toast(now(common::SAVED)),
                    Err(why) => toast(failure::words(&why)),
                }
            });
        })
    };
    // What is undone, or said on another device, shows here too, but never under the hands of
    // somebody who is typing.
    let follow =
        move |kind: KindNo, record: RecordId, field: FieldNo, name: RwSignal<String>, id| {
            Effect::new(move |before: Option<String>| {
                desk.track_record(record);
                let kept = desk.read(|replica| {
                    let row = replica.get(kind, record);
                    row.and_then(|row| row.text(field).map(str::to_owned))
                });
                let kept = kept.unwrap_or_default();
                if before.is_some_and(|before| before != kept) && !is_focused(id) {
                    name.set(kept.clone());
                }
                kept
            });
        };
    let may_name = Memo::new(move |_| may_write(desk, &DEVICE));
    let label = |label| Signal::derive(move || t(label)().to_owned());
    let device_record = RecordId(identity.device.0);
    follow(
        MEMBER.no,
        identity.author,
        member::NAME,
        member_name,
        "member-name",
    );
    follow(
        DEVICE.no,
        device_record,
        device::NAME,
        device_name,
        "device-name",
    );
    view! {
        <section class="card stack-s" id="device" aria-labelledby="device-title">
            <h2 id="device-title">{t(words::DEVICE)}</h2>
            <div class="form-grid">
                <TextField id="member-name" label=label(words::MEMBER_NAME) value=member_name autocomplete="name"
                    on_blur=save(MEMBER.no, identity.author, member::NAME, member_name) />
                {move || may_name.get().then(|| view! {
                    <TextField id="device-name" label=label(words::DEVICE_NAME) value=device_name
                        on_blur=save(DEVICE.no, device_record, device::NAME, device_name) />
                })}
            </div>
        </section>
    }
    .into_any()
}

fn is_focused(id: &str) -> bool {
    let active = platform::document().and_then(|d| d.active_element());
    active.is_some_and(|element| element.id() == id)
}
