//! Tables: what finds what, in which order, and what is marked.

use super::{index, readings};
use crate::{FindError, Finder, Kind, Manner, Readings};
use Manner::{ExactName, Initials, Inside, NamePrefix, Near, Pinyin, Text, WordPrefix};

/// How one part is found by what is typed.
fn manner(kind: Kind, text: &str, typed: &str) -> Option<Manner> {
    let found = index(&[(kind, text)]).find(typed, 1);
    assert_eq!(found.total as usize, found.hits.len());
    let hit = found.hits.first()?;
    hit.why.iter().map(|why| why.manner).max()
}

fn check(kind: Kind, cases: &[(&str, &str, Option<Manner>)]) {
    for (text, typed, expected) in cases {
        assert_eq!(manner(kind, text, typed), *expected, "{typed} in {text}");
    }
}

#[test]
fn a_chinese_name_is_found_by_characters_and_every_kind_of_pinyin() {
    check(
        Kind::Name,
        &[
            ("王小明", "王小明", Some(ExactName)),
            ("王小明", "王", Some(NamePrefix)),
            ("王小明", "王小", Some(NamePrefix)),
            ("王小明", "小明", Some(Inside)),
            ("王小明", "明", Some(Inside)),
            ("王小明", "明小", None),
            ("王小明", "wangxiaoming", Some(Pinyin)),
            ("王小明", "WangXiaoMing", Some(Pinyin)),
            ("王小明", "wang xiao ming", Some(Pinyin)),
            ("王小明", "wang xiaom", Some(Pinyin)),
            ("王小明", "wangxiaom", Some(Pinyin)),
            ("王小明", "wangx", Some(Pinyin)),
            ("王小明", "wan", Some(Pinyin)),
            ("王小明", "xiaoming", Some(Pinyin)),
            ("王小明", "w", Some(Initials)),
            ("王小明", "wxm", Some(Initials)),
            ("王小明", "w x m", Some(Initials)),
            ("王小明", "xm", Some(Initials)),
            ("王小明", "wangxm", Some(Initials)),
            ("王小明", "wxiaoming", Some(Initials)),
            ("王小明", "王xm", Some(Initials)),
            ("王小明", "王xiaoming", Some(Pinyin)),
            ("王小明", "王 xiaoming", Some(Pinyin)),
            ("王小明", "w小m", Some(Initials)),
            ("王小明", "wm", None),
            ("王小明", "wangxiaomingx", None),
            ("王小明", "wangxiaong", None),
            ("张三", "zhs", Some(Initials)),
            ("张三", "zs", Some(Initials)),
            ("陈水扁", "chenshb", Some(Initials)),
            ("吕布", "lvbu", Some(Pinyin)),
            ("吕布", "lubu", Some(Pinyin)),
            ("吕布", "lyubu", Some(Pinyin)),
            ("吕布", "lübu", Some(Pinyin)),
            ("吕布", "lv", Some(Pinyin)),
            ("西安", "xi'an", Some(Pinyin)),
            ("西安", "xi an", Some(Pinyin)),
            ("先", "xi an", None),
            ("阿卜杜拉·买买提", "阿卜杜拉", Some(NamePrefix)),
            ("阿卜杜拉·买买提", "买买提", Some(WordPrefix)),
            ("阿卜杜拉·买买提", "阿卜杜拉·买买提", Some(WordPrefix)),
            ("高桥ひろし", "桥ひ", Some(Inside)),
            ("김민준", "민준", Some(Inside)),
            ("王小明", "嗯", None),
            ("王小明", "", None),
            ("王小明", " .", None),
        ],
    );
}

