//! The index: documents in, documents out.
//!
//! Must stay true: a slot belongs to at most one document; what is posted for a slot is exactly
//! what its list of terms says.

use crate::FindError;
use crate::analyse::{Analysis, Script};
use crate::glyphs::Glyphs;
use crate::kind::Kind;
use crate::marks::Marks;
use crate::postings::{Place, SLOTS};
use crate::readings::Readings;
use crate::shelf::Shelf;
use hashbrown::HashTable;
use std::collections::BinaryHeap;

/// One term of a document: whether a part begins with it, its kind, its script and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term(u32);

/// Numbers of terms, of one kind and script, are below this.
const TERMS: u32 = 1 << 27;

impl Term {
    fn new(kind: Kind, script: Script, id: u32) -> Self {
        Self(u32::from(script == Script::Run) << 30 | (kind as u32) << 27 | id)
    }

    /// The same term, saying that its part begins with it.
    fn beginning(self) -> Self {
        Self(self.0 | 1 << 31)
    }

    /// Whether its part begins with it.
    pub(crate) fn begins(self) -> bool {
        self.0 >> 31 != 0
    }

    /// Which shelf it stands on.
    pub(crate) fn shelf(self) -> usize {
        (self.0 >> 27 & 7) as usize
    }

    /// Whether it is a word or a run.
    pub(crate) fn script(self) -> Script {
        if self.0 >> 30 & 1 == 0 {
            Script::Word
        } else {
            Script::Run
        }
    }

    /// Its number.
    pub(crate) fn id(self) -> u32 {
        self.0 & (TERMS - 1)
    }
}

/// A document: its terms in order, and how many parts without any stand before each part.
#[derive(Debug, Default)]
pub(crate) struct Doc {
    pub(crate) doc: u32,
    pub(crate) terms: Box<[Term]>,
    /// The places of parts in which there was nothing, ascending.
    pub(crate) blank: Box<[u32]>,
}

