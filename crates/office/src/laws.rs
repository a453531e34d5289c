//! What holds for every file: out and in again is equal; anything can be given.

use crate::tests::{decode, rows};
use crate::*;
use exchange::cell::{Voice, elements_text, read_cell, value_text};
use exchange::{BOM, Cell, Delimiter, write_row};
use model::{CUSTOMER, Choice, Date, Field, FieldType, Labelled, Language, Value};
use proptest::collection::vec;
use proptest::prelude::*;

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            ";", "；", ": ", "：", "\\", "\\n", ",", "、", "=", "+", "'", "\"", "007", "a", "手机", " ", "\n", "=1+1",
            "Home", "1604", "Mobile",
        ]).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|text| {
            text.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect()
        }),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// What a person might have put into a field, as its cell.
fn cell(field: &'static Field) -> BoxedStrategy<String> {
    let code = |choices: &'static [Choice]| prop::sample::select(choices).prop_map(|c| c.code);
    let value = |value: Value| {
        let voice = Voice {
            language: Language::Zh,
            zone: 480.into(),
            name: &|_| String::new(),
        };
        value_text(field, &value, voice)
    };
    let set = move |text: BoxedStrategy<String>| {
        vec((words(), text), 0..4).prop_map(move |all| {
            let all: Vec<String> = all
                .into_iter()
                .map(|(label, text)| {
                    Labelled {
                        label: label.trim(),
                        text: text.trim(),
                    }
                    .to_text()
                })
                .filter_map(|element| field.parse_element(&element).ok())
                .collect();
            elements_text(field, all.iter().map(String::as_str), Language::Zh)
        })
    };
    let filled = match field.holds {
        FieldType::Choice(choices) => code(choices)
            .prop_map(move |code| value(Value::Choice(code.to_owned())))
            .boxed(),
        FieldType::Phone => prop_oneof!["\\+?[0-9 -]{3,15}", words()].boxed(),
        FieldType::Email => prop_oneof!["[a-z;]{1,4}@[a-z]{1,4}\\.cn", words()].boxed(),
        FieldType::Year => (1800i64..2200).prop_map(|year| year.to_string()).boxed(),
        FieldType::Date => (-719_162..=2_932_896i32)
            .prop_map(move |day| value(Value::Date(Date(day))))
            .boxed(),
        FieldType::Phones => set("\\+?[0-9 -]{3,15}".boxed()).boxed(),
        FieldType::Emails => set("[a-z]{1,4}@[a-z]{1,4}\\.cn".boxed()).boxed(),
        FieldType::Addresses => set(words().boxed()).boxed(),
        FieldType::Tags => vec(words(), 0..4)
            .prop_map(move |all| {
                let good: Vec<String> = all
                    .iter()
                    .filter_map(|t| field.parse_element(t).ok())
                    .collect();
                elements_text(field, good.iter().map(String::as_str), Language::Zh)
            })
            .boxed(),
        _ => words().boxed(),
    };
    prop_oneof![1 => Just(String::new()), 3 => filled].boxed()
}

fn person() -> impl Strategy<Value = Vec<String>> {
    CUSTOMER.fields.iter().map(cell).collect::<Vec<_>>()
}

fn csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = BOM.to_owned();
    let cells: Vec<Cell<'_>> = header.iter().map(|name| Cell::Text(name)).collect();
    write_row(&mut out, &cells, Delimiter::Comma);
    for row in rows {
        let cells: Vec<Cell<'_>> = row.iter().map(|cell| Cell::Text(cell)).collect();
        write_row(&mut out, &cells, Delimiter::Comma);
    }
    out
}

