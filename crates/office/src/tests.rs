//! Files that other programs wrote, and what becomes of them.

use crate::*;
use exchange::cell::header;
use exchange::restore;
use model::{CUSTOMER, Language, customer};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../workbook/fixtures/", $name)).as_slice()
    };
}

/// The rows of a CSV text with their lines.
pub fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
    let mut rows = Vec::new();
    crate::table::read(text.as_bytes(), &mut |row| {
        let cells = row.cells().map(|cell| restore(cell).to_owned());
        rows.push((row.line(), cells.collect()));
        Ok(())
    })
    .unwrap();
    rows
}

/// Where a line comes from.
pub fn source(marks: &[(u32, u32)], line: u32) -> u32 {
    let mark = marks.iter().rev().find(|(from, _)| *from <= line);
    mark.map_or(line, |(from, source)| line - from + source)
}

#[test]
fn sheets_are_listed_with_what_they_hold() {
    let all = sheets(fixture!("typical.xlsx")).unwrap();
    let seen: Vec<_> = all
        .iter()
        .map(|s| (s.name.as_str(), s.hidden, s.rows, s.columns))
        .collect();
    assert_eq!(
        seen,
        [
            ("客户", false, 5, 10),
            ("Empty", true, 0, 0),
            ("Second & last", false, 11, 1)
        ]
    );
    let codes: Vec<_> = all[0].notes.iter().map(|n| n.notice.code()).collect();
    assert_eq!(codes, ["sheet.error", "sheet.digits_lost"]);
}

#[test]
fn a_sheet_becomes_csv_whose_lines_lead_to_its_rows() {
    let csv = sheet_to_csv(fixture!("typical.xlsx"), 0).unwrap();
    let got = rows(&csv.text);
    assert_eq!((got.len(), csv.rows), (5, 5));
    let lines: Vec<u32> = got
        .iter()
        .map(|(line, _)| source(&csv.marks, *line))
        .collect();
    assert_eq!(lines, [1, 2, 3, 5, 6]);
    let cells = |row: usize| got[row].1.iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        cells(1),
        [
            "张三",
            "13800138000",
            "0042",
            "1985-04-12",
            "2024-03-05 17:02:11",
            "09:30:00",
            "TRUE",
            "0.1",
            "a & b <c> \"d\"\n第二行",
            "000123",
        ]
    );
    assert_eq!((cells(2)[8], cells(4)[7]), ("=not run", "0.0000001"));
    assert!(csv.text.contains("\"'=not run\""));
}

#[test]
fn what_is_no_workbook_is_named() {
    for (bytes, code) in [
        (&b""[..], "workbook.empty"),
        (b"name,phone\n", "workbook.not_a_workbook"),
        (fixture!("letter.docx"), "workbook.other_document"),
        (fixture!("old.xls"), "workbook.old_format"),
        (fixture!("encrypted.xlsx"), "workbook.encrypted"),
        (fixture!("bomb-strings.xlsx"), "workbook.too_much"),
    ] {
        assert_eq!(sheets(bytes).unwrap_err().code(), code);
        assert_eq!(sheet_to_csv(bytes, 0).unwrap_err().code(), code);
    }
    let bomb = sheets(fixture!("bomb-sheet.xlsx")).unwrap();
    assert_eq!(bomb[0].problem, Some("workbook.bomb"));
    let none = sheet_to_csv(fixture!("typical.xlsx"), 9).unwrap_err();
    assert_eq!(none.code(), "workbook.no_such_sheet");
}

