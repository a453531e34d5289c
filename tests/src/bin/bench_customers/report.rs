//! What was measured: one JSON object a line, and a short table.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is asked of each case, in the order of the report: unit and target.
const CASES: [(&str, &str, f64); 10] = [
    ("search_keystroke_p95", "ms", 8.0),
    ("search_index", "ms", f64::NAN),
    ("search_index_memory", "MB", f64::NAN),
    ("open_list", "ms", 50.0),
    ("filter", "ms", 50.0),
    ("sort", "ms", 50.0),
    ("scroll_longest_frame", "ms", 32.0),
    ("import_csv_100k", "ms", 10_000.0),
    ("export_csv_100k", "ms", 5_000.0),
    ("longest_task", "ms", 50.0),
];

/// What a case measured: one number a run, and what else there is to say.
#[derive(Debug, Default)]
struct Measured {
    runs: Vec<f64>,
    peers: BTreeMap<String, f64>,
    more: Map<String, Value>,
}

/// Everything that was measured.
pub struct Report {
    customers: u32,
    cases: BTreeMap<String, Measured>,
    /// The longest tasks, by what was being done: one number a run.
    tasks: BTreeMap<String, Vec<f64>>,
    /// Every keystroke of each run, in the same order.
    keystrokes: Vec<Vec<f64>>,
}

impl Report {
    /// Nothing yet, over so many customers.
    pub fn new(customers: u32) -> Self {
        Self {
            customers,
            cases: BTreeMap::new(),
            tasks: BTreeMap::new(),
            keystrokes: Vec::new(),
        }
    }

    /// What a run measured of ours.
    pub fn note(&mut self, case: &str, value: f64) {
        eprintln!("  {case} {}", rounded(value));
        let measured = self.cases.entry(case.to_owned()).or_default();
        measured.runs.push(value);
    }

    /// What a peer measured.
    pub fn note_peer(&mut self, case: &str, peer: &str, value: f64) {
        eprintln!("  {case} {peer} {}", rounded(value));
        let measured = self.cases.entry(case.to_owned()).or_default();
        measured.peers.insert(peer.to_owned(), value);
    }

    /// A part of a case in a field of its own: the median of the runs.
    pub fn note_part(&mut self, case: &str, part: &str, value: f64) {
        eprintln!("  {case}.{part} {}", rounded(value));
        let measured = self.cases.entry(case.to_owned()).or_default();
        let all = measured.more.entry(part.to_owned()).or_insert(json!([]));
        if let Some(all) = all.as_array_mut() {
            all.push(json!(value));
        }
    }

    /// The longest task of the main thread while this was done.
    pub fn note_task(&mut self, during: &str, ms: f64) {
        eprintln!("  longest task during {during} {}", rounded(ms));
        let all = self.tasks.entry(during.to_owned()).or_default();
        all.push(ms);
    }

    /// Every keystroke of a run.
    pub fn note_keystrokes(&mut self, all: Vec<f64>) {
        self.keystrokes.push(all);
    }

    /// Of each keystroke the quickest run: what is left when the machine does nothing else.
    fn best_keystrokes(&mut self) {
        let Some((first, rest)) = self.keystrokes.split_first() else {
            return;
        };
        let mut best = first.clone();
        for run in rest {
            for (least, ms) in best.iter_mut().zip(run) {
                *least = least.min(*ms);
            }
        }
        let measured = self.cases.entry("search_keystroke_p95".into()).or_default();
        let p95 = json!(quantile(&best, 0.95).map(rounded));
        measured.more.insert("p95_of_best_runs".into(), p95);
    }

    /// Prints everything.
    pub fn print(mut self) {
        self.sum_up_tasks();
        self.best_keystrokes();
        eprintln!(
            "\n{:<22} {:>9} {:>9} {:>8} {:>11} {:>11}",
            "case", "median", "least", "target", "minisearch", "fuse"
        );
        for (case, unit, target) in CASES {
            let Some(measured) = self.cases.get(case) else {
                continue;
            };
            self.lines(case, unit, target, measured);
            row(case, target, measured);
        }
    }

