//! The app: which screen stands in front of the person, by where they are at the gate.

use crate::pages::{door, frame};
use crate::platform::prefs;
use crate::session::{Desk, Gate, Phase};
use crate::text;
use crate::ui::forget_toasts;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What the screens need to know of the gate, without what it holds: equal ones are not drawn
/// anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    Looking,
    Begin,
    Lost,
    Locked,
    Aside,
    Blocked,
    Opening,
    Open,
    Broken,
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    text::speak(text::language_now());
    if let Some(theme) = prefs::get("theme") {
        crate::platform::show_theme(&theme);
    }
    let gate = Gate::new();
    provide_context(gate);
    spawn_local(gate.look());
    gate.watch_idle();
    let scene = Memo::new(move |_| {
        gate.phase.with(|phase| match phase {
            Phase::Looking => Scene::Looking,
            Phase::Begin { lost: false } => Scene::Begin,
            Phase::Begin { lost: true } => Scene::Lost,
            Phase::Locked => Scene::Locked,
            Phase::Aside => Scene::Aside,
            Phase::Blocked => Scene::Blocked,
            Phase::Opening(_) => Scene::Opening,
            Phase::Open(_) => Scene::Open,
            Phase::Broken(_) => Scene::Broken,
        })
    });
    Effect::new(move |before: Option<Scene>| {
        let now = scene.get();
        if before == Some(Scene::Open) && now != Scene::Open {
            forget_toasts();
        }
        now
    });
    view! {
        {move || match scene.get() {
            Scene::Looking => ().into_any(),
            Scene::Begin => view! { <door::Begin /> }.into_any(),
            Scene::Lost => view! { <door::Lost /> }.into_any(),
            Scene::Locked => view! { <door::Unlock /> }.into_any(),
            Scene::Aside => view! { <door::Aside /> }.into_any(),
            Scene::Blocked => view! { <door::Blocked /> }.into_any(),
            Scene::Opening => view! { <door::Opening /> }.into_any(),
            Scene::Broken => view! { <door::Broken /> }.into_any(),
            Scene::Open => {
                let Phase::Open(open) = gate.phase.get_untracked() else { return ().into_any() };
                provide_context(Desk::new(open));
                view! { <frame::Frame /> }.into_any()
            }
        }}
        <crate::ui::Toasts />
    }
}
