use crate::{
    AnswerProblem, Choice, Comparison, Condition, Form, ImportedItem, MAX_DEPTH, Question,
    QuestionKind, Role, SurveyError, Text, check, csat, imported_form, nps,
};
use model::{Language, MAX_NOTE, RecordId, Value};

fn first(form: &mut Form) -> &mut Question {
    &mut form.pages[0].questions[0]
}

#[test]
fn a_form_that_cannot_be_asked_is_refused() {
    let refused = |change: &dyn Fn(&mut Form), expected: SurveyError| {
        let mut form = nps();
        change(&mut form);
        assert_eq!(form.validate(), Err(expected), "{}", expected.code());
        assert_eq!(Form::from_bytes(&form.to_bytes()), Err(expected));
    };
    refused(&|f| f.title = Text::new(" ", ""), SurveyError::Title);
    refused(&|f| f.pages.clear(), SurveyError::Empty);
    refused(&|f| f.pages[0].questions.clear(), SurveyError::Empty);
    refused(
        &|f| first(f).ask = Text::default(),
        SurveyError::Wording { question: 1 },
    );
    refused(&|f| first(f).no = 0, SurveyError::Number { question: 0 });
    refused(
        &|f| f.pages[1].questions[0].no = 1,
        SurveyError::Number { question: 1 },
    );
    for (low, high) in [(5, 5), (7, 1), (0, 100), (i64::MIN, i64::MAX)] {
        refused(
            &|f| {
                first(f).kind = QuestionKind::Rating {
                    low,
                    high,
                    low_label: Text::default(),
                    high_label: Text::default(),
                };
            },
            SurveyError::Scale { question: 1 },
        );
    }
    let choice = |code: &str| Choice {
        code: code.into(),
        label: Text::same("x"),
    };
    for choices in [vec![], vec![choice("a"), choice("a")], vec![choice(" ")]] {
        refused(
            &|f| first(f).kind = QuestionKind::Choice(choices.clone()),
            SurveyError::Choices { question: 1 },
        );
    }
    refused(
        &|f| first(f).kind = QuestionKind::YesNo,
        SurveyError::Role { question: 1 },
    );
    for on in [1, 2, 99] {
        refused(
            &|f| first(f).show_if = Some(Condition::number(on, Comparison::Equal, 1)),
            SurveyError::Condition { question: 1 },
        );
    }
    refused(
        &|f| {
            f.pages[1].questions[0].show_if = Some(Condition::Is {
                question: 1,
                comparison: Comparison::Equal,
                value: Value::Flag(true),
            });
        },
        SurveyError::Condition { question: 2 },
    );
    refused(
        &|f| f.intro = Text::same(&"长".repeat(MAX_NOTE + 1)),
        SurveyError::TooLarge,
    );
}

#[test]
fn a_condition_that_nests_too_deep_is_refused() {
    let mut form = nps();
    let mut condition = Condition::Answered(1);
    for _ in 0..MAX_DEPTH {
        condition = Condition::Not(Box::new(condition));
    }
    form.pages[1].questions[0].show_if = Some(condition);
    assert_eq!(form.validate(), Err(SurveyError::TooLarge));
    assert_eq!(
        Form::from_bytes(&form.to_bytes()),
        Err(SurveyError::Unreadable)
    );
}

#[test]
fn only_fitting_values_answer_a_question() {
    let form = csat();
    let number = Question {
        kind: QuestionKind::Number { low: 0, high: 10 },
        ..form.question(3).unwrap().clone()
    };
    let ask = |no, value| check(form.question(no).unwrap(), &value);
    let codes = |codes: &[&str]| Value::Choices(codes.iter().map(|c| (*c).into()).collect());
    let range = Err(AnswerProblem::Range { low: 1, high: 5 });
    assert_eq!(ask(1, Value::Nothing), Err(AnswerProblem::Required));
    assert_eq!(ask(1, Value::Int(5)), Ok(()));
    assert_eq!(ask(1, Value::Int(6)), range);
    assert_eq!(ask(1, Value::Int(0)), range);
    assert_eq!(ask(1, Value::Number(3.0)), Err(AnswerProblem::Type));
    assert_eq!(ask(2, Value::Nothing), Ok(()));
    assert_eq!(ask(2, codes(&["other", "clarity"])), Ok(()));
    assert_eq!(
        ask(2, codes(&["other", "other"])),
        Err(AnswerProblem::Choice)
    );
    assert_eq!(ask(2, codes(&["nonsense"])), Err(AnswerProblem::Choice));
    assert_eq!(
        ask(2, Value::Choice("other".into())),
        Err(AnswerProblem::Type)
    );
    assert_eq!(ask(3, Value::Text("好".repeat(MAX_NOTE))), Ok(()));
    assert_eq!(
        ask(3, Value::Text("好".repeat(MAX_NOTE + 1))),
        Err(AnswerProblem::TooLong { limit: MAX_NOTE })
    );
    assert_eq!(check(&number, &Value::Number(9.5)), Ok(()));
    for bad in [10.5, -0.1, f64::NAN, f64::INFINITY] {
        assert_eq!(
            check(&number, &Value::Number(bad)),
            Err(AnswerProblem::Range { low: 0, high: 10 }),
            "{bad}"
        );
    }
}

#[test]
fn imported_items_become_questions_by_position() {
    let item = |name, low, high, yes_no, outcome| ImportedItem {
        name,
        low,
        high,
        yes_no,
        outcome,
    };
    let items = [
        item("隐私", 1, 5, false, false),
        item(" ", 0, 100, false, false),
        item("again?", 0, 1, true, false),
        item("overall", 1, 10, false, true),
        item("second outcome", 1, 10, false, true),
    ];
    let form = imported_form(RecordId([9; 16]), "2019.csv", &items);
    assert_eq!(form.validate(), Ok(()));
    let seen: Vec<_> = form
        .questions()
        .map(|q| (q.no, q.scale(), q.role))
        .collect();
    assert_eq!(
        seen,
        [
            (1, Some((1, 5)), Role::Predictor),
            (2, Some((0, 100)), Role::Predictor),
            (3, Some((0, 1)), Role::Predictor),
            (4, Some((1, 10)), Role::Overall),
            (5, Some((1, 10)), Role::Predictor),
        ]
    );
    assert_eq!(form.question(2).unwrap().ask.of(Language::En), "Column 2");
}

#[test]
fn a_text_missing_in_one_language_is_shown_in_the_other() {
    for (zh, en, in_zh, in_en) in [
        ("好", "good", "好", "good"),
        ("", "good", "good", "good"),
        ("好", "  ", "好", "好"),
    ] {
        let text = Text::new(zh, en);
        assert_eq!(text.of(Language::Zh), in_zh);
        assert_eq!(text.of(Language::En), in_en);
    }
}