#[test]
fn surnames_read_as_surnames_and_otherwise_rank_lower() {
    for (name, surname, common) in [
        ("单田芳", "shan", Some("dan")),
        ("曾国藩", "zeng", Some("ceng")),
        ("仇英", "qiu", Some("chou")),
        ("解缙", "xie", Some("jie")),
        ("区志航", "ou", Some("qu")),
        ("查良镛", "zha", Some("cha")),
        ("盖叫天", "ge", Some("gai")),
        ("朴正", "piao", Some("pu")),
        ("任正非", "ren", None),
        ("华罗庚", "hua", None),
        ("盛宣怀", "sheng", None),
        ("乐毅", "yue", Some("le")),
        ("尉迟恭", "yuchi", Some("weichi")),
        ("万俟卨", "moqi", Some("wanqi")),
        ("长孙无忌", "zhangsun", Some("changsun")),
        ("单于", "chanyu", Some("danyu")),
        ("万里", "wanli", None),
        ("尉健行", "wei", None),
        ("缪荃孙", "miao", None),
        ("翟天临", "zhai", Some("di")),
        ("覃塘", "qin", Some("tan")),
        ("冼星海", "xian", None),
        ("重耳", "chong", Some("zhong")),
        ("员半千", "yun", Some("yuan")),
        ("那英", "na", None),
        ("宁静", "ning", None),
    ] {
        assert_eq!(
            manner(Kind::Name, name, surname),
            Some(Pinyin),
            "{name} by {surname}"
        );
        let rank = |typed: &str| {
            let found = index(&[(Kind::Name, name)]).find(typed, 1);
            found.hits.first().map(|hit| hit.rank)
        };
        if let Some(common) = common {
            assert!(
                rank(common) > rank(surname) && rank(common).is_some(),
                "{name} by {common}"
            );
        }
    }
}

#[test]
fn a_surname_is_one_only_where_a_name_begins() {
    let mut finder = index(&[
        (Kind::Name, "单田"),
        (Kind::Name, "田单"),
        (Kind::Organisation, "单田"),
    ]);
    let by = |finder: &mut Finder, typed: &str| -> Vec<u32> {
        finder
            .find(typed, 9)
            .hits
            .iter()
            .map(|hit| hit.doc)
            .collect()
    };
    assert_eq!(by(&mut finder, "tiandan"), [1]);
    assert_eq!(by(&mut finder, "shantian"), [0, 2]);
    assert_eq!(by(&mut finder, "dantian"), [0, 2]);
}

#[test]
fn heteronyms_are_found_by_each_living_reading() {
    for (text, typed) in [
        ("银行", "yinhang"),
        ("银行", "yh"),
        ("行长", "hangzhang"),
        ("行长", "xingchang"),
        ("重庆", "chongqing"),
        ("重庆", "zhongqing"),
        ("音乐", "yinyue"),
        ("快乐", "kuaile"),
        ("朝阳", "chaoyang"),
        ("朝阳", "zhaoyang"),
        ("成都", "chengdu"),
        ("西藏", "xizang"),
    ] {
        assert!(
            manner(Kind::Tag, text, typed).is_some(),
            "{text} by {typed}"
        );
    }
    assert_eq!(manner(Kind::Name, "王小", "yuxiao"), None, "a dead reading");
}

#[test]
fn latin_is_found_whatever_its_case_and_accents() {
    check(
        Kind::Name,
        &[
            ("José Núñez", "jose nunez", Some(WordPrefix)),
            ("Jose Nunez", "JOSÉ", Some(NamePrefix)),
            ("Søren Kierkegård", "soren kierkegard", Some(WordPrefix)),
            ("Jörg Weiß", "weiss", Some(WordPrefix)),
            ("Jörg Weiss", "weiß", Some(WordPrefix)),
            ("Łukasz", "lukasz", Some(ExactName)),
            ("Đorđe", "dorde", Some(ExactName)),
            ("Ægir", "aegir", Some(ExactName)),
            ("Nguyễn Thị", "nguyen thi", Some(WordPrefix)),
            ("Jose\u{301}", "josé", Some(ExactName)),
            ("O'Brien", "obrien", Some(ExactName)),
            ("O’Brien", "o'brien", Some(ExactName)),
            ("ＡＢＣ株式", "abc", Some(NamePrefix)),
            ("Ольга", "ольга", Some(ExactName)),
            ("Ольга", "льг", Some(Inside)),
            ("Ольга", "л", None),
            ("John Smith", "smi", Some(WordPrefix)),
            ("John Smith", "smith j", Some(WordPrefix)),
            ("John Smith", "mit", Some(Inside)),
            ("John Smith", "it", Some(Inside)),
            ("John Smith", "j", Some(NamePrefix)),
            ("John Smith", "m", None),
            ("John Smith", "john x", None),
            ("TCL科技", "tcl科技", Some(WordPrefix)),
            ("TCL科技", "tclkj", None),
            ("TCL科技", "tcl kj", Some(Initials)),
        ],
    );
}

