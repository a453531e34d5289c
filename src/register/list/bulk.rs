//! Changing one field of many records.
//!
//! Must stay true: a record that has the value already is not changed; the whole is one action to
//! whoever takes it back.

use super::super::form::input_view;
use super::super::lens::lens_now;
use super::super::typing::Input;
use super::super::value;
use super::chosen::Chosen;
use crate::session::{Desk, Done, Progress};
use crate::text::{common, count, failure, fill, filled, list as words, now, plural, t};
use crate::ui::{SelectField, Sheet, Wait, toast, toast_with};
use leptos::prelude::*;
use model::{Channel, Field, FieldNo, FieldType, Kind, RecordId, Value};
use replica::{Op, Replica, would_cycle};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What is done to a field of each record.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is set, or cleared.
    Set(Value),
    /// These are added to a set.
    Add(Vec<String>),
    /// These are taken out of a set.
    Take(Vec<String>),
}

/// What has to be done to each of the records, leaving out those that have it already.
pub fn operations(
    replica: &Replica,
    kind: &Kind,
    field: FieldNo,
    records: &[RecordId],
    change: &Change,
) -> Vec<Vec<Op>> {
    let of = |record: &RecordId| {
        let record = *record;
        let row = replica.get(kind.no, record)?;
        let kind = kind.no;
        let ops: Vec<Op> = match change {
            Change::Set(value) => {
                let value = value.clone();
                let same = row.value(field) == value;
                // Nobody is made to belong to themselves, be it over others.
                if let Value::Ref(target) = value
                    && would_cycle(replica, kind, field, record, target)
                {
                    return None;
                }
                let set = Op::Set {
                    kind,
                    record,
                    field,
                    value,
                };
                (!same).then_some(set).into_iter().collect()
            }
            Change::Add(all) => {
                let has = row.elements(field);
                let new = all.iter().filter(|one| !has.contains(&one.as_str()));
                new.map(|one| Op::Add {
                    kind,
                    record,
                    field,
                    element: one.clone(),
                })
                .collect()
            }
            Change::Take(all) => {
                let has = row.elements(field);
                let gone = all.iter().filter(|one| has.contains(&one.as_str()));
                gone.map(|one| Op::Remove {
                    kind,
                    record,
                    field,
                    element: one.clone(),
                })
                .collect()
            }
        };
        (!ops.is_empty()).then_some(ops)
    };
    records.iter().filter_map(of).collect()
}

/// Takes back what a toast tells of, and nothing else that was done since.
fn undo(desk: Desk, done: Done) -> Callback<()> {
    Callback::new(move |()| {
        let Some(open) = desk.still_open() else {
            return;
        };
        spawn_local(async move {
            if let Err(why) = open.undo_this(done).await {
                toast(failure::words(&why));
            }
        });
    })
}

/// Says how many were changed, with a way to take it back.
fn said((desk, done): (Desk, Done), n: usize, one: crate::text::Label, many: crate::text::Label) {
    if n == 0 {
        return toast(now(words::CHANGED_NONE));
    }
    let label = untrack(|| plural(n, one, many));
    let text = fill(now(label), &[("n", &untrack(|| count(n)))]);
    toast_with(text, now(common::UNDO), undo(desk, done));
}

/// Something that is being done to many records.
#[derive(Clone, Copy)]
pub struct Work {
    desk: Desk,
    kind: &'static Kind,
    chosen: Chosen,
    /// How far it is, while it goes on.
    pub share: RwSignal<Option<f64>>,
    stop: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl Work {
    /// Nothing is being done.
    pub fn new(desk: Desk, kind: &'static Kind, chosen: Chosen) -> Self {
        Self {
            desk,
            kind,
            chosen,
            share: RwSignal::new(None),
            stop: StoredValue::new_local(Rc::default()),
        }
    }

    /// Stops it.
    pub fn stop(self) {
        self.stop.with_value(|stop| stop.set(true));
    }

    fn run(self, ops: Vec<Vec<Op>>, one: crate::text::Label, many: crate::text::Label) {
        // One after the other.
        if self.share.with_untracked(Option::is_some) {
            return;
        }
        let n = ops.len();
        let stop = Rc::new(Cell::new(false));
        self.stop.set_value(stop.clone());
        self.share.set(Some(0.0));
        let (desk, open) = (self.desk, self.desk.open());
        spawn_local(async move {
            #[allow(clippy::cast_precision_loss)]
            let on = |kept: usize| {
                let share = (kept * 100) as f64 / n.max(1) as f64;
                let _ = self.share.try_set(Some(share.min(1.0)));
            };
            let progress = Progress {
                on: &on,
                cancelled: &stop,
            };
            let done = open.change_many(Channel::Desk, ops, progress).await;
            let _ = self.share.try_set(None);
            match done {
                Err(why) => toast(failure::words(&why)),
                Ok(done) if stop.get() => {
                    toast_with(now(words::STOPPED), now(common::UNDO), undo(desk, done));
                }
                Ok(done) => said((desk, done), n, one, many),
            }
        });
    }

    /// Changes a field of the selected records.
    pub fn change(self, field: FieldNo, change: &Change) {
        let ops = self.desk.read(|replica| {
            let records = self.chosen.records(replica, self.kind);
            operations(replica, self.kind, field, &records, change)
        });
        self.run(ops, words::CHANGED_ONE, words::CHANGED_MANY);
    }

    /// Deletes the selected records.
    pub fn delete(self) {
        let records = self.desk.read(|r| self.chosen.records(r, self.kind));
        let ops = records
            .into_iter()
            .map(|record| vec![Op::Delete { record }]);
        self.run(ops.collect(), words::DELETED_ONE, words::DELETED_MANY);
        self.chosen.none();
    }
}

/// The line that says how far it is.
#[component]
pub fn Progressing(work: Work) -> impl IntoView {
    let share = Signal::derive(move || work.share.get().unwrap_or_default());
    // Drawn once, and not at every step.
    let working = Memo::new(move |_| work.share.with(Option::is_some));
    move || {
        working.get().then(|| {
            view! {
                <div class="card row spread" role="status">
                    <Wait words=Signal::derive(move || t(words::CHANGING)().to_owned()) share=share />
                    <button type="button" class="button" on:click=move |_| work.stop()>{t(common::CANCEL)}</button>
                </div>
            }
        })
    }
}

/// The sheet in which a field and its new value are chosen.
#[component]
pub fn ChangeField(
    /// What does it.
    work: Work,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Which field to begin with.
    first: RwSignal<Option<FieldNo>>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        let n = work.chosen.count();
        let label = plural(n, words::CHANGE_TITLE_ONE, words::CHANGE_TITLE_MANY);
        filled(label, &[("n", &count(n))])
    });
    view! {
        <Sheet id="change-field" open=open title=title>
            <Chooser work=work open=open first=first />
        </Sheet>
    }
}