/// An index over documents that one searches as one types.
///
/// Building is putting document after document, as many at a time as there is time for.
#[derive(Debug)]
pub struct Finder {
    pub(crate) shelves: Vec<Shelf>,
    pub(crate) glyphs: Glyphs,
    pub(crate) docs: Vec<Option<Doc>>,
    /// By slot: apart, so that choosing the best reads little.
    pub(crate) ties: Vec<u32>,
    slots: HashTable<u32>,
    free: Vec<u32>,
    pub(crate) marks: Vec<Marks>,
    analysis: Analysis,
    run: Vec<u16>,
    posted: Vec<(Term, Place)>,
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

/// Spreads document numbers, which are often consecutive.
fn hash(doc: u32) -> u64 {
    let hash = u64::from(doc).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 29
}

fn slot_of(slots: &HashTable<u32>, docs: &[Option<Doc>], doc: u32) -> Option<u32> {
    let found = slots.find(hash(doc), |slot| number(docs, *slot) == Some(doc));
    found.copied()
}

fn number(docs: &[Option<Doc>], slot: u32) -> Option<u32> {
    docs.get(slot as usize)?.as_ref().map(|doc| doc.doc)
}

impl Finder {
    /// An index of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shelves: Kind::ALL.into_iter().map(Shelf::new).collect(),
            glyphs: Glyphs::default(),
            docs: Vec::new(),
            ties: Vec::new(),
            slots: HashTable::new(),
            free: Vec::new(),
            marks: Vec::new(),
            analysis: Analysis::default(),
            run: Vec::new(),
            posted: Vec::new(),
        }
    }

    /// Makes room for about so many customers, so that no `put` stops to make it.
    pub fn reserve(&mut self, docs: usize) {
        self.docs.reserve(docs);
        self.ties.reserve(docs);
        let known = &self.docs;
        self.slots
            .reserve(docs, |slot| number(known, *slot).map_or(0, hash));
        for shelf in &mut self.shelves {
            match shelf.kind {
                Kind::Name => shelf.runs.reserve(docs / 2, 3),
                Kind::Organisation => shelf.runs.reserve(docs / 8, 7),
                Kind::Code => shelf.words.reserve(docs / 4, 8),
                Kind::Phone => shelf.words.reserve(docs, 12),
                Kind::Email => shelf.words.reserve(docs / 2, 10),
                Kind::Tag | Kind::Text => {}
            }
        }
    }

    /// Puts a document in, in place of what it was before. Of documents that match equally well
    /// those with the larger `tie` come first.
    ///
    /// # Errors
    /// `Full` beyond half a thousand million documents, or a hundred million words of a kind. The
    /// document is not in the index then.
    pub fn put(&mut self, doc: u32, tie: u32, parts: &[(Kind, &str)]) -> Result<(), FindError> {
        let mut terms = Vec::new();
        let mut blank = Vec::new();
        self.posted.clear();
        let mut analysis = std::mem::take(&mut self.analysis);
        let mut told = Ok(());
        for (at, (kind, text)) in parts.iter().enumerate() {
            analysis.read(text, *kind);
            if analysis.pieces.is_empty() {
                blank.push(at as u32);
            }
            told = told.and(self.part(*kind, &analysis, &mut terms));
        }
        self.analysis = analysis;
        if told.is_err() {
            self.remove(doc);
            return told;
        }
        let terms = terms.into_boxed_slice();
        if let Some(slot) = slot_of(&self.slots, &self.docs, doc) {
            let known = self.docs.get(slot as usize).and_then(Option::as_ref);
            if known.is_some_and(|known| known.terms == terms && *known.blank == *blank) {
                if let Some(place) = self.ties.get_mut(slot as usize) {
                    *place = tie;
                }
                return Ok(());
            }
            self.remove(doc);
        }
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                let next = u32::try_from(self.docs.len())
                    .ok()
                    .filter(|slot| *slot < SLOTS);
                let Some(next) = next else {
                    return Err(FindError::Full);
                };
                self.docs.push(None);
                self.ties.push(tie);
                next
            }
        };
        self.post(slot);
        if let Some(place) = self.docs.get_mut(slot as usize) {
            let blank = blank.into_boxed_slice();
            *place = Some(Doc { doc, terms, blank });
        }
        if let Some(place) = self.ties.get_mut(slot as usize) {
            *place = tie;
        }
        let docs = &self.docs;
        self.slots
            .insert_unique(hash(doc), slot, |slot| number(docs, *slot).map_or(0, hash));
        Ok(())
    }

    /// Numbers the terms of one part.
    fn part(
        &mut self,
        kind: Kind,
        analysis: &Analysis,
        terms: &mut Vec<Term>,
    ) -> Result<(), FindError> {
        let Some(shelf) = self.shelves.get_mut(kind as usize) else {
            return Ok(());
        };
        let count = analysis.pieces.len();
        for (at, piece) in analysis.pieces.iter().enumerate() {
            let id = match piece.script {
                Script::Word => shelf.word(analysis.word(piece), TERMS),
                Script::Run => {
                    self.run.clear();
                    for c in analysis.run(piece) {
                        self.run
                            .push(self.glyphs.intern(*c).ok_or(FindError::Full)?);
                    }
                    shelf.run(&self.run, &self.glyphs, TERMS)
                }
            };
            let term = Term::new(kind, piece.script, id.ok_or(FindError::Full)?);
            // Each number of a list of telephone numbers is one.
            let (at, count) = if kind == Kind::Phone {
                (0, 1)
            } else {
                (at, count)
            };
            self.posted.push((term, Place::new(at, count)));
            terms.push(if terms_begin(analysis, piece) {
                term.beginning()
            } else {
                term
            });
        }
        Ok(())
    }

    /// Posts what was noted, a term once.
    fn post(&mut self, slot: u32) {
        // A heap sorts in a tenth of the code that a quicksort takes, and these are a handful.
        let posted = BinaryHeap::from(std::mem::take(&mut self.posted)).into_sorted_vec();
        for same in posted.chunk_by(|a, b| a.0 == b.0) {
            let Some((term, place)) = same.first().copied() else {
                continue;
            };
            let place = same
                .iter()
                .fold(place, |place, (_, other)| place.or(*other));
            if let Some(shelf) = self.shelves.get_mut(term.shelf()) {
                match term.script() {
                    Script::Word => shelf.words.postings.add(term.id(), slot, place),
                    Script::Run => shelf.runs.postings.add(term.id(), slot, place),
                }
            }
        }
        self.posted = posted;
    }

    /// Takes a document out; says whether it was in.
    pub fn remove(&mut self, doc: u32) -> bool {
        let Some(slot) = slot_of(&self.slots, &self.docs, doc) else {
            return false;
        };
        let docs = &self.docs;
        if let Ok(entry) = self
            .slots
            .find_entry(hash(doc), |slot| number(docs, *slot) == Some(doc))
        {
            entry.remove();
        }
        if let Some(gone) = self.docs.get_mut(slot as usize).and_then(Option::take) {
            for term in &gone.terms {
                if let Some(shelf) = self.shelves.get_mut(term.shelf()) {
                    match term.script() {
                        Script::Word => shelf.words.postings.remove(term.id(), slot),
                        Script::Run => shelf.runs.postings.remove(term.id(), slot),
                    }
                }
            }
            self.free.push(slot);
        }
        true
    }

    /// From now on pinyin is found too; what is already in needs `learn` for that.
    pub fn teach(&mut self, readings: Readings) {
        self.glyphs.teach(readings);
        self.shelves.iter_mut().for_each(Shelf::forget);
    }

    /// Learns how up to so many more runs of characters sound (10,000 take some milliseconds).
    /// Says whether all are known: until then pinyin finds too little.
    pub fn learn(&mut self, runs: u32) -> bool {
        if !self.glyphs.taught() {
            return true;
        }
        let mut left = runs;
        for shelf in &mut self.shelves {
            left -= shelf.listen(&self.glyphs, left).min(left);
        }
        self.shelves.iter().all(Shelf::knows)
    }

    /// How many documents are in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Bytes of memory, near enough.
    #[must_use]
    pub fn memory(&self) -> usize {
        let known = self.docs.iter().flatten();
        let terms: usize = known
            .map(|doc| doc.terms.len() * 4 + doc.blank.len() * 4 + 16)
            .sum();
        self.shelves.iter().map(Shelf::memory).sum::<usize>()
            + self.glyphs.memory()
            + self.marks.iter().map(Marks::memory).sum::<usize>()
            + self.docs.capacity() * size_of::<Option<Doc>>()
            + self.slots.allocation_size()
            + (self.free.capacity() + self.ties.capacity()) * 4
            + terms
    }
}

/// Whether the piece is the first of its text.
fn terms_begin(analysis: &Analysis, piece: &crate::analyse::Piece) -> bool {
    analysis
        .pieces
        .first()
        .is_some_and(|first| std::ptr::eq(first, piece))
}
