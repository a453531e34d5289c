//! A survey in the making, kept so that nothing typed is lost.
//!
//! Must stay true: decoding never panics and never consumes the caller's bytes; a draft begun
//! with another version of its form is not resumed, because its answers may mean other things.
//! The app seals these bytes before they rest anywhere.

use crate::{Answers, Form, SurveyError, bytes};
use model::{Language, RecordId};
use serde::{Deserialize, Serialize};

/// That the customer agreed, and to which words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The notice record holding the purpose and the text that was shown.
    pub notice: RecordId,
    /// The language it was shown in.
    pub language: Language,
    /// When it was given, in milliseconds since 1970.
    pub at: i64,
}

/// A survey being answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form.
    pub form: RecordId,
    /// Which version of that form.
    pub version: u16,
    /// Who answers, if known.
    pub subject: Option<RecordId>,
    /// When it was begun, in milliseconds since 1970.
    pub started_at: i64,
    /// The language it is asked in.
    pub language: Language,
    /// The consent it rests on, once given.
    pub consent: Option<Agreed>,
    /// The response this one corrects.
    pub supersedes: Option<RecordId>,
    /// The page shown, by its place among all pages of the form, from 0.
    pub page: usize,
    /// The answers so far.
    pub answers: Answers,
}

impl Draft {
    /// An empty draft of this form, on its first page; `started_at` in milliseconds since 1970.
    pub fn new(
        form: &Form,
        subject: Option<RecordId>,
        started_at: i64,
        language: Language,
    ) -> Self {
        Self {
            form: form.id,
            version: form.version,
            subject,
            started_at,
            language,
            consent: None,
            supersedes: None,
            page: 0,
            answers: Answers::new(),
        }
    }

    /// The draft as bytes that [`Draft::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes::write(self)
    }

    /// Reads a draft, whatever form it belongs to.
    ///
    /// # Errors
    /// When the bytes are damaged or newer than this crate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SurveyError> {
        bytes::read(bytes)
    }

    /// Reads a draft to go on with this form, on a page that is to be shown.
    ///
    /// # Errors
    /// As [`Draft::from_bytes`], and [`SurveyError::FormChanged`] when it was begun with another
    /// form or version; `from_bytes` still shows what it holds.
    pub fn resume(bytes: &[u8], form: &Form) -> Result<Self, SurveyError> {
        let mut draft = Self::from_bytes(bytes)?;
        if draft.form != form.id || draft.version != form.version {
            return Err(SurveyError::FormChanged {
                version: draft.version,
            });
        }
        let pages = form.visible_pages(&draft.answers);
        draft.page = pages
            .iter()
            .rev()
            .map(|page| page.index)
            .find(|index| *index <= draft.page)
            .or_else(|| pages.first().map(|page| page.index))
            .unwrap_or(0);
        Ok(draft)
    }
}
