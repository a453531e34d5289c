//! All responses to one form, by column, in segments of 4,096.
//!
//! Must stay true: a response is written once; question numbers mean the same in every version
//! of the form.

use crate::answers::AnswerColumn;
use crate::change::{Consent, Respond};
use crate::chunk::{Chunk, ROWS, split};
use crate::meta::MetaIx;
use model::{RecordId, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Responses of a stretch of rows.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    pub heads: Vec<Head>,
    /// How many of them are not shown.
    pub unshown: usize,
    pub columns: BTreeMap<u16, AnswerColumn>,
}

/// What a response has besides its answers.
#[derive(Debug, Clone)]
pub struct Head {
    pub id: RecordId,
    pub subject: Option<RecordId>,
    pub taken_at: i64,
    pub version: u16,
    pub consent: Option<Consent>,
    pub supersedes: Option<RecordId>,
    pub made: MetaIx,
    pub hidden: bool,
}

impl Head {
    pub fn shown(&self) -> bool {
        self.made != 0 && !self.hidden
    }

    /// Empty, as what is left of a response that was erased.
    fn wipe(&mut self) {
        self.hidden = true;
        self.made = 0;
        self.subject = None;
        self.consent = None;
        self.supersedes = None;
        self.taken_at = 0;
    }
}

impl Segment {
    fn count_unshown(&mut self) {
        self.unshown = self.heads.iter().filter(|head| !head.shown()).count();
    }
}

/// The responses to a form.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    pub(crate) segments: Vec<Chunk<Segment>>,
    questions: BTreeSet<u16>,
}

impl Responses {
    /// From what was kept.
    pub(crate) fn push_segment(&mut self, mut segment: Segment) {
        segment.count_unshown();
        self.questions.extend(segment.columns.keys());
        self.segments.push(Chunk::new(segment, false));
    }

    pub(crate) fn end(&self) -> u32 {
        let last = self.segments.last().map_or(0, |s| s.data.heads.len());
        let all = self.segments.len().saturating_sub(1) * ROWS + last;
        u32::try_from(all).unwrap_or(u32::MAX)
    }

    pub(crate) fn push(&mut self, respond: &Respond, made: MetaIx, hidden: bool) -> u32 {
        let row = self.end();
        let full = |chunk: &Chunk<Segment>| chunk.data.heads.len() >= ROWS;
        if self.segments.last().is_none_or(full) {
            self.segments.push(Chunk::new(Segment::default(), true));
        }
        let Some(chunk) = self.segments.last_mut() else {
            return row;
        };
        let segment = chunk.edit();
        let at = segment.heads.len();
        segment.heads.push(Head {
            id: respond.id,
            subject: respond.subject,
            taken_at: respond.taken_at,
            version: respond.version,
            consent: respond.consent.clone(),
            supersedes: respond.supersedes,
            made,
            hidden,
        });
        segment.unshown += usize::from(made == 0 || hidden);
        for (question, value) in &respond.answers {
            let column = segment.columns.entry(*question).or_insert_with(|| {
                self.questions.insert(*question);
                AnswerColumn::default()
            });
            column.set(at, value);
        }
        row
    }

    pub(crate) fn head(&self, row: u32) -> Option<&Head> {
        let (chunk, at) = split(row);
        self.segments.get(chunk)?.data.heads.get(at)
    }

    /// Shows or hides a response; untouched when it is so already.
    pub(crate) fn hide(&mut self, row: u32, hidden: bool) {
        if self.head(row).is_some_and(|head| head.hidden != hidden) {
            let (chunk, at) = split(row);
            let Some(segment) = self.segments.get_mut(chunk).map(Chunk::edit) else {
                return;
            };
            if let Some(head) = segment.heads.get_mut(at) {
                head.hidden = hidden;
            }
            segment.count_unshown();
        }
    }

    /// Empties a row for good.
    pub(crate) fn wipe(&mut self, row: u32) {
        let (chunk, at) = split(row);
        let Some(chunk) = self.segments.get_mut(chunk) else {
            return;
        };
        let segment = chunk.edit();
        if let Some(head) = segment.heads.get_mut(at) {
            head.wipe();
        }
        segment.count_unshown();
        for column in segment.columns.values_mut() {
            column.set(at, &Value::Nothing);
        }
    }

    /// Every row with its head, shown or not.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (u32, &Head)> {
        (0u32..).zip(self.segments.iter().flat_map(|s| s.data.heads.iter()))
    }

    /// The responses that are shown, in the order they became known here.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = ResponseRow<'_>> {
        (0..self.end()).filter_map(|row| self.at(row))
    }

    /// The response in a row, if it is shown.
    pub fn at(&self, row: u32) -> Option<ResponseRow<'_>> {
        let head = self.head(row)?;
        head.shown().then_some(ResponseRow {
            all: self,
            head,
            row,
        })
    }

    /// The questions that were answered at least once.
    pub fn questions(&self) -> impl Iterator<Item = u16> {
        self.questions.iter().copied()
    }

    /// The numbers answered to one question, by shown response; NaN where there is none.
    pub fn numbers(&self, question: u16) -> Vec<f64> {
        let mut all = Vec::with_capacity(self.end() as usize);
        self.each_number(question, |number| all.push(number));
        all
    }

    /// The same, one after the other.
    pub fn each_number(&self, question: u16, mut each: impl FnMut(f64)) {
        for chunk in &self.segments {
            let segment = chunk.data.as_ref();
            let column = segment.columns.get(&question);
            if segment.unshown == 0 {
                // As nearly always: without a look at each head.
                let answered = column.map_or(0, |column| column.each_number(&mut each));
                (answered..segment.heads.len()).for_each(|_| each(f64::NAN));
                continue;
            }
            for (at, head) in segment.heads.iter().enumerate() {
                if head.shown() {
                    each(column.map_or(f64::NAN, |c| c.number(at)));
                }
            }
        }
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.heads().filter(|(_, head)| head.shown()).count()
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

    fn column(&self, question: u16) -> Option<(&'a AnswerColumn, usize)> {
        let (chunk, at) = split(self.row);
        let column = self.all.segments.get(chunk)?.data.columns.get(&question)?;
        Some((column, at))
    }

    /// The answer to a question.
    pub fn answer(&self, question: u16) -> Value {
        self.column(question)
            .map_or(Value::Nothing, |(column, at)| column.get(at))
    }

    /// The answer as a number, NaN when there is none.
    pub fn number(&self, question: u16) -> f64 {
        self.column(question)
            .map_or(f64::NAN, |(column, at)| column.number(at))
    }
}