#[test]
fn typing_errors_are_forgiven_in_longer_latin_names() {
    check(
        Kind::Name,
        &[
            ("John", "jonh", Some(Near)),
            ("John", "jhn", None),
            ("John", "johm", Some(Near)),
            ("John", "joohn", Some(Near)),
            ("Johnson", "jonhs", Some(Near)),
            ("Michael", "micheal", Some(Near)),
            ("Michael", "mihceal", None),
            ("Elizabeth", "elisabet", Some(Near)),
            ("Elizabeth", "elysabet", Some(Near)),
            ("Elizabeth", "elysabat", None),
            ("Catherine Smith", "smiht", Some(Near)),
            ("Ng", "ngab", None),
        ],
    );
    check(Kind::Email, &[("john@x.org", "jonh", None)]);
    check(Kind::Text, &[("we met john", "jonh", None)]);
}

#[test]
fn telephone_numbers_are_found_from_any_digit() {
    check(
        Kind::Phone,
        &[
            ("+86 10 8000 1234", "8000", Some(Inside)),
            ("+86 10 8000 1234", "800", Some(Inside)),
            ("+86 10 8000 1234", "80", None),
            ("+86 10 8000 1234", "01234", Some(Inside)),
            ("+86 10 8000 1234", "10 8000", Some(Inside)),
            ("+86 10 8000 1234", "010-8000-1234", Some(WordPrefix)),
            ("+86 10 8000 1234", "+86 10 80001234", Some(WordPrefix)),
            ("010 8000 1234", "+86 10 8000 1234", Some(WordPrefix)),
            ("010 8000 1234", "0086-10-80001234", Some(WordPrefix)),
            ("138 0013 8000", "+8613800138000", Some(WordPrefix)),
            ("138 0013 8000", "138", Some(WordPrefix)),
            ("138 0013 8000", "1380013800", Some(WordPrefix)),
            ("１３８００１３８０００", "8001", Some(Inside)),
            ("020 7946 0000", "+44 20 7946 0000", Some(WordPrefix)),
            ("010-1111, 020-2222", "1102", None),
            ("010-1111, 020-2222", "0202", Some(WordPrefix)),
            ("010 8000 1234 ext 5", "2345", Some(Inside)),
            ("138 0013 8000", "138 9", None),
        ],
    );
}

#[test]
fn mail_codes_organisations_tags_and_notes_are_found() {
    check(
        Kind::Email,
        &[
            ("wang.xm@example.com", "wang", Some(WordPrefix)),
            ("wang.xm@example.com", "xm", Some(WordPrefix)),
            ("wang.xm@example.com", "example", Some(WordPrefix)),
            ("wang.xm@example.com", "xamp", Some(Inside)),
            (
                "wang.xm@example.com",
                "wang.xm@example.com",
                Some(WordPrefix),
            ),
            ("wang.xm@example.com", "wang.xm@exa", Some(WordPrefix)),
            ("wang.xm@example.com", "@example.com", Some(WordPrefix)),
        ],
    );
    check(
        Kind::Code,
        &[
            ("PO-2024-0017", "po-2024", Some(Inside)),
            ("PO-2024-0017", "po20240017", Some(WordPrefix)),
            ("PO-2024-0017", "2024-0017", Some(Inside)),
            ("PO-2024-0017", "17", Some(Inside)),
        ],
    );
    check(
        Kind::Organisation,
        &[
            ("上海明德科技有限公司", "上海", Some(WordPrefix)),
            ("上海明德科技有限公司", "科技", Some(Inside)),
            ("上海明德科技有限公司", "shanghaimd", Some(Initials)),
            ("上海明德科技有限公司", "mdkj", Some(Initials)),
            ("Acme GmbH", "gmbh", Some(WordPrefix)),
        ],
    );
    check(
        Kind::Tag,
        &[
            ("重要", "zy", Some(Initials)),
            ("VIP", "vip", Some(WordPrefix)),
        ],
    );
    check(
        Kind::Text,
        &[
            ("客户说明天来", "明天", Some(Text)),
            ("客户说明天来", "mingtian", None),
            ("called about delivery", "deliv", Some(Text)),
        ],
    );
}

