//! A recovery code survives people's handwriting, and tells its slips.

use super::sample;
use crate::{RecoveryCode, VaultError};

#[test]
fn a_recovery_code_reads_back_however_it_is_typed() {
    let (envelope, recovery, _) = sample();
    let text = recovery.to_text();
    assert_eq!(text.split('-').count(), 9);
    assert!(text.split('-').all(|group| group.len() == 4));
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        _ => c,
    };
    for typed in [
        text.clone(),
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " "),
        format!("  {}\n", text.replace('-', " – ")),
        text.replace('0', "O").replace('1', "l"),
        text.replace('0', "o").replace('1', "I"),
        text.chars().map(wide).collect(),
    ] {
        let code = RecoveryCode::parse(&typed).unwrap();
        assert!(envelope.unlock_with_recovery(&code).is_ok(), "{typed}");
    }
}

#[test]
fn a_mistyped_recovery_code_is_told_from_one_that_does_not_fit() {
    let (_, recovery, _) = sample();
    let right: Vec<char> = recovery.to_text().replace('-', "").chars().collect();
    let with = |change: &dyn Fn(&mut Vec<char>)| {
        let mut typed = right.clone();
        change(&mut typed);
        typed.into_iter().collect::<String>()
    };
    let mut typed = vec![
        String::new(),
        with(&|text| text.truncate(32)),
        with(&|text| text.push('0')),
        with(&|text| text[0] = 'U'),
        "密".repeat(36),
    ];
    for at in 0..right.len() {
        let other = if right[at] == '7' { '8' } else { '7' };
        typed.push(with(&|text| text[at] = other));
        typed.push(with(&|text| text.truncate(at)));
        if at > 0 && right[at] != right[at - 1] {
            typed.push(with(&|text| text.swap(at, at - 1)));
        }
    }
    for typed in typed {
        assert_eq!(
            RecoveryCode::parse(&typed).unwrap_err(),
            VaultError::RecoveryCodeMistyped,
            "{typed}"
        );
    }
}
