//! A table of pairs, and a hundred thousand records.

use super::*;

fn keys(text: &str) -> Keys {
    let mut parts = text.split('|').map(str::trim);
    let mut next = || parts.next().unwrap_or_default();
    let (name, reading, phones, emails, year) = (next(), next(), next(), next(), next());
    let phones: Vec<&str> = phones.split(',').filter(|p| !p.is_empty()).collect();
    let emails: Vec<&str> = emails.split(',').filter(|e| !e.is_empty()).collect();
    Keys::of(&Subject {
        name,
        reading,
        phones: &phones,
        emails: &emails,
        birth_year: year.parse().ok(),
    })
}

#[test]
fn pairs_are_weighed_as_a_person_would() {
    use Reason::*;
    // name | reading | phones | e-mails | year of birth
    for (a, b, low, high, reasons) in [
        (
            "张三||13800138000",
            "张三||+86 138-0013-8000",
            0.85,
            1.0,
            &[SameMobile, SameName][..],
        ),
        (
            "张三先生||13800138000||1985",
            "张三||13800138000||1985",
            0.9,
            1.0,
            &[SameMobile, SameName, SameBirthYear],
        ),
        (
            "张三||13800138000",
            "李四||13800138000",
            0.3,
            0.5,
            &[SameMobile, OtherName],
        ),
        (
            "张三||13800138000||1960",
            "张小三||13800138000||1990",
            0.1,
            0.4,
            &[SameMobile, OtherName, OtherBirthYear],
        ),
        (
            "张三||13800138000",
            "张三||13900139000",
            0.3,
            0.5,
            &[SameName, OtherPhones],
        ),
        ("张三", "张三", 0.45, 0.55, &[SameName]),
        (
            "张三||||1985",
            "张三||||1985",
            0.55,
            0.7,
            &[SameName, SameBirthYear],
        ),
        (
            "张三||||1985",
            "张三||||1990",
            0.2,
            0.3,
            &[SameName, OtherBirthYear],
        ),
        (
            "章三|zhangsan|13800138000",
            "张三|zhangsan|13800138000",
            0.85,
            1.0,
            &[SameMobile, SameReading],
        ),
        ("章三|zhangsan", "张三|zhangsan", 0.3, 0.4, &[SameReading]),
        (
            "John Smith|||j.smith+crm@gmail.com",
            "Smith, John|||jsmith@googlemail.com",
            0.85,
            1.0,
            &[SameEmail, SameName],
        ),
        (
            "John Smith|||j@a.com",
            "Jon Smith|||j@a.com",
            0.8,
            0.9,
            &[SameEmail, AlikeName],
        ),
        (
            "A Firm|||info@a.com",
            "B Person|||info@a.com",
            0.2,
            0.3,
            &[SharedMailbox, OtherName],
        ),
        (
            "甲||028-12345678转801",
            "乙||028-12345678转802",
            0.0,
            0.01,
            &[OtherName, OtherPhones],
        ),
        (
            "甲乙||028-12345678",
            "甲乙||028-12345678转802",
            0.7,
            0.8,
            &[SamePhone, SameName],
        ),
        (
            "||13800138000",
            "李四||13800138000",
            0.75,
            0.85,
            &[SameMobile],
        ),
        (
            "甲||13800000000",
            "乙||13800000000",
            0.0,
            0.01,
            &[OtherName],
        ),
        (
            "张三|||a@x.cn",
            "李四|||b@x.cn",
            0.0,
            0.01,
            &[OtherName, OtherEmails],
        ),
        ("", "", 0.0, 0.01, &[]),
    ] {
        let (x, y) = (keys(a), keys(b));
        let found = compare(&x, &y);
        assert_eq!(
            found.reasons.iter().collect::<Vec<_>>(),
            reasons,
            "{a} / {b}"
        );
        assert!(
            (low..=high).contains(&found.score),
            "{a} / {b}: {}",
            found.score
        );
        assert_eq!(found, compare(&y, &x));
    }
}

