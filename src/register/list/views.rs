//! Views: what was made of a list, under a name.

use super::look::Look;
use crate::session::{Desk, name_of_gone};
use crate::text::{common, count, filled, language, list as words, now, t};
use crate::ui::{Icon, Sheet, TextField, icon, toast};
use leptos::prelude::*;
use model::Kind;
use query::Dropped;

/// Which view is used; keeping and removing them.
#[component]
pub fn ViewPicker(
    /// What is on screen.
    look: Look,
) -> impl IntoView {
    let naming = RwSignal::new(false);
    let used = move || {
        look.views.with(|views| {
            let mut all = views.all.iter();
            all.position(|kept| Some(kept.record) == views.used)
        })
    };
    let options = move || {
        let chosen = used();
        let names: Vec<String> = look.views.with(|views| {
            views
                .all
                .iter()
                .map(|kept| kept.view.name.clone())
                .collect()
        });
        let names = names.into_iter().enumerate();
        names
            .map(|(at, name)| view! { <option value=at.to_string() selected=chosen == Some(at)>{name}</option> })
            .collect_view()
    };
    view! {
        <div class="row view-picker">
            <label class="sort"><span>{t(words::VIEW)}</span>
                <select class="input" id="view" on:change=move |ev| look.choose(event_target_value(&ev).parse().ok())>
                    <option value="" selected=move || used().is_none()>{t(words::VIEW_EVERY)}</option>
                    {options}
                </select>
            </label>
            {move || look.changed().then(|| view! { <span class="badge warn">{t(words::VIEW_CHANGED)}</span> })}
            {move || look.is_made().then(|| view! {
                <button type="button" class="button plain" id="view-save" on:click=move |_| naming.set(true)>{t(words::VIEW_SAVE)}</button>
            })}
            {move || used().is_some().then(|| view! {
                <button type="button" class="button plain icon-only" id="view-remove" aria-label=t(words::VIEW_REMOVE)
                    on:click=move |_| {
                        look.remove();
                        toast(now(words::VIEW_REMOVED));
                    }>{icon(Icon::Trash)}</button>
            })}
        </div>
        <Sheet id="view-naming" open=naming title=Signal::derive(move || t(words::VIEW_SAVE)().to_owned())>
            <Naming look=look open=naming />
        </Sheet>
    }
    .into_any()
}

/// What of the view on screen is left out, and how many views cannot be read.
pub fn ignored(desk: Desk, kind: &'static Kind, look: Look) -> impl IntoView {
    let line = move |what: Dropped| {
        let (no, label) = match what {
            Dropped::Condition(no) => (no, words::DROPPED_CONDITION),
            Dropped::Order(no) => (no, words::DROPPED_ORDER),
            // A column that is not there is seen to be missing.
            Dropped::Column(_) => return None,
        };
        let name = match kind.field(no) {
            Some(field) => t(field.label)().to_owned(),
            None => desk.read(|replica| name_of_gone(replica, no, language())),
        };
        let what = if name.is_empty() { "?" } else { &name };
        let words = filled(label, &[("what", what)]);
        Some(view! { <p class="small" data-dropped=no.0.to_string()>{words}</p> })
    };
    move || {
        let lines: Vec<_> = look.dropped.get().into_iter().filter_map(line).collect();
        let unread = look.views.with(|views| views.unread);
        let unread = (unread > 0).then(|| {
            let words = filled(words::VIEWS_UNREAD, &[("n", &count(unread))]);
            view! { <p class="small" id="views-unread">{words}</p> }
        });
        let said = !lines.is_empty() || unread.is_some();
        said.then(|| view! {
            <div class="notice warn" role="status">{icon(Icon::Warning)}<div class="stack-s">{lines}{unread}</div></div>
        })
    }
}

#[component]
fn Naming(look: Look, open: RwSignal<bool>) -> impl IntoView {
    let before = look
        .views
        .with_untracked(|views| views.current().map(|view| view.name.clone()));
    let name = RwSignal::new(before.unwrap_or_default());
    let error = RwSignal::new(None::<String>);
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let said = name.get_untracked();
        if said.trim().is_empty() || said.trim().chars().nth(query::MAX_NAME).is_some() {
            let why = if said.trim().is_empty() {
                model::Invalid::Required
            } else {
                model::Invalid::TooLong {
                    limit: query::MAX_NAME,
                }
            };
            return error.set(Some(crate::text::failure::invalid(why)));
        }
        if look.save(&said) {
            open.set(false);
            toast(now(words::VIEW_SAVED));
        } else {
            error.set(Some(now(words::VIEW_FULL).to_owned()));
        }
    };
    view! {
        <form class="stack" novalidate on:submit=save>
            <TextField id="view-name" label=Signal::derive(move || t(words::VIEW_NAME)().to_owned()) value=name error=error />
            <div class="buttons">
                <button type="submit" class="button primary" id="view-keep">{t(common::SAVE)}</button>
                <button type="button" class="button plain" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}