#[test]
fn several_words_must_all_match_somewhere_in_any_order() {
    let mut finder = Finder::new();
    finder.teach(readings());
    let wang = [
        (Kind::Name, "王小明"),
        (Kind::Phone, "13800138000"),
        (Kind::Tag, "VIP"),
    ];
    finder.put(7, 0, &wang).unwrap();
    finder
        .put(8, 0, &[(Kind::Name, "王大明"), (Kind::Tag, "VIP")])
        .unwrap();
    for (typed, expected) in [
        ("wang vip", 2),
        ("vip 王", 2),
        ("vip xiao", 1),
        ("138 wang", 1),
        ("wxm 8000 vip", 1),
        ("wang xm vip", 1),
        ("wang li", 0),
        ("王 小", 1),
        ("王 x", 1),
        ("明 小 王", 1),
    ] {
        assert_eq!(finder.find(typed, 0).total, expected, "{typed}");
    }
    let why = finder.find("vip wxm", 1).hits[0].why.clone();
    let told: Vec<_> = why
        .iter()
        .map(|why| (why.kind, why.part, why.manner))
        .collect();
    assert_eq!(
        told,
        [(Kind::Tag, 2, WordPrefix), (Kind::Name, 0, Initials)]
    );
}

#[test]
fn answers_come_in_the_promised_order() {
    let mut finder = index(&[
        (Kind::Text, "li"),
        (Kind::Name, "Lil"),
        (Kind::Name, "Bo Li"),
        (Kind::Name, "李"),
        (Kind::Name, "Li"),
        (Kind::Name, "林"),
        (Kind::Name, "王丽"),
        (Kind::Name, "Oli"),
        (Kind::Name, "Li Na"),
        (Kind::Organisation, "利群"),
    ]);
    let order = |finder: &mut Finder, typed: &str| -> Vec<u32> {
        finder
            .find(typed, 99)
            .hits
            .iter()
            .map(|hit| hit.doc)
            .collect()
    };
    assert_eq!(order(&mut finder, "li"), [4, 8, 1, 2, 3, 5, 6, 9, 7, 0]);
    let mut finder = index(&[
        (Kind::Name, "John Smith Brown"),
        (Kind::Name, "John Smithson"),
        (Kind::Name, "Smith John"),
        (Kind::Name, "John Smith"),
        (Kind::Name, "Johm Smith"),
    ]);
    assert_eq!(order(&mut finder, "john smith"), [3, 1, 0, 2, 4]);
    let hits = finder.find("john smith", 2).hits;
    assert_eq!(hits.len(), 2);
}

#[test]
fn ties_go_to_the_larger_number_then_to_the_smaller_document() {
    let mut finder = Finder::new();
    for (doc, tie) in [(5, 1), (3, 1), (9, 2), (1, 0)] {
        finder.put(doc, tie, &[(Kind::Name, "Ann")]).unwrap();
    }
    for k in 1..=4 {
        let docs: Vec<u32> = finder
            .find("ann", k)
            .hits
            .iter()
            .map(|hit| hit.doc)
            .collect();
        assert_eq!(docs, [9, 3, 5, 1][..k]);
    }
    finder.put(1, 7, &[(Kind::Name, "Ann")]).unwrap();
    assert_eq!(finder.find("an", 1).hits[0].doc, 1);
}

