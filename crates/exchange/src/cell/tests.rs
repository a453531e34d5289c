//! Every type of field, written and read: the laws, and the cells as people see them.

use super::*;
use crate::{Cell, Delimiter, Limits, Parser, restore, write_row};
use model::{CUSTOMER, Choice, Class, Date, KINDS, KindNo, Label, Labelled, PURCHASE, Purpose};
use model::{customer, purchase, relation};
use proptest::collection::vec;
use proptest::prelude::*;

const COLOURS: &[Choice] = &[
    Choice {
        code: "red",
        label: Label {
            zh: "红；暖",
            en: "Red, warm",
        },
    },
    Choice {
        code: "a;b",
        label: Label {
            zh: "甲\\乙",
            en: "a: b",
        },
    },
];

const TYPES: [FieldType; 19] = [
    FieldType::Text,
    FieldType::LongText,
    FieldType::Phone,
    FieldType::Email,
    FieldType::Year,
    FieldType::Date,
    FieldType::Choice(COLOURS),
    FieldType::Tags,
    FieldType::Integer,
    FieldType::Decimal,
    FieldType::Flag,
    FieldType::Moment,
    FieldType::Choices(COLOURS),
    FieldType::Phones,
    FieldType::Emails,
    FieldType::Addresses,
    FieldType::Ref(KindNo(1)),
    FieldType::Money,
    FieldType::Structure,
];

fn field(holds: FieldType) -> Field {
    Field {
        no: FieldNo(1),
        code: "f",
        label: Label { zh: "甲", en: "F" },
        holds,
        class: Class::Internal,
        purpose: Purpose::Service,
        required: false,
    }
}

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            ";", "；", ": ", ":", "：", "\\", ",", "，", "、", "|", "=", "+", "-", "'", "\"", "=\"0\"",
            "007", "a", "手机", " ", "\n", "\r\n", "=1+1", "\u{feff}", "@",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn phone() -> impl Strategy<Value = String> {
    "(\\+|00|0|\\()?[0-9]{3,11}( ?[-/.#转 ]?[0-9]{0,4})?"
}

fn email() -> impl Strategy<Value = String> {
    "[a-z0-9+=;:'-]{1,8}@[a-z]{1,5}\\.cn"
}

fn labelled(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let label = prop_oneof![Just(String::new()), words()];
    (label, text).prop_map(|(label, text)| {
        let (label, text) = (label.replace('\u{1f}', ""), text.replace('\u{1f}', ""));
        Labelled {
            label: label.trim(),
            text: text.trim(),
        }
        .to_text()
    })
}

/// What a field of this type may hold.
fn content(holds: FieldType) -> BoxedStrategy<Content> {
    let value = |value: BoxedStrategy<Value>| {
        prop_oneof![1 => Just(Value::Nothing), 9 => value]
            .prop_map(Content::Value)
            .boxed()
    };
    let text = |text: BoxedStrategy<String>| value(text.prop_map(Value::Text).boxed());
    let one = field(holds);
    let elements = |texts: BoxedStrategy<String>| {
        let good = move |all: Vec<String>| {
            let mut kept = Vec::new();
            for element in all.iter().filter_map(|e| one.parse_element(e).ok()) {
                if !kept.contains(&element) {
                    kept.push(element);
                }
            }
            Content::Elements(kept)
        };
        vec(texts, 0..5).prop_map(good).boxed()
    };
    let code = || prop::sample::select(vec!["red".to_owned(), "a;b".to_owned()]).boxed();
    let currency = "[A-Z]{3}".prop_map(|c| <[u8; 3]>::try_from(c.as_bytes()).unwrap());
    match holds {
        FieldType::Text | FieldType::LongText => text(words().boxed()),
        FieldType::Phone => text(phone().boxed()),
        FieldType::Email => text(email().boxed()),
        FieldType::Year => value((1900i64..=2100).prop_map(Value::Int).boxed()),
        FieldType::Date => {
            let days = prop_oneof![-719_162..=2_932_896i32, 0..40_000i32];
            value(days.prop_map(|d| Value::Date(Date(d))).boxed())
        }
        FieldType::Choice(_) => value(code().prop_map(Value::Choice).boxed()),
        FieldType::Integer => value(any::<i64>().prop_map(Value::Int).boxed()),
        FieldType::Decimal => {
            let finite = any::<f64>().prop_filter("finite", |x| x.is_finite());
            let x = prop_oneof![finite, -1e6..1e6f64, Just(0.0), Just(-0.0)];
            value(x.prop_map(Value::Number).boxed())
        }
        FieldType::Flag => value(any::<bool>().prop_map(Value::Flag).boxed()),
        FieldType::Moment => {
            let ms = prop_oneof![
                -62_135_000_000_000..=253_402_000_000_000i64,
                (0..30_000_000i64).prop_map(|minutes| minutes * 60_000),
            ];
            value(ms.prop_map(Value::Instant).boxed())
        }
        FieldType::Money => {
            let minor = prop_oneof![any::<i64>(), -1000..1000i64, Just(0)];
            let money =
                (minor, currency).prop_map(|(minor, currency)| Value::Money { minor, currency });
            value(money.boxed())
        }
        FieldType::Tags => elements(words().boxed()),
        FieldType::Choices(_) => elements(code()),
        FieldType::Phones => elements(labelled(phone()).boxed()),
        FieldType::Emails => elements(labelled(email()).boxed()),
        FieldType::Addresses => elements(labelled(words()).boxed()),
        FieldType::Ref(_) => words()
            .prop_map(|name| Content::Reference(name.trim().to_owned()))
            .boxed(),
        FieldType::Structure => Just(Content::Value(Value::Nothing)).boxed(),
    }
}