#[test]
fn a_workbook_reads_back_as_the_table_it_was() {
    let csv = "\u{feff}姓名,编号,金额,生日,时间,VIP,数\r\n\
        张三,0042,12.50 CNY,1985-04-12,2024-03-05 17:02,是,0\r\n\
        \"'=1+1\",+8613800138000,0.00 CNY,never,2024-03-05,No,007\r\n\
        \"a\nb\",,99 JPY,1899-01-01,1900-01-01 00:00:01,,1.5\r\n";
    use ColumnType::{Date, Flag, Moment, Money, Number, Text};
    let types = [Text, Text, Money, Date, Moment, Flag, Number];
    let book = csv_to_workbook(csv.as_bytes(), &types, "客户").unwrap();
    assert_eq!(sheets(&book).unwrap()[0].name, "客户");
    let got: Vec<_> = rows(&sheet_to_csv(&book, 0).unwrap().text);
    let got: Vec<Vec<String>> = got.into_iter().map(|(_, cells)| cells).collect();
    let want = [
        ["姓名", "编号", "金额", "生日", "时间", "VIP", "数"],
        [
            "张三",
            "0042",
            "12.50 CNY",
            "1985-04-12",
            "2024-03-05 17:02:00",
            "TRUE",
            "0",
        ],
        [
            "=1+1",
            "+8613800138000",
            "0.00 CNY",
            "never",
            "2024-03-05",
            "FALSE",
            "007",
        ],
        [
            "a\nb",
            "",
            "99 JPY",
            "1899-01-01",
            "1900-01-01 00:00:01",
            "",
            "1.5",
        ],
    ];
    assert_eq!(got, want);
    for (bytes, code) in [
        (&b""[..], "office.no_rows"),
        (b"\xff\xfe", "office.misread"),
        (b"a\n\"b", "exchange.unclosed_quote"),
    ] {
        assert_eq!(
            csv_to_workbook(bytes, &types, "x").unwrap_err().code(),
            code
        );
    }
    let long = ["a\n", &"x".repeat(40_000), "\n"].concat();
    let error = csv_to_workbook(long.as_bytes(), &[], "x").unwrap_err();
    assert_eq!(
        (error.code(), error.line()),
        ("workbook.text_too_long", Some(2))
    );
}

/// What a decoder in a browser knows, as far as the tests need it.
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    (label == "gb18030" || label == "gbk").then_some(())?;
    // 张三 and 李四, and plain letters.
    let mut out = String::new();
    let mut rest = bytes;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if first.is_ascii() {
            out.push(char::from(*first));
            continue;
        }
        let (second, behind) = rest.split_first()?;
        rest = behind;
        out.push(match [*first, *second] {
            [0xd5, 0xc5] => '张',
            [0xc8, 0xfd] => '三',
            [0xc0, 0xee] => '李',
            [0xcb, 0xc4] => '四',
            _ => return None,
        });
    }
    Some(out)
}

const PHONE_CARDS: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=\r\n=B8=89;;;\r\n\
FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5=C8=FD\r\nTEL;CELL:+86 138 0013 8000\r\nTEL;WORK;FAX:02812345678\r\n\
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n ABAQ\r\n\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Love\r\n lace\r\nORG:Analytical Engines;Research\r\nTITLE:Director\r\n\
item1.TEL;type=pref:010-5550\r\nitem1.X-ABLabel:_$!<Main>!$_\r\nTEL;TYPE=HOME:010-5551\r\nTEL:call me\r\nEMAIL;TYPE=WORK:ada@a.cn\r\nEMAIL:b@a.cn\r\n\
ADR;TYPE=HOME:;;1 High St;London;;W1;UK\r\nBDAY:1985-04-12\r\nURL:https://a.cn\r\nCATEGORIES:VIP,x;y\r\nNOTE:a\\nb\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:9\r\nFN:x\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:河东公司\r\nBDAY:--0412\r\nADR:;;天府大道1号;成都;四川;610000;中国\r\nEND:VCARD\r\n";

#[test]
fn cards_of_phones_become_customers() {
    for (language, name, mobile) in [
        (Language::Zh, "姓名或名称", "单位传真"),
        (Language::En, "Name", "Work fax"),
    ] {
        let cards = cards_to_csv(PHONE_CARDS.as_bytes(), language, Box::new(decode)).unwrap();
        assert_eq!((cards.cards, cards.media, cards.refused), (3, 1, 1));
        let trouble = cards.troubles[0];
        assert_eq!((trouble.card, trouble.code), (3, "card.unknown_version"));
        let got = rows(&cards.csv.text);
        let sources: Vec<u32> = got[1..]
            .iter()
            .map(|(l, _)| source(&cards.csv.marks, *l))
            .collect();
        assert_eq!(sources, [1, 2, 4]);
        assert_eq!(got[0].1[0], name);
        let get = |row: usize, no| {
            let at = got[0]
                .1
                .iter()
                .position(|name| header(CUSTOMER.fields, name) == Some(no));
            at.map_or("", |at| got[row].1[at].as_str())
        };
        assert_eq!(get(1, customer::NAME), "张三");
        assert_eq!(get(1, customer::PHONE), "+86 138 0013 8000");
        assert_eq!(get(1, customer::PHONES), format!("{mobile}: 02812345678"));
        assert_eq!(get(2, customer::NAME), "Ada Lovelace");
        assert_eq!(get(2, customer::PHONE), "010-5550");
        assert_eq!(get(2, customer::ORGANISATION), "Analytical Engines");
        assert_eq!(get(2, customer::POSITION), "Director");
        assert_eq!(get(2, customer::EMAIL), "ada@a.cn");
        assert_eq!(get(2, customer::EMAILS), "b@a.cn");
        assert_eq!(get(2, customer::BIRTHDAY), "1985-04-12");
        assert_eq!(get(2, customer::TAGS), "VIP; x\\;y");
        assert!(get(2, customer::ADDRESSES).ends_with(": 1 High St, London, W1, UK"));
        for part in ["a\nb\n", ": Research", ": call me", ": https://a.cn"] {
            assert!(get(2, customer::NOTES).contains(part), "{part}");
        }
        assert_eq!(
            get(3, customer::ADDRESSES),
            "中国四川成都天府大道1号 610000"
        );
        assert!(get(3, customer::NOTES).ends_with(": 0412"));
        assert!(["单位", "Organisation"].contains(&get(3, customer::KIND)));
        assert_eq!(get(3, customer::WECHAT), "");
    }
}

