//! Who works on this device: everybody for who arranges people, oneself for the others.
//!
//! Must stay true: what changes how somebody gets in asks for one's own passphrase first.

mod forms;

use super::security::label;
use crate::session::{Colleague, Desk};
use crate::text::{Label, filled, language, people as words, t};
use crate::ui::{Icon, Sheet, icon};
use forms::{Add, Edit, Give, Remove};
use leptos::prelude::*;
use model::{FieldType, MEMBER, Role, member};
use wasm_bindgen_futures::spawn_local;

/// What a role is called.
fn role_label(role: Role) -> Option<Label> {
    let field = MEMBER.field(member::ROLE)?;
    let FieldType::Choice(choices) = field.holds else {
        return None;
    };
    let found = choices.iter().find(|choice| choice.code == role.code());
    found.map(|choice| choice.label)
}

/// What a role is called, in the language on screen.
fn role_name(role: Role) -> &'static str {
    role_label(role).map_or("", |label| label.of(language()))
}

fn name_of(person: &Colleague) -> String {
    if person.name.trim().is_empty() {
        t(words::UNNAMED)().to_owned()
    } else {
        person.name.clone()
    }
}

/// What is done with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Edit,
    Give,
    Remove,
}

/// The list and what can be done with it.
#[component]
pub fn People() -> impl IntoView {
    let desk = Desk::current();
    let trial = desk.open().trial;
    let all = RwSignal::new(Vec::<Colleague>::new());
    let adding = RwSignal::new(false);
    let (doing, chosen) = (RwSignal::new(None::<Deed>), RwSignal::new(None));
    let shown = RwSignal::new(false);
    let held = RwSignal::new(false);
    let read = Callback::new(move |()| {
        let vault = desk.open();
        spawn_local(async move {
            if let Ok(found) = vault.people().await {
                let _ = all.try_set(found);
            }
        });
    });
    Effect::new(move || {
        desk.track_kind(MEMBER.no);
        read.run(());
    });
    let arranges = Memo::new(move |_| desk.role().arranges() && !trial);
    let choose = Callback::new(move |(deed, person): (Deed, Colleague)| {
        chosen.set(Some(person));
        doing.set(Some(deed));
        shown.set(true);
    });
    let title = Signal::derive(move || {
        let name = chosen.get().as_ref().map(name_of).unwrap_or_default();
        let words = match doing.get() {
            Some(Deed::Give) => words::GIVE_NAMED,
            Some(Deed::Remove) => words::REMOVE_TITLE,
            _ => words::EDIT_NAMED,
        };
        filled(words, &[("name", &name)])
    });
    let done = Callback::new(move |()| {
        if shown.try_set(false).is_none() && desk.still_open().is_some() {
            read.run(());
        }
    });
    let form = move || {
        let person = chosen.get()?;
        Some(match doing.get()? {
            Deed::Edit => view! { <Edit person=person done=done /> }.into_any(),
            Deed::Give => view! { <Give person=person done=done /> }.into_any(),
            Deed::Remove => view! { <Remove person=person done=done held=held /> }.into_any(),
        })
    };
    let added = Callback::new(move |()| {
        let _ = adding.try_set(false);
        read.run(());
    });
    view! {
        <section class="card stack" id="people" aria-labelledby="people-title">
            <div class="row spread">
                <h2 id="people-title">{t(words::TITLE)}</h2>
                {move || arranges.get().then(|| view! {
                    <button type="button" id="add-person" class="button" on:click=move |_| adding.set(true)>
                        {icon(Icon::Plus)}{t(words::ADD)}
                    </button>
                })}
            </div>
            <p class="quiet">{move || t(match (trial, arranges.get()) {
                (true, _) => words::TRIAL,
                (false, true) => words::ABOUT,
                (false, false) => words::ABOUT_ME,
            })()}</p>
            <ul class="people">
                {move || all.get().into_iter().map(|person| row(person, arranges, choose)).collect_view()}
            </ul>
            {move || arranges.get().then(|| view! { <p class="small quiet">{t(words::HONEST)}</p> })}
        </section>
        <Sheet id="add-person-sheet" open=adding title=label(words::ADD)>
            <Add done=added cancel=Callback::new(move |()| adding.set(false)) />
        </Sheet>
        <Sheet id="person-sheet" open=shown title=title held=held>{form}</Sheet>
    }
    .into_any()
}

fn row(person: Colleague, arranges: Memo<bool>, choose: Callback<(Deed, Colleague)>) -> AnyView {
    let marks = [
        (person.me, "badge brand", words::YOU),
        (person.owns, "badge", words::OWNER),
        (person.left, "badge warn", words::LEFT),
        (
            !person.enters && !person.left,
            "badge warn",
            words::NO_WAY_IN,
        ),
    ];
    let marks = marks
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, class, label)| view! { <span class=class>{t(label)}</span> })
        .collect_view();
    let (shown, role, id) = (person.clone(), person.role, person.member.to_string());
    let another = !person.me && !person.owns;
    let buttons = move || {
        if !arranges.get() {
            return None;
        }
        let button = |deed: Deed, class: &'static str, short: Label, long: Label| {
            let (said, of) = (person.clone(), person.clone());
            view! {
                <button type="button" class=class
                    data-deed=match deed { Deed::Edit => "edit", Deed::Give => "give", Deed::Remove => "remove" }
                    aria-label=move || filled(long, &[("name", &name_of(&said))])
                    on:click=move |_| choose.run((deed, of.clone()))>{t(short)}</button>
            }
        };
        let give = another.then(|| button(Deed::Give, "button", words::GIVE, words::GIVE_NAMED));
        let remove = (another && person.enters).then(|| {
            button(
                Deed::Remove,
                "button danger",
                words::REMOVE,
                words::REMOVE_NAMED,
            )
        });
        Some(view! {
            <div class="buttons">
                {button(Deed::Edit, "button", words::EDIT, words::EDIT_NAMED)}
                {give}
                {remove}
            </div>
        })
    };
    view! {
        <li data-member=id>
            <div class="person">
                <strong>{move || name_of(&shown)}</strong>
                <span class="quiet" data-role=role.code()>{move || role_name(role)}</span>
                {marks}
            </div>
            {buttons}
        </li>
    }
    .into_any()
}
