//! Letters as the search compares them: small, without accents, of half width.
//!
//! Must stay true: folding what is folded changes nothing; every character of a text is a letter
//! of a word, a character of a run, dropped, or a break.

/// What a character does in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter or digit of a word that spaces part from the next.
    Word,
    /// A character of a script that is written without spaces.
    Run,
    /// Not there: combining marks, apostrophes, joiners.
    Dropped,
    /// Whatever parts words.
    Break,
}

/// What the character does.
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() {
            Class::Word
        } else if matches!(c, '\'' | '`') {
            Class::Dropped
        } else {
            Class::Break
        };
    }
    match u32::from(c) {
        0xAD
        | 0x2B9..=0x2BF
        | 0x300..=0x36F
        | 0x1AB0..=0x1AFF
        | 0x200B..=0x200D
        | 0x2018..=0x2019
        | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F
        | 0xFEFF => Class::Dropped,
        0x30FB | 0x0E3F => Class::Break,
        0x0E00..=0x0EFF
        | 0x1000..=0x11FF
        | 0x1780..=0x17FF
        | 0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3041..=0x318F
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F
        | 0x20000..=0x3FFFF => Class::Run,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

/// Gives the folded letters of one character of a word.
pub(crate) fn fold(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        return emit(c.to_ascii_lowercase());
    }
    let c = match u32::from(c) {
        // Full width.
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let many = match c {
        'ß' | 'ẞ' => "ss",
        'Æ' | 'æ' | 'Ǽ' | 'ǽ' | 'Ǣ' | 'ǣ' => "ae",
        'Œ' | 'œ' => "oe",
        'Þ' | 'þ' => "th",
        'Ĳ' | 'ĳ' => "ij",
        'Ŀ' | 'ŀ' => "l",
        'ŉ' => "n",
        'Ǿ' | 'ǿ' => "o",
        _ => "",
    };
    if !many.is_empty() {
        return many.chars().for_each(emit);
    }
    let code = u32::from(c);
    let base = match code {
        0xC0..0x250 => base(LATIN, code - 0xC0),
        0x1E00..0x1F00 => base(LATIN_MORE, code - 0x1E00),
        _ => None,
    };
    match base {
        Some(letter) => emit(letter),
        None => c
            .to_lowercase()
            .filter(|c| class(*c) == Class::Word)
            .for_each(emit),
    }
}

/// The letter at a place of a table; a full stop stands for none.
fn base(table: &[u8], place: u32) -> Option<char> {
    let letter = *table.get(place as usize)?;
    (letter != b'.').then(|| char::from(letter))
}

/// The base letters of U+00C0 to U+024F: by canonical decomposition, and by looks for strokes.
const LATIN: &[u8; 400] = b"\
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccdd\
    ddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssss\
    ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbb....o..dd...eeeffgg.iikkl..nnooo..pp......tttu\
    u.vyyzz......................aaiioouuuuuuuuuueaaaa....ggkkoooo..j...gg..nnaa....\
    aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyylntj...cclt....buveejjqqrryy";

/// The same of U+1E00 to U+1EFF.
const LATIN_MORE: &[u8; 256] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
    oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s...d\
    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
    uuyyyyyyyy......";
