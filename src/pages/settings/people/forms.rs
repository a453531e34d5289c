//! The forms behind the buttons: a new person, a name and role, a passphrase, a removal.

use super::super::security::{Asked, Kept, label};
use super::role_name;
use crate::session::{Colleague, Desk};
use crate::text::{Label, common, now, people as words, t};
use crate::ui::{ChoosePassphrase, Choosing, Icon, SelectField, TextField, icon, toast};
use leptos::prelude::*;
use model::Role;
use wasm_bindgen_futures::spawn_local;

fn about(role: Role) -> Label {
    match role {
        Role::Agent => words::ROLE_ABOUT_AGENT,
        Role::Manager => words::ROLE_ABOUT_MANAGER,
        Role::PrivacyOfficer => words::ROLE_ABOUT_PRIVACY_OFFICER,
        Role::Administrator => words::ROLE_ABOUT_ADMINISTRATOR,
    }
}

/// A name and a role being typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    role: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl Typed {
    fn new(name: &str, role: Role) -> Self {
        Self {
            name: RwSignal::new(name.to_owned()),
            role: RwSignal::new(role.code().to_owned()),
            tried: RwSignal::new(false),
        }
    }

    /// Both, when there is a name.
    fn ready(self) -> Option<(String, Role)> {
        self.tried.set(true);
        let name = self.name.get_untracked();
        let name: String = name.trim().chars().take(model::MAX_LINE).collect();
        let role = Role::of_code(&self.role.get_untracked())?;
        (!name.is_empty()).then_some((name, role))
    }

    fn fields(self, fixed: bool) -> AnyView {
        let missing = Signal::derive(move || {
            let blank = self.name.with(|name| name.trim().is_empty());
            (self.tried.get() && blank).then(|| t(words::MISSING_NAME)().to_owned())
        });
        let choices = Signal::derive(|| {
            let choice = |role: Role| (role.code().to_owned(), role_name(role).to_owned());
            Role::EVERY.map(choice).to_vec()
        });
        let hint = Signal::derive(move || {
            let role = Role::of_code(&self.role.get());
            role.map_or("", |role| t(about(role))()).to_owned()
        });
        view! {
            <TextField id="person-name" label=label(words::NAME) value=self.name error=missing />
            {if fixed {
                view! { <p class="small quiet">{t(words::ROLE_OWNER)}</p> }.into_any()
            } else {
                view! {
                    <SelectField id="person-role" label=label(words::ROLE) value=self.role choices=choices always=true hint=hint />
                }.into_any()
            }}
        }
        .into_any()
    }
}

/// The button that goes ahead and the one that does not.
fn buttons(
    id: &'static str,
    class: &'static str,
    says: Label,
    busy: RwSignal<bool>,
    cancel: Callback<()>,
) -> AnyView {
    view! {
        <div class="buttons">
            <button type="submit" id=id class=class disabled=move || busy.get()>
                {move || t(if busy.get() { words::WORKING } else { says })()}
            </button>
            <button type="button" class="button" disabled=move || busy.get() on:click=move |_| cancel.run(())>
                {t(common::CANCEL)}
            </button>
        </div>
    }
    .into_any()
}

