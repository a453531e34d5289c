//! What a person has made of a list: what is looked for, filtered, sorted, shown; and the views that
//! were given a name.
//!
//! Must stay true: coming back to a list finds it as it was left, until the vault is locked; views
//! and columns are a person's own and go where their data goes; what of a view no longer suits the
//! register is left out and said, and kept with the view.

use super::conditions::{Group, Numbers};
use super::kept::Shelf;
use crate::platform::random;
use crate::session::Desk;
use leptos::prelude::*;
use model::{Channel, FieldNo, Kind, VIEWS};
use query::{Dropped, Order, View};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// The state of a list. Copied into every closure.
#[derive(Clone, Copy)]
pub struct Look {
    desk: Desk,
    kind: &'static Kind,
    /// What is looked for.
    pub typed: RwSignal<String>,
    /// The filter.
    pub filter: Group,
    /// Gives numbers to its parts.
    pub numbers: Numbers,
    /// What it is sorted by.
    pub orders: RwSignal<Vec<Order>>,
    /// The columns, the title first.
    pub columns: RwSignal<Vec<FieldNo>>,
    /// The views.
    pub views: RwSignal<Shelf>,
    /// What the view on screen has that the register no longer has.
    pub dropped: RwSignal<Vec<Dropped>>,
    /// How far it is scrolled, in CSS pixels.
    pub place: RwSignal<f64>,
}

impl Look {
    /// As it was left, or as the person's settings say.
    pub fn new(desk: Desk, kind: &'static Kind) -> Self {
        let numbers = Numbers::new();
        let views = desk.read(|replica| Shelf::read(replica, kind, desk.me()));
        let this = Self {
            desk,
            kind,
            typed: RwSignal::new(String::new()),
            filter: Group::new(numbers, false),
            numbers,
            orders: RwSignal::new(Vec::new()),
            columns: RwSignal::new(kind.columns.to_vec()),
            views: RwSignal::new(views.clone()),
            dropped: RwSignal::new(Vec::new()),
            place: RwSignal::new(0.0),
        };
        this.show(&View {
            columns: views.columns.clone(),
            ..View::default()
        });
        let left = desk.open().left(kind.no);
        match left {
            Some((view, typed, place)) => {
                this.show(&view);
                this.typed.set(typed);
                this.place.set(place);
            }
            None => {
                if let Some(view) = views.current() {
                    this.show(view);
                }
            }
        }
        this.watch();
        this
    }

    /// What is on screen, as a view without a name.
    pub fn view(self) -> View {
        View {
            name: String::new(),
            filter: self.filter.filter(),
            orders: self.orders.get(),
            columns: self.columns.get(),
        }
    }

    /// Shows a view.
    fn show(self, view: &View) {
        let mut view = view.clone();
        self.dropped.set(view.settle(self.kind));
        self.filter.take(self.numbers, self.kind, &view.filter);
        self.orders.set(view.orders);
        let columns = if view.columns.is_empty() {
            self.kind.columns
        } else {
            &view.columns
        };
        self.columns.set(titled(self.kind, columns));
    }

    /// Remembers what is on screen for when the person comes back, and the columns for good.
    fn watch(self) {
        let open = StoredValue::new_local(self.desk.open());
        Effect::new(move |_| {
            let left = (self.view(), self.typed.get(), self.place.get());
            open.with_value(|open| open.keep_left(self.kind.no, left));
        });
        Effect::new(move |before: Option<Vec<FieldNo>>| {
            let now = self.columns.get();
            let own = self.views.with_untracked(|views| views.used.is_none());
            if before.is_some_and(|before| before != now) && own {
                let ops = self.views.try_update(|views| views.show_columns(&now));
                self.keep(ops);
            }
            now
        });
        // Views that were kept elsewhere; which one is in use here stays.
        Effect::new(move |begun: Option<()>| {
            self.desk.track_kind(VIEWS.no);
            if begun.is_none() {
                return;
            }
            let (kind, me) = (self.kind, self.desk.me());
            let mut now = self.desk.read(|replica| Shelf::read(replica, kind, me));
            now.used = self.views.with_untracked(|views| views.used);
            if now.current().is_none() {
                now.used = None;
            }
            if self.views.with_untracked(|views| *views != now) {
                self.views.set(now);
            }
        });
    }

    /// Uses a view, or none.
    pub fn choose(self, which: Option<usize>) {
        let ops = self.views.try_update(|views| {
            let which = which.and_then(|at| views.all.get(at));
            views.choose(which.map(|kept| kept.record))
        });
        let view = self.views.with_untracked(|views| views.current().cloned());
        match view {
            Some(view) => self.show(&view),
            None => {
                let columns = self.views.with_untracked(|views| views.columns.clone());
                self.show(&View {
                    columns,
                    ..View::default()
                });
            }
        }
        self.keep(ops);
    }

    /// Whether what is on screen differs from the view in use.
    pub fn changed(self) -> bool {
        let mut now = self.view();
        self.views.with(|views| {
            views.current().is_some_and(|view| {
                let mut view = view.clone();
                let _ = view.settle(self.kind);
                now.name.clone_from(&view.name);
                now != view
            })
        })
    }

    /// Whether there is something worth a name: a filter, an order, or a view that was changed.
    pub fn is_made(self) -> bool {
        let now = self.view();
        let plain = now.filter.is_empty() && now.orders.is_empty();
        match self.views.with(|views| views.used.is_some()) {
            true => self.changed(),
            false => !plain,
        }
    }

    /// Keeps what is on screen under a name; false when there is no room.
    pub fn save(self, name: &str) -> bool {
        let mut view = untrack(|| self.view());
        name.trim().clone_into(&mut view.name);
        let ops = self
            .views
            .try_update(|views| views.save(view, random::record_id()));
        let Some(ops) = ops.flatten() else {
            return false;
        };
        self.dropped.set(Vec::new());
        self.keep(Some(ops));
        true
    }

    /// Gives up the view in use.
    pub fn remove(self) {
        let ops = self.views.try_update(Shelf::remove);
        self.keep(ops);
        self.choose(None);
    }

    /// Keeps what became of the person's views.
    fn keep(self, ops: Option<Vec<Op>>) {
        let Some(ops) = ops.filter(|ops| !ops.is_empty()) else {
            return;
        };
        let open = self.desk.open();
        // A setting that could not be kept is not worth an alarm: it is on screen until the app
        // is closed.
        spawn_local(async move {
            let _ = open.save_beside(Channel::App, ops).await;
        });
    }
}

/// Columns with the title in front.
fn titled(kind: &Kind, columns: &[FieldNo]) -> Vec<FieldNo> {
    let rest = columns.iter().copied().filter(|no| *no != kind.title);
    std::iter::once(kind.title).chain(rest).collect()
}
