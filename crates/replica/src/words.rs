//! Words that repeat, each kept once: the codes of choices, the names of tags.

use std::collections::BTreeMap;

/// Up to so many words it is quicker to look at each.
const FEW: usize = 12;

/// A list of distinct words; the code of a word is its place, from 1.
#[derive(Debug, Clone, Default)]
pub struct Words {
    words: Vec<Box<str>>,
    of: BTreeMap<Box<str>, u32>,
}

impl Words {
    /// The code of a word, new if need be.
    pub fn code(&mut self, word: &str) -> u32 {
        if self.words.len() <= FEW {
            let at = self.words.iter().position(|known| **known == *word);
            if let Some(code) = at.and_then(|at| u32::try_from(at + 1).ok()) {
                return code;
            }
        }
        if let Some(code) = self.of.get(word) {
            return *code;
        }
        self.words.push(word.into());
        let code = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.of.insert(word.into(), code);
        code
    }

    /// The word of a code.
    pub fn word(&self, code: u32) -> Option<&str> {
        let at = code.checked_sub(1)? as usize;
        self.words.get(at).map(AsRef::as_ref)
    }

    /// Every word, by code from 1.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }
}