/// A new person.
#[component]
pub fn Add(
    /// Called when there is one more.
    done: Callback<()>,
    /// Called when there shall be none.
    cancel: Callback<()>,
) -> impl IntoView {
    let desk = Desk::current();
    let typed = Typed::new("", Role::Agent);
    let choosing = Choosing::new(move || vec![typed.name.get()]);
    let asked = Asked::new();
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (typed, new) = (typed.ready(), choosing.ready());
        let (Some((name, role)), Some(new)) = (typed, new) else {
            return;
        };
        let Some(own) = asked.begin() else { return };
        let vault = desk.open();
        spawn_local(async move {
            match vault.add_person(&own, (&name, role), &new).await {
                Ok(()) => {
                    toast(now(words::ADDED));
                    let _ = done.try_run(());
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=add>
            {typed.fields(false)}
            <ChoosePassphrase choosing=choosing label=words::PASSPHRASE again=words::PASSPHRASE_AGAIN />
            {asked.field("confirm-passphrase", words::CONFIRM)}
            {buttons("save-person", "button primary", words::ADD_NOW, asked.busy, cancel)}
        </form>
    }
    .into_any()
}

/// Another name or role.
#[component]
pub fn Edit(
    /// Whose.
    person: Colleague,
    /// Called when it is over.
    done: Callback<()>,
) -> impl IntoView {
    let desk = Desk::current();
    let typed = Typed::new(&person.name, person.role);
    let asked = Asked::new();
    let member = person.member;
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some((name, role)) = typed.ready() else {
            return;
        };
        asked.busy.set(true);
        let vault = desk.open();
        spawn_local(async move {
            match vault.describe_person(member, &name, role).await {
                Ok(()) => {
                    toast(now(words::SAVED));
                    let _ = done.try_run(());
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=save>
            {typed.fields(person.owns)}
            {asked.said()}
            {buttons("save-person", "button primary", common::SAVE, asked.busy, done)}
        </form>
    }
    .into_any()
}

/// Another passphrase.
#[component]
pub fn Give(
    /// Whose.
    person: Colleague,
    /// Called when it is over.
    done: Callback<()>,
) -> impl IntoView {
    let desk = Desk::current();
    let (member, name) = (person.member, person.name);
    let choosing = Choosing::new(move || vec![name.clone()]);
    let asked = Asked::new();
    let give = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(new) = choosing.ready() else { return };
        let Some(own) = asked.begin() else { return };
        let vault = desk.open();
        spawn_local(async move {
            match vault.give_passphrase(&own, member, &new).await {
                Ok(()) => {
                    toast(now(words::GIVEN));
                    let _ = done.try_run(());
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=give>
            <p>{t(words::GIVE_ABOUT)}</p>
            <ChoosePassphrase choosing=choosing label=words::PASSPHRASE again=words::PASSPHRASE_AGAIN />
            {asked.field("confirm-passphrase", words::CONFIRM)}
            {buttons("give-passphrase", "button primary", words::GIVE_NOW, asked.busy, done)}
        </form>
    }
    .into_any()
}

/// The question before somebody is let in no more, and the recovery code that may come of it.
#[component]
pub fn Remove(
    /// Whom.
    person: Colleague,
    /// Called when it is over.
    done: Callback<()>,
    /// Set while the dialogue may not be left.
    held: RwSignal<bool>,
) -> impl IntoView {
    let desk = Desk::current();
    let asked = Asked::new();
    let code = RwSignal::new(None::<String>);
    let member = person.member;
    let remove = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(own) = asked.begin() else { return };
        held.set(true);
        let vault = desk.open();
        spawn_local(async move {
            match vault.remove_person(&own, member).await {
                Ok(Some(made)) => {
                    let _ = code.try_set(Some(made));
                }
                Ok(None) => {
                    let _ = held.try_set(false);
                    toast(now(words::REMOVED));
                    let _ = done.try_run(());
                }
                Err(why) => {
                    let _ = held.try_set(false);
                    asked.fail(&why);
                }
            }
        });
    };
    let close = Callback::new(move |()| {
        held.set(false);
        toast(now(words::REMOVED));
        done.run(());
    });
    view! {
        {move || match code.get() {
            Some(code) => view! { <Kept code=code close=close /> }.into_any(),
            None => view! {
                <form class="form" on:submit=remove>
                    <p class="notice warn">{icon(Icon::Warning)}<span>{t(words::REMOVE_TEXT)}</span></p>
                    {asked.field("confirm-passphrase", words::CONFIRM)}
                    {buttons("remove-person", "button danger", words::REMOVE, asked.busy, done)}
                </form>
            }.into_any(),
        }}
    }
    .into_any()
}
