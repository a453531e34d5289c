//! Makes `data/living.txt`: `cargo run -p find --example living -- FOLDER`, where `FOLDER` holds
//! `phrases_dict.json` and `pinyin_dict.json` of pypinyin 0.55.0 (MIT), which are in its package:
//! `pip download pypinyin==0.55.0 --no-deps`, then unpack the wheel and name its folder `pypinyin`.
//! With `--check` nothing is written: it says whether the file is what would be.
//!
//! Of characters for which the dictionary lists several readings, tones apart, and which some
//! phrase holds: first the reading that the `pinyin` crate (MIT) gives a single character, or that of
//! `USUAL` where that one is rare, then, in the order of the dictionary, each that at least two phrases have, and one in a hundred of those
//! that hold the character; the one that the dictionary names first stays anyway.

use pinyin::ToPinyin;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

type Told<T> = Result<T, Box<dyn std::error::Error>>;

/// Fewer phrases do not make a living reading.
const PHRASES: usize = 2;
/// Nor does less than one in so many.
const ONE_IN: usize = 100;

/// Characters that the crate reads as few phrases do, and how most read them.
const USUAL: [(char, &str); 10] = [
    ('伺', "si"),
    ('似', "si"),
    ('佛', "fo"),
    ('勒', "le"),
    ('啜', "chuo"),
    ('擘', "bo"),
    ('沓', "ta"),
    ('潦', "liao"),
    ('琢', "zhuo"),
    ('鹄', "hu"),
];

const HEAD: &str = "\
# Readings in living use, the usual one first, for characters of which dictionaries list more.
# Counted over the phrases of pypinyin 0.55.0 (MIT) by examples/living.rs: a reading stays when at
# least two phrases and one in a hundred that hold the character have it, and so does the one that
# the dictionary names first.
";

fn main() -> Told<()> {
    let mut folder = None;
    let mut check = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or("which folder holds phrases_dict.json and pinyin_dict.json?")?;
    let made = living(Path::new(&folder))?;
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/living.txt");
    if !check {
        return Ok(std::fs::write(place, made)?);
    }
    let kept = std::fs::read_to_string(place)?;
    let differ: Vec<&str> = made
        .lines()
        .filter(|line| !kept.lines().any(|one| one == *line))
        .collect();
    if kept == made {
        Ok(())
    } else {
        Err(format!("the file differs from what is counted: {differ:?}").into())
    }
}

fn read<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Told<T> {
    let text = std::fs::read_to_string(folder.join(name))?;
    Ok(serde_json::from_str(&text)?)
}

fn living(folder: &Path) -> Told<String> {
    let phrases: HashMap<String, Vec<Vec<String>>> = read(folder, "phrases_dict.json")?;
    let listed: HashMap<String, String> = read(folder, "pinyin_dict.json")?;
    let mut counts: BTreeMap<char, HashMap<String, usize>> = BTreeMap::new();
    for (phrase, readings) in &phrases {
        let chars: Vec<char> = phrase.chars().collect();
        if chars.len() != readings.len() {
            continue;
        }
        for (c, all) in chars.into_iter().zip(readings) {
            if let Some(first) = all.first() {
                let of = counts.entry(c).or_default();
                *of.entry(plain(first)).or_default() += 1;
            }
        }
    }
    let mut out = HEAD.to_owned();
    for (c, counts) in counts {
        let listed = listed.get(&u32::from(c).to_string());
        let mut all: Vec<String> = Vec::new();
        for reading in listed.into_iter().flat_map(|all| all.split(',')).map(plain) {
            if !all.contains(&reading) {
                all.push(reading);
            }
        }
        if all.len() < 2 {
            continue;
        }
        let usual = USUAL.iter().find(|(one, _)| *one == c);
        let usual = usual.map(|(_, reading)| (*reading).to_owned());
        let usual = usual.or_else(|| c.to_pinyin().map(|reading| plain(reading.plain())));
        let usual = usual.or_else(|| all.first().cloned()).unwrap_or_default();
        let held: usize = counts.values().sum();
        let lives = |reading: &String| {
            let with = counts.get(reading).copied().unwrap_or(0);
            with >= PHRASES && with * ONE_IN >= held
        };
        // What a dictionary names first is looked for, however few phrases have it.
        let first = all.first().cloned();
        let rest = all
            .into_iter()
            .filter(|reading| *reading != usual)
            .filter(|reading| lives(reading) || Some(reading) == first.as_ref());
        out.push(c);
        for reading in std::iter::once(usual.clone()).chain(rest) {
            out.push(' ');
            out.push_str(&reading);
        }
        out.push('\n');
    }
    Ok(out)
}

/// Without tones; `ü` as it is typed.
fn plain(reading: &str) -> String {
    let toneless = |c: char| match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ế' | 'ề' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ü' => 'v',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        c => c,
    };
    let marks = |c: &char| !('\u{300}'..='\u{36F}').contains(c);
    reading.chars().filter(marks).map(toneless).collect()
}
