//! Rows of any register.

use super::*;
use crate::{DayOrder, Delimiter, Limits, Parser};
use model::{CUSTOMER, INTERACTION, PURCHASE, customer, interaction, purchase};

fn one(kind: &Kind, columns: &[Use], labels: &[&str], text: &str) -> Result<Said, Refusal> {
    let plan = Plan {
        columns: columns.to_vec(),
    };
    let labels: Vec<String> = labels.iter().map(|l| (*l).to_owned()).collect();
    let day_first = DateFormat {
        order: Some(DayOrder::DayFirst),
        serials: None,
    };
    let formats = vec![day_first; columns.len()];
    let sheet = Sheet {
        kind,
        plan: &plan,
        formats: &formats,
        labels: &labels,
        zone: 480.into(),
    };
    let mut got = None;
    let mut on_row = |row: Row<'_>| got = Some(read_row(&sheet, row));
    let mut parser = Parser::new(Delimiter::Comma, Limits::default());
    parser.push(text, &mut on_row).unwrap();
    parser.finish(&mut on_row).unwrap();
    got.unwrap()
}

#[test]
fn names_and_addresses_are_put_together_as_people_write_them() {
    use AddressPart::{City, Country, Postcode, Region, Street};
    use NamePart::{Family, Given, Middle};
    let columns = [
        Use::Name(Given),
        Use::Name(Middle),
        Use::Name(Family),
        Use::Address(Street),
        Use::Address(Postcode),
        Use::Address(City),
        Use::Address(Region),
        Use::Address(Country),
    ];
    for (row, name, address) in [
        (
            "伟,,张,天府大道 1 号,610000,成都,四川,",
            Some("张伟"),
            Some("四川成都天府大道 1 号 610000"),
        ),
        (
            "Ada,K.,Lovelace,St James 12,SW1,London,,UK",
            Some("Ada K. Lovelace"),
            Some("St James 12, SW1 London, UK"),
        ),
        (",,Lovelace,,,London,,", Some("Lovelace"), Some("London")),
        (
            "芳,,王,中山路 2 号,,上海市,上海市,",
            Some("王芳"),
            Some("上海市中山路 2 号"),
        ),
        (",,,,,,,", None, None),
    ] {
        let got = one(&CUSTOMER, &columns, &[], row).unwrap();
        assert_eq!(got.text(customer::NAME), name, "{row}");
        let addresses: Vec<_> = got.elements.iter().map(|(_, one)| one.as_str()).collect();
        assert_eq!(addresses.first().copied(), address, "{row}");
    }
}

#[test]
fn every_type_is_read_and_references_are_handed_on() {
    let fields = [
        purchase::CUSTOMER,
        purchase::DATE,
        purchase::PRODUCT,
        purchase::AMOUNT,
        purchase::QUANTITY,
        purchase::RETURNED,
    ];
    let columns = fields.map(Use::Field);
    let got = one(
        &PURCHASE,
        &columns,
        &[],
        "王芳,3/5/2024,=1+1,\"1,200.5\",2.5,是",
    )
    .unwrap();
    assert_eq!(got.references, [(purchase::CUSTOMER, "王芳".to_owned(), 0)]);
    let text = Value::Text("=1+1".into());
    let day = Date::from_ymd(2024, 5, 3).unwrap();
    let money = Value::Money {
        minor: 120_050,
        currency: *b"CNY",
    };
    assert_eq!(got.value(purchase::PRODUCT), Some(&text));
    assert_eq!(got.value(purchase::DATE), Some(&Value::Date(day)));
    assert_eq!(got.value(purchase::AMOUNT), Some(&money));
    assert_eq!(got.value(purchase::RETURNED), Some(&Value::Flag(true)));
    for (row, column, code) in [
        ("a,31/2/2024,,,,", 1, "date.no_such_day"),
        ("a,,,a lot,,", 3, "invalid.money"),
        ("a,,,,,maybe", 5, "invalid.flag"),
        ("a,,,,", 5, "row.cell_count"),
        ("a,,,,,,,", 6, "row.cell_count"),
    ] {
        let why = one(&PURCHASE, &columns, &[], row).unwrap_err();
        assert_eq!((why.column, why.reason.code()), (column, code), "{row}");
    }
}

#[test]
fn moments_take_the_order_of_their_column_and_local_time() {
    let columns = [Use::Field(interaction::AT)];
    let noon = Date::from_ymd(2024, 5, 3).unwrap().0;
    let noon = i64::from(noon) * 86_400_000 + 4 * 3_600_000;
    for (text, want) in [
        ("2024-05-03 12:00", Ok(noon)),
        ("3/5/2024 12:00", Ok(noon)),
        ("2024-05-03T04:00:00Z", Ok(noon)),
        ("31/2/2024 12:00", Err("date.no_such_day")),
        ("soon", Err("invalid.moment")),
    ] {
        let got = one(&INTERACTION, &columns, &[], text);
        let got = got.map(|said| said.value(interaction::AT).cloned());
        let got = got.map_err(|refusal| refusal.reason.code());
        assert_eq!(got, want.map(|ms| Some(Value::Instant(ms))), "{text}");
    }
}

#[test]
fn several_columns_fill_sets_and_notes_and_name_their_numbers() {
    let columns = [
        Use::Field(customer::NAME),
        Use::Field(customer::PHONES),
        Use::Field(customer::PHONES),
        Use::Field(customer::NOTES),
        Use::Field(customer::NOTES),
        Use::Field(customer::TAGS),
        Use::Tag {
            prefix: "T ".into(),
        },
    ];
    let labels = ["", "Fax", ""];
    let row = "a,021 5555 0000,home: 138 0013 8000; 1.3800138E+10,one,two,VIP;老客户,x";
    let got = one(&CUSTOMER, &columns, &labels, row).unwrap_err();
    // A list with a number in scientific notation is refused, and not cut.
    assert_eq!((got.column, got.reason.code()), (2, "invalid.phone"));
    let row = "a,1.3800138E+10,home: 138 0013 8000,one,two,VIP;老客户,x";
    let got = one(&CUSTOMER, &columns, &labels, row).unwrap();
    let said = |no| -> Vec<String> {
        let of = got.elements.iter().filter(|(have, _)| *have == no);
        of.map(|(_, one)| one.replace('\u{1f}', "|")).collect()
    };
    assert_eq!(
        said(customer::PHONES),
        ["13800138000|Fax", "138 0013 8000|home"]
    );
    assert_eq!(said(customer::TAGS), ["VIP", "老客户", "T x"]);
    assert_eq!(got.text(customer::NOTES), Some("one\ntwo"));
    assert_eq!(label_of(&CUSTOMER, &columns[1], "Fax"), "Fax");
    assert_eq!(label_of(&CUSTOMER, &columns[1], "更多电话"), "更多电话");
    assert_eq!(label_of(&CUSTOMER, &columns[1], "More phones"), "");
    assert_eq!(label_of(&CUSTOMER, &columns[3], "Fax"), "");
}
