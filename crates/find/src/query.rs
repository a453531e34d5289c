//! What stands in the search box, taken apart: groups that must all match, each in one of two ways.
//!
//! A group is words typed one after another that may be one thing: digits that may be one
//! telephone number, letters and characters that may be one piece of pinyin. It matches where all
//! its words do, or where the one thing does. Any other word is a group alone.

use crate::analyse::{Analysis, Piece, Script};
use crate::glyphs::Glyphs;
use crate::kind::Kind;
use crate::near;
use crate::sound::{self, Key, Sound};

/// A word or run typed, and the ways in which it may match.
#[derive(Debug)]
pub(crate) enum Atom {
    Word {
        letters: Vec<u8>,
        /// As pinyin.
        sound: Option<Sound>,
        /// As digits of a telephone number: any of these.
        phone: Vec<Vec<u8>>,
        /// How many typing errors are forgiven.
        errors: u8,
    },
    /// The numbers of characters; `None` when one of them occurs nowhere.
    Run(Option<Vec<u16>>),
}

/// Words that may be one thing.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) atoms: Vec<Atom>,
    /// The one thing that several letters and characters may be.
    pub(crate) sound: Option<Sound>,
    /// The one number that several digits may be.
    pub(crate) phone: Vec<Vec<u8>>,
}

/// What was typed.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub(crate) groups: Vec<Group>,
}

/// The most characters of the box that count, and the most words and runs among them.
pub(crate) const CHARS: usize = 200;
pub(crate) const WORDS: usize = 12;

/// The fewest digits that are looked for in telephone numbers.
pub(crate) const DIGITS: usize = 3;

/// What a piece may be part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    Digits,
    Letters,
    Other,
}

impl Query {
    /// Takes apart what was typed.
    pub(crate) fn parse(text: &str, glyphs: &Glyphs) -> Self {
        let text = match text.char_indices().nth(CHARS) {
            Some((end, _)) => text.get(..end).unwrap_or_default(),
            None => text,
        };
        let mut typed = Analysis::default();
        typed.read(text, Kind::Text);
        let pieces = typed
            .pieces
            .get(..typed.pieces.len().min(WORDS))
            .unwrap_or_default();
        let mut groups = Vec::new();
        for same in pieces.chunk_by(|a, b| {
            let nature = nature_of(&typed, a);
            nature == nature_of(&typed, b) && nature != Nature::Other
        }) {
            groups.push(group(text, &typed, same, glyphs));
        }
        Self { groups }
    }

    /// Every atom in the order typed.
    pub(crate) fn atoms(&self) -> impl Iterator<Item = &Atom> {
        self.groups.iter().flat_map(|group| &group.atoms)
    }
}

fn nature_of(typed: &Analysis, piece: &Piece) -> Nature {
    if piece.script == Script::Run {
        return Nature::Letters;
    }
    let word = typed.word(piece);
    if word.iter().all(u8::is_ascii_digit) {
        Nature::Digits
    } else if word.iter().all(u8::is_ascii_lowercase) {
        Nature::Letters
    } else {
        Nature::Other
    }
}

fn group(text: &str, typed: &Analysis, pieces: &[Piece], glyphs: &Glyphs) -> Group {
    let mut group = Group::default();
    let mut keys = Vec::new();
    let mut bounds = 0u64;
    let mut digits = Vec::new();
    for piece in pieces {
        let start = keys.len();
        if start < sound::LONGEST {
            bounds |= 1 << start;
        }
        let atom = match piece.script {
            Script::Run => {
                let run = typed.run(piece).iter().map(|c| glyphs.get(*c));
                // A character that occurs nowhere is no key, but a hindrance.
                keys.extend(
                    run.clone()
                        .map(|glyph| Key::Glyph(glyph.unwrap_or(u16::MAX))),
                );
                Atom::Run(run.collect())
            }
            Script::Word => {
                let letters = typed.word(piece).to_vec();
                let nature = nature_of(typed, piece);
                let mut sound = None;
                if nature == Nature::Letters {
                    keys.extend(letters.iter().copied().map(Key::Letter));
                    let own = keys.get(start..).unwrap_or_default().to_vec();
                    sound = Sound::new(own, 0, glyphs);
                }
                let mut phone = Vec::new();
                if nature == Nature::Digits {
                    digits.extend_from_slice(&letters);
                    phone = numbers(&letters, plus(text, typed, piece));
                }
                let errors = match nature {
                    Nature::Letters if letters.len() <= near::LONGEST => {
                        near::forgiven(letters.len())
                    }
                    _ => 0,
                };
                Atom::Word {
                    letters,
                    sound,
                    phone,
                    errors,
                }
            }
        };
        group.atoms.push(atom);
    }
    if let [first, _, ..] = pieces {
        group.sound = Sound::new(keys, bounds, glyphs);
        group.phone = numbers(&digits, plus(text, typed, first));
    }
    group
}

/// Whether a plus stands before the piece.
fn plus(text: &str, typed: &Analysis, piece: &Piece) -> bool {
    let start = typed.origin(piece, 0..1).map_or(0, |origin| origin.start);
    let before = text.get(..start).unwrap_or_default();
    before
        .trim_end_matches(['(', ' ', '（'])
        .ends_with(['+', '＋'])
}

/// The fewest digits that may be a number without what was stripped before it.
pub(crate) const NATIONAL: usize = 7;

/// What to look for when these digits are typed: they themselves; without the country's prefix,
/// of one to three digits after a plus or two noughts; without the nought of long distance.
pub(crate) fn numbers(digits: &[u8], plus: bool) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    if digits.len() < DIGITS {
        return all;
    }
    all.push(digits.to_vec());
    let abroad = match digits {
        _ if plus => Some(digits),
        [b'0', b'0', rest @ ..] => Some(rest),
        _ => None,
    };
    if let Some(abroad) = abroad {
        for strip in 0..4 {
            if let Some(rest) = abroad.get(strip..)
                && rest.len() >= NATIONAL
            {
                all.push(rest.to_vec());
            }
        }
    } else if let [b'0', rest @ ..] = digits
        && rest.len() >= NATIONAL
    {
        all.push(rest.to_vec());
    }
    all
}
