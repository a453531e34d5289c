//! Logging an interaction in three taps: log, how, save.
//!
//! Must stay true: what is typed stays, also as a sealed draft, until it is saved; a next step
//! with a date makes a task only as the sheet says.

use crate::platform::{clock, random};
use crate::register::may_write;
use crate::session::Desk;
use crate::text::{common, failure, now, profile as words, t};
use crate::ui::{AreaField, Icon, Sheet, TextField, icon, toast};
use leptos::prelude::*;
use model::{
    Channel, Choice, Date, FieldNo, FieldType, INTERACTION, KindNo, RecordId, TASK, Value,
    interaction, task,
};
use replica::Op;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// What is typed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    way: String,
    direction: String,
    said: String,
    outcome: String,
    next: String,
    next_on: String,
    task: bool,
}

impl Default for Kept {
    fn default() -> Self {
        let blank = String::new;
        Self {
            way: blank(),
            direction: "out".to_owned(),
            said: blank(),
            outcome: blank(),
            next: blank(),
            next_on: blank(),
            task: true,
        }
    }
}

/// What is typed, as signals.
#[derive(Clone, Copy)]
struct Typed {
    way: RwSignal<String>,
    direction: RwSignal<String>,
    said: RwSignal<String>,
    outcome: RwSignal<String>,
    next: RwSignal<String>,
    next_on: RwSignal<String>,
    task: RwSignal<bool>,
    touched: RwSignal<u32>,
}

impl Typed {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        let typed = Self {
            way: text(),
            direction: text(),
            said: text(),
            outcome: text(),
            next: text(),
            next_on: text(),
            task: RwSignal::new(true),
            touched: RwSignal::new(0),
        };
        typed.fill(Kept::default());
        typed
    }

    fn fill(self, kept: Kept) {
        self.way.set(kept.way);
        self.direction.set(kept.direction);
        self.said.set(kept.said);
        self.outcome.set(kept.outcome);
        self.next.set(kept.next);
        self.next_on.set(kept.next_on);
        self.task.set(kept.task);
    }

    fn kept(self) -> Kept {
        Kept {
            way: self.way.get_untracked(),
            direction: self.direction.get_untracked(),
            said: self.said.get_untracked(),
            outcome: self.outcome.get_untracked(),
            next: self.next.get_untracked(),
            next_on: self.next_on.get_untracked(),
            task: self.task.get_untracked(),
        }
    }
}

/// How facts that came this way reached us.
fn channel(way: &str) -> Channel {
    match way {
        "visit" | "meeting" => Channel::Visit,
        "call" => Channel::Phone,
        "wechat" => Channel::WeChat,
        "web" => Channel::Web,
        _ => Channel::Desk,
    }
}

fn create(kind: KindNo, record: RecordId, values: Vec<(FieldNo, Value)>) -> Vec<Op> {
    let mut ops = vec![Op::Create { kind, record }];
    let filled = values.into_iter().filter(|(_, value)| !value.is_nothing());
    ops.extend(filled.map(|(field, value)| Op::Set {
        kind,
        record,
        field,
        value,
    }));
    ops
}

/// A value, cut to what its field takes.
fn text(text: &str, limit: usize) -> Value {
    let cut: String = text.trim().chars().take(limit).collect();
    if cut.is_empty() {
        Value::Nothing
    } else {
        Value::Text(cut)
    }
}

/// Who logs with whom, when; and the ids of what is made.
struct Setting {
    customer: RecordId,
    me: RecordId,
    at: i64,
    interaction: RecordId,
    task: RecordId,
}

