//! The order of answers as one small number: manner first, then kind, then how nearly.
//!
//! A rank is `manner × 64 + within`; less is better. The ranks of several words add up.

use crate::kind::{Kind, Manner};
use crate::postings::Place;

/// How many ranks one manner has.
const STRIDE: u16 = 64;

/// How a term holds what was typed, letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// It is the term.
    Whole,
    /// The term begins with it.
    Prefix,
    /// It stands further in.
    Inside,
}

/// The first rank of a manner.
fn base(manner: Manner) -> u16 {
    manner as u16 * STRIDE
}

/// The rank of a term that holds what was typed.
pub(crate) fn spelled(kind: Kind, held: Held, place: Place) -> u16 {
    if kind == Kind::Text {
        return base(Manner::Text) + held as u16;
    }
    let whole = u16::from(held != Held::Whole);
    match held {
        Held::Inside => base(Manner::Inside) + kind as u16,
        _ if kind == Kind::Name && place.first() => {
            if whole == 0 && place.alone() {
                base(Manner::ExactName)
            } else {
                base(Manner::NamePrefix) + whole
            }
        }
        _ => base(Manner::WordPrefix) + kind as u16 * 2 + whole,
    }
}

/// The rank of one word among several of a name, at most: whole or begun, first or not.
pub(crate) const WORD_OF_NAME: u16 = Manner::WordPrefix as u16 * STRIDE + 1;

/// Several words that are the name, or begin it.
pub(crate) fn several(whole: bool) -> u16 {
    if whole {
        base(Manner::ExactName)
    } else {
        base(Manner::NamePrefix)
    }
}

/// How pinyin was heard in a run: the smaller, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Heard(u8);

impl Heard {
    /// The best there is anywhere but at the beginning of a run.
    pub(crate) const BEST_INSIDE: Self = Self(0b101);

    /// `ends` says that it reaches from the first character of the run to the last.
    pub(crate) fn new(
        initials: bool,
        offbeat: bool,
        inside: bool,
        partial: bool,
        ends: bool,
    ) -> Self {
        Self(
            u8::from(initials) << 4
                | u8::from(offbeat) << 3
                | u8::from(inside) << 2
                | u8::from(partial && !initials) << 1
                | u8::from(!ends),
        )
    }

    /// Its rank where the run stands there.
    pub(crate) fn rank(self, kind: Kind, place: Place) -> u16 {
        let manner = if self.0 & 16 == 0 {
            Manner::Pinyin
        } else {
            Manner::Initials
        };
        let kind = match kind {
            Kind::Name => 0,
            Kind::Organisation => 1,
            _ => 2,
        };
        let whole = u16::from(!place.alone());
        base(manner) + kind * 16 + (u16::from(self.0 & 15) | whole)
    }
}

/// The rank of a word that differs by so many typing errors.
pub(crate) fn near(kind: Kind, edits: u8) -> u16 {
    base(Manner::Near) + u16::from(edits) * 8 + kind as u16
}

/// The manner of the rank of one word.
pub(crate) fn manner(rank: u16) -> Manner {
    match rank / STRIDE {
        0 => Manner::ExactName,
        1 => Manner::NamePrefix,
        2 => Manner::WordPrefix,
        3 => Manner::Pinyin,
        4 => Manner::Initials,
        5 => Manner::Inside,
        6 => Manner::Near,
        _ => Manner::Text,
    }
}
