//! The way through a form: which questions are asked, the next page, how far, and the end.
//!
//! Must stay true: a question is asked when its condition holds over the answers to questions
//! that are asked themselves, so what was answered and then hidden decides nothing and is left
//! out of the response.

use crate::{Answers, Form, Question, check};
use model::Value;
use std::collections::BTreeSet;

/// A page with at least one question to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct VisiblePage<'a> {
    /// Its place among all pages of the form, from 0.
    pub index: usize,
    /// The questions to ask on it.
    pub questions: Vec<&'a Question>,
}

/// How far a survey has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Visible questions with an answer.
    pub answered: usize,
    /// Visible questions.
    pub total: usize,
}

impl Form {
    /// The pages to show, given the answers; pages whose questions are all hidden are left out.
    pub fn visible_pages(&self, answers: &Answers) -> Vec<VisiblePage<'_>> {
        let mut asked = BTreeSet::new();
        let mut pages = Vec::new();
        for (index, page) in self.pages.iter().enumerate() {
            let mut questions = Vec::new();
            for question in &page.questions {
                let shown = question.show_if.as_ref().is_none_or(|condition| {
                    condition.holds(&|no| {
                        if asked.contains(&no) {
                            answers.answer(no)
                        } else {
                            None
                        }
                    })
                });
                if shown {
                    asked.insert(question.no);
                    questions.push(question);
                }
            }
            if !questions.is_empty() {
                pages.push(VisiblePage { index, questions });
            }
        }
        pages
    }

    /// The index of the first page to show after `page`.
    pub fn next_page(&self, page: usize, answers: &Answers) -> Option<usize> {
        self.visible_pages(answers)
            .iter()
            .map(|p| p.index)
            .find(|index| *index > page)
    }

    /// The index of the last page to show before `page`.
    pub fn previous_page(&self, page: usize, answers: &Answers) -> Option<usize> {
        self.visible_pages(answers)
            .iter()
            .rev()
            .map(|p| p.index)
            .find(|index| *index < page)
    }

    /// How many of the visible questions are answered.
    pub fn progress(&self, answers: &Answers) -> Progress {
        let mut progress = Progress {
            answered: 0,
            total: 0,
        };
        for question in self
            .visible_pages(answers)
            .iter()
            .flat_map(|p| &p.questions)
        {
            progress.total += 1;
            progress.answered += usize::from(answers.answer(question.no).is_some());
        }
        progress
    }

    /// The answers as a response keeps them: of visible questions only, trimmed, by ascending
    /// number, blank ones left out.
    ///
    /// # Errors
    /// The visible questions, in the order asked, that are required and not answered or whose
    /// answer does not pass [`check`].
    pub fn complete(&self, answers: &Answers) -> Result<Vec<(u16, Value)>, Vec<u16>> {
        let mut given = Vec::new();
        let mut missing = Vec::new();
        for question in self
            .visible_pages(answers)
            .iter()
            .flat_map(|p| &p.questions)
        {
            match answers.answer(question.no) {
                None if question.required => missing.push(question.no),
                None => {}
                Some(value) if check(question, value).is_err() => missing.push(question.no),
                Some(Value::Text(text)) => {
                    given.push((question.no, Value::Text(text.trim().to_owned())));
                }
                Some(value) => given.push((question.no, value.clone())),
            }
        }
        if missing.is_empty() {
            let mut ascending: Vec<(u16, Value)> = Vec::with_capacity(given.len());
            for answer in given {
                ascending.insert(ascending.partition_point(|(no, _)| *no < answer.0), answer);
            }
            Ok(ascending)
        } else {
            Err(missing)
        }
    }
}