#[test]
fn documents_change_and_go() {
    let mut finder = index(&[(Kind::Name, "王小明"), (Kind::Name, "李四")]);
    finder.put(0, 0, &[(Kind::Name, "赵六")]).unwrap();
    assert_eq!(finder.find("wxm", 9).total, 0);
    assert_eq!(finder.find("zhaoliu", 9).total, 1);
    assert!(finder.remove(0) && !finder.remove(0));
    assert_eq!(finder.find("zl", 9).total, 0);
    assert_eq!(finder.len(), 1);
    finder.put(3, 0, &[(Kind::Name, "王小明")]).unwrap();
    assert_eq!(finder.find("wxm", 9).hits[0].doc, 3);
}

#[test]
fn without_readings_all_but_pinyin_is_found_and_learning_adds_it() {
    let mut finder = Finder::new();
    finder
        .put(0, 0, &[(Kind::Name, "王小明"), (Kind::Email, "a@b.cn")])
        .unwrap();
    finder.put(1, 0, &[(Kind::Name, "万俟雪")]).unwrap();
    assert_eq!(finder.find("wxm", 9).total, 0);
    assert_eq!(finder.find("小明", 9).total, 1);
    assert!(finder.learn(1));
    finder.teach(readings());
    finder.put(2, 0, &[(Kind::Name, "王雪梅")]).unwrap();
    let mut steps = 0;
    while !finder.learn(1) {
        steps += 1;
        assert!(steps < 10);
    }
    finder.put(3, 0, &[(Kind::Name, "吴小敏")]).unwrap();
    assert_eq!(finder.find("wxm", 9).total, 3);
    assert_eq!(finder.find("mqx", 9).total, 1);
}

#[test]
fn what_matched_is_marked_in_the_text() {
    let finder = index(&[
        (Kind::Name, "王小明"),
        (Kind::Name, "José 单"),
        (Kind::Text, "明天"),
    ]);
    for (kind, text, typed, expected) in [
        (Kind::Name, "王小明", "xm", &["小明"][..]),
        (Kind::Name, "王小明", "wangxiaom", &["王小明"]),
        (Kind::Name, "王小明", "小 w", &["王小"]),
        (Kind::Name, "José Núñez", "nune", &["Núñe"]),
        (Kind::Name, "José Núñez", "jose ez", &["José", "ez"]),
        (Kind::Name, "Jose\u{301} X", "jose", &["Jose"]),
        (Kind::Name, "Weiß", "weis", &["Weiß"]),
        (Kind::Name, "Michael", "micheal", &["Michael"]),
        (Kind::Phone, "+86 10 8000-1234", "0001", &["000-1"]),
        (Kind::Phone, "+86 10 8000-1234", "10 8000", &["10 8000"]),
        (
            Kind::Email,
            "wang.xm@example.com",
            "example.com",
            &["example", "com"],
        ),
        (Kind::Code, "PO-2024", "po20", &["PO-20"]),
        (Kind::Text, "王 met 明天", "明天", &["明天"]),
        (Kind::Text, "王 met 明天", "wang", &[]),
    ] {
        let ranges = finder.highlight(typed, kind, text);
        let marked: Vec<&str> = ranges
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect();
        assert_eq!(marked, expected, "{typed} in {text}");
    }
}

#[test]
fn readings_that_are_not_are_refused() {
    let good = include_bytes!("../../data/readings.bin");
    let code = |bytes: &[u8]| {
        Readings::from_bytes(bytes)
            .map(|_| ())
            .map_err(|e| e.code())
    };
    assert_eq!(code(b""), Err("find.not_readings"));
    assert_eq!(code(b"cpyr"), Err("find.not_readings"));
    assert_eq!(code(b"cpyr\x02"), Err("find.readings_version"));
    assert_eq!(code(b"cpyr\x01"), Err("find.readings_damaged"));
    assert_eq!(
        code(&[&good[..], b"\0"].concat()),
        Err("find.readings_damaged")
    );
    assert_eq!(
        code(&good[..good.len() - 1]),
        Err(FindError::ReadingsDamaged.code())
    );
    assert_eq!(code(good), Ok(()));
    assert!(readings().len() > 40_000 && !readings().is_empty());
}
