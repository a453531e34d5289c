//! How a name sounds, as one word that compares: `张伟`, `Zhang Wei` and `Wei Zhang` alike.
//!
//! Must stay true: the same whether the surname comes first or last; a character that is read in
//! several ways is read as surnames and names commonly are.

use crate::fold::fold;
use crate::readings::Readings;

/// Surnames of two characters that people bear today.
const DOUBLE: [&str; 17] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "皇甫", "尉迟", "公孙", "慕容",
    "司徒", "令狐", "夏侯", "宇文", "端木",
];

fn is_double(a: char, b: char) -> bool {
    DOUBLE.iter().any(|pair| pair.chars().eq([a, b]))
}

impl Readings {
    /// The letters of a name as it sounds; blank when nothing in it has a sound.
    #[must_use]
    pub fn name(&self, text: &str) -> String {
        let mut words = text.split(|c: char| c.is_whitespace() || c == ',' || c == '·');
        let (first, rest) = if text.chars().any(|c| self.syllables(c).next().is_some()) {
            self.characters(text)
        } else {
            let mut words = words.by_ref().map(letters).filter(|word| !word.is_empty());
            let first = words.next().unwrap_or_default();
            (first, words.collect())
        };
        let (here, there) = (
            [first.as_str(), &rest].concat(),
            [&rest, first.as_str()].concat(),
        );
        here.min(there)
    }

    /// The surname, and the rest.
    fn characters(&self, text: &str) -> (String, String) {
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let (mut first, mut rest) = (String::new(), String::new());
        let pair = match chars.as_slice() {
            [a, b, _, ..] => self.pairs().find(|(both, _)| both == &[*a, *b]),
            _ => None,
        };
        let surname = match chars.as_slice() {
            [a, b, _, ..] if pair.is_some() || is_double(*a, *b) => 2,
            _ => 1,
        };
        if let Some((_, syllables)) = pair {
            for syllable in syllables {
                self.spell(syllable, &mut first);
            }
        }
        for (at, c) in chars.iter().enumerate() {
            if at < surname && pair.is_some() {
                continue;
            }
            let common = || self.syllables(*c).next();
            let read = if at == 0 {
                self.surname(*c).next()
            } else {
                None
            };
            let out = if at < surname { &mut first } else { &mut rest };
            match read.or_else(common) {
                Some(syllable) => self.spell(syllable, out),
                None => fold(*c, |c| out.push(c)),
            }
        }
        (first, rest)
    }

    fn spell(&self, syllable: u16, out: &mut String) {
        let spelling = self.spellings().get(usize::from(self.ways(syllable).start));
        let letters = spelling.map(|spelling| spelling.letters());
        out.extend(letters.unwrap_or_default().iter().copied().map(char::from));
    }
}

fn letters(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        fold(c, |c| {
            if c.is_alphanumeric() {
                out.push(c);
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sound_alike_are_one_word() {
        let readings = Readings::from_bytes(include_bytes!("../data/readings.bin")).unwrap();
        for (a, b, same) in [
            ("张伟", "Zhang Wei", true),
            ("张伟", "Wei Zhang", true),
            ("张伟", "章伟", true),
            ("张小明", "Xiaoming Zhang", true),
            ("张小明", "Zhang Xiao Ming", true),
            ("单小明", "Shan Xiaoming", true),
            ("欧阳明", "Ouyang Ming", true),
            ("José Müller", "muller jose", true),
            ("张伟", "张薇薇", false),
            ("张伟", "王伟", false),
            ("", "", true),
        ] {
            assert_eq!(readings.name(a) == readings.name(b), same, "{a} {b}");
        }
    }

    #[test]
    #[ignore = "a measurement: cargo test -p find --release -- --ignored --nocapture name"]
    fn a_hundred_thousand_names_are_read_at_once() {
        let readings = Readings::from_bytes(include_bytes!("../data/readings.bin")).unwrap();
        let start = std::time::Instant::now();
        let letters: usize = (0..50_000)
            .map(|_| readings.name("欧阳小明").len() + readings.name("Zhang Xiaoming").len())
            .sum();
        println!("{letters} letters, {:?}", start.elapsed());
    }
}
