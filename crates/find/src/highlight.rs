//! Which bytes of a text that is shown to mark, for what was typed.
//!
//! It takes the text apart as the index does and asks the same questions; nothing is looked up.

use crate::analyse::{Analysis, Piece, Script};
use crate::finder::Finder;
use crate::kind::Kind;
use crate::near;
use crate::query::{Atom, Query};
use crate::rank::Held;
use crate::shelf::{held, more_than_one};
use crate::sound::Sound;
use std::collections::BinaryHeap;
use std::ops::Range;

impl Finder {
    /// The bytes of `text`, a part of that kind, which match what was typed: ascending ranges on
    /// character bounds that do not touch. Of each word of the text one place is marked for each
    /// word typed.
    #[must_use]
    pub fn highlight(&self, typed: &str, kind: Kind, text: &str) -> Vec<Range<usize>> {
        let query = Query::parse(typed, &self.glyphs);
        let mut analysis = Analysis::default();
        analysis.read(text, kind);
        let mut ranges = Vec::new();
        for piece in &analysis.pieces {
            let mut add = |letters: Range<usize>| ranges.extend(analysis.origin(piece, letters));
            for group in &query.groups {
                let one = self.one(kind, &analysis, piece, group.sound.as_ref(), &group.phone);
                if let Some(letters) = one {
                    add(letters);
                    continue;
                }
                let atoms = group.atoms.iter();
                atoms
                    .filter_map(|atom| self.marked(kind, &analysis, piece, atom))
                    .for_each(&mut add);
            }
        }
        joined(ranges)
    }

    /// The letters of a piece that an atom matches.
    fn marked(
        &self,
        kind: Kind,
        text: &Analysis,
        piece: &Piece,
        atom: &Atom,
    ) -> Option<Range<usize>> {
        match (atom, piece.script) {
            (Atom::Run(typed), Script::Run) => {
                let run: Vec<_> = text
                    .run(piece)
                    .iter()
                    .map(|c| self.glyphs.get(*c))
                    .collect();
                let typed: Vec<_> = typed.as_ref()?.iter().copied().map(Some).collect();
                place(&run, &typed, true)
            }
            (
                Atom::Word {
                    letters, errors, ..
                },
                Script::Word,
            ) if kind != Kind::Phone => {
                let word = text.word(piece);
                place(word, letters, more_than_one(letters)).or_else(|| {
                    let errors = if kind.forgives() { *errors } else { 0 };
                    let (_, end) = near::distance(letters, word, errors).filter(|_| errors > 0)?;
                    Some(0..end)
                })
            }
            (Atom::Word { sound, phone, .. }, _) => {
                self.one(kind, text, piece, sound.as_ref(), phone)
            }
            _ => None,
        }
    }

    /// The letters of a piece that are heard or dialled.
    fn one(
        &self,
        kind: Kind,
        text: &Analysis,
        piece: &Piece,
        sound: Option<&Sound>,
        numbers: &[Vec<u8>],
    ) -> Option<Range<usize>> {
        match piece.script {
            Script::Run if kind.sounds() => {
                let run = text
                    .run(piece)
                    .iter()
                    .map(|c| self.glyphs.get(*c).unwrap_or(u16::MAX));
                let run: Vec<_> = run.collect();
                let (_, place) = sound?.hear(&run, kind == Kind::Name, &self.glyphs)?;
                Some(place)
            }
            Script::Word if kind == Kind::Phone => {
                let number = text.word(piece);
                numbers
                    .iter()
                    .find_map(|digits| place(number, digits, true))
            }
            _ => None,
        }
    }
}

/// Where what was typed stands in a term.
fn place<S: PartialEq>(term: &[S], typed: &[S], inside: bool) -> Option<Range<usize>> {
    let start = match held(term, typed, inside)? {
        Held::Whole | Held::Prefix => 0,
        Held::Inside => term
            .windows(typed.len().max(1))
            .position(|part| part == typed)?,
    };
    Some(start..start + typed.len())
}

/// Ascending, those that overlap or touch as one.
fn joined(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    let ranges = ranges.into_iter().map(|range| (range.start, range.end));
    let ranges = ranges.collect::<BinaryHeap<_>>().into_sorted_vec();
    for (start, end) in ranges {
        let range = start..end;
        match all.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => all.push(range),
        }
    }
    all
}
