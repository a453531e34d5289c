//! What a person has made of a list: what is looked for, filtered, sorted, shown; and the views that
//! were given a name.
//!
//! Must stay true: coming back to a list finds it as it was left, until the vault is locked; views
//! and columns are a person's own and go where their data goes.

use super::conditions::{Group, Numbers};
use crate::platform::random;
use crate::session::Desk;
use leptos::prelude::*;
use model::{Channel, FieldNo, Kind, RecordId, VIEWS, Value, views};
use query::{Order, View, Views};
use replica::{Op, Replica};
use wasm_bindgen_futures::spawn_local;

/// What is kept of a person's views, and where.
fn stored(replica: &Replica, kind: &Kind, me: RecordId) -> Option<(RecordId, Views)> {
    let rows = replica.table(VIEWS.no).into_iter();
    let mut rows = rows.flat_map(|table| table.rows());
    let row = rows.find(|row| {
        row.text(views::REGISTER) == Some(kind.code) && row.value(views::OWNER) == Value::Ref(me)
    })?;
    let Value::Bytes(bytes) = row.value(views::DEFINITION) else {
        return Some((row.id(), Views::default()));
    };
    // What an app of tomorrow wrote is left as it is, and not shown.
    Some((row.id(), Views::from_bytes(&bytes).unwrap_or_default()))
}

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
    pub views: RwSignal<Views>,
    /// How far it is scrolled, in CSS pixels.
    pub place: RwSignal<f64>,
}

impl Look {
    /// As it was left, or as the person's settings say.
    pub fn new(desk: Desk, kind: &'static Kind) -> Self {
        let numbers = Numbers::new();
        let this = Self {
            desk,
            kind,
            typed: RwSignal::new(String::new()),
            filter: Group::new(numbers, false),
            numbers,
            orders: RwSignal::new(Vec::new()),
            columns: RwSignal::new(kind.columns.to_vec()),
            views: RwSignal::new(Views::default()),
            place: RwSignal::new(0.0),
        };
        let stored = desk.read(|replica| stored(replica, kind, desk.me()));
        let mut views = stored.map(|(_, views)| views).unwrap_or_default();
        let _ = views.settle(kind);
        this.columns.set(titled(kind, views.columns(kind)));
        let left = desk.open().left(kind.no);
        match left {
            Some((view, typed, place)) => {
                this.show(&view);
                this.typed.set(typed);
                this.place.set(place);
            }
            None => {
                if let Some(view) = views.current().cloned() {
                    this.show(&view);
                }
            }
        }
        this.views.set(views);
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
        let _ = view.settle(self.kind);
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
                self.views.update(|views| views.columns.clone_from(&now));
                self.keep();
            }
            now
        });
    }

    /// Uses a view, or none.
    pub fn choose(self, which: Option<usize>) {
        self.views.update(|views| views.used = which);
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
        self.keep();
    }

    /// Whether what is on screen differs from the view in use.
    pub fn changed(self) -> bool {
        let mut now = self.view();
        self.views.with(|views| {
            views.current().is_some_and(|view| {
                now.name.clone_from(&view.name);
                now != *view
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
        let mut views = self.views.get_untracked();
        let at = views.all.iter().position(|one| one.name == view.name);
        match at.and_then(|at| views.all.get_mut(at)) {
            Some(place) => *place = view,
            None => views.all.push(view),
        }
        views.used = at.or(Some(views.all.len() - 1));
        if views.to_bytes().is_err() {
            return false;
        }
        self.views.set(views);
        self.keep();
        true
    }

    /// Gives up the view in use.
    pub fn remove(self) {
        self.views.update(|views| {
            if let Some(at) = views.used.take().filter(|at| *at < views.all.len()) {
                views.all.remove(at);
            }
        });
        self.choose(None);
    }

    /// Keeps the person's views.
    fn keep(self) {
        let (desk, kind) = (self.desk, self.kind);
        let Ok(bytes) = self.views.with_untracked(Views::to_bytes) else {
            return;
        };
        let me = desk.me();
        let known = desk.read(|replica| stored(replica, kind, me).map(|(id, _)| id));
        let record = known.unwrap_or_else(random::record_id);
        let mut ops = Vec::new();
        let mut set = |field, value| {
            ops.push(Op::Set {
                kind: VIEWS.no,
                record,
                field,
                value,
            });
        };
        if known.is_none() {
            set(views::REGISTER, Value::Text(kind.code.to_owned()));
            set(views::OWNER, Value::Ref(me));
        }
        set(views::DEFINITION, Value::Bytes(bytes));
        if known.is_none() {
            ops.insert(
                0,
                Op::Create {
                    kind: VIEWS.no,
                    record,
                },
            );
        }
        let open = desk.open();
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