/// Fields that can be changed for many at once.
pub fn changeable(desk: Desk, kind: &'static Kind) -> Vec<&'static Field> {
    let lens = lens_now(desk);
    let fits = |field: &&'static Field| {
        field.no != kind.title && field.holds != FieldType::Structure && lens.writes(field)
    };
    kind.fields.iter().filter(fits).collect()
}

#[component]
fn Chooser(work: Work, open: RwSignal<bool>, first: RwSignal<Option<FieldNo>>) -> impl IntoView {
    let (desk, kind) = (work.desk, work.kind);
    let fields = changeable(desk, kind);
    let choices: Vec<(&'static str, crate::text::Label)> =
        fields.iter().map(|f| (f.code, f.label)).collect();
    let choices = Signal::derive(move || {
        let all = choices.iter();
        all.map(|(code, label)| ((*code).to_owned(), t(*label)().to_owned()))
            .collect::<Vec<_>>()
    });
    let begin = first.get_untracked().and_then(|no| kind.field(no));
    let begin = begin.or(fields.first().copied());
    let code = RwSignal::new(begin.map(|f| f.code.to_owned()).unwrap_or_default());
    let field = Memo::new(move |_| {
        kind.fields
            .iter()
            .find(|f| f.code == code.get())
            .map(|f| f.no)
    });
    let take = RwSignal::new(false);
    view! {
        <div class="stack">
            <SelectField id="change-what" label=Signal::derive(move || t(words::CHANGE_WHAT)().to_owned()) value=code choices=choices always=true />
            {move || {
                let field = kind.field(field.get()?)?;
                Some(one(work, open, field, take))
            }}
        </div>
    }
    .into_any()
}

fn one(work: Work, open: RwSignal<bool>, field: &'static Field, take: RwSignal<bool>) -> AnyView {
    let input = Input::new(field, String::new());
    let set = field.holds.is_set();
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let change = if set {
            let pending = input.text.get_untracked();
            let mut all = input.set.get_untracked();
            if !pending.trim().is_empty() {
                match field.parse_element(&pending) {
                    Ok(one) => all.push(one),
                    Err(why) => return input.error.set(Some(failure::invalid(why))),
                }
            }
            if all.is_empty() {
                return input
                    .error
                    .set(Some(failure::invalid(model::Invalid::Required)));
            }
            if take.get_untracked() {
                Change::Take(all)
            } else {
                Change::Add(all)
            }
        } else {
            match value::parse(field, &input.text.get_untracked()) {
                Ok(value) => Change::Set(value),
                Err(why) => return input.error.set(Some(failure::invalid(why))),
            }
        };
        open.set(false);
        work.change(field.no, &change);
    };
    let radio = move |taking: bool, label: crate::text::Label| {
        view! {
            <label class="check">
                <input type="radio" name="change-set" prop:checked=move || take.get() == taking on:change=move |_| take.set(taking) />
                <span>{t(label)}</span>
            </label>
        }
    };
    view! {
        <form class="stack" novalidate on:submit=save>
            {set.then(|| view! { <div class="row wrap">{radio(false, words::CHANGE_ADD)}{radio(true, words::CHANGE_TAKE)}</div> })}
            {input_view(work.desk, work.kind, input, ["field-", input.field.code].concat(), Callback::new(|()| ()))}
            {(!set && !field.required).then(|| view! { <p class="hint">{t(words::CHANGE_TO)}</p> })}
            <div class="buttons">
                <button type="submit" class="button primary" id="change-do">{t(words::CHANGE_DO)}</button>
                <button type="button" class="button plain" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}
