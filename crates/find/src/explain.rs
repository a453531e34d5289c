//! Why one document matches: the same rules as the search, asked of its own terms.

use crate::analyse::Script;
use crate::finder::{Doc, Finder, Term};
use crate::kind::{Kind, Why};
use crate::near;
use crate::postings::Place;
use crate::query::{Atom, Group, Query};
use crate::rank::{self, Held};
use crate::shelf::{Shelf, dialled, held, more_than_one};
use crate::sound::Sound;

/// A rank and the part that has it.
type Best = Option<(u16, Kind, u32)>;

/// One term of a document, and where it stands.
struct Standing<'a> {
    shelf: &'a Shelf,
    term: Term,
    place: Place,
    part: u32,
}

impl Finder {
    /// The terms of a document with their parts and places.
    fn standing<'a>(&'a self, doc: &'a Doc) -> impl Iterator<Item = Standing<'a>> {
        let mut parts = 0u32;
        let mut blank = doc.blank.iter().peekable();
        let by_part = doc.terms.chunk_by(|_, next| !next.begins());
        by_part.flat_map(move |terms| {
            while blank.next_if(|blank| **blank == parts).is_some() {
                parts += 1;
            }
            let part = parts;
            parts += 1;
            terms.iter().enumerate().filter_map(move |(at, term)| {
                let shelf = self.shelves.get(term.shelf())?;
                let place = match shelf.kind {
                    Kind::Phone => Place::new(0, 1),
                    _ => Place::new(at, terms.len()),
                };
                Some(Standing {
                    shelf,
                    term: *term,
                    place,
                    part,
                })
            })
        })
    }

    /// Why the document in a slot matches, in the order typed.
    pub(crate) fn explain(&self, query: &Query, slot: u32) -> Vec<Why> {
        let mut why = Vec::new();
        let Some(Some(doc)) = self.docs.get(slot as usize) else {
            return why;
        };
        for group in &query.groups {
            let each: Option<Vec<_>> = group
                .atoms
                .iter()
                .map(|atom| self.atom_in(atom, doc))
                .collect();
            let sum = each
                .as_ref()
                .map(|each| each.iter().map(|(rank, ..)| *rank).sum::<u16>());
            let one = self.one_in(group, doc);
            let because = match (one, sum, each) {
                (Some(one), sum, _) if sum.is_none_or(|sum| one.0 <= sum) => vec![one],
                (_, _, Some(each)) => each,
                _ => continue,
            };
            why.extend(because.into_iter().map(|(rank, kind, part)| Why {
                kind,
                part,
                manner: rank::manner(rank),
            }));
        }
        why
    }

    /// How well one word matches a document, and where.
    fn atom_in(&self, atom: &Atom, doc: &Doc) -> Best {
        let ranked = self.standing(doc).filter_map(|standing| {
            let rank = match atom {
                Atom::Run(typed) => spelled_run(&standing, typed.as_deref()?),
                Atom::Word {
                    letters,
                    sound,
                    phone,
                    errors,
                } => {
                    let word = spelled_word(&standing, letters);
                    let near = near_word(&standing, letters, *errors);
                    let sound = sound
                        .as_ref()
                        .and_then(|sound| self.heard(&standing, sound));
                    let phone = phoned(&standing, phone);
                    [word, near, sound, phone].into_iter().flatten().min()
                }
            };
            Some((rank?, standing.shelf.kind, standing.part))
        });
        ranked.min_by_key(|(rank, ..)| *rank)
    }

    /// How well the one thing that a group may be matches a document, and where.
    fn one_in(&self, group: &Group, doc: &Doc) -> Best {
        let ranked = self.standing(doc).filter_map(|standing| {
            let sound = group
                .sound
                .as_ref()
                .and_then(|sound| self.heard(&standing, sound));
            let rank = sound
                .into_iter()
                .chain(phoned(&standing, &group.phone))
                .min()?;
            Some((rank, standing.shelf.kind, standing.part))
        });
        ranked.min_by_key(|(rank, ..)| *rank)
    }

    fn heard(&self, standing: &Standing<'_>, sound: &Sound) -> Option<u16> {
        let Standing {
            shelf, term, place, ..
        } = standing;
        if term.script() != Script::Run || !shelf.kind.sounds() {
            return None;
        }
        let run = shelf.runs.get(term.id());
        let (heard, _) = sound.hear(run, shelf.kind == Kind::Name, &self.glyphs)?;
        Some(heard.rank(shelf.kind, *place))
    }

    /// The rank of a document one of whose names is, or begins with, all the words typed.
    pub(crate) fn named(&self, query: &Query, slot: u32) -> Option<u16> {
        let doc = self.docs.get(slot as usize)?.as_ref()?;
        let words = query.atoms().count();
        let mut best = None;
        for part in doc.terms.chunk_by(|_, next| !next.begins()) {
            let name = part
                .first()
                .is_some_and(|term| term.shelf() == Kind::Name as usize);
            if !name || part.len() < words {
                continue;
            }
            let mut whole = part.len() == words;
            let same = query
                .atoms()
                .zip(part)
                .enumerate()
                .all(|(at, (atom, term))| {
                    let held = self.holds(atom, *term);
                    whole &= held == Some(Held::Whole);
                    held == Some(Held::Whole) || at + 1 == words && held == Some(Held::Prefix)
                });
            if same {
                let rank = rank::several(whole);
                best = Some(best.map_or(rank, |best: u16| best.min(rank)));
            }
        }
        best
    }

    /// How a term of a name holds a word typed.
    fn holds(&self, atom: &Atom, term: Term) -> Option<Held> {
        let shelf = self.shelves.get(term.shelf())?;
        match (atom, term.script()) {
            (Atom::Word { letters, .. }, Script::Word) => {
                held(shelf.words.get(term.id()), letters, false)
            }
            (Atom::Run(Some(run)), Script::Run) => held(shelf.runs.get(term.id()), run, false),
            _ => None,
        }
    }
}

fn spelled_run(standing: &Standing<'_>, typed: &[u16]) -> Option<u16> {
    let Standing {
        shelf, term, place, ..
    } = standing;
    if term.script() != Script::Run {
        return None;
    }
    let held = held(shelf.runs.get(term.id()), typed, true)?;
    Some(rank::spelled(shelf.kind, held, *place))
}

fn spelled_word(standing: &Standing<'_>, typed: &[u8]) -> Option<u16> {
    let Standing {
        shelf, term, place, ..
    } = standing;
    if term.script() != Script::Word || shelf.kind == Kind::Phone {
        return None;
    }
    let held = held(shelf.words.get(term.id()), typed, more_than_one(typed))?;
    Some(rank::spelled(shelf.kind, held, *place))
}

fn near_word(standing: &Standing<'_>, typed: &[u8], errors: u8) -> Option<u16> {
    let Standing { shelf, term, .. } = standing;
    if errors == 0 || term.script() != Script::Word || !shelf.kind.forgives() {
        return None;
    }
    let (edits, _) = near::distance(typed, shelf.words.get(term.id()), errors)?;
    Some(rank::near(shelf.kind, edits))
}

fn phoned(standing: &Standing<'_>, numbers: &[Vec<u8>]) -> Option<u16> {
    let Standing {
        shelf, term, place, ..
    } = standing;
    if shelf.kind != Kind::Phone || term.script() != Script::Word {
        return None;
    }
    let number = shelf.words.get(term.id());
    let ranks = numbers.iter().filter_map(|digits| {
        let held = dialled(number, digits, held(number, digits, true)?);
        Some(rank::spelled(shelf.kind, held, *place))
    });
    ranks.min()
}