/// The interaction, and the task if there is one.
fn operations(kept: &Kept, setting: &Setting, follow_up: &str) -> Vec<Op> {
    let next_on = Date::parse(&kept.next_on);
    let next = text(&kept.next, model::MAX_LINE);
    let who = Value::Ref(setting.customer);
    let choice = |code: &str| match code {
        "" => Value::Nothing,
        code => Value::Choice(code.to_owned()),
    };
    let mut ops = create(
        INTERACTION.no,
        setting.interaction,
        vec![
            (interaction::CUSTOMER, who.clone()),
            (interaction::WAY, choice(&kept.way)),
            (interaction::AT, Value::Instant(setting.at)),
            (interaction::DIRECTION, choice(&kept.direction)),
            (interaction::SAID, text(&kept.said, model::MAX_NOTE)),
            (interaction::OUTCOME, text(&kept.outcome, model::MAX_LINE)),
            (interaction::NEXT, next.clone()),
            (
                interaction::NEXT_ON,
                next_on.map_or(Value::Nothing, Value::Date),
            ),
        ],
    );
    if let Some(day) = next_on.filter(|_| kept.task) {
        let what = match next {
            Value::Nothing => Value::Text(follow_up.to_owned()),
            next => next,
        };
        ops.extend(create(
            TASK.no,
            setting.task,
            vec![
                (task::WHAT, what),
                (task::CUSTOMER, who),
                (task::DUE, Value::Date(day)),
                (task::OWNER, Value::Ref(setting.me)),
            ],
        ));
    }
    ops
}

fn choices(field: FieldNo) -> &'static [Choice] {
    match INTERACTION.field(field).map(|field| field.holds) {
        Some(FieldType::Choice(choices)) => choices,
        _ => &[],
    }
}

/// The button, and the sheet behind it.
#[component]
pub fn Log(
    /// With whom.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let open = RwSignal::new(false);
    let typed = Typed::new();
    let draft = StoredValue::new(["log/", &customer.to_string()].concat());
    spawn_local(async move {
        let Some(open) = desk.still_open() else {
            return;
        };
        let Some(name) = draft.try_get_value() else {
            return;
        };
        let bytes = open.draft(&name).await;
        let kept = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        if let Some(kept) = kept.filter(|_| typed.touched.try_get_untracked() == Some(0)) {
            typed.fill(kept);
        }
    });
    let vault = StoredValue::new_local(desk.open());
    Effect::new(move || {
        if typed.touched.get() > 0 {
            let bytes = postcard::to_allocvec(&typed.kept()).unwrap_or_default();
            vault.with_value(|open| open.keep_draft_soon(&draft.get_value(), bytes));
        }
    });
    view! {
        {move || may_write(desk, &INTERACTION).then(|| view! {
            <button type="button" class="button primary" id="log" on:click=move |_| open.set(true)>{icon(Icon::Plus)}{t(words::LOG)}</button>
        })}
        <Sheet id="log-sheet" open=open title=Signal::derive(move || t(words::LOG_TITLE)().to_owned())>
            {sheet(desk, customer, open, typed, draft)}
        </Sheet>
    }
    .into_any()
}

