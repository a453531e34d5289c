//! Makes `data/readings.bin`: `cargo run -p find --example readings`.
//!
//! Common readings and heteronyms are those of the `pinyin` crate (MIT), without tones;
//! `data/living.txt` says which of many are in living use, `data/surnames.txt` how names begin.
//! The format is told in `src/readings.rs`.

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

type Told = Result<(), Box<dyn std::error::Error>>;

fn main() -> Told {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut read = from_crate();
    for line in lines(&std::fs::read_to_string(folder.join("living.txt"))?) {
        let [c, syllables @ ..] = line.as_slice() else {
            continue;
        };
        let c = c.chars().next().ok_or("a line without a character")?;
        read.insert(c, syllables.to_vec());
    }
    let mut surnames = Vec::new();
    let mut pairs = Vec::new();
    for line in lines(&std::fs::read_to_string(folder.join("surnames.txt"))?) {
        let [name, syllables @ ..] = line.as_slice() else {
            continue;
        };
        let chars: Vec<char> = name.chars().collect();
        match (chars.as_slice(), syllables) {
            ([c], [syllable]) => surnames.push((*c, syllable.clone())),
            ([a, b], [x, y]) => pairs.push(((*a, *b), [x.clone(), y.clone()])),
            _ => return Err(format!("not a surname: {line:?}").into()),
        }
    }
    // A surname that reads as the character does anyway needs no line of its own.
    let same = |c: char, syllable: &String| {
        read.get(&c).and_then(|read| read.first()) == Some(syllable)
            && surnames.iter().filter(|(other, _)| *other == c).count() == 1
    };
    let surnames: Vec<_> = surnames
        .iter()
        .filter(|(c, s)| !same(*c, s))
        .cloned()
        .collect();

    // Nor does a surname of two of which both are read as they would be anyway.
    let pairs: Vec<_> = pairs
        .iter()
        .filter(|((a, b), [x, y])| {
            let surname = surnames
                .iter()
                .find(|(c, _)| c == a)
                .map(|(_, syllable)| syllable);
            let first = surname.or_else(|| read.get(a).and_then(|read| read.first()));
            first != Some(x) || read.get(b).and_then(|read| read.first()) != Some(y)
        })
        .cloned()
        .collect();
    // Elsewhere than at the beginning of a name it is a rare reading.
    for (c, syllable) in &surnames {
        let all = read.entry(*c).or_default();
        if !all.contains(syllable) {
            all.push(syllable.clone());
        }
    }

    let named = surnames.iter().map(|(_, syllable)| syllable);
    let named = named.chain(pairs.iter().flat_map(|(_, syllables)| syllables));
    let mut uses: BTreeMap<&String, usize> = BTreeMap::new();
    for syllable in read.values().flatten().chain(named) {
        *uses.entry(syllable).or_default() += 1;
    }
    // The commonest first: most numbers then take one byte.
    let mut syllables: Vec<&String> = uses.keys().copied().collect();
    syllables.sort_by_key(|syllable| std::cmp::Reverse(uses.get(syllable)));
    let number: HashMap<&String, usize> = syllables
        .iter()
        .enumerate()
        .map(|(at, syllable)| (*syllable, at))
        .collect();
    let of = |syllable: &String| number.get(syllable).copied().unwrap_or(0);

    let mut out = b"cpyr\x01".to_vec();
    put(&mut out, syllables.len());
    for syllable in &syllables {
        put(&mut out, syllable.len());
        out.extend_from_slice(syllable.as_bytes());
    }
    put(&mut out, read.len());
    ascending(&mut out, read.keys().map(|c| *c as usize));
    read.values()
        .for_each(|all| put(&mut out, all.first().map_or(0, of)));
    let more = || {
        let each = read.values().enumerate();
        each.flat_map(|(at, all)| all.iter().skip(1).map(move |syllable| (at, syllable)))
    };
    put(&mut out, more().count());
    ascending(&mut out, more().map(|(at, _)| at));
    more().for_each(|(_, syllable)| put(&mut out, of(syllable)));
    put(&mut out, surnames.len());
    for (c, syllable) in &surnames {
        put(&mut out, *c as usize);
        put(&mut out, of(syllable));
    }
    put(&mut out, pairs.len());
    for (chars, syllables) in &pairs {
        put(&mut out, chars.0 as usize);
        put(&mut out, chars.1 as usize);
        syllables
            .iter()
            .for_each(|syllable| put(&mut out, of(syllable)));
    }
    find::Readings::from_bytes(&out)?;
    println!(
        "{} characters, {} further readings, {} syllables, {} + {} surnames: {} bytes",
        read.len(),
        more().count(),
        syllables.len(),
        surnames.len(),
        pairs.len(),
        out.len()
    );
    std::fs::write(folder.join("readings.bin"), out)?;
    Ok(())
}

/// The words of every line that says something.
fn lines(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.map(|line| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    lines.filter(|words| !words.is_empty()).collect()
}

/// What the crate knows: the first reading, and one more of the characters that Unicode began
/// with. Of rare characters it lists what only old rhyme books have.
fn from_crate() -> BTreeMap<char, Vec<String>> {
    let mut read = BTreeMap::new();
    for c in (0x3007..0x3_2000).filter_map(char::from_u32) {
        let first = c.to_pinyin().into_iter();
        let more = c.to_pinyin_multi().into_iter().flatten();
        let most = if ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            2
        } else {
            1
        };
        let mut all: Vec<String> = Vec::new();
        for syllable in first
            .chain(more)
            .filter_map(|read: Pinyin| plain(read.plain()))
        {
            if !all.contains(&syllable) && all.len() < most {
                all.push(syllable);
            }
        }
        if !all.is_empty() {
            read.insert(c, all);
        }
    }
    read
}

/// A syllable in the letters that are typed, if it is one.
fn plain(syllable: &str) -> Option<String> {
    let typed: String = syllable
        .chars()
        .filter_map(|c| match c {
            'ü' => Some('v'),
            'ê' => Some('e'),
            '\u{300}'..='\u{36F}' => None,
            c => Some(c),
        })
        .collect();
    let good = (1..=6).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_lowercase());
    good.then_some(typed)
}

fn ascending(out: &mut Vec<u8>, numbers: impl Iterator<Item = usize>) {
    let mut last = 0;
    for number in numbers {
        put(out, number - last);
        last = number;
    }
}

/// LEB128.
fn put(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