    fn lines(&self, case: &str, unit: &str, target: f64, measured: &Measured) {
        let ours = median(&measured.runs);
        let mut more = Map::new();
        more.insert("n".into(), json!(self.customers));
        more.insert("target".into(), json!(rounded(target)));
        more.insert("least".into(), json!(least(&measured.runs).map(rounded)));
        more.insert("runs".into(), json!(measured.runs.len()));
        for (part, value) in &measured.more {
            let numbers = value.as_array();
            let numbers: Option<Vec<f64>> =
                numbers.map(|all| all.iter().filter_map(Value::as_f64).collect());
            let value = match numbers {
                Some(all) => json!(median(&all).map(rounded)),
                None => value.clone(),
            };
            more.insert(part.clone(), value);
        }
        let line = |peer: Option<(&String, &f64)>| {
            let mut line = json!({
                "bench": "customers",
                "case": case,
                "ours": ours.map(rounded),
                "peer": peer.map(|(name, _)| name),
                "peers": peer.map(|(_, value)| rounded(*value)),
                "ratio": peer.zip(ours).map(|((_, theirs), ours)| rounded(theirs / ours)),
                "unit": unit,
            });
            if let Some(fields) = line.as_object_mut() {
                fields.extend(more.clone());
            }
            println!("{line}");
        };
        if measured.peers.is_empty() {
            line(None);
        }
        measured.peers.iter().for_each(|peer| line(Some(peer)));
    }

    /// The longest of all tasks, and when it was.
    fn sum_up_tasks(&mut self) {
        let medians = self.tasks.iter().filter_map(|(during, all)| {
            let (median, least) = (median(all)?, least(all)?);
            Some((during.clone(), median, least))
        });
        let medians: Vec<(String, f64, f64)> = medians.collect();
        let worst = medians.iter().max_by(|a, b| a.1.total_cmp(&b.1)).cloned();
        let Some((during, ms, _)) = worst else {
            return;
        };
        let least = medians.iter().map(|(.., least)| *least);
        let least = least.fold(0.0, f64::max);
        let most = self.tasks.values().flatten().copied().fold(0.0, f64::max);
        let measured = self.cases.entry("longest_task".into()).or_default();
        measured.runs.push(ms);
        measured.more.insert("during".into(), json!(during));
        let of_least = json!(rounded(least));
        measured.more.insert("longest_in_best_run".into(), of_least);
        measured.more.insert("most".into(), json!(rounded(most)));
        let all = medians.iter().map(|(during, ms, least)| {
            let pair = json!([rounded(*ms), rounded(*least)]);
            (during.clone(), pair)
        });
        let all: Map<String, Value> = all.collect();
        measured.more.insert("by_case".into(), Value::Object(all));
    }
}

fn row(case: &str, target: f64, measured: &Measured) {
    let said = |value: Option<f64>| match value.filter(|value| value.is_finite()) {
        Some(value) => format!("{value:.1}"),
        None => "–".to_owned(),
    };
    let peer = |name: &str| said(measured.peers.get(name).copied());
    eprintln!(
        "{case:<22} {:>9} {:>9} {:>8} {:>11} {:>11}",
        said(median(&measured.runs)),
        said(least(&measured.runs)),
        said(Some(target)),
        peer("minisearch"),
        peer("fuse"),
    );
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn least(all: &[f64]) -> Option<f64> {
    all.iter().copied().min_by(f64::total_cmp)
}

/// The middle one, or the mean of the two in the middle.
pub fn median(all: &[f64]) -> Option<f64> {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    let last = all.len().checked_sub(1)?;
    Some((all.get(last / 2)? + all.get(last.div_ceil(2))?) / 2.0)
}

/// Of which this share are at most as large.
pub fn quantile(all: &[f64], share: f64) -> Option<f64> {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    let at = share * all.len().checked_sub(1)? as f64;
    all.get(at.round() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::{median, quantile};

    #[test]
    fn medians_and_quantiles() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        let all: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(quantile(&all, 0.95), Some(95.0));
    }
}
