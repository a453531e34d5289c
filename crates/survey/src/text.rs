//! Words people read, in both languages.
//!
//! Must stay true: a text with one language blank is shown in the other rather than not at all.

use model::Language;
use serde::{Deserialize, Serialize};

/// Words in Chinese and English; either may be blank.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Words in both languages.
    pub fn new(zh: &str, en: &str) -> Self {
        Self {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }

    /// Words whose language is not known: the same in both.
    pub fn same(words: &str) -> Self {
        Self::new(words, words)
    }

    /// The words in this language, or in the other one when they are blank.
    pub fn of(&self, language: Language) -> &str {
        let (wanted, other) = match language {
            Language::Zh => (&self.zh, &self.en),
            Language::En => (&self.en, &self.zh),
        };
        if wanted.trim().is_empty() {
            other
        } else {
            wanted
        }
    }

    /// Whether there are no words in either language.
    pub fn is_blank(&self) -> bool {
        self.zh.trim().is_empty() && self.en.trim().is_empty()
    }
}
