//! The open app: navigation, the marks that matter on every screen, and the place itself.

mod find;
mod nag;
mod undo;

use super::{about, customers, duplicates, import, overview, records, settings, surveys, today};
use crate::platform::{self, install, net};
use crate::register::may_import;
use crate::route::Route;
use crate::session::{Desk, Gate, LinkState};
use crate::text::{
    Label, common, count, filled, people, plural, register, t, today as words_of_today,
};
use crate::ui::{Empty, Icon, icon};
use leptos::prelude::*;
use leptos_router::WildcardSegment;
use leptos_router::components::{FlatRoutes, Route as AnyRoute, Router};
use leptos_router::hooks::use_location;
use model::{FieldType, MEMBER, member};
use undo::Undo;
use wasm_bindgen_futures::spawn_local;

/// The open app.
#[component]
pub fn Frame() -> impl IntoView {
    view! {
        // One route for every address: which place it is, [`Route`] says. The router keeps the
        // history and catches clicks on links.
        <Router>
            <FlatRoutes fallback=|| ()>
                <AnyRoute path=WildcardSegment("any") view=Inside />
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn Inside() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::parse(&path.get()));
    Effect::new(move || {
        let (place, app) = (t(title(route.get()))(), t(common::APP)());
        platform::set_title(&[place, " · ", app].concat());
    });
    // A new place begins at its top, for the keyboard and readers of the screen too.
    Effect::new(move |before: Option<()>| {
        route.track();
        if before.is_some() {
            // In a task of its own, as a place is laid out to have the focus; whatever in it took the
            // focus by itself keeps it.
            spawn_local(async {
                platform::clock::breathe().await;
                if !platform::has_focus("content") {
                    platform::focus("content");
                }
            });
        }
    });
    let desk = Desk::current();
    // Other eyes see another place: nothing that was made for those before stays.
    let role = Memo::new(move |_| desk.role());
    // Answering takes the whole screen: the tablet is in the customer's hands.
    let handed_over = Memo::new(move |_| matches!(route.get(), Route::TakeSurvey(_)));
    move || {
        if handed_over.get() {
            let Route::TakeSurvey(draft) = route.get_untracked() else {
                return ().into_any();
            };
            return view! { <surveys::Take draft=draft /> }.into_any();
        }
        let finder = find::prepare();
        view! {
            <nav aria-label=t(common::SKIP_TO_CONTENT)>
                <a class="skip" href="#content">{t(common::SKIP_TO_CONTENT)}</a>
            </nav>
            <div class="frame">
                <Rail route=route />
                <div class="main">
                    <header><TopLines route=route /></header>
                    <main id="content" tabindex="-1">{move || {
                        let _ = role.get();
                        place(route.get())
                    }}</main>
                </div>
            </div>
            {finder}
        }
        .into_any()
    }
}

fn title(route: Route) -> Label {
    match route {
        Route::Overview | Route::Drivers(_) | Route::Responses(..) => common::OVERVIEW,
        Route::Customers | Route::NewCustomer | Route::Customer(_) | Route::EditCustomer(_) => {
            common::CUSTOMERS
        }
        Route::Records(kind)
        | Route::NewRecord(kind, _)
        | Route::Record(kind, _)
        | Route::EditRecord(kind, _) => {
            model::kind(kind).map_or(common::NOT_FOUND, |kind| kind.plural)
        }
        Route::Surveys | Route::StartSurvey(_) | Route::TakeSurvey(_) => common::SURVEYS,
        Route::Today => words_of_today::TITLE,
        Route::Duplicates => register::DUPLICATES,
        Route::About(_) => register::ABOUT,
        Route::Import => common::IMPORT,
        Route::Settings => common::SETTINGS,
        Route::Unknown => common::NOT_FOUND,
    }
}

