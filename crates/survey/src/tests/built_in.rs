use crate::{Form, Practice, QuestionKind, Role, built_in, consent_text, ethics, practice_score};
use model::Language;
use std::fmt::Write;

fn structure(form: &Form) -> String {
    let mut out = format!("{} v{}\n", form.id, form.version);
    for (index, page) in form.pages.iter().enumerate() {
        writeln!(out, "  page {index}").unwrap();
        for q in &page.questions {
            let kind = match &q.kind {
                QuestionKind::Rating { low, high, .. } => format!("rating {low}..{high}"),
                QuestionKind::YesNo => "yes/no".into(),
                QuestionKind::Text => "text".into(),
                QuestionKind::Number { low, high } => format!("number {low}..{high}"),
                QuestionKind::Choice(c) | QuestionKind::Choices(c) => {
                    let codes: Vec<_> = c.iter().map(|c| c.code.as_str()).collect();
                    let many = matches!(q.kind, QuestionKind::Choices(_));
                    format!("{} of {codes:?}", if many { "any" } else { "one" })
                }
            };
            let required = if q.required { " required" } else { "" };
            writeln!(out, "    {} {kind}{required} {:?}", q.no, q.role).unwrap();
            if let Some(condition) = &q.show_if {
                writeln!(out, "      if {condition:?}").unwrap();
            }
        }
    }
    out
}

#[test]
fn the_structure_of_built_in_forms_is_frozen() {
    let all: String = built_in().iter().map(structure).collect();
    insta::assert_snapshot!(all);
}

#[test]
fn built_in_forms_validate_and_speak_both_languages() {
    for form in built_in() {
        assert_eq!(form.validate(), Ok(()), "{:?}", form.title);
        let mut texts = vec![&form.title, &form.intro, &form.purpose];
        for question in form.questions() {
            texts.push(&question.ask);
            if let QuestionKind::Rating {
                low_label,
                high_label,
                ..
            } = &question.kind
            {
                texts.extend([low_label, high_label]);
            }
            if let QuestionKind::Choices(choices) = &question.kind {
                texts.extend(choices.iter().map(|c| &c.label));
            }
        }
        for text in texts {
            assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty());
            assert!(
                !text.zh.chars().any(|c| c.is_ascii_alphabetic()),
                "{text:?}"
            );
            assert!(text.en.chars().all(|c| (c as u32) < 0x2100), "{text:?}");
        }
    }
}

#[test]
fn each_practice_has_three_items_and_there_is_one_outcome() {
    let form = ethics();
    let mut no = 0;
    for practice in Practice::ALL {
        for question in form.with_role(Role::Practice(practice)) {
            no += 1;
            assert_eq!(question.no, no);
        }
        assert_eq!(form.with_role(Role::Practice(practice)).count(), 3);
    }
    let outcome: Vec<_> = form.with_role(Role::Overall).map(|q| q.no).collect();
    assert_eq!(outcome, [13]);
}

#[test]
fn a_practice_has_a_score_when_two_of_three_items_are_answered() {
    let form = ethics();
    let score = |answers: [Option<f64>; 3]| {
        practice_score(&form, Practice::Fairness, &|no| {
            answers[usize::from(no.checked_sub(4).unwrap())]
        })
    };
    for (answers, expected) in [
        ([Some(7.0), Some(6.0), Some(5.0)], Some(6.0)),
        ([Some(7.0), None, Some(4.0)], Some(5.5)),
        ([None, None, Some(4.0)], None),
        ([Some(f64::NAN), Some(3.0), Some(4.0)], Some(3.5)),
        ([None, None, None], None),
    ] {
        assert_eq!(score(answers), expected, "{answers:?}");
    }
}

#[test]
fn consent_says_what_why_who_and_that_it_may_be_withdrawn() {
    for form in built_in() {
        for organisation in [None, Some("知诚"), Some("  ")] {
            let text = consent_text(&form, organisation);
            for (language, words) in [
                (
                    Language::Zh,
                    ["为什么问", "才能看到", "由您决定", "停下", "撤回"],
                ),
                (
                    Language::En,
                    [
                        "Why do we ask",
                        "can see them",
                        "up to you",
                        "stop",
                        "withdraw",
                    ],
                ),
            ] {
                let said = text.of(language);
                assert!(said.contains(form.title.of(language)));
                assert!(words.iter().all(|word| said.contains(word)), "{said}");
                assert!(!said.contains("。。") && !said.contains(".."), "{said}");
                assert_eq!(said.contains("知诚"), organisation == Some("知诚"));
            }
        }
    }
}
