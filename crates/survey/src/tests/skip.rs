use crate::{
    Answers, Comparison, Condition, Form, Page, Progress, Question, QuestionKind, Role, Text, ces,
    csat, ethics, nps,
};
use model::{RecordId, Value};

fn asked(form: &Form, answers: &Answers) -> Vec<u16> {
    form.visible_pages(answers)
        .iter()
        .flat_map(|page| page.questions.iter().map(|q| q.no))
        .collect()
}

#[test]
fn what_is_asked_follows_from_the_answers() {
    let check = |form: &Form, score: Option<i64>, expected: &[u16]| {
        let answers: Answers = score.map(|s| (1, Value::Int(s))).into_iter().collect();
        assert_eq!(asked(form, &answers), expected, "{score:?}");
    };
    for (score, expected) in [
        (None, vec![1]),
        (Some(0), vec![1, 4]),
        (Some(6), vec![1, 4]),
        (Some(7), vec![1, 3]),
        (Some(8), vec![1, 3]),
        (Some(9), vec![1, 2]),
        (Some(10), vec![1, 2]),
    ] {
        check(&nps(), score, &expected);
    }
    for (score, expected) in [
        (None, vec![1, 3]),
        (Some(3), vec![1, 2, 3]),
        (Some(4), vec![1, 3]),
    ] {
        check(&csat(), score, &expected);
    }
    for (score, expected) in [(None, vec![1]), (Some(4), vec![1, 2]), (Some(5), vec![1])] {
        check(&ces(), score, &expected);
    }
}

#[test]
fn a_hidden_answer_is_left_out_and_decides_nothing() {
    let form = nps();
    let mut answers = Answers::new();
    answers.set(1, Value::Int(3));
    answers.set(4, Value::Text(" 太慢 ".into()));
    let slow = (4, Value::Text("太慢".into()));
    assert_eq!(form.complete(&answers), Ok(vec![(1, Value::Int(3)), slow]));
    answers.set(1, Value::Int(10));
    assert_eq!(form.complete(&answers), Ok(vec![(1, Value::Int(10))]));

    let mut chain = two_steps();
    let answers: Answers = [(1, true), (2, true), (3, true)]
        .map(|(no, yes)| (no, Value::Flag(yes)))
        .into_iter()
        .collect();
    assert_eq!(asked(&chain, &answers), [1, 2, 3]);
    let mut hidden = answers;
    hidden.set(1, Value::Flag(false));
    assert_eq!(asked(&chain, &hidden), [1], "2 is hidden, so 3 is too");
    chain.pages.reverse();
    assert!(chain.validate().is_err());
}

/// 2 is asked when 1 is yes, 3 when 2 is yes; a page each.
fn two_steps() -> Form {
    let question = |no: u16| Question {
        no,
        ask: Text::same("?"),
        kind: QuestionKind::YesNo,
        required: true,
        show_if: (no > 1).then(|| Condition::Is {
            question: no - 1,
            comparison: Comparison::Equal,
            value: Value::Flag(true),
        }),
        role: Role::Plain,
    };
    Form {
        id: RecordId([1; 16]),
        version: 1,
        title: Text::same("steps"),
        intro: Text::default(),
        purpose: Text::default(),
        pages: (1..=3)
            .map(|no| Page {
                questions: vec![question(no)],
            })
            .collect(),
    }
}

#[test]
fn pages_without_questions_are_passed_over() {
    let form = two_steps();
    let mut answers = Answers::new();
    assert_eq!(form.next_page(0, &answers), None);
    answers.set(1, Value::Flag(true));
    assert_eq!(form.next_page(0, &answers), Some(1));
    assert_eq!(form.next_page(1, &answers), None);
    answers.set(1, Value::Flag(false));
    assert_eq!(form.previous_page(2, &answers), Some(0));
    assert_eq!(form.previous_page(0, &answers), None);
}

#[test]
fn progress_counts_what_is_visible() {
    let form = ethics();
    let mut answers = Answers::new();
    let progress = |answers: &Answers, answered, total| {
        assert_eq!(form.progress(answers), Progress { answered, total });
    };
    progress(&answers, 0, 14);
    answers.set(1, Value::Int(7));
    answers.set(14, Value::Text("  ".into()));
    progress(&answers, 1, 14);
    assert_eq!(form.complete(&answers), Err(vec![13]));
    answers.set(13, Value::Int(8));
    assert_eq!(form.complete(&answers), Err(vec![13]), "off the scale");
}

#[test]
fn conditions_hold_as_written() {
    use Comparison::{Above, AtLeast, AtMost, Below, Equal, NotEqual};
    let answers: Answers = [
        (1, Value::Int(5)),
        (2, Value::Choice("a".into())),
        (3, Value::Choices(vec!["a".into(), "b".into()])),
        (4, Value::Text("好".into())),
    ]
    .into_iter()
    .collect();
    let is = |question, comparison, value| Condition::Is {
        question,
        comparison,
        value,
    };
    let code = |c: &str| Value::Choice(c.into());
    let yes = Condition::Answered(1);
    let no = Condition::Answered(9);
    for (condition, expected) in [
        (is(1, Equal, Value::Int(5)), true),
        (is(1, Equal, Value::Number(5.0)), true),
        (is(1, NotEqual, Value::Int(5)), false),
        (is(1, Below, Value::Int(5)), false),
        (is(1, AtMost, Value::Int(5)), true),
        (is(1, Above, Value::Int(4)), true),
        (is(1, AtLeast, Value::Int(6)), false),
        (is(2, Equal, code("a")), true),
        (is(2, NotEqual, code("b")), true),
        (is(2, Above, Value::Int(0)), false),
        (is(3, Equal, code("b")), true),
        (is(3, NotEqual, code("c")), true),
        (is(4, Equal, Value::Text("好".into())), true),
        (is(9, Equal, Value::Int(1)), false),
        (is(9, NotEqual, Value::Int(1)), false),
        (yes.clone(), true),
        (no.clone(), false),
        (Condition::Not(Box::new(no.clone())), true),
        (Condition::All(vec![yes.clone(), no.clone()]), false),
        (Condition::Any(vec![yes, no]), true),
        (Condition::All(vec![]), true),
        (Condition::Any(vec![]), false),
    ] {
        let held = condition.holds(&|no| answers.answer(no));
        assert_eq!(held, expected, "{condition:?}");
    }
}
