//! What the strength estimate thinks of passphrases people choose.

use crate::{Advice, strength};

#[test]
fn weak_passphrases_are_not_accepted_and_strong_ones_are() {
    for (passphrase, least, most) in [
        ("", 0, 0),
        ("a", 0, 0),
        ("123456", 0, 0),
        ("12345678", 0, 0),
        ("password", 0, 0),
        ("P@ssw0rd", 0, 0),
        ("Password123!", 0, 1),
        ("P@ssw0rd2024!", 0, 1),
        ("qwertyuiop", 0, 0),
        ("1qaz2wsx3edc", 0, 0),
        ("zaq12wsxcde3", 0, 1),
        ("abcdefgh", 0, 0),
        ("abcd1234", 0, 0),
        ("87654321", 0, 0),
        ("13579acegi", 0, 0),
        ("aaaaaaaaaaaaaaaa", 0, 0),
        ("abababababab", 0, 0),
        ("5201314", 0, 0),
        ("woaini1314", 0, 0),
        ("woaini5201314", 0, 0),
        ("888888888888", 0, 0),
        ("qq123456789", 0, 0),
        ("19900101", 0, 0),
        ("1990-01-01", 0, 1),
        ("zhangwei1988", 0, 0),
        ("13812345678", 0, 1),
        ("13972850461", 0, 1),
        ("46829175", 0, 1),
        ("elephant", 0, 1),
        ("elephant1", 0, 1),
        ("我爱你我爱你我爱你", 0, 0),
        ("passwordpasswordpassword", 0, 0),
        // Seven characters are too few whatever they are.
        ("kT7vQz2", 0, 1),
        ("kT7vQz2x", 2, 3),
        ("xqzvkwpj", 2, 2),
        ("kT7v-Qz2x-pL9w", 4, 4),
        ("correct horse battery staple", 4, 4),
        ("春天的雨打湿了旧书", 4, 4),
        ("窗外三只灰鹭喝茶", 3, 4),
        ("blue kettle on 3 hills", 3, 4),
    ] {
        let found = strength(passphrase, &[]);
        assert!(
            (least..=most).contains(&found.score),
            "{passphrase}: {found:?}"
        );
        assert_eq!(found.acceptable(), found.score >= 2);
        assert_eq!(found.advice.is_empty(), found.score >= 3, "{passphrase}");
    }
}

#[test]
fn what_is_known_about_the_person_counts_little() {
    let also = ["Li Xiaohong", "李晓红", "north team", "x"];
    for passphrase in [
        "lixiaohong88",
        "XiaoHong2020",
        "李晓红李晓红123",
        "northteamxiaohong",
    ] {
        let without = strength(passphrase, &[]);
        let with = strength(passphrase, &also);
        assert!(with.score <= without.score);
        assert!(!with.acceptable(), "{passphrase}: {with:?}");
        assert!(with.advice.contains(&Advice::AboutYou), "{passphrase}");
    }
}

#[test]
fn the_advice_names_the_weakness() {
    for (passphrase, advice) in [
        ("abc", Advice::TooShort),
        ("p@ssword", Advice::CommonPassword),
        ("dfghjkl;", Advice::Run),
        ("stuvwxyz", Advice::Run),
        ("tk19870412", Advice::Date),
        ("13972850461", Advice::PhoneNumber),
        ("kexokexokexo", Advice::Repeats),
        ("46829175", Advice::OneKind),
        ("elephant", Advice::AddWords),
    ] {
        let found = strength(passphrase, &[]);
        assert!(found.advice.contains(&advice), "{passphrase}: {found:?}");
        assert!(found.advice.is_sorted());
    }
}

#[test]
fn more_of_the_same_unpredictable_kind_is_never_weaker() {
    let text = "kT7v-Qz2x-pL9w-Rm4s";
    let mut last = 0;
    for len in 0..=text.len() {
        let start: String = text.chars().take(len).collect();
        let score = strength(&start, &[]).score;
        assert!(score >= last, "at {len}");
        last = score;
    }
}
