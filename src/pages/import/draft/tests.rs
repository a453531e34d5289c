//! What is said of a column comes back as it was said.

use super::*;

fn profile() -> ColumnProfile {
    ColumnProfile {
        filled: 10,
        min: Some(0.0),
        max: Some(5.0),
        frequent: vec![("5".into(), 6), ("0".into(), 3), ("NA".into(), 1)],
        ..ColumnProfile::default()
    }
}

#[test]
fn a_suggestion_comes_back_as_it_was() {
    let item = Use::Item(Item {
        low: 0.0,
        high: 10.0,
        missing: vec!["99".into(), "NA".into()],
        outcome: true,
    });
    let yes_no = Use::YesNo(YesNoItem {
        yes: "satisfied".into(),
        missing: Vec::new(),
        outcome: true,
    });
    let tag = Use::Tag {
        prefix: "Class: ".into(),
    };
    for used in [
        Use::Ignore,
        Use::Field(FieldNo(3)),
        Use::Name(NamePart::Middle),
        Use::Address(AddressPart::Postcode),
        tag,
        item,
        yes_no,
        Use::Taken,
    ] {
        let draft = Draft::new(&used, &profile());
        let outcome = outcome(std::slice::from_ref(&used));
        assert_eq!(plan(std::slice::from_ref(&draft), outcome).columns, [used]);
        assert_eq!(Chosen::parse(&draft.used().code()), draft.used());
    }
}

#[test]
fn what_is_no_whole_number_fails_the_check() {
    let mut draft = Draft::new(&Use::Ignore, &profile());
    assert_eq!((draft.low.as_str(), draft.high.as_str()), ("0", "5"));
    draft.choose(Chosen::Item);
    for (low, high, good) in [("1", "5", true), ("", "5", false), ("1", "x", false)] {
        (draft.low, draft.high) = (low.into(), high.into());
        let plan = plan(std::slice::from_ref(&draft), None);
        assert_eq!(plan.check().is_ok(), good);
    }
}

#[test]
fn cells_without_an_answer_are_not_counted() {
    let mut draft = Draft::new(&Use::Ignore, &profile());
    draft.choose(Chosen::Item);
    for (missing, want) in [("", 10), ("0", 7), ("0.0, na", 6), ("8", 10)] {
        draft.missing = missing.into();
        let plan = plan(std::slice::from_ref(&draft), None);
        assert_eq!(answers(&plan, &[profile()]), want, "{missing}");
    }
}

#[test]
fn days_are_read_as_the_column_says_or_the_person() {
    let mut profile = profile();
    profile.days.day_first = 3;
    let mut draft = Draft::new(&Use::Taken, &profile);
    assert_eq!(draft.format(&profile).order, Some(DayOrder::DayFirst));
    for (order, want) in [("month", Some(DayOrder::MonthFirst)), ("", None)] {
        draft.order = order.into();
        assert_eq!(draft.format(&profile).order, want);
    }
}
