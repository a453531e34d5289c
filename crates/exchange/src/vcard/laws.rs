//! What holds for every card: written and read back is equal; anything can be read.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn read(chunks: &[&str], limits: CardLimits) -> Vec<Result<Card, CardError>> {
    let mut got = Vec::new();
    let mut reader = CardReader::new(limits);
    for chunk in chunks {
        reader.push(chunk, &mut |card| got.push(card));
    }
    reader.finish(&mut |card| got.push(card));
    got
}

/// Words without white space at their ends and without control characters.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\\",
            ";",
            ",",
            ":",
            "\n",
            "\"",
            "^n",
            "=",
            "=3D",
            "%41",
            "tél",
            "张三",
            "😀",
            "a b",
            "tel",
            "\\n",
            "--",
            "item1.",
            "END:VCARD",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9 .@+-]{1,12}",
        any::<String>(),
    ];
    vec(piece, 1..6).prop_map(|pieces| {
        let text = pieces.concat();
        let text: String = text
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .collect();
        text.trim().to_owned()
    })
}

fn filled() -> impl Strategy<Value = String> {
    words().prop_filter("filled", |text| !text.is_empty())
}

fn types() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["cell", "fax", "home", "voice", "work", "手机"]);
    prop::collection::btree_set(word, 0..3)
        .prop_map(|set| set.into_iter().map(str::to_owned).collect())
}

fn entry() -> impl Strategy<Value = Entry> {
    (filled(), types(), words(), any::<bool>()).prop_map(|(value, types, label, preferred)| Entry {
        value: format!("x{value}"),
        types,
        label,
        preferred,
    })
}

fn address() -> impl Strategy<Value = Address> {
    (vec(words(), 6), filled(), types(), words(), any::<bool>()).prop_map(
        |(mut parts, country, types, label, preferred)| {
            let mut next = || parts.pop().unwrap();
            Address {
                po_box: next(),
                extended: next(),
                street: next(),
                city: next(),
                region: next(),
                postcode: next(),
                country,
                types,
                label,
                preferred,
            }
        },
    )
}

fn messenger() -> impl Strategy<Value = Messenger> {
    let service = prop::sample::select(vec!["wechat", "qq", "im", "skype", "钉钉"]);
    (service, filled(), types(), words(), any::<bool>()).prop_map(
        |(service, handle, types, label, preferred)| Messenger {
            service: service.to_owned(),
            handle,
            types,
            label,
            preferred,
        },
    )
}

fn birthday() -> impl Strategy<Value = Option<PartialDate>> {
    let part = |top: u8| prop::option::of(1..=top);
    (prop::option::of(1..=9999u16), part(12), part(31))
        .prop_map(|(year, month, day)| PartialDate::new(year, month, day))
}

fn gender() -> impl Strategy<Value = Option<Gender>> {
    prop::option::of(prop::sample::select(vec![
        Gender::Male,
        Gender::Female,
        Gender::Other,
        Gender::NotApplicable,
        Gender::Unknown,
    ]))
}

fn kind() -> impl Strategy<Value = CardKind> {
    prop::sample::select(vec![
        CardKind::Individual,
        CardKind::Organisation,
        CardKind::Group,
        CardKind::Location,
    ])
}

fn card() -> impl Strategy<Value = Card> {
    let texts = (
        filled(),
        filled(),
        vec(words(), 10),
        vec(filled(), 0..3),
        vec(filled(), 0..3),
        vec(filled(), 0..3),
    );
    let lists = (
        vec(entry(), 0..3),
        vec(entry(), 0..3),
        vec(address(), 0..3),
        vec(entry(), 0..2),
        vec(messenger(), 0..3),
        vec(entry(), 0..2),
    );
    (texts, lists, birthday(), gender(), kind(), words()).prop_map(
        |(
            (full_name, organisation, mut texts, units, nicknames, categories),
            (phones, emails, addresses, urls, messengers, related),
            birthday,
            gender,
            kind,
            custom,
        )| {
            let mut next = || texts.pop().unwrap();
            let custom = custom.replace(['\n', '\r'], "");
            let custom = custom.trim();
            Card {
                kind,
                full_name,
                name: PersonName {
                    family: next(),
                    given: next(),
                    additional: next(),
                    prefix: next(),
                    suffix: next(),
                },
                nicknames,
                organisation,
                units,
                title: next(),
                role: next(),
                phones,
                emails,
                addresses,
                urls,
                messengers,
                birthday,
                gender,
                gender_text: if gender.is_some() {
                    next()
                } else {
                    String::new()
                },
                categories,
                note: next(),
                related,
                uid: next().replace('\n', ""),
                revised: "20240101T000000Z".to_owned(),
                unmapped: if custom.is_empty() {
                    Vec::new()
                } else {
                    vec![Unmapped {
                        name: "X-CUSTOM".to_owned(),
                        value: custom.to_owned(),
                    }]
                },
                skipped: Vec::new(),
            }
        },
    )
}

/// Text with more than its share of what matters.
fn file() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "BEGIN:VCARD", "END:VCARD", "\r\n", "\r\n", "\r\n", "\n", "\r", "VERSION:2.1",
            "VERSION:3.0", "VERSION:4.0", "FN:", "N:", ";", ":", ",", "=", "=E5=BC=A0", "\"",
            "TEL;CELL:", "ENCODING=QUOTED-PRINTABLE", "ENCODING=b", "PHOTO", "AGENT:", "item1.",
            "X-ABLabel:", " ", "\t", "\\", "\\n", "BDAY:", "--0412", "GENDER:", "IMPP:", "ADR:",
            "CHARSET=GBK", "TYPE=", "张三", "\u{feff}", "NOTE;ENCODING=QUOTED-PRINTABLE:", "%E5%",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_card_written_and_read_back_is_equal(card in card()) {
        for version in [CardVersion::V3, CardVersion::V4] {
            let mut out = String::new();
            write_card(&mut out, &card, version);
            prop_assert!(out.split("\r\n").all(|line| line.len() <= 75));
            let got = read(&[&out], CardLimits::default());
            prop_assert_eq!(got.len(), 1);
            prop_assert_eq!(got[0].as_ref().unwrap(), &card, "{}", out);
        }
    }

    #[test]
    fn fuzz_cards_from_any_text_in_any_chunks(
        text in prop_oneof![file(), any::<String>()],
        line_bytes in 0usize..200,
        card_bytes in 0usize..400,
    ) {
        for limits in [CardLimits::default(), CardLimits { line_bytes, card_bytes, properties: 5 }] {
            let whole = read(&[&text], limits);
            let every: Vec<&str> = text.split("").collect();
            prop_assert_eq!(&read(&every, limits), &whole);
            for card in whole.iter().flatten() {
                let (mut first, mut second) = (String::new(), String::new());
                write_card(&mut first, card, CardVersion::V4);
                let again = read(&[&first], CardLimits::default());
                prop_assert_eq!(again.len(), 1);
                let again = again[0].as_ref().unwrap();
                write_card(&mut second, again, CardVersion::V4);
                // What was read once is stable from then on.
                prop_assert_eq!(&first, &second);
            }
        }
    }
}
