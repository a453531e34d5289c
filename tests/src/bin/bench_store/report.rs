//! What was measured, one JSON object a line: ours beside each peer's.

use crate::contest::{Contestant, Results};
use crate::options::Size;
use serde_json::{Value, json};

/// How ours and theirs are found in the results.
type Look<'a> = &'a dyn Fn(Contestant) -> Option<f64>;

/// Reports everything at one size.
pub fn all(results: &Results, customers: u32) {
    let n = short(u64::from(customers));
    let median = |case: &'static str| move |who| results.median(customers, who, case);
    let ms = |name: String, case| beside(&name, "ms", &median(case), &[]);
    ms(format!("import_{n}"), "customers");
    ms(format!("import_responses_{n}"), "responses");
    ms(
        format!("open_{n}_{}", short(u64::from(customers) * 10)),
        "open",
    );
    ms("save_one_p50".into(), "save_one_p50");
    ms("save_one_p95".into(), "save_one_p95");
    beside("memory", "bytes", &median("memory_bytes"), &[]);
    beside("disk", "bytes", &median("disk"), &[]);

    alone(
        "fold",
        results.median(customers, Contestant::Candor, "fold"),
    );
    let mut longest: Option<f64> = None;
    for during in ["import", "open", "save", "fold", "lock"] {
        let case = format!("longest_task_{during}");
        let most = results.most(customers, Contestant::Candor, &case);
        alone(&case, most);
        longest = longest.into_iter().chain(most).reduce(f64::max);
    }
    alone("longest_task", longest);
}

/// Reports how the first three grow: the same cases at each size.
pub fn growth(results: &Results, size: &Size) {
    let cases = [
        ("import", "customers"),
        ("open", "open"),
        ("save_one_p50", "save_one_p50"),
        ("save_one_p95", "save_one_p95"),
    ];
    let more = [("n", json!(size.customers)), ("rounds", json!(size.rounds))];
    for (name, case) in cases {
        let look = |who| results.median(size.customers, who, case);
        beside(name, "ms", &look, &more);
    }
}

/// Ours beside each peer that was measured.
fn beside(case: &str, unit: &str, look: Look<'_>, more: &[(&str, Value)]) {
    let Some(ours) = look(Contestant::Candor) else {
        return;
    };
    let measured = |peer| Some((peer, look(peer)?));
    let peers: Vec<_> = Contestant::PEERS.into_iter().filter_map(measured).collect();
    for peer in &peers {
        line(case, unit, ours, Some(*peer), more);
    }
    if peers.is_empty() {
        line(case, unit, ours, None, more);
    }
}

/// Ours, where there is no peer.
fn alone(case: &str, ours: Option<f64>) {
    if let Some(ours) = ours {
        line(case, "ms", ours, None, &[]);
    }
}

fn line(
    case: &str,
    unit: &str,
    ours: f64,
    peer: Option<(Contestant, f64)>,
    more: &[(&str, Value)],
) {
    let mut line = json!({
        "bench": "store",
        "case": case,
        "ours": rounded(ours, 2),
        "peer": peer.map(|(who, _)| who.name()),
        "peers": peer.map(|(_, theirs)| rounded(theirs, 2)),
        "ratio": peer.map(|(_, theirs)| rounded(theirs / ours, 3)),
        "unit": unit,
    });
    if let Some(fields) = line.as_object_mut() {
        fields.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
    }
    println!("{line}");
}

fn rounded(number: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (number * factor).round() / factor
}

/// 100,000 as `100k`.
fn short(n: u64) -> String {
    match n {
        n if n >= 1_000_000 && n % 1_000_000 == 0 => format!("{}m", n / 1_000_000),
        n if n >= 1_000 && n % 1_000 == 0 => format!("{}k", n / 1_000),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn sizes_have_short_names() {
        let cases = [
            (100_000, "100k"),
            (1_000_000, "1m"),
            (2_500, "2500"),
            (300, "300"),
        ];
        for (n, expected) in cases {
            assert_eq!(short(n), expected);
        }
    }
}
