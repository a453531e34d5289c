use crate::{
    Agreed, Answers, Comparison, Condition, Draft, Form, Step, SurveyError, built_in, ethics, nps,
};
use model::{Language, RecordId, Value};
use proptest::prelude::*;

fn draft() -> Draft {
    let mut draft = Draft::new(
        &nps(),
        Some(RecordId([7; 16])),
        1_600_000_000_000,
        Language::Zh,
    );
    draft.consent = Some(Agreed {
        notice: RecordId([8; 16]),
        language: Language::Zh,
        at: 1_600_000_000_001,
    });
    draft.page = 1;
    draft.answers = [(1, Value::Int(9)), (2, Value::Text("诚实".into()))]
        .into_iter()
        .collect();
    draft
}

#[test]
fn forms_and_drafts_read_back() {
    for form in built_in() {
        assert_eq!(Form::from_bytes(&form.to_bytes()), Ok(form));
    }
    let draft = draft();
    assert_eq!(Draft::from_bytes(&draft.to_bytes()), Ok(draft.clone()));
    assert_eq!(Draft::resume(&draft.to_bytes(), &nps()), Ok(draft));
}

#[test]
fn a_draft_of_another_version_is_refused_but_can_still_be_read() {
    let bytes = draft().to_bytes();
    let newer = Form {
        version: 2,
        ..nps()
    };
    for form in [newer, ethics()] {
        assert_eq!(
            Draft::resume(&bytes, &form),
            Err(SurveyError::FormChanged { version: 1 })
        );
    }
    assert_eq!(Draft::from_bytes(&bytes), Ok(draft()));
}

#[test]
fn a_draft_resumes_on_a_page_that_is_shown() {
    for (page, score, expected) in [(1, None, 0), (99, Some(9), 1), (0, Some(9), 0)] {
        let mut draft = draft();
        draft.page = page;
        draft.answers = score.map(|s| (1, Value::Int(s))).into_iter().collect();
        let resumed = Draft::resume(&draft.to_bytes(), &nps());
        assert_eq!(resumed.map(|d| d.page), Ok(expected));
    }
}

#[test]
fn newer_cut_and_lengthened_bytes_are_refused() {
    let good = draft().to_bytes();
    let mut newer = good.clone();
    newer[0] = 2;
    assert_eq!(
        Draft::from_bytes(&newer),
        Err(SurveyError::Newer { format: 2 })
    );
    for end in 0..good.len() {
        assert_eq!(
            Draft::from_bytes(&good[..end]),
            Err(SurveyError::Unreadable),
            "{end}"
        );
    }
    let longer = [good.as_slice(), &[0]].concat();
    assert_eq!(Draft::from_bytes(&longer), Err(SurveyError::Unreadable));
    for bytes in [&[][..], &[0]] {
        assert_eq!(Form::from_bytes(bytes), Err(SurveyError::Unreadable));
    }
}

#[test]
fn steps_that_do_not_join_up_are_refused() {
    let a = || Step::Answered(1);
    for steps in [
        vec![],
        vec![a(), a()],
        vec![Step::Not],
        vec![a(), Step::All(2)],
        vec![a(), Step::Any(u16::MAX)],
    ] {
        assert_eq!(
            Condition::try_from(steps.clone()),
            Err(SurveyError::Unreadable),
            "{steps:?}"
        );
    }
    let many = std::iter::once(a()).chain(std::iter::repeat_n(Step::Not, 100_000));
    assert_eq!(
        Condition::try_from(many.collect::<Vec<_>>()),
        Err(SurveyError::TooLarge)
    );
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        any::<u16>().prop_map(Condition::Answered),
        (any::<u16>(), any::<i64>()).prop_map(|(no, value)| Condition::number(
            no,
            Comparison::AtLeast,
            value
        )),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|c| Condition::Not(Box::new(c))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner, 0..4).prop_map(Condition::Any),
        ]
    })
}

proptest! {
    #[test]
    fn conditions_survive_being_flattened(condition in condition()) {
        let steps: Vec<Step> = condition.clone().into();
        prop_assert_eq!(steps.len(), condition.size());
        prop_assert_eq!(Condition::try_from(steps), Ok(condition));
    }

    #[test]
    fn fuzz_any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let with_format = [&[1], bytes.as_slice()].concat();
        for bytes in [&bytes, &with_format] {
            let _ = Form::from_bytes(bytes);
            let _ = Draft::from_bytes(bytes);
            let _ = Draft::resume(bytes, &nps());
        }
    }

    #[test]
    fn fuzz_damaged_forms_and_drafts_are_read_or_refused(
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let good = [nps().to_bytes(), ethics().to_bytes(), draft().to_bytes()];
        for mut bytes in good {
            for (at, byte) in &hits {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Ok(form) = Form::from_bytes(&bytes) {
                let _ = form.complete(&Answers::new());
                prop_assert_eq!(form.validate(), Ok(()));
            }
            if let Ok(draft) = Draft::from_bytes(&bytes) {
                let _ = nps().complete(&draft.answers);
                let _ = nps().progress(&draft.answers);
            }
        }
    }
}
