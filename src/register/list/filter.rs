//! The editor of a filter: conditions on any field, in groups within groups.

use super::super::lens;
use super::super::refer::Refer;
use super::conditions::{Condition, Group, Numbers, Part};
use crate::session::Desk;
use crate::text::{Label, count, list as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Field, FieldType, Kind};
use query::{MAX_DEPTH, TestKind, tests_for};

/// What a test is called.
fn name(test: TestKind) -> Label {
    use TestKind as T;
    match test {
        T::Filled => words::IS_FILLED,
        T::Blank => words::IS_BLANK,
        T::Is => words::IS,
        T::Contains => words::CONTAINS,
        T::Begins => words::BEGINS,
        T::OneOf => words::ONE_OF,
        T::HasAny => words::HAS_ANY,
        T::HasAll => words::HAS_EVERY,
        T::HasNone => words::HAS_NONE,
        T::Less => words::LESS,
        T::AtMost => words::AT_MOST,
        T::Equal => words::EQUAL,
        T::AtLeast => words::AT_LEAST,
        T::More => words::MORE_THAN,
        T::Between => words::BETWEEN,
        T::Before => words::BEFORE,
        T::On => words::ON,
        T::After => words::AFTER,
        T::BetweenDays => words::BETWEEN,
        T::Last => words::LAST_DAYS,
        T::Next => words::NEXT_DAYS,
        T::ThisMonth => words::THIS_MONTH,
        T::ThisYear => words::THIS_YEAR,
        T::Birthday => words::BIRTHDAY,
        T::Yes => words::IS_YES,
        T::No => words::IS_NO,
        T::Refers => words::REFERS,
    }
}

/// The fields that who is at work may filter by.
pub fn readable(desk: Desk, kind: &'static Kind) -> Vec<&'static Field> {
    let lens = lens(desk);
    let fields = kind.fields.iter();
    let fields = fields.filter(|field| field.holds != FieldType::Structure && lens.reads(field));
    fields.collect()
}

/// The editor.
#[component]
pub fn Editor(
    /// Of which register.
    kind: &'static Kind,
    /// The filter.
    filter: Group,
    /// Gives numbers to new parts.
    numbers: Numbers,
) -> impl IntoView {
    let desk = Desk::current();
    let fields = Signal::derive_local(move || readable(desk, kind));
    let tools = Tools { fields, numbers };
    // Nothing in it yet: the first condition stands ready.
    Effect::new(move |_| {
        if filter.parts.with_untracked(Vec::is_empty) {
            add_condition(tools, filter);
        }
    });
    view! {
        <section class="card stack-s filter-editor" id="filter" aria-label=t(words::FILTERS)>
            {group(tools, filter, 1, None)}
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Tools {
    fields: Signal<Vec<&'static Field>, LocalStorage>,
    numbers: Numbers,
}

fn add_condition(tools: Tools, to: Group) {
    let first = tools
        .fields
        .with_untracked(|fields| fields.first().copied());
    let Some(field) = first else { return };
    let condition = Condition::new(tools.numbers, field);
    to.parts
        .update(|parts| parts.push(Part::Condition(condition)));
}

fn group(tools: Tools, this: Group, depth: usize, within: Option<Group>) -> AnyView {
    let id = StoredValue::new(["filter-", &this.id.to_string()].concat());
    let radio = move |any: bool, label: Label| {
        view! {
            <label class="check">
                <input type="radio" name=id.get_value() prop:checked=move || this.any.get() == any on:change=move |_| this.any.set(any) />
                <span>{t(label)}</span>
            </label>
        }
    };
    let parts = move || this.parts.get();
    view! {
        <fieldset class="filter-group stack-s">
            <legend class="visually-hidden">{t(words::MATCH)}</legend>
            <div class="row wrap filter-head">
                {radio(false, words::MATCH_EVERY)}
                {radio(true, words::MATCH_ANY)}
                {within.map(|within| view! {
                    {negation(this.not)}
                    <button type="button" class="button plain icon-only" aria-label=t(words::REMOVE_GROUP)
                        on:click=move |_| within.parts.update(|parts| parts.retain(|part| part.id() != this.id))>{icon(Icon::Close)}</button>
                })}
            </div>
            <ul class="filter-parts">
                <For each=parts key=|part| part.id() let:part>
                    <li>
                        {match part {
                            Part::Group(inner) => group(tools, inner, depth + 1, Some(this)),
                            Part::Condition(inner) => condition(tools, inner, this),
                        }}
                    </li>
                </For>
            </ul>
            <div class="row wrap">
                <button type="button" class="button" on:click=move |_| add_condition(tools, this)>{icon(Icon::Plus)}{t(words::ADD_CONDITION)}</button>
                {(depth + 2 < MAX_DEPTH).then(|| view! {
                    <button type="button" class="button plain" on:click=move |_| {
                        let inner = Group::new(tools.numbers, !this.any.get_untracked());
                        add_condition(tools, inner);
                        this.parts.update(|parts| parts.push(Part::Group(inner)));
                    }>{icon(Icon::Plus)}{t(words::ADD_GROUP)}</button>
                })}
            </div>
        </fieldset>
    }
    .into_any()
}

fn negation(not: RwSignal<bool>) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || not.get() on:change=move |ev| not.set(event_target_checked(&ev)) />
            <span>{t(words::NEGATED)}</span>
        </label>
    }
    .into_any()
}

fn condition(tools: Tools, this: Condition, within: Group) -> AnyView {
    let fields = tools.fields;
    let ask = move |code: String| {
        let found = fields.with_untracked(|all| all.iter().find(|f| f.code == code).copied());
        if let Some(field) = found {
            this.ask(field);
        }
    };
    let test = move |ev| {
        let chosen = event_target_value(&ev).parse::<usize>().ok();
        let tests = tests_for(this.field.get_untracked().holds);
        if let Some(test) = chosen.and_then(|at| tests.get(at)) {
            this.test.set(*test);
        }
    };
    let options = move || {
        let now = this.field.get_untracked();
        let all = fields.get().into_iter();
        all.map(|field| view! { <option value=field.code selected=field.code == now.code>{t(field.label)}</option> })
            .collect_view()
    };
    let tests = move || {
        let now = this.test.get();
        let all = tests_for(this.field.get().holds).iter().enumerate();
        all.map(|(at, test)| view! { <option value=at.to_string() selected=*test == now>{t(name(*test))}</option> })
            .collect_view()
    };
    // Drawn anew when it asks something else, and not at every keystroke.
    let asks = Memo::new(move |_| (this.field.get().no, this.test.get()));
    view! {
        <div class="filter-condition" data-whole=move || this.filter().is_some().to_string()>
            <select class="input" aria-label=t(words::FIELD) data-part="field" on:change=move |ev| ask(event_target_value(&ev))>{options}</select>
            <select class="input" aria-label=t(words::TEST) data-part="test" on:change=test>{tests}</select>
            <div class="filter-value">{move || {
                // Read, not merely followed: what was never read has nothing to tell.
                let _ = asks.get();
                operand(this)
            }}</div>
            {negation(this.not)}
            <button type="button" class="button plain icon-only" aria-label=t(words::REMOVE_CONDITION)
                on:click=move |_| within.parts.update(|parts| parts.retain(|part| part.id() != this.id))>{icon(Icon::Close)}</button>
        </div>
    }
    .into_any()
}

fn input(
    label: Label,
    kind: &'static str,
    mode: &'static str,
    value: RwSignal<String>,
    part: &'static str,
) -> AnyView {
    view! {
        <input class="input" type=kind inputmode=mode autocomplete="off" aria-label=t(label) data-part=part
            prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev)) />
    }
    .into_any()
}

