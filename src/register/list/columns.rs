//! Which columns a list shows, and in which order.

use crate::register::lens;
use crate::session::Desk;
use crate::text::{common, filled, list as words, t, within};
use crate::ui::{Icon, Sheet, icon};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind};

/// The fields that can be columns: all that who is at work may see.
fn choices(desk: Desk, kind: &'static Kind, chosen: &[FieldNo]) -> Vec<(&'static Field, bool)> {
    let lens = lens(desk);
    let fits = |field: &&'static Field| {
        field.no != kind.title && field.holds != FieldType::Structure && lens.sees(field)
    };
    let first = chosen.iter().filter_map(|no| kind.field(*no)).filter(fits);
    let rest = kind.fields.iter().filter(fits);
    let rest = rest.filter(|field| !chosen.contains(&field.no));
    first
        .map(|field| (field, true))
        .chain(rest.map(|field| (field, false)))
        .collect()
}

/// The sheet.
#[component]
pub fn Columns(
    /// Of which register.
    kind: &'static Kind,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The columns, the title among them.
    columns: RwSignal<Vec<FieldNo>>,
) -> impl IntoView {
    view! {
        <Sheet id="columns" open=open title=Signal::derive(move || t(words::COLUMNS_TITLE)().to_owned())>
            <Chooser kind=kind open=open columns=columns />
        </Sheet>
    }
}

#[component]
fn Chooser(
    kind: &'static Kind,
    open: RwSignal<bool>,
    columns: RwSignal<Vec<FieldNo>>,
) -> impl IntoView {
    let desk = Desk::current();
    let tick = move |no: FieldNo| {
        columns.update(|all| match all.iter().position(|one| *one == no) {
            Some(at) => drop(all.remove(at)),
            None => all.push(no),
        });
    };
    let shift = move |no: FieldNo, up: bool| {
        columns.update(|all| {
            let Some(at) = all.iter().position(|one| *one == no) else {
                return;
            };
            let to = if up { at.checked_sub(1) } else { Some(at + 1) };
            // The title stays where it is.
            let to = to.filter(|to| *to < all.len() && all.get(*to) != Some(&kind.title));
            if let Some(to) = to {
                all.swap(at, to);
            }
        });
    };
    let line = move |(field, shown): (&'static Field, bool)| {
        let no = field.no;
        let name = move || within(field.label);
        view! {
            <li class="row spread column-choice">
                <label class="check">
                    <input type="checkbox" data-column=field.code prop:checked=shown on:change=move |_| tick(no) />
                    <span>{t(field.label)}</span>
                </label>
                {shown.then(|| view! {
                    <span class="buttons">
                        <button type="button" class="button plain icon-only turn-up" aria-label=move || filled(words::UP, &[("what", &name())])
                            on:click=move |_| shift(no, true)>{icon(Icon::Forward)}</button>
                        <button type="button" class="button plain icon-only turn-down" aria-label=move || filled(words::DOWN, &[("what", &name())])
                            on:click=move |_| shift(no, false)>{icon(Icon::Forward)}</button>
                    </span>
                })}
            </li>
        }
    };
    view! {
        <div class="stack-s">
            <p class="small quiet">{t(words::COLUMNS_HINT)}</p>
            <ul class="column-choices">
                {move || choices(desk, kind, &columns.get()).into_iter().map(line).collect_view()}
            </ul>
            <div class="buttons">
                <button type="button" class="button primary" id="columns-done" on:click=move |_| open.set(false)>{t(words::SELECT_DONE)}</button>
                <button type="button" class="button" on:click=move |_| columns.set(kind.columns.to_vec())>{t(words::DEFAULT_COLUMNS)}</button>
                <button type="button" class="button plain" on:click=move |_| open.set(false)>{t(common::CLOSE)}</button>
            </div>
        </div>
    }
    .into_any()
}
