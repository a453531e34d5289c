//! Checking everything: that whatever rests can be opened, and that no change is missing from a
//! chain or altered in it.

use super::look::look;
use crate::session::{Desk, Open};
use crate::text::{count, failure, filled, plural, settings as words, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;
use model::DeviceId;
use replica::{Broken, Verdict};
use std::rc::Rc;
use store::{Damage, Health};
use wasm_bindgen_futures::spawn_local;

/// What a check found.
#[derive(Debug, Clone)]
struct Found {
    blocks: usize,
    damage: Vec<Damage>,
    verdict: Verdict,
}

impl Found {
    fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.verdict.holds()
    }
}

/// The button, how far it is, and what was found.
#[component]
pub fn Check(
    /// What rests, known better after a check.
    health: RwSignal<Option<Health>>,
) -> impl IntoView {
    let desk = Desk::current();
    let share = RwSignal::new(None::<f64>);
    let found = RwSignal::new(None::<Result<Found, String>>);
    let check = move |_| {
        if share.get_untracked().is_some() {
            return;
        }
        found.set(None);
        share.set(Some(0.0));
        let open = desk.open();
        spawn_local(async move {
            // Leaving the page ends it.
            if let Some(ended) = everything(open, share, health).await {
                let _ = found.try_set(Some(ended));
                let _ = share.try_set(None);
            }
        });
    };
    let running = Memo::new(move |_| share.with(Option::is_some));
    let done = Signal::derive(move || share.get().unwrap_or(1.0));
    let words_of = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <div class="stack-s part">
            <h3>{t(words::CHECK_TITLE)}</h3>
            <p class="quiet">{t(words::CHECK_ABOUT)}</p>
            {move || if running.get() {
                view! { <Wait words=words_of(words::CHECK_RUNNING) share=done /> }.into_any()
            } else {
                view! {
                    <div class="buttons">
                        <button type="button" id="check-everything" class="button" on:click=check>
                            {icon(Icon::Search)}{t(words::CHECK_EVERYTHING)}
                        </button>
                    </div>
                }.into_any()
            }}
            <div id="check-result" role="status">
                {move || found.get().map(|found| match found {
                    Ok(found) => verdict(desk, &found),
                    Err(why) => view! { <div class="notice bad">{icon(Icon::Warning)}<p>{why}</p></div> }.into_any(),
                })}
            </div>
        </div>
    }
    .into_any()
}

#[allow(clippy::cast_precision_loss)]
async fn everything(
    open: Rc<Open>,
    share: RwSignal<Option<f64>>,
    health: RwSignal<Option<Health>>,
) -> Option<Result<Found, String>> {
    // Opening everything takes about as long as following the chains.
    let stays = |done: f64| share.try_set(Some(done / 2.0)).is_none();
    let whole = match look(&open, stays).await? {
        Ok(whole) => whole,
        Err(why) => return Some(Err(failure::words(&why.into()))),
    };
    let _ = health.try_set(Some(whole.clone()));
    let changes = open.replica().borrow().changes().max(1) as f64;
    let progress = |seen: usize| {
        let _ = share.try_set(Some(f64::midpoint(1.0, (seen as f64 / changes).min(1.0))));
    };
    let checked = open.engine.verify(progress).await;
    let (verdict, more) = match checked {
        Ok(checked) => checked,
        Err(why) => return Some(Err(failure::words(&why.into()))),
    };
    let mut damage = whole.damage;
    for one in more {
        if !damage.contains(&one) {
            damage.push(one);
        }
    }
    Some(Ok(Found {
        blocks: whole.log.0,
        damage,
        verdict,
    }))
}

fn verdict(desk: Desk, found: &Found) -> AnyView {
    let Verdict {
        linked,
        unlinked,
        unknown,
        broken,
    } = &found.verdict;
    let note = |n: usize, one, many| {
        let label = plural(n, one, many);
        (n > 0).then(|| view! { <p>{filled(label, &[("n", &count(n))])}</p> })
    };
    let notes = view! {
        {note(*unlinked, words::CHECK_UNLINKED_ONE, words::CHECK_UNLINKED)}
        {note(*unknown, words::CHECK_UNKNOWN_ONE, words::CHECK_UNKNOWN)}
    };
    if found.is_sound() {
        let blanks = [
            ("blocks", &*count(found.blocks)),
            ("changes", &*count(*linked)),
        ];
        return view! {
            <div class="notice good">{icon(Icon::Check)}
                <div class="stack-s"><p>{filled(words::CHECK_SOUND, &blanks)}</p>{notes}</div>
            </div>
        }
        .into_any();
    }
    let damaged = found
        .damage
        .iter()
        .map(|one| view! { <li>{damage(one)}</li> });
    let damaged = damaged.collect_view();
    let links = broken.iter().map(|(device, (change, how))| {
        view! { <li>{link(&name(desk, *device), *change, *how)}</li> }
    });
    let links = links.collect_view();
    view! {
        <div class="notice bad">{icon(Icon::Warning)}
            <div class="stack-s">
                {(!found.damage.is_empty()).then(|| view! {
                    <p><strong>{t(words::CHECK_DAMAGED)}</strong></p>
                    <ul class="dots">{damaged}</ul>
                })}
                {(!broken.is_empty()).then(|| view! {
                    <p><strong>{t(words::CHECK_BROKEN)}</strong></p>
                    <ul class="dots">{links}</ul>
                })}
                <p>{t(words::CHECK_ADVICE)}</p>
                {notes}
            </div>
        </div>
    }
    .into_any()
}

fn name(desk: Desk, device: DeviceId) -> String {
    let open = desk.open();
    let name = open.device_name(device);
    if !name.is_empty() {
        return name;
    }
    if device == open.identity().device {
        t(words::DEVICE)().to_owned()
    } else {
        t(words::DEVICE_UNNAMED)().to_owned()
    }
}

fn damage(damage: &Damage) -> String {
    let number = |n: &u32| usize::try_from(*n).map_or_else(|_| n.to_string(), count);
    match damage {
        Damage::Block(n) => filled(words::DAMAGE_BLOCK, &[("n", &number(n))]),
        Damage::Missing(from, to) if from == to => {
            filled(words::DAMAGE_MISSING_ONE, &[("from", &number(from))])
        }
        Damage::Missing(from, to) => filled(
            words::DAMAGE_MISSING,
            &[("from", &number(from)), ("to", &number(to))],
        ),
        Damage::Page(n) => filled(words::DAMAGE_PAGE, &[("n", &number(n))]),
        Damage::Manifest => t(words::DAMAGE_MANIFEST)().to_owned(),
        Damage::Slot(name) if name.starts_with("draft/") => t(words::DAMAGE_DRAFT)().to_owned(),
        Damage::Slot(name) => filled(words::DAMAGE_SLOT, &[("name", name)]),
        Damage::Blob(name) => filled(words::DAMAGE_BLOB, &[("name", name)]),
    }
}

fn link(device: &str, change: u64, how: Broken) -> String {
    let why = match how {
        Broken::Link => words::BROKEN_LINK,
        Broken::Unlinked => words::BROKEN_UNLINKED,
        Broken::Missing => words::BROKEN_MISSING,
    };
    let change = usize::try_from(change).map_or_else(|_| change.to_string(), count);
    let blanks = [("device", device), ("n", &*change), ("why", t(why)())];
    filled(words::BROKEN_LINE, &blanks)
}
