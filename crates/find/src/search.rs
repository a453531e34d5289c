//! One keystroke: from what stands in the box to the best few documents.
//!
//! Must stay true: the total counts every document that matches; the order is by rank, then the
//! larger tie, then the smaller document, and depends on nothing else.

use crate::finder::Finder;
use crate::kind::{Found, Hit, Kind};
use crate::marks::Marks;
use crate::query::{Atom, Group, Query};
use crate::rank;
use crate::shelf::Shelf;
use crate::sound::Sound;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The most hits that are given at once.
const HITS: usize = 10_000;

impl Finder {
    /// The best `k` documents (ten thousand at most) for what was typed, and how many match.
    ///
    /// Of what was typed two hundred characters and twelve words count. Nothing typed finds nothing.
    pub fn find(&mut self, typed: &str, k: usize) -> Found {
        let query = Query::parse(typed, &self.glyphs);
        self.with_marks(&query, |finder, total| Found {
            total: total.len() as u32,
            hits: finder.best(&query, total, k.min(HITS)),
        })
    }

    /// Every document from `from` up to `to` that matches what was typed, in no order: its number
    /// counted from `from`, and its rank: less is better.
    ///
    /// What counts of what was typed is as in [`Self::find`]; a rank here does not know whether
    /// the words are all of one name.
    pub fn matching(&mut self, typed: &str, from: u32, to: u32) -> Vec<(u32, u16)> {
        let query = Query::parse(typed, &self.glyphs);
        self.with_marks(&query, |finder, total| {
            let mut all = Vec::with_capacity(total.len());
            all.extend(total.iter().filter_map(|(slot, rank)| {
                let doc = finder.docs.get(slot as usize)?.as_ref()?.doc;
                (from..to).contains(&doc).then(|| (doc - from, rank))
            }));
            all
        })
    }

    /// Marks what matches and has it read; nothing typed gives the default.
    fn with_marks<T: Default>(
        &mut self,
        query: &Query,
        read: impl FnOnce(&Self, &Marks) -> T,
    ) -> T {
        let mut pool = std::mem::take(&mut self.marks);
        pool.resize_with(4, Marks::default);
        let mut answer = T::default();
        if let [total, group, atom, part] = pool.as_mut_slice() {
            for (at, asked) in query.groups.iter().enumerate() {
                self.group(asked, group, atom, part);
                if at == 0 {
                    std::mem::swap(total, group);
                } else {
                    total.and(group);
                }
                if total.len() == 0 {
                    break;
                }
            }
            if !query.groups.is_empty() {
                answer = read(self, total);
            }
        }
        self.marks = pool;
        answer
    }

    /// Marks what a group matches: all of its words, or the one thing they may be.
    fn group(&self, asked: &Group, group: &mut Marks, atom: &mut Marks, one: &mut Marks) {
        for (at, word) in asked.atoms.iter().enumerate() {
            if at == 0 {
                group.clear(self.docs.len());
                self.atom(word, group);
            } else {
                atom.clear(self.docs.len());
                self.atom(word, atom);
                group.and(atom);
            }
        }
        if asked.sound.is_some() || !asked.phone.is_empty() {
            one.clear(self.docs.len());
            if let Some(sound) = &asked.sound {
                self.shelves
                    .iter()
                    .for_each(|shelf| self.sound(shelf, sound, one));
            }
            self.phone(&asked.phone, one);
            group.or(one);
        }
    }

    /// Marks what one word or run matches.
    fn atom(&self, atom: &Atom, marks: &mut Marks) {
        match atom {
            Atom::Run(None) => {}
            Atom::Run(Some(typed)) => {
                for shelf in &self.shelves {
                    shelf.runs_with(typed, |id, held| {
                        shelf.runs.postings.each(id, |slot, place| {
                            marks.mark(slot, rank::spelled(shelf.kind, held, place));
                        });
                    });
                }
            }
            Atom::Word {
                letters,
                sound,
                phone,
                errors,
            } => {
                for shelf in &self.shelves {
                    if shelf.kind == Kind::Phone {
                        continue;
                    }
                    shelf.words_with(letters, |id, held| {
                        shelf.words.postings.each(id, |slot, place| {
                            marks.mark(slot, rank::spelled(shelf.kind, held, place));
                        });
                    });
                    if *errors > 0 && shelf.kind.forgives() {
                        shelf.words_near(letters, *errors, |id, edits| {
                            let rank = rank::near(shelf.kind, edits);
                            shelf
                                .words
                                .postings
                                .each(id, |slot, _| marks.mark(slot, rank));
                        });
                    }
                    if let Some(sound) = sound {
                        self.sound(shelf, sound, marks);
                    }
                }
                self.phone(phone, marks);
            }
        }
    }

    fn sound(&self, shelf: &Shelf, sound: &Sound, marks: &mut Marks) {
        shelf.runs_heard(sound, &self.glyphs, |id, heard| {
            shelf.runs.postings.each(id, |slot, place| {
                marks.mark(slot, heard.rank(shelf.kind, place));
            });
        });
    }

    fn phone(&self, numbers: &[Vec<u8>], marks: &mut Marks) {
        let Some(shelf) = self.shelves.get(Kind::Phone as usize) else {
            return;
        };
        for digits in numbers {
            shelf.numbers_with(digits, |id, held| {
                shelf.words.postings.each(id, |slot, place| {
                    marks.mark(slot, rank::spelled(shelf.kind, held, place));
                });
            });
        }
    }

    /// The best few of what is marked.
    fn best(&self, query: &Query, marks: &Marks, k: usize) -> Vec<Hit> {
        let words = query.atoms().count() as u16;
        let several = if words > 1 {
            words * rank::WORD_OF_NAME
        } else {
            0
        };
        let mut best = BinaryHeap::with_capacity(k.min(marks.len()) + 1);
        let mut worst = (u16::MAX, Reverse(0));
        for (slot, mut rank) in marks.iter() {
            if rank <= several {
                rank = self.named(query, slot).unwrap_or(rank);
            }
            let tie = Reverse(self.ties.get(slot as usize).copied().unwrap_or(0));
            if (rank, tie) > worst {
                continue;
            }
            let Some(Some(doc)) = self.docs.get(slot as usize) else {
                continue;
            };
            let key = (rank, tie, doc.doc, slot);
            if best.len() < k {
                best.push(key);
            } else if let Some(mut last) = best.peek_mut()
                && key < *last
            {
                *last = key;
            }
            if best.len() == k {
                worst = best.peek().map_or(worst, |(rank, tie, ..)| (*rank, *tie));
            }
        }
        let hits = best.into_sorted_vec().into_iter();
        hits.map(|(rank, _, doc, slot)| Hit {
            doc,
            rank,
            why: self.explain(query, slot),
        })
        .collect()
    }
}