fn operand(this: Condition) -> AnyView {
    use TestKind as T;
    let field = this.field.get_untracked();
    let number = || ("text", "decimal");
    let (kind, mode) = match field.holds {
        FieldType::Date | FieldType::Moment => ("date", ""),
        FieldType::Phone | FieldType::Phones => ("text", "tel"),
        FieldType::Year | FieldType::Integer => ("text", "numeric"),
        FieldType::Decimal | FieldType::Money => number(),
        _ => ("text", ""),
    };
    match this.test.get_untracked() {
        T::Filled | T::Blank | T::Yes | T::No | T::ThisMonth | T::ThisYear => ().into_any(),
        T::Last | T::Next | T::Birthday => {
            input(words::DAYS, "text", "numeric", this.text, "value")
        }
        T::Between | T::BetweenDays => view! {
            {input(words::FROM, kind, mode, this.text, "value")}
            {input(words::TO, kind, mode, this.until, "until")}
        }
        .into_any(),
        T::OneOf | T::HasAny | T::HasAll | T::HasNone => match field.holds {
            FieldType::Choice(choices) | FieldType::Choices(choices) => ticks(choices, this.ticked),
            _ => view! {
                {input(words::VALUE, "text", "", this.text, "value")}
                <span class="small quiet">{t(words::COMMA_HINT)}</span>
            }
            .into_any(),
        },
        T::Refers => {
            let FieldType::Ref(no) = field.holds else {
                return ().into_any();
            };
            let Some(other) = model::kind(no) else {
                return ().into_any();
            };
            let id = ["filter-refers-", &this.id.to_string()].concat();
            let label = Signal::derive(move || t(field.label)().to_owned());
            view! {
                <Refer id=id kind=other label=label value=this.text error=RwSignal::new(None) optional=false on_input=Callback::new(|()| ()) />
            }
            .into_any()
        }
        _ => input(words::VALUE, kind, mode, this.text, "value"),
    }
}

fn ticks(choices: &'static [model::Choice], ticked: RwSignal<Vec<String>>) -> AnyView {
    let one = |choice: &'static model::Choice| {
        view! {
            <label class="check">
                <input type="checkbox" value=choice.code prop:checked=move || ticked.with(|all| all.iter().any(|one| one == choice.code))
                    on:change=move |_| ticked.update(|all| match all.iter().position(|one| one == choice.code) {
                        Some(at) => drop(all.remove(at)),
                        None => all.push(choice.code.to_owned()),
                    }) />
                <span>{t(choice.label)}</span>
            </label>
        }
    };
    view! { <div class="row wrap">{choices.iter().map(one).collect_view()}</div> }.into_any()
}

/// How many conditions count, if any do.
pub fn counted(filter: Group) -> Option<String> {
    let n = filter.count();
    (n > 0).then(|| [" (", &count(n), ")"].concat())
}