fn sheet(
    desk: Desk,
    customer: RecordId,
    open: RwSignal<bool>,
    typed: Typed,
    draft: StoredValue<String>,
) -> AnyView {
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let touch = Callback::new(move |()| typed.touched.update(|n| *n += 1));
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let kept = typed.kept();
        if kept.way.is_empty() {
            error.set(Some(now(words::LOG_CHOOSE).to_owned()));
            return;
        }
        busy.set(true);
        error.set(None);
        let follow_up = now(words::FOLLOW_UP);
        let setting = Setting {
            customer,
            me: desk.me(),
            at: clock::now(),
            interaction: random::record_id(),
            task: random::record_id(),
        };
        let ops = operations(&kept, &setting, follow_up);
        let tasked = Date::parse(&kept.next_on).is_some() && kept.task;
        spawn_local(async move {
            let vault = desk.open();
            match vault.save(channel(&kept.way), ops).await {
                Ok(()) => {
                    toast(now(if tasked {
                        words::LOG_SAVED_TASK
                    } else {
                        words::LOG_SAVED
                    }));
                    let name = draft.try_get_value().unwrap_or_default();
                    vault.drop_draft(&name).await;
                    if open.try_set(false).is_none() {
                        typed.touched.set(0);
                        typed.fill(Kept::default());
                    }
                }
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let label = |field: FieldNo| {
        let field = INTERACTION.field(field);
        Signal::derive(move || field.map_or("", |field| t(field.label)()).to_owned())
    };
    let radios = move |name: &'static str, field: FieldNo, value: RwSignal<String>| {
        let all = choices(field).iter().map(move |choice| view! {
            <label class="chip-choice">
                <input type="radio" name=name value=choice.code prop:checked=move || value.get() == choice.code
                    on:change=move |_| {
                        value.set(choice.code.to_owned());
                        error.set(None);
                        touch.run(());
                    } />
                <span>{t(choice.label)}</span>
            </label>
        });
        view! {
            <fieldset class="field">
                <legend class="label">{move || label(field).get()}</legend>
                <div class="chips">{all.collect_view()}</div>
            </fieldset>
        }
    };
    // What was typed before is in sight.
    let before = typed.kept();
    let more = ![&before.outcome, &before.next, &before.next_on]
        .iter()
        .all(|text| text.is_empty());
    let dated = Memo::new(move |_| Date::parse(&typed.next_on.get()).is_some());
    view! {
        <form class="stack-s" id="log-form" novalidate on:submit=save>
            {radios("log-way", interaction::WAY, typed.way)}
            <div role="alert">{move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}</div>
            <AreaField id="log-said" label=label(interaction::SAID) value=typed.said optional=true on_input=touch />
            <details class="log-more" id="log-more" open=more>
                <summary>{t(words::LOG_MORE)}</summary>
                <div class="stack-s">
                    {radios("log-direction", interaction::DIRECTION, typed.direction)}
                    <TextField id="log-outcome" label=label(interaction::OUTCOME) value=typed.outcome optional=true on_input=touch />
                    <div class="form-grid">
                        <TextField id="log-next" label=label(interaction::NEXT) value=typed.next optional=true on_input=touch />
                        <TextField id="log-next-on" label=label(interaction::NEXT_ON) value=typed.next_on kind="date" optional=true on_input=touch />
                    </div>
                    {move || dated.get().then(|| view! {
                        <div>
                            <label class="check">
                                <input type="checkbox" id="log-task" prop:checked=move || typed.task.get()
                                    on:change=move |ev| {
                                        typed.task.set(event_target_checked(&ev));
                                        touch.run(());
                                    } />
                                <span>{t(words::LOG_TASK)}</span>
                            </label>
                            <p class="small quiet">{t(words::LOG_TASK_HINT)}</p>
                        </div>
                    })}
                </div>
            </details>
            <div class="buttons">
                <button type="submit" id="log-save" class="button primary" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { t(common::SAVING)() } else { t(common::SAVE)() }}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <span class="small quiet">{t(words::LOG_NOW)}</span>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(no: u8) -> RecordId {
        RecordId([no; 16])
    }

    fn done(kept: &Kept) -> Vec<Op> {
        let setting = Setting {
            customer: id(1),
            me: id(2),
            at: 5,
            interaction: id(3),
            task: id(4),
        };
        operations(kept, &setting, "Follow up")
    }

    fn value(ops: &[Op], of: RecordId, wanted: FieldNo) -> Option<Value> {
        ops.iter().find_map(|op| match op {
            Op::Set {
                record,
                field,
                value,
                ..
            } if (*record, *field) == (of, wanted) => Some(value.clone()),
            _ => None,
        })
    }

    #[test]
    fn a_next_step_with_a_day_makes_a_task_unless_unticked() {
        let logged = |next: &str, next_on: &str, task: bool| {
            done(&Kept {
                way: "call".into(),
                next: next.into(),
                next_on: next_on.into(),
                task,
                ..Kept::default()
            })
        };
        for (next, next_on, ticked, expected) in [
            ("", "", true, None),
            ("Send it", "", true, None),
            ("Send it", "2026-12-01", false, None),
            ("Send it", "2026-12-01", true, Some("Send it")),
            ("", "2026-12-01", true, Some("Follow up")),
        ] {
            let ops = logged(next, next_on, ticked);
            let what = expected.map(|what| Value::Text(what.into()));
            assert_eq!(value(&ops, id(4), task::WHAT), what, "{next} {next_on}");
            let way = Some(Value::Choice("call".into()));
            assert_eq!(value(&ops, id(3), interaction::WAY), way);
            let ours = Some(Value::Choice("out".into()));
            assert_eq!(value(&ops, id(3), interaction::DIRECTION), ours);
        }
    }

    #[test]
    fn every_way_is_a_choice_of_the_register() {
        for way in ["visit", "meeting", "call", "wechat", "web"] {
            let known = choices(interaction::WAY);
            assert!(known.iter().any(|choice| choice.code == way), "{way}");
            assert_ne!(channel(way), Channel::Desk);
        }
    }
}
