//! In which order texts stand: the app says it by keys.
//!
//! Must stay true: keys are compared byte by byte; the same text has the same key.

use crate::fold::fold;
use model::Field;

/// Makes of a text the bytes by which it is sorted.
pub trait SortKeys {
    /// Adds the key of a text of a field to `out`, which may hold others.
    fn key(&self, field: &Field, text: &str, out: &mut Vec<u8>);
}

/// Sorts by folded letters: without case, width and the accents of Latin letters; the rest by
/// code point.
#[derive(Debug, Clone, Copy, Default)]
pub struct Folded;

/// The base letters of U+00C0 to U+017F; a full stop where there is none.
const LATIN: &[u8; 192] = b"\
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccdd\
    ddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssss\
    ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

impl SortKeys for Folded {
    fn key(&self, _: &Field, text: &str, out: &mut Vec<u8>) {
        let text = text.trim();
        if text.is_ascii() {
            out.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
            return;
        }
        for c in text.chars() {
            let base = u32::from(c).checked_sub(0xC0);
            match base.and_then(|place| LATIN.get(place as usize)) {
                Some(letter) if *letter != b'.' => out.push(*letter),
                _ => fold(c, |c| {
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }),
            }
        }
    }
}