fn place(route: Route) -> AnyView {
    match route {
        Route::Overview => view! { <overview::Overview /> }.into_any(),
        Route::Drivers(form) => view! { <overview::Drivers form=form /> }.into_any(),
        Route::Responses(form, question) => {
            view! { <overview::Responses form=form question=question /> }.into_any()
        }
        Route::Today => view! { <today::Today /> }.into_any(),
        Route::Customers => view! { <customers::List /> }.into_any(),
        Route::NewCustomer => view! { <customers::Form customer=None /> }.into_any(),
        Route::Customer(customer) => view! { <customers::Profile customer=customer /> }.into_any(),
        Route::EditCustomer(customer) => {
            view! { <customers::Form customer=Some(customer) /> }.into_any()
        }
        Route::Records(kind) => view! { <records::Records kind=kind /> }.into_any(),
        Route::NewRecord(kind, of) => {
            view! { <records::RecordForm kind=kind record=None of=of /> }.into_any()
        }
        Route::Record(kind, record) => {
            view! { <records::Record kind=kind record=record /> }.into_any()
        }
        Route::EditRecord(kind, record) => {
            view! { <records::RecordForm kind=kind record=Some(record) of=None /> }.into_any()
        }
        Route::Surveys => view! { <surveys::Surveys /> }.into_any(),
        Route::StartSurvey(customer) => view! { <surveys::Start customer=customer /> }.into_any(),
        Route::TakeSurvey(draft) => view! { <surveys::Take draft=draft /> }.into_any(),
        Route::Duplicates => view! { <duplicates::Duplicates /> }.into_any(),
        Route::About(customer) => view! { <about::About customer=customer /> }.into_any(),
        Route::Import => view! { <import::Import /> }.into_any(),
        Route::Settings => view! { <settings::Settings /> }.into_any(),
        Route::Unknown => view! {
            <div class="page">
                <h1 class="visually-hidden">{t(common::NOT_FOUND)}</h1>
                <Empty picture=Icon::Search title=words(common::NOT_FOUND) text=words(common::NOT_FOUND_HINT)>
                    <a class="button" href="/">{t(common::GO_HOME)}</a>
                </Empty>
            </div>
        }
        .into_any(),
    }
}

fn words(label: Label) -> Signal<String> {
    Signal::derive(move || t(label)().to_owned())
}

#[component]
fn Rail(route: Memo<Route>) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let desk = Desk::current();
    undo::listen();
    let place = move |to: Route, picture: Icon, label: Label| {
        let here = move || (title(route.get()) == label).then_some("page");
        view! {
            <li><a class="place" href=to.path() aria-current=here>{icon(picture)}<span>{t(label)}</span></a></li>
        }
    };
    view! {
        <nav class="rail" aria-label=t(common::MAIN_NAVIGATION)>
            <a class="mark" href="/"><img src="/icons/icon.svg" alt="" width="40" height="40" /><span>{t(common::APP)}</span></a>
            <ul>
                {place(Route::Overview, Icon::Overview, common::OVERVIEW)}
                {place(Route::Today, Icon::Check, words_of_today::TITLE)}
                {place(Route::Customers, Icon::Customers, common::CUSTOMERS)}
                {place(Route::Surveys, Icon::Survey, common::SURVEYS)}
                {move || may_import(desk).then(|| place(Route::Import, Icon::Import, common::IMPORT))}
                {place(Route::Settings, Icon::Settings, common::SETTINGS)}
            </ul>
            <div class="foot">
                <Marks id="sync-state" />
                <find::Find id="find" />
                <Undo id="undo" />
                <AtWork id="at-work" />
                <button type="button" id="lock" class="button plain" on:click=move |_| spawn_local(gate.lock())>
                    {icon(Icon::Lock)}{t(common::LOCK)}
                </button>
            </div>
        </nav>
    }
    .into_any()
}

/// Who is at work, beside the way to let somebody else.
#[component]
fn AtWork(
    /// A name for the one in the rail; the phone's line has none.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let desk = Desk::current();
    let who = Memo::new(move |_| {
        let role = desk.role();
        (desk.open().member_name(desk.me()), role)
    });
    let role = move || {
        let FieldType::Choice(choices) = MEMBER.field(member::ROLE)?.holds else {
            return None;
        };
        let code = who.get().1.code();
        let role = choices.iter().find(|choice| choice.code == code)?;
        Some(t(role.label)())
    };
    let title = move || {
        let (name, role) = (who.get().0, role().unwrap_or_default());
        filled(people::AT_WORK, &[("name", &name), ("role", role)])
    };
    view! {
        <a class="at-work" id=id href="/settings#people" title=title data-role=move || who.get().1.code()>
            <strong>{move || who.get().0}</strong>
            <span>{role}</span>
        </a>
    }
    .into_any()
}