fn written(field: &Field, content: &Content, language: Language, offset: i32) -> String {
    let name = |_| match content {
        Content::Reference(name) => name.clone(),
        _ => String::new(),
    };
    let voice = Voice {
        language,
        zone: offset.into(),
        name: &name,
    };
    match content {
        Content::Value(value) => value_text(field, value, voice),
        Content::Elements(all) => elements_text(field, all.iter().map(String::as_str), language),
        Content::Reference(_) => value_text(field, &Value::Ref(RecordId([0; 16])), voice),
    }
}

/// The cell after it was in a file.
fn through_a_file(text: &str) -> String {
    let mut file = String::new();
    write_row(
        &mut file,
        &[Cell::Text("x"), Cell::Text(text)],
        Delimiter::Comma,
    );
    let mut got = None;
    let mut on_row = |row: crate::Row<'_>| got = row.cell(1).map(|cell| restore(cell).to_owned());
    let mut parser = Parser::new(Delimiter::Comma, Limits::default());
    parser.push(&file, &mut on_row).unwrap();
    parser.finish(&mut on_row).unwrap();
    got.unwrap()
}

fn any_content() -> impl Strategy<Value = (FieldType, Content)> {
    prop::sample::select(TYPES.to_vec())
        .prop_flat_map(|holds| content(holds).prop_map(move |content| (holds, content)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn every_value_comes_back_equal_through_a_file(
        (holds, content) in any_content(),
        chinese in any::<bool>(),
        offset in -840..=840i32,
    ) {
        let field = field(holds);
        let language = if chinese { Language::Zh } else { Language::En };
        // Only what the field would take from a form.
        let text = match &content {
            Content::Value(Value::Text(text)) => match field.parse(text) {
                Ok(value) => Content::Value(value),
                Err(_) => return Ok(()),
            },
            Content::Reference(name) if name.is_empty() => Content::Value(Value::Nothing),
            content => content.clone(),
        };
        let cell = written(&field, &text, language, offset);
        let read = read_cell(&field, &through_a_file(&cell), offset);
        prop_assert_eq!(read, Ok(text), "{}", cell);
    }

    #[test]
    fn fuzz_any_cell_is_read(
        holds in prop::sample::select(TYPES.to_vec()),
        text in words(),
        offset in any::<i32>(),
    ) {
        let field = field(holds);
        if let Ok(content) = read_cell(&field, &text, offset) {
            let _cell = written(&field, &content, Language::Zh, offset);
        }
        let _no = header(CUSTOMER.fields, &text);
    }
}

#[test]
fn cells_look_as_people_expect() {
    let money = |minor, currency: &[u8; 3]| {
        Content::Value(Value::Money {
            minor,
            currency: *currency,
        })
    };
    let set = |all: &[&str]| Content::Elements(all.iter().map(|e| (*e).to_owned()).collect());
    let of = |value| Content::Value(value);
    for (holds, content, zh, en) in [
        (
            FieldType::Money,
            money(1250, b"CNY"),
            "12.50 CNY",
            "12.50 CNY",
        ),
        (FieldType::Money, money(0, b"CNY"), "0.00 CNY", "0.00 CNY"),
        (
            FieldType::Money,
            money(-5, b"USD"),
            "-0.05 USD",
            "-0.05 USD",
        ),
        (FieldType::Money, money(100, b"JPY"), "100 JPY", "100 JPY"),
        (FieldType::Decimal, of(Value::Number(0.0)), "0", "0"),
        (FieldType::Integer, of(Value::Int(0)), "0", "0"),
        (FieldType::Flag, of(Value::Flag(true)), "是", "Yes"),
        (
            FieldType::Moment,
            of(Value::Instant(0)),
            "1970-01-01 08:00",
            "1970-01-01 08:00",
        ),
        (
            FieldType::Moment,
            of(Value::Instant(1500)),
            "1970-01-01 08:00:01.500",
            "1970-01-01 08:00:01.500",
        ),
        (
            FieldType::Choice(COLOURS),
            of(Value::Choice("red".into())),
            "红；暖",
            "Red, warm",
        ),
        (
            FieldType::Choices(COLOURS),
            set(&["red", "a;b"]),
            "红\\；暖; 甲\\\\乙",
            "Red\\, warm; a: b",
        ),
        (
            FieldType::Tags,
            set(&["VIP", "Class: Eco"]),
            "VIP; Class: Eco",
            "VIP; Class: Eco",
        ),
        (
            FieldType::Phones,
            set(&["+86 10 1234\u{1f}手机", "010-1"]),
            "手机: +86 10 1234; 010-1",
            "手机: +86 10 1234; 010-1",
        ),
    ] {
        let field = field(holds);
        assert_eq!(written(&field, &content, Language::Zh, 480), zh);
        assert_eq!(written(&field, &content, Language::En, 480), en);
    }
}

#[test]
fn people_may_write_otherwise() {
    let set = |all: &[&str]| {
        Ok(Content::Elements(
            all.iter().map(|e| (*e).to_owned()).collect(),
        ))
    };
    let moment = |ms| Ok(Content::Value(Value::Instant(ms)));
    for (holds, text, want) in [
        (
            FieldType::Tags,
            "VIP、老客户,VIP，x|y；z",
            set(&["VIP", "老客户", "x", "y", "z"]),
        ),
        (FieldType::Tags, "a\\b; c\\", set(&["a\\b", "c\\"])),
        (
            FieldType::Phones,
            "手机：13800138000；010-123",
            set(&["13800138000\u{1f}手机", "010-123"]),
        ),
        (
            FieldType::Choices(COLOURS),
            "red;A: B",
            set(&["red", "a;b"]),
        ),
        (FieldType::Moment, "1970/1/1T08:00", moment(0)),
        (FieldType::Moment, "1970-01-01T00:00:00Z", moment(0)),
        (
            FieldType::Moment,
            "1970-01-01 02:00:00.5+02:00",
            moment(500),
        ),
        (FieldType::Moment, "1970-01-02", moment(16 * 3_600_000)),
        (FieldType::Moment, "soon", Err(Invalid::Moment)),
        (FieldType::Phones, "138; x", Err(Invalid::Phone)),
        (FieldType::Structure, "x", Err(Invalid::Type)),
        (FieldType::Tags, " ", set(&[])),
    ] {
        assert_eq!(read_cell(&field(holds), text, 480), want, "{text}");
    }
    let name = CUSTOMER.field(customer::NAME).unwrap();
    assert_eq!(read_cell(name, " ", 0), Err(Invalid::Required));
}

#[test]
fn headers_map_by_label_and_code() {
    for kind in KINDS {
        for field in kind.fields {
            for name in [field.label.zh, field.label.en, field.code] {
                assert_eq!(header(kind.fields, name), Some(field.no), "{name}");
            }
        }
    }
    for (fields, name, want) in [
        (CUSTOMER.fields, " E-MAIL ", Some(customer::EMAIL)),
        (CUSTOMER.fields, "\u{feff}姓名或名称", Some(customer::NAME)),
        (CUSTOMER.fields, "姓名", None),
        (CUSTOMER.fields, "", None),
        (PURCHASE.fields, "amount", Some(purchase::AMOUNT)),
        (model::RELATION.fields, "客户", Some(relation::FROM)),
    ] {
        assert_eq!(header(fields, name), want, "{name}");
    }
}