#[test]
fn cards_in_another_encoding_and_bad_ones_are_told() {
    let gbk = b"BEGIN:VCARD\nVERSION:3.0\nFN:\xc0\xee\xcb\xc4\nEND:VCARD\n";
    let cards = cards_to_csv(gbk, Language::Zh, Box::new(decode)).unwrap();
    assert!(cards.csv.text.contains("李四"));
    for (bytes, code) in [
        (&b""[..], "exchange.empty"),
        (b"name,phone\n", "card.none"),
        (b"BEGIN:VCARD\nFN:a\n", "card.unfinished"),
        (b"PK\x03\x04", "exchange.not_text"),
        (b"BEGIN:VCARD\nFN:\xd5\xd5\nEND:VCARD\n", "office.misread"),
    ] {
        let error = cards_to_csv(bytes, Language::Zh, Box::new(decode)).unwrap_err();
        assert_eq!(error.code(), code);
    }
    assert_eq!(
        csv_to_cards(b"a,b\n1,2\n").unwrap_err().code(),
        "office.no_columns"
    );
    assert_eq!(csv_to_cards(b"").unwrap_err().code(), "office.no_rows");
}

#[test]
fn a_customer_is_a_card_that_phones_understand() {
    let csv = "name,phone,phones,birthday,wechat,owner,email,编号\r\n\
        张三,13800138000,手机: 139,1985-04-12,zhang,Ada,a@b.cn,1\r\n";
    let out = csv_to_cards(csv.as_bytes()).unwrap();
    for line in [
        "VERSION:4.0",
        "FN:张三",
        "TEL;PREF=1:13800138000",
        "item1.TEL;TYPE=cell:139",
        "BDAY:19850412",
        "EMAIL;PREF=1:a@b.cn",
        "X-CANDOR-OWNER:=Ada",
        "IMPP;X-SERVICE-TYPE=wechat:x-apple:zhang",
    ] {
        assert!(out.contains(&format!("{line}\r\n")), "{line}\n{out}");
    }
    // Only what the format cannot say stands under a name of ours.
    assert_eq!(out.matches("X-CANDOR-").count(), 2);
}

#[test]
fn a_plan_for_cards_suggests_itself() {
    use exchange::{Delimiter, Limits, Parser, Profiler, Use, suggest};
    // Numbers with a country and spaces, which stand behind an apostrophe in CSV, are most.
    let more = "BEGIN:VCARD\nVERSION:3.0\nFN:x\nTEL:+86 10 1234 5678\nEND:VCARD\n".repeat(3);
    let file = [PHONE_CARDS, &more].concat();
    for language in [Language::Zh, Language::En] {
        let cards = cards_to_csv(file.as_bytes(), language, Box::new(decode)).unwrap();
        let mut profiler = None::<Profiler>;
        let mut on_row = |row: exchange::Row<'_>| match &mut profiler {
            None => profiler = Some(Profiler::new(row)),
            Some(profiler) => profiler.row(row),
        };
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        parser.push(&cards.csv.text, &mut on_row).unwrap();
        parser.finish(&mut on_row).unwrap();
        let columns = profiler.unwrap().finish().columns;
        let uses = suggest(&columns);
        for no in [
            customer::NAME,
            customer::KIND,
            customer::PHONE,
            customer::EMAIL,
            customer::BIRTHDAY,
            customer::POSITION,
            customer::TAGS,
            customer::NOTES,
        ] {
            let label = CUSTOMER.field(no).unwrap().label.of(language);
            let at = columns.iter().position(|c| c.name == label);
            assert_eq!(at.map(|at| &uses[at]), Some(&Use::Field(no)), "{label}");
        }
    }
}