/// Offline, and how the exchange stands.
#[component]
fn Marks(
    /// A name for the mark of the exchange: the rail's has one, the phone's line has none.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let desk = Desk::current();
    let online = RwSignal::new(net::online());
    net::on_change(move |now| {
        let _ = online.try_set(now);
    });
    let open = desk.open();
    let (state, waiting, refused) = (
        open.link.state.clone(),
        open.link.waiting.clone(),
        open.link.refused.clone(),
    );
    view! {
        <div class="status-marks" role="status">
            {move || {
                (!online.get())
                    .then(|| view! { <span class="badge warn" title=t(common::OFFLINE_HINT)>{icon(Icon::Offline)}{t(common::OFFLINE)}</span> })
            }}
            {move || {
                let (class, words) = match state.get() {
                    LinkState::Alone => return None,
                    LinkState::Busy => ("badge", common::SYNC_BUSY),
                    LinkState::Agreed(_) => ("badge brand", common::SYNC_AGREED),
                    LinkState::Away => ("badge warn", common::SYNC_AWAY),
                    LinkState::SignedOut => ("badge bad", common::SYNC_SIGNED_OUT),
                };
                Some(view! { <span class=class id=id>{t(words)}</span> })
            }}
            {move || {
                let n = waiting.get();
                (n > 0).then(|| {
                    let label = plural(n, common::WAITING_ONE, common::WAITING_MANY);
                    view! { <span class="badge">{filled(label, &[("n", &count(n))])}</span> }
                })
            }}
            {move || {
                let n = refused.with(Vec::len);
                (n > 0).then(|| {
                    view! { <span class="badge bad">{filled(common::REFUSED_SOME, &[("n", &count(n))])}</span> }
                })
            }}
        </div>
    }
    .into_any()
}

/// Lines above every page: the trial, a new build, damage, a backup that is due.
#[component]
fn TopLines(route: Memo<Route>) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let open = Desk::current().open();
    let new_build = install::signals().new_build;
    let later = RwSignal::new(false);
    let unreadable = open.engine.damage().len();
    view! {
        {open.trial.then(|| view! {
            <div class="topline trial no-print">
                <span><strong>{t(common::TRIAL)}</strong>" "{t(common::TRIAL_HINT)}</span>
                <button type="button" id="remove-trial" class="button" on:click=move |_| spawn_local(gate.remove_trial())>
                    {icon(Icon::Trash)}{t(common::REMOVE_TRIAL)}
                </button>
            </div>
        })}
        {move || (new_build.get() && !later.get()).then(|| view! {
            <div class="topline build no-print" role="status">
                <span><strong>{t(common::NEW_BUILD)}</strong></span>
                <span class="buttons">
                    <button type="button" id="restart" class="button" on:click=move |_| spawn_local(install::restart())>{t(common::RESTART)}</button>
                    <button type="button" class="button plain" on:click=move |_| later.set(true)>{t(common::LATER)}</button>
                </span>
            </div>
        })}
        {(unreadable > 0).then(|| view! {
            <div class="topline trial" role="alert">
                {move || {
                    let label = plural(unreadable, common::UNREADABLE_ONE, common::UNREADABLE);
                    filled(label, &[("n", &count(unreadable))])
                }}
            </div>
        })}
        <nag::Nag route=route />
        <div class="topline only-phone no-print">
            <Marks />
            <find::Find />
            <Undo />
            <AtWork />
            <button type="button" class="button plain" on:click=move |_| spawn_local(gate.lock())>
                {icon(Icon::Lock)}{t(common::LOCK)}
            </button>
        </div>
    }
    .into_any()
}