proptest! {
    #[test]
    fn a_customer_comes_back_equal_through_a_card(people in vec(person(), 1..4), english in any::<bool>()) {
        let language = if english { Language::En } else { Language::Zh };
        let codes: Vec<&str> = CUSTOMER.fields.iter().map(|field| field.code).collect();
        let filled = |person: &&Vec<String>| person.iter().any(|cell| !cell.trim().is_empty());
        let out = csv_to_cards(csv(&codes, &people).as_bytes()).unwrap();
        let people: Vec<&Vec<String>> = people.iter().filter(filled).collect();
        if people.is_empty() {
            return Ok(());
        }
        let back = cards_to_csv(out.as_bytes(), language, Box::new(decode)).unwrap();
        prop_assert_eq!((back.cards as usize, back.refused), (people.len(), 0));
        let back = rows(&back.csv.text);
        for (person, (_, cells)) in people.iter().zip(&back[1..]) {
            for (field, told) in CUSTOMER.fields.iter().zip(person.iter()) {
                let at = back[0].1.iter().position(|name| name == field.label.of(language));
                let found = at.map_or("", |at| cells[at].as_str());
                let (told_value, found_value) = (read_cell(field, told, 480), read_cell(field, found, 480));
                prop_assert_eq!(&told_value, &found_value, "{}: {:?} {:?}\n{}", field.code, told, found, out);
                if told_value.is_err() {
                    prop_assert_eq!(told.trim(), found, "{}", field.code);
                }
            }
        }
    }

    #[test]
    fn a_table_comes_back_equal_through_a_workbook(
        table in vec((words(), -1e9..1e9f64, -25_000..60_000i32, -2_000_000_000..4_000_000_000i64, any::<bool>(), any::<i64>()), 1..5),
    ) {
        let types = [ColumnType::Text, ColumnType::Number, ColumnType::Date, ColumnType::Moment, ColumnType::Flag, ColumnType::Money];
        let values: Vec<Vec<Value>> = table.iter().map(|(text, x, day, seconds, flag, minor)| vec![
            Value::Text(text.clone()),
            Value::Number((x * 1e4).round() / 1e4),
            Value::Date(Date(*day)),
            Value::Instant(seconds * 1000),
            Value::Flag(*flag),
            Value::Money { minor: *minor, currency: *b"CNY" },
        ]).collect();
        let holds = [FieldType::LongText, FieldType::Decimal, FieldType::Date, FieldType::Moment, FieldType::Flag, FieldType::Money];
        let fields = holds.map(|holds| Field { holds, required: false, ..CUSTOMER.fields[0] });
        let voice = Voice { language: Language::Zh, zone: 480.into(), name: &|_| String::new() };
        let texts: Vec<Vec<String>> = values
            .iter()
            .map(|row| row.iter().zip(&fields).map(|(value, field)| value_text(field, value, voice)).collect())
            .collect();
        let book = csv_to_workbook(csv(&["a", "b", "c", "d", "e", "f"], &texts).as_bytes(), &types, "x").unwrap();
        let back = rows(&sheet_to_csv(&book, 0).unwrap().text);
        prop_assert_eq!(back.len(), texts.len() + 1);
        for (texts, (_, cells)) in texts.iter().zip(&back[1..]) {
            for ((field, told), found) in fields.iter().zip(texts).zip(cells) {
                prop_assert_eq!(read_cell(field, told, 480), read_cell(field, found, 480), "{} {}", told, found);
            }
        }
    }

    #[test]
    fn lines_lead_back_to_rows(table in vec((words(), 1u32..4), 1..8)) {
        let mut made = crate::table::Table::new(1 << 20);
        let mut row = 0;
        let mut sources = Vec::new();
        for (text, gap) in &table {
            row += gap;
            sources.push(row);
            made.row(row, &[Cell::Text("x"), Cell::Text(text)]).unwrap();
        }
        let (text, marks) = made.finish();
        let lines = rows(&text).into_iter().map(|(line, _)| crate::tests::source(&marks, line));
        prop_assert_eq!(lines.collect::<Vec<_>>(), sources);
    }

    #[test]
    fn fuzz_any_bytes_become_something_or_an_error(bytes in vec(any::<u8>(), 0..300), types in vec(0usize..6, 0..4)) {
        let names = ["text", "number", "date", "moment", "flag", "money"];
        let types: Vec<ColumnType> = types.iter().map(|at| ColumnType::named(names[*at])).collect();
        for start in [&b""[..], b"PK\x03\x04", b"BEGIN:VCARD\nVERSION:2.1\n", b"name,phone\n"] {
            let bytes = [start, &bytes].concat();
            let _told = sheets(&bytes);
            let _told = sheet_to_csv(&bytes, 0);
            let _told = cards_to_csv(&bytes, Language::En, Box::new(decode));
            let _told = csv_to_cards(&bytes);
            let _told = csv_to_workbook(&bytes, &types, "x");
        }
    }

    #[test]
    fn fuzz_a_damaged_workbook_becomes_csv_or_an_error(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = include_bytes!("../../workbook/fixtures/merged.xlsx").to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _told = sheets(&bytes);
        if let Ok(csv) = sheet_to_csv(&bytes, 0) {
            prop_assert_eq!(rows(&csv.text).len(), csv.rows as usize);
        }
    }

    #[test]
    fn fuzz_any_table_becomes_cards_and_a_workbook(table in vec(vec(words(), 1..5), 1..6), types in vec(0usize..6, 0..5)) {
        let names = ["text", "number", "date", "moment", "flag", "money"];
        let types: Vec<ColumnType> = types.iter().map(|at| ColumnType::named(names[*at])).collect();
        let text = csv(&["name", "birthday", "phones", "tags"], &table);
        let cards = csv_to_cards(text.as_bytes()).unwrap();
        let _told = cards_to_csv(cards.as_bytes(), Language::Zh, Box::new(decode));
        let _told = csv_to_workbook(text.as_bytes(), &types, &table[0][0]);
    }

    #[test]
    fn fuzz_any_cards_become_a_table(lines in vec(prop_oneof![
        prop::sample::select(vec![
            "BEGIN:VCARD", "END:VCARD", "VERSION:4.0", "FN:a", "N:;;;;", "TEL:138", "TEL;TYPE=cell,fax:+86 1",
            "item1.TEL:12345", "item1.X-ABLabel:x", "X-CANDOR-CARD:1", "X-CANDOR-PHONE:=", "X-CANDOR-TAGS:=a\\;b",
            "X-CANDOR-:=", "ADR:;;a;b;c;d;e", "ADR:;;;;;;中", "BDAY:--04", "BDAY:2999", "BDAY:19850412", "ORG:a;b",
            "CATEGORIES:,,a\\,b", "NOTE:\\n", "IMPP:x-apple:a", "EMAIL:a@b.cn", "EMAIL:x", "PHOTO:AAAA", "KIND:group",
        ]).prop_map(str::to_owned),
        words(),
    ], 0..25)) {
        let text = lines.join("\n");
        if let Ok(cards) = cards_to_csv(text.as_bytes(), Language::En, Box::new(decode)) {
            let table = rows(&cards.csv.text);
            prop_assert_eq!(table.len(), cards.cards as usize + 1);
            let width = table[0].1.len();
            prop_assert!(table.iter().all(|(_, cells)| cells.len() == width));
        }
    }
}
