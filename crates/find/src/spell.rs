//! How a name is read, in letters: for comparing names, not for finding them.

use crate::Readings;

/// Most characters of a name that are read.
const LONGEST: usize = 32;

impl Readings {
    /// The letters of a name: each character by its commonest reading, the first one or two as
    /// surnames are read; Latin letters in lower case. Empty where a character is not known.
    #[must_use]
    pub fn spell(&self, name: &str) -> String {
        let chars: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut out = String::new();
        if chars.len() > LONGEST {
            return out;
        }
        let mut rest = chars.as_slice();
        if let [a, b, others @ ..] = rest
            && let Some((_, syllables)) = self.pairs().find(|(pair, _)| *pair == [*a, *b])
        {
            syllables.iter().for_each(|s| self.push(*s, &mut out));
            rest = others;
        } else if let [first, others @ ..] = rest
            && let Some(syllable) = self.surname(*first).next()
        {
            self.push(syllable, &mut out);
            rest = others;
        }
        for c in rest {
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            } else if let Some(syllable) = self.syllables(*c).next() {
                self.push(syllable, &mut out);
            } else {
                return String::new();
            }
        }
        out
    }

    fn push(&self, syllable: u16, out: &mut String) {
        let spelling = self.spellings().get(usize::from(self.ways(syllable).start));
        let letters = spelling.map_or(&[][..], |spelling| spelling.letters());
        out.extend(letters.iter().map(|letter| char::from(*letter)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_say_them() {
        let bytes = include_bytes!("../data/readings.bin");
        let readings = Readings::from_bytes(bytes).unwrap();
        for (name, want) in [
            ("张三", "zhangsan"),
            ("章三", "zhangsan"),
            ("单小明", "shanxiaoming"),
            ("欧阳娜", "ouyangna"),
            ("Zhang San", "zhangsan"),
            ("", ""),
            ("Ωmega", ""),
        ] {
            assert_eq!(readings.spell(name), want, "{name}");
        }
    }
}
