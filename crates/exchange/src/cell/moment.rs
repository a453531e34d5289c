//! Moments as local time: `2024-03-05 17:02`, with seconds and their fraction where there are any.
//!
//! Must stay true: what is written in a zone and read in the same is equal, to the millisecond.

use crate::Zone;
use model::Date;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// Local time; blank for a moment outside the years 1 to 9999. Where the same local time comes
/// twice, the second names by how much it is ahead.
pub fn write(ms: i64, zone: Zone) -> String {
    let Some(local) = zone.local(ms) else {
        return String::new();
    };
    let (day, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let day = i32::try_from(day).ok().map(Date);
    let Some(day) = day.filter(|day| (-719_162..=2_932_896).contains(&day.0)) else {
        return String::new();
    };
    let mut out = day.iso();
    out.push(' ');
    push(&mut out, rest / (60 * MINUTE), 2);
    out.push(':');
    push(&mut out, rest / MINUTE % 60, 2);
    let (seconds, fraction) = (rest / 1000 % 60, rest % 1000);
    if (seconds, fraction) != (0, 0) {
        out.push(':');
        push(&mut out, seconds, 2);
    }
    if fraction != 0 {
        out.push('.');
        push(&mut out, fraction, 3);
    }
    if zone.moment(local) != Some(ms) {
        let ahead = i64::from(zone.ahead(ms));
        out.push(if ahead < 0 { '-' } else { '+' });
        push(&mut out, ahead.abs() / 60, 2);
        out.push(':');
        push(&mut out, ahead.abs() % 60, 2);
    }
    out
}

fn push(out: &mut String, n: i64, width: usize) {
    let digits = n.to_string();
    out.extend(core::iter::repeat_n(
        '0',
        width.saturating_sub(digits.len()),
    ));
    out.push_str(&digits);
}

/// Reads what [`write()`] writes, and the same with a `T` between, with `Z` or an offset such as
/// `+08:00` behind, or without a time, which is the beginning of the day.
pub fn read(text: &str, zone: Zone) -> Option<i64> {
    let (local, east) = named(text.trim())?;
    let (whole, fraction) = match local.rsplit_once('.') {
        Some((whole, digits)) if whole.contains(':') => (whole, thousandths(digits)?),
        _ => (local, 0),
    };
    let local = Date::parse_moment(whole)?.checked_add(fraction)?;
    match east {
        Some(east) => local.checked_sub(i64::from(east) * MINUTE),
        None => zone.moment(local),
    }
}

/// The local time, and the minutes by which it says that it is ahead; none when it is not sane.
fn named(text: &str) -> Option<(&str, Option<i32>)> {
    if let Some(utc) = text.strip_suffix(['Z', 'z']) {
        return Some((utc, Some(0)));
    }
    let (local, tail) = text
        .len()
        .checked_sub(6)
        .and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""));
    let (sign, rest) = match (tail.strip_prefix('+'), tail.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return Some((text, None)),
    };
    let Some((hours, minutes)) = rest.split_once(':').filter(|_| local.contains(':')) else {
        return Some((text, None));
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sane = (0..=18).contains(&hours) && (0..60).contains(&minutes);
    sane.then_some((local.trim_end(), Some(sign * (hours * 60 + minutes))))
}

/// `5`, `50` and `500123` as 500.
fn thousandths(digits: &str) -> Option<i64> {
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let padded = digits.bytes().chain(core::iter::repeat(b'0')).take(3);
    all.then(|| padded.fold(0, |sum, b| sum * 10 + i64::from(b - b'0')))
}
