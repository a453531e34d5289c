//! All responses to one form, by column.
//!
//! Must stay true: a response is written once; question numbers mean the same in every version
//! of the form.

use crate::answers::AnswerColumn;
use crate::change::{Consent, Respond};
use crate::meta::MetaIx;
use model::{RecordId, Value};
use std::collections::BTreeMap;

/// The responses to a form.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    pub(crate) rows: Vec<Head>,
    pub(crate) columns: BTreeMap<u16, AnswerColumn>,
}

/// What a response has besides its answers.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub id: RecordId,
    pub subject: Option<RecordId>,
    pub taken_at: i64,
    pub version: u16,
    pub consent: Option<Consent>,
    pub supersedes: Option<RecordId>,
    pub made: MetaIx,
    pub hidden: bool,
}

impl Responses {
    pub(crate) fn push(&mut self, respond: &Respond, made: MetaIx, hidden: bool) -> u32 {
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Head {
            id: respond.id,
            subject: respond.subject,
            taken_at: respond.taken_at,
            version: respond.version,
            consent: respond.consent.clone(),
            supersedes: respond.supersedes,
            made,
            hidden,
        });
        for (question, value) in &respond.answers {
            self.columns
                .entry(*question)
                .or_default()
                .set(row, value.clone());
        }
        row
    }

    /// Empties a row for good.
    pub(crate) fn wipe(&mut self, row: u32) {
        if let Some(head) = self.rows.get_mut(row as usize) {
            head.hidden = true;
            head.made = 0;
            head.subject = None;
            head.consent = None;
            head.supersedes = None;
            head.taken_at = 0;
        }
        for column in self.columns.values_mut() {
            column.set(row, Value::Nothing);
        }
    }

    /// The responses that are shown, in the order they became known here.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = ResponseRow<'_>> {
        let end = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        (0..end).filter_map(|row| self.at(row))
    }

    /// The response in a row, if it is shown.
    pub fn at(&self, row: u32) -> Option<ResponseRow<'_>> {
        let head = self.rows.get(row as usize)?;
        (head.made != 0 && !head.hidden).then_some(ResponseRow {
            all: self,
            head,
            row,
        })
    }

    /// The answers to one question.
    pub fn column(&self, question: u16) -> Option<&AnswerColumn> {
        self.columns.get(&question)
    }

    /// The numbers answered to one question, by shown response; NaN where there is none.
    pub fn numbers(&self, question: u16) -> Vec<f64> {
        let column = self.columns.get(&question);
        self.rows()
            .map(|r| column.map_or(f64::NAN, |c| c.number(r.row)))
            .collect()
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.rows
            .iter()
            .filter(|head| head.made != 0 && !head.hidden)
            .count()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A response, read in place.
#[derive(Clone, Copy)]
pub struct ResponseRow<'a> {
    all: &'a Responses,
    head: &'a Head,
    row: u32,
}

impl<'a> ResponseRow<'a> {
    /// Its number: stable as long as the replica lives.
    pub fn index(&self) -> u32 {
        self.row
    }

    /// Its id.
    pub fn id(&self) -> RecordId {
        self.head.id
    }

    /// Who answered.
    pub fn subject(&self) -> Option<RecordId> {
        self.head.subject
    }

    /// When, in milliseconds since 1970.
    pub fn taken_at(&self) -> i64 {
        self.head.taken_at
    }

    /// The version of the form.
    pub fn version(&self) -> u16 {
        self.head.version
    }

    /// The consent it rests on.
    pub fn consent(&self) -> Option<&'a Consent> {
        self.head.consent.as_ref()
    }

    /// The answer to a question.
    pub fn answer(&self, question: u16) -> Value {
        self.all
            .columns
            .get(&question)
            .map_or(Value::Nothing, |c| c.get(self.row))
    }

    /// The answer as a number, NaN when there is none.
    pub fn number(&self, question: u16) -> f64 {
        self.all
            .columns
            .get(&question)
            .map_or(f64::NAN, |c| c.number(self.row))
    }
}