#[test]
fn an_index_finds_pairs_and_matches_in_order() {
    let records = [
        "张三||13800138000",
        "李四||13900139000",
        "张三||13800138000|a@x.cn",
        "王五|||a@x.cn",
    ];
    let index = Index::new(records.iter().map(|r| keys(r)).collect());
    let found = index.pairs(0.4);
    let places: Vec<_> = found.pairs.iter().map(|p| (p.a, p.b)).collect();
    assert_eq!(places, [(0, 2), (2, 3)]);
    assert!(found.crowded.is_empty());
    let matches = index.matches(&keys("张三||138 0013 8000|a@x.cn"), 0.3);
    let places: Vec<_> = matches.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [2, 0, 3]);
    assert!(index.matches(&Keys::default(), 0.0).is_empty());
}

#[test]
fn crowded_blocks_are_left_out_and_told() {
    let many = Index::MOST_IN_BLOCK + 1;
    let records = (0..many).map(|n| keys(&format!("张伟||139{:08}", n + 10_000_019)));
    let index = Index::new(records.collect());
    let found = index.pairs(0.0);
    assert!(found.pairs.is_empty());
    let crowded = Crowded {
        block: Block::Name,
        records: many,
        example: 0,
    };
    assert_eq!(found.crowded, [crowded]);
    assert!(index.matches(&keys("张伟"), 0.0).is_empty());
    assert_eq!(index.matches(&keys("张伟||13910000019"), 0.0).len(), 1);
}

#[test]
#[ignore = "a measurement: cargo test -p dedupe --release -- --ignored --nocapture"]
fn a_hundred_thousand_records_take_under_a_second() {
    let family = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"];
    let given = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋"];
    let mut records = Vec::new();
    let mut seed = 7u64;
    let mut random = |n: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    for n in 0..100_000u64 {
        // Each tenth is somebody met before.
        let person = if n % 10 == 9 { random(n) } else { n };
        let pick = |words: &[&'static str; 10], by: u64| words[usize::try_from(by % 10).unwrap()];
        let name = [
            pick(&family, person),
            pick(&given, person / 10),
            pick(&given, person / 100),
        ]
        .concat();
        let phone = format!(
            "+86 138 {:04} {:04}",
            person / 10_000 % 10_000,
            person % 10_000
        );
        let email = format!("Person{person}@example.com");
        records.push((
            name,
            phone,
            email,
            1940 + u16::try_from(person % 70).unwrap(),
        ));
    }
    let start = std::time::Instant::now();
    let keys = records.iter().map(|(name, phone, email, year)| {
        Keys::of(&Subject {
            name,
            reading: email,
            phones: &[phone],
            emails: &[email],
            birth_year: Some(*year),
        })
    });
    let all: Vec<Keys> = keys.collect();
    println!("keys {:?}", start.elapsed());
    live_takes(&all);
    let start = std::time::Instant::now();
    let index = Index::new(all);
    let indexed = start.elapsed();
    let found = index.pairs(0.5);
    println!(
        "index {indexed:?}, all {:?}, {} pairs, {} crowded",
        start.elapsed(),
        found.pairs.len(),
        found.crowded.len()
    );
    assert!(found.pairs.len() >= 10_000);
}

fn live_takes(all: &[Keys]) {
    let start = std::time::Instant::now();
    let mut live = Live::default();
    for (place, keys) in (0u32..).zip(all) {
        live.put(place, keys.clone());
    }
    let put = start.elapsed();
    let (mut found, mut longest) = (std::collections::BTreeMap::new(), put / 1_000_000);
    let mut from = Some(0);
    while let Some(at) = from {
        let begin = std::time::Instant::now();
        from = live.step(at, 1_000, 0.5, |a, b, m| {
            found.insert((a, b), m);
        });
        longest = longest.max(begin.elapsed());
    }
    let stepped = start.elapsed() - put;
    let begin = std::time::Instant::now();
    for keys in all.iter().take(1_000) {
        assert!(!live.matches(keys, None, 0.3).is_empty());
    }
    println!(
        "live: put {put:?}, pairs {stepped:?}, longest step {longest:?}, {} pairs, a match {:?}",
        found.len(),
        begin.elapsed() / 1_000
    );
    assert!(found.len() >= 10_000);
}
