//! Cards as programs and phones write them.

use super::*;

type Read = Vec<Result<Card, CardError>>;

fn read(text: &str) -> Read {
    let mut got = Read::new();
    let mut reader = CardReader::new(CardLimits::default());
    reader.push(text, &mut |card| got.push(card));
    reader.finish(&mut |card| got.push(card));
    got
}

fn one(body: &str) -> Card {
    let text = format!(
        "BEGIN:VCARD\r\n{}\r\nEND:VCARD\r\n",
        body.trim().replace('\n', "\r\n")
    );
    let mut got = read(&text);
    assert_eq!(got.len(), 1, "{got:?}");
    got.remove(0).unwrap()
}

fn entry(value: &str, types: &[&str], label: &str, preferred: bool) -> Entry {
    Entry {
        value: value.into(),
        types: types.iter().map(|t| (*t).to_owned()).collect(),
        label: label.into(),
        preferred,
    }
}

#[test]
fn a_card_of_version_4_gives_its_fields() {
    let card = one("\
VERSION:4.0
KIND:individual
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN:Dr. Anna Müller\\, MBA
N:Müller;Anna;Maria,Luise;Dr.;MBA
NICKNAME:Anni,Annie
ORG:Example GmbH;Sales;North
TITLE:Head of Sales
ROLE:Sales
TEL;VALUE=uri;PREF=2;TYPE=\"voice,work\":tel:+49-89-1234;ext=17
TEL;TYPE=cell;PREF=1:+49 170 1234567
EMAIL;TYPE=work:anna@example.com
ADR;TYPE=work;LABEL=\"Main: St\":;;Hauptstr. 5\\, Hof;München;BY;80331;Deutschland
URL:https://example.com/a,b;c
IMPP;PREF=1:xmpp:anna@example.com
BDAY:--0412
GENDER:F;she
CATEGORIES:VIP,Partner\\, old
NOTE:first\\nsecond\\; third
RELATED;TYPE=spouse;VALUE=text:Max
REV:20240305T101112Z
X-CUSTOM;A=b:some\\,thing");
    assert_eq!(card.full_name, "Dr. Anna Müller, MBA");
    assert_eq!(
        (card.name.family.as_str(), card.name.additional.as_str()),
        ("Müller", "Maria,Luise")
    );
    assert_eq!(card.nicknames, ["Anni", "Annie"]);
    assert_eq!(
        (card.organisation.as_str(), card.units.len()),
        ("Example GmbH", 2)
    );
    assert_eq!(
        card.phones,
        [
            entry("+49-89-1234 ext 17", &["voice", "work"], "", false),
            entry("+49 170 1234567", &["cell"], "", true)
        ]
    );
    assert_eq!(
        card.emails,
        [entry("anna@example.com", &["work"], "", false)]
    );
    let address = &card.addresses[0];
    assert_eq!(
        (address.street.as_str(), address.city.as_str()),
        ("Hauptstr. 5, Hof", "München")
    );
    assert_eq!(
        (address.postcode.as_str(), address.country.as_str()),
        ("80331", "Deutschland")
    );
    assert_eq!(card.urls[0].value, "https://example.com/a,b;c");
    assert_eq!(
        (
            card.messengers[0].service.as_str(),
            card.messengers[0].preferred
        ),
        ("xmpp", true)
    );
    assert_eq!(card.birthday, PartialDate::new(None, Some(4), Some(12)));
    assert_eq!(
        (card.gender, card.gender_text.as_str()),
        (Some(Gender::Female), "she")
    );
    assert_eq!(card.categories, ["VIP", "Partner, old"]);
    assert_eq!(card.note, "first\nsecond; third");
    assert_eq!(card.related, [entry("Max", &["spouse"], "", false)]);
    assert_eq!(card.revised, "20240305T101112Z");
    let name = "X-CUSTOM".to_owned();
    let value = "some\\,thing".to_owned();
    assert_eq!(card.unmapped, [Unmapped { name, value }]);
}

#[test]
fn a_phone_s_version_3_has_groups_labels_and_days_without_a_year() {
    let card = one("\
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.0//EN
N:王;小明;;;
FN:王小明
ORG:成都某某公司;
item1.TEL;type=pref:138 0013 8000
item1.X-ABLabel:主号
TEL;type=CELL;type=VOICE:13900139000
item2.URL;type=pref:http\\://example.com
item2.X-ABLabel:_$!<HomePage>!$_
item3.ADR;type=HOME:;;天府大道1号\\n2栋;成都市;四川省;610000;中国
item3.X-ABADR:cn
BDAY;value=date;X-APPLE-OMIT-YEAR=1604:1604-02-29
IMPP;X-SERVICE-TYPE=WeChat:x-apple:wang%5Fxm
X-QQ:12345
X-ABShowAs:COMPANY");
    assert_eq!(
        card.phones,
        [
            entry("138 0013 8000", &[], "主号", true),
            entry("13900139000", &["cell", "voice"], "", false)
        ]
    );
    assert_eq!(
        card.urls,
        [entry("http://example.com", &[], "HomePage", true)]
    );
    assert_eq!(card.addresses[0].street, "天府大道1号\n2栋");
    assert_eq!(card.birthday, PartialDate::new(None, Some(2), Some(29)));
    let messengers: Vec<_> = card
        .messengers
        .iter()
        .map(|m| (m.service.as_str(), m.handle.as_str()))
        .collect();
    assert_eq!(messengers, [("wechat", "wang_xm"), ("qq", "12345")]);
    assert_eq!(
        (card.organisation.as_str(), card.units.len()),
        ("成都某某公司", 0)
    );
    assert_eq!(card.kind, CardKind::Organisation);
    assert_eq!(card.unmapped[0].name, "X-ABADR");
}

#[test]
fn version_2_1_is_read_as_phones_write_it() {
    let card = one("\
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89;;;
FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E5=BC=A0=
=E4=B8=89
TEL;CELL;PREF:13800138000
TEL;HOME;VOICE:028-12345678
EMAIL;INTERNET:z@example.cn
ADR;WORK;CHARSET=UTF-8;QUOTED-PRINTABLE:;;=E5=A4=A7=E9=81=93;=E6=88=90=E9=83=BD;;;
ORG:Some
 Company
NOTE;ENCODING=QUOTED-PRINTABLE:line one=0D=0Aline two
NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9
AGENT:
BEGIN:VCARD
VERSION:2.1
N:Somebody;Else
TEL:1
END:VCARD
PHOTO;ENCODING=BASE64;JPEG:
 /9j/4AAQSkZJRgABAQAAAQABAAD
/9j/4AAQSkZJRgABAQAAAQABAAD

TITLE:经理");
    assert_eq!(card.full_name, "张三");
    assert_eq!(
        (card.name.family.as_str(), card.name.given.as_str()),
        ("张", "三")
    );
    assert_eq!(card.phones[0], entry("13800138000", &["cell"], "", true));
    assert_eq!(card.emails[0].value, "z@example.cn");
    assert_eq!(card.addresses[0].city, "成都");
    assert_eq!(card.organisation, "Some Company");
    assert_eq!(card.note, "line one\nline two\ncafé");
    assert_eq!((card.phones.len(), card.title.as_str()), (2, "经理"));
    assert_eq!(card.skipped.len(), 1);
    assert_eq!(
        (card.skipped[0].name.as_str(), card.skipped[0].bytes),
        ("PHOTO", 54)
    );
}

#[test]
fn other_encodings_are_decoded_by_the_caller_or_refused() {
    let text =
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5\nEND:VCARD\n";
    assert_eq!(
        read(text)[0].as_ref().unwrap_err().problem,
        CardProblem::BadText
    );
    let decoder = |label: &str, bytes: &[u8]| {
        (label == "gbk" && bytes == b"\xD5\xC5").then(|| "张".to_owned())
    };
    let mut reader = CardReader::with_decoder(CardLimits::default(), Box::new(decoder));
    let mut got = Read::new();
    reader.push(text, &mut |card| got.push(card));
    reader.finish(&mut |card| got.push(card));
    assert_eq!(got[0].as_ref().unwrap().full_name, "张");
}

#[test]
fn a_bad_card_is_refused_alone_with_its_line() {
    let good = "BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n";
    let long = format!(
        "BEGIN:VCARD\nVERSION:3.0\nNOTE:{}\nEND:VCARD\n",
        "x".repeat(300 << 10)
    );
    let large = format!(
        "BEGIN:VCARD\nVERSION:3.0\n{}END:VCARD\n",
        format!("NOTE:{}\n", "x".repeat(200 << 10)).repeat(6)
    );
    let many = format!(
        "BEGIN:VCARD\nVERSION:3.0\n{}END:VCARD\n",
        "TEL:1\n".repeat(2001)
    );
    for (bad, line, code) in [
        (
            "BEGIN:VCARD\nVERSION:5.0\nFN:b\nEND:VCARD\n",
            6,
            "card.unknown_version",
        ),
        (
            "BEGIN:VCARD\nVERSION:3.0\nno colon here\nFN:b\nEND:VCARD\n",
            7,
            "card.bad_line",
        ),
        (
            "BEGIN:VCARD\nVERSION:3.0\nFN\u{1}:b\nEND:VCARD\n",
            7,
            "card.bad_line",
        ),
        (
            "BEGIN:VCARD\nVERSION:3.0\nX-A:b\nEND:VCARD\n",
            5,
            "card.nobody",
        ),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:b\n", 5, "card.unfinished"),
        (long.as_str(), 7, "card.line_too_long"),
        (large.as_str(), 12, "card.too_large"),
        (many.as_str(), 2006, "card.too_large"),
    ] {
        let got = read(&format!("{good}{bad}{good}"));
        assert_eq!(got.len(), 3, "{code}");
        assert!(got[0].is_ok() && got[2].is_ok());
        let error = got[1].clone().unwrap_err();
        assert_eq!((error.code(), error.line, error.card), (code, line, 5));
    }
    let cut = read(&format!("{good}BEGIN:VCARD\nVERSION:3.0\nFN:b\n"));
    assert_eq!(cut[1].clone().unwrap_err().code(), "card.unfinished");
    for none in ["", "name,phone\n1,2\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"] {
        assert_eq!(read(none)[0].clone().unwrap_err().code(), "card.none");
    }
}

#[test]
fn a_large_picture_passes_without_being_kept() {
    for fold in ["", "\r\n "] {
        let mut reader = CardReader::new(CardLimits {
            line_bytes: 200,
            card_bytes: 300,
            properties: 9,
        });
        let mut got = Read::new();
        reader.push(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\nitem1.PHOTO;ENCODING=b;TYPE=JPEG:",
            &mut |c| got.push(c),
        );
        for _ in 0..10_000 {
            reader.push("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", &mut |c| got.push(c));
            reader.push(fold, &mut |c| got.push(c));
        }
        reader.push("\r\nEND:VCARD\r\n", &mut |c| got.push(c));
        reader.finish(&mut |c| got.push(c));
        let card = got.remove(0).unwrap();
        assert_eq!(card.skipped[0].bytes, 360_000);
    }
}

#[test]
fn lines_are_folded_at_75_bytes_between_characters() {
    let card = Card {
        full_name: "知诚".repeat(60),
        note: "😀".repeat(50),
        ..Card::default()
    };
    for version in [CardVersion::V3, CardVersion::V4] {
        let mut out = String::new();
        write_card(&mut out, &card, version);
        assert!(out.ends_with("END:VCARD\r\n"));
        assert!(
            out.split("\r\n")
                .all(|line| line.len() <= 75 && !line.contains(['\r', '\n']))
        );
        let lines = out.split("\r\n").filter(|line| line.len() > 70).count();
        assert!(lines > 5);
        assert_eq!(read(&out)[0].clone().unwrap(), card);
    }
}

#[test]
fn a_name_is_put_together_in_the_order_of_its_script() {
    for (n, want) in [
        ("王;小明;;;", "王小明"),
        ("Smith;John;Q;Dr.;Jr.", "Dr. John Q Smith Jr."),
        ("王;;;;", "王"),
        (";John;;;", "John"),
    ] {
        assert_eq!(one(&format!("VERSION:3.0\nN:{n}")).full_name, want);
    }
    assert_eq!(one("VERSION:3.0\nORG:Firm").full_name, "Firm");
    assert_eq!(one("VERSION:3.0\nTEL:12345").full_name, "12345");
}
