//! Choosing another record by its name: type, see the first that fit, take one with Enter or a tap.

use super::lens;
use super::value::{title, title_of};
use crate::session::Desk;
use crate::text::{common, register as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Kind, RecordId};

/// How many are offered.
const OFFERED: usize = 8;

/// The record a field refers to.
#[component]
pub fn Refer(
    /// A name unique on the screen.
    id: String,
    /// Of which register.
    kind: &'static Kind,
    /// What the field is called.
    label: Signal<String>,
    /// The id of the record, blank for none.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: RwSignal<Option<String>>,
    /// Whether it may stay blank, and says so.
    optional: bool,
    /// Called after a choice.
    on_input: Callback<()>,
) -> impl IntoView {
    let desk = Desk::current();
    // None while nothing is being looked for.
    let wanted = RwSignal::new(None::<String>);
    let at = RwSignal::new(0usize);
    let chosen = Memo::new(move |_| {
        let record = value.get().parse::<RecordId>().ok()?;
        let lens = lens(desk);
        let name = desk.read(|replica| title_of(replica, kind, record, lens));
        (!name.is_empty()).then_some(name)
    });
    let offered = Memo::new(move |_| {
        let Some(wanted) = wanted.get() else {
            return Vec::new();
        };
        let wanted = wanted.trim().to_lowercase();
        let lens = lens(desk);
        desk.read(|replica| {
            let rows = replica.table(kind.no).into_iter();
            rows.flat_map(|table| table.rows().rev())
                .filter_map(|row| {
                    let name = title(kind, row, lens);
                    name.to_lowercase()
                        .contains(&wanted)
                        .then(|| (row.id(), name))
                })
                .take(OFFERED)
                .collect::<Vec<_>>()
        })
    });
    let take = move |record: Option<RecordId>| {
        value.set(record.map(|id| id.to_string()).unwrap_or_default());
        wanted.set(None);
        error.set(None);
        let _ = on_input.try_run(());
    };
    let list = [&id, "-list"].concat();
    let option = {
        let id = id.clone();
        move |at: usize| [&id, "-", &at.to_string()].concat()
    };
    let active = {
        let option = option.clone();
        move || offered.with(|all| all.get(at.get()).map(|_| option(at.get())))
    };
    let keys = move |ev: leptos::ev::KeyboardEvent| {
        if ev.is_composing() {
            return;
        }
        let count = offered.with_untracked(Vec::len);
        match ev.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let found = offered.with_untracked(|all| all.get(at.get_untracked()).cloned());
                if let Some((record, _)) = found {
                    take(Some(record));
                }
            }
            "Escape" => wanted.set(None),
            _ => return,
        }
        ev.prevent_default();
    };
    let (list_id, error_id) = (list.clone(), [&id, "-error"].concat());
    view! {
        <div class="field refer">
            <label for=id.clone()>{move || label.get()}{optional.then(|| view! { <span class="optional">{t(common::OPTIONAL)}</span> })}</label>
            <div class="row">
                <input id=id class="input grow" type="text" role="combobox" autocomplete="off" aria-autocomplete="list"
                    aria-expanded=move || (!offered.with(Vec::is_empty)).to_string() aria-controls=list
                    aria-activedescendant=active aria-describedby=error_id.clone()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    placeholder=t(words::FIND_BY_NAME)
                    prop:value=move || wanted.get().or_else(|| chosen.get()).unwrap_or_default()
                    on:focus=move |_| at.set(0)
                    on:input=move |ev| {
                        at.set(0);
                        wanted.set(Some(event_target_value(&ev)));
                    }
                    on:keydown=keys
                    on:blur=move |_| {
                        // What was emptied is taken away; what was not chosen falls back. The form
                        // may be gone: taking away what has the focus takes the focus from it.
                        let emptied = |w: &Option<String>| w.as_ref().is_some_and(|w| w.trim().is_empty());
                        if wanted.try_with_untracked(emptied) == Some(true) {
                            take(None);
                        } else {
                            let _ = wanted.try_set(None);
                        }
                    } />
                {move || (optional && chosen.with(Option::is_some)).then(|| view! {
                    <button type="button" class="button plain icon-only" aria-label=t(common::CLEAR) on:click=move |_| take(None)>{icon(Icon::Close)}</button>
                })}
            </div>
            <ul class="offered" id=list_id role="listbox" hidden=move || offered.with(Vec::is_empty) aria-label=move || label.get()>
                {move || offered.get().into_iter().enumerate().map(|(no, (record, name))| view! {
                    <li id=option(no) role="option" aria-selected=move || (at.get() == no).to_string()
                        on:mousedown=move |ev| {
                            // Before the input loses the focus.
                            ev.prevent_default();
                            take(Some(record));
                        }>{name}</li>
                }).collect_view()}
            </ul>
            <div id=error_id role="alert">{move || error.get().map(|words| view! { <p class="error">{icon(Icon::Warning)}<span>{words}</span></p> })}</div>
        </div>
    }
    .into_any()
}
