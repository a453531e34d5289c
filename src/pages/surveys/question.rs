//! One question as the customer meets it: large targets, native inputs, arrow keys on scales.

use crate::text::{Label, Language, common, surveys as words};
use leptos::prelude::*;
use model::Value;
use survey::{Answers, Question, QuestionKind};

/// Says a fixed text in the customer's language, which is not always the app's.
pub(super) fn say(
    label: Label,
    tongue: RwSignal<Language>,
) -> impl Fn() -> &'static str + Copy + Send {
    move || label.of(tongue.get())
}

/// A question and its inputs. `on_answer` is called with each new answer.
pub(super) fn question(
    question: &Question,
    tongue: RwSignal<Language>,
    answers: RwSignal<Answers>,
    wrong: Signal<bool>,
    on_answer: Callback<(u16, Value)>,
) -> AnyView {
    let no = question.no;
    let ask = question.ask.clone();
    let required = question.required;
    let input = match &question.kind {
        QuestionKind::Text | QuestionKind::Number { .. } => {
            text(no, question.kind.clone(), answers, on_answer)
        }
        QuestionKind::Rating {
            low,
            high,
            low_label,
            high_label,
        } => {
            let points = (*low..=*high).map(|n| (n.to_string(), n.to_string(), Value::Int(n)));
            let ends = {
                let (low, high) = (low_label.clone(), high_label.clone());
                view! {
                    <p class="ends small quiet">
                        <span>{move || low.of(tongue.get()).to_owned()}</span>
                        <span>{move || high.of(tongue.get()).to_owned()}</span>
                    </p>
                }
            };
            let points: Vec<_> = points.collect();
            let dense = points.len() > 7;
            view! {
                <div class="scale" class:dense=dense>{points.into_iter().map(|(code, shown, value)| {
                    option(no, code, Signal::derive(move || shown.clone()), value, answers, on_answer)
                }).collect_view()}</div>
                {ends}
            }
            .into_any()
        }
        QuestionKind::YesNo => [(true, common::YES), (false, common::NO)]
            .map(|(flag, label)| {
                let shown = Signal::derive(move || label.of(tongue.get()).to_owned());
                option(
                    no,
                    flag.to_string(),
                    shown,
                    Value::Flag(flag),
                    answers,
                    on_answer,
                )
            })
            .into_view()
            .into_any(),
        QuestionKind::Choice(choices) => choices
            .iter()
            .map(|choice| {
                let label = choice.label.clone();
                let shown = Signal::derive(move || label.of(tongue.get()).to_owned());
                let value = Value::Choice(choice.code.clone());
                option(no, choice.code.clone(), shown, value, answers, on_answer)
            })
            .collect_view()
            .into_any(),
        QuestionKind::Choices(choices) => choices
            .iter()
            .map(|choice| {
                let label = choice.label.clone();
                let shown = Signal::derive(move || label.of(tongue.get()).to_owned());
                several(no, choice.code.clone(), shown, answers, on_answer)
            })
            .collect_view()
            .into_any(),
    };
    let rated = !matches!(
        question.kind,
        QuestionKind::Text | QuestionKind::Number { .. }
    );
    let (label_id, labelled_by) = (format!("ask-{no}"), format!("ask-{no}"));
    let clear = (!required && rated).then(|| {
        view! {
            <button type="button" class="button plain clear-answer" class:absent=move || answers.with(|a| a.answer(no).is_none())
                on:click=move |_| on_answer.run((no, Value::Nothing))>{say(words::NO_ANSWER, tongue)}</button>
        }
    });
    view! {
        <fieldset class="question" data-question=no.to_string() aria-labelledby=labelled_by
            aria-invalid=move || wrong.get().then_some("true") aria-describedby=move || wrong.get().then(|| format!("wrong-{no}"))>
            <div class="ask" id=label_id>{move || ask.of(tongue.get()).to_owned()}
                {(!required).then(|| view! { <span class="optional small quiet">" "{say(common::OPTIONAL, tongue)}</span> })}
            </div>
            {input}
            {clear}
            <p class="error" id=format!("wrong-{no}") hidden=move || !wrong.get()>{say(words::THIS_MISSING, tongue)}</p>
        </fieldset>
    }
    .into_any()
}

fn option(
    no: u16,
    code: String,
    shown: Signal<String>,
    value: Value,
    answers: RwSignal<Answers>,
    on_answer: Callback<(u16, Value)>,
) -> AnyView {
    let given = value.clone();
    let chosen = Memo::new(move |_| answers.with(|a| a.get(no) == Some(&given)));
    view! {
        <label class="point" class:chosen=move || chosen.get()>
            <input type="radio" name=format!("q{no}") value=code prop:checked=move || chosen.get()
                on:change=move |_| on_answer.run((no, value.clone())) />
            <span>{move || shown.get()}</span>
        </label>
    }
    .into_any()
}

fn several(
    no: u16,
    code: String,
    shown: Signal<String>,
    answers: RwSignal<Answers>,
    on_answer: Callback<(u16, Value)>,
) -> AnyView {
    let codes = move || {
        answers.with_untracked(|a| match a.get(no) {
            Some(Value::Choices(codes)) => codes.clone(),
            _ => Vec::new(),
        })
    };
    let mine = code.clone();
    let chosen = Memo::new(move |_| {
        answers.with(|a| matches!(a.get(no), Some(Value::Choices(all)) if all.contains(&mine)))
    });
    let toggled = code.clone();
    view! {
        <label class="point" class:chosen=move || chosen.get()>
            <input type="checkbox" name=format!("q{no}") value=code prop:checked=move || chosen.get()
                on:change=move |_| {
                    let mut all = codes();
                    if all.contains(&toggled) {
                        all.retain(|c| *c != toggled);
                    } else {
                        all.push(toggled.clone());
                    }
                    on_answer.run((no, Value::Choices(all)));
                } />
            <span>{move || shown.get()}</span>
        </label>
    }
    .into_any()
}

fn text(
    no: u16,
    kind: QuestionKind,
    answers: RwSignal<Answers>,
    on_answer: Callback<(u16, Value)>,
) -> AnyView {
    // What was there when the page was drawn; from then on the input is its own master.
    let start = answers.with_untracked(|a| match a.get(no) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    });
    let on_input = move |ev: leptos::ev::Event| {
        let typed = event_target_value(&ev);
        let value = match kind {
            QuestionKind::Number { .. } => {
                match (typed.trim().parse::<i64>(), typed.trim().parse()) {
                    (Ok(whole), _) => Value::Int(whole),
                    (_, Ok(number)) => Value::Number(number),
                    _ if typed.trim().is_empty() => Value::Nothing,
                    _ => Value::Text(typed),
                }
            }
            _ if typed.is_empty() => Value::Nothing,
            _ => Value::Text(typed),
        };
        on_answer.run((no, value));
    };
    view! {
        <div class="field">
            <textarea id=format!("q{no}") name=format!("q{no}") rows="3" aria-labelledby=format!("ask-{no}")
                prop:value=start on:input=on_input></textarea>
        </div>
    }
    .into_any()
}
