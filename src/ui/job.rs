//! Long work that can be stopped: how far it is, and a button to stop it.

use super::Wait;
use crate::text::{common, t};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Hears how much of the work is done, 0 to 1.
pub type OnShare = Rc<dyn Fn(f64)>;

/// A piece of long work; none is being done while the share is none.
#[derive(Clone, Copy)]
pub struct Job {
    /// How much of it, 0 to 1.
    pub share: RwSignal<Option<f64>>,
    running: Memo<bool>,
    cancelled: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl Job {
    /// Nothing is being done.
    pub fn new() -> Self {
        let share = RwSignal::new(None);
        Self {
            share,
            running: Memo::new(move |_| share.with(Option::is_some)),
            cancelled: StoredValue::new_local(Rc::default()),
        }
    }

    /// Begins: what is to be called with the share, and what says that it is to stop.
    pub fn begin(self) -> (OnShare, Rc<Cell<bool>>) {
        let cancelled = Rc::new(Cell::new(false));
        self.cancelled.set_value(cancelled.clone());
        self.share.set(Some(0.0));
        let on = move |share| {
            let _ = self.share.try_set(Some(share));
        };
        (Rc::new(on), cancelled)
    }

    /// Ended, one way or another.
    pub fn end(self) {
        let _ = self.share.try_set(None);
    }

    /// Whether it is being done.
    pub fn runs(self) -> bool {
        self.running.get()
    }

    /// Asks it to stop.
    pub fn cancel(self) {
        let _ = self
            .cancelled
            .try_with_value(|cancelled| cancelled.set(true));
    }
}

/// A bar while the work is being done.
#[component]
pub fn Working(
    /// The work.
    job: Job,
    /// What is being done.
    #[prop(into)]
    words: Signal<String>,
    /// Whether it can be stopped.
    #[prop(default = true)]
    can_stop: bool,
) -> impl IntoView {
    let share = Signal::derive(move || job.share.get().unwrap_or(1.0));
    view! {
        {move || job.runs().then(|| view! {
            <div class="stack-s working">
                <Wait words=words share=share />
                {can_stop.then(|| view! {
                    <div class="buttons">
                        <button type="button" class="button" on:click=move |_| job.cancel()>{t(common::CANCEL)}</button>
                    </div>
                })}
            </div>
        })}
    }
    .into_any()
}
