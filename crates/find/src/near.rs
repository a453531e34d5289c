//! Typing errors forgiven: a word is near when it, or how it begins, is an edit or two away.
//!
//! An edit is a letter changed, left out, put in, or swapped with its neighbour (the optimal
//! string alignment distance, in which no letter is edited twice; Damerau 1964, Boytsov 2011).

/// How many edits are forgiven in so many letters.
pub(crate) fn forgiven(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The longest word in which errors are forgiven.
pub(crate) const LONGEST: usize = 24;

/// Which letters a word has. A word with so many edits lacks at most as many of them.
pub(crate) fn letters(word: &[u8]) -> u32 {
    word.iter()
        .filter(|byte| byte.is_ascii_lowercase())
        .fold(0, |mask, byte| mask | 1 << (byte - b'a'))
}

/// The fewest edits, at most `most`, that make `typed` out of how `word` begins; with the length
/// of that beginning.
pub(crate) fn distance(typed: &[u8], word: &[u8], most: u8) -> Option<(u8, usize)> {
    if typed.len() > LONGEST || word.len() + usize::from(most) < typed.len() {
        return None;
    }
    // Rows are beginnings of the word, columns beginnings of what was typed.
    let mut before = [0u8; LONGEST + 1];
    let mut row = [0u8; LONGEST + 1];
    for (at, cell) in row.iter_mut().enumerate() {
        *cell = at as u8;
    }
    let mut best = None;
    let mut last = None;
    for (y, letter) in word
        .iter()
        .take(typed.len() + usize::from(most))
        .enumerate()
    {
        let mut next = [0u8; LONGEST + 1];
        let mut left = y as u8 + 1;
        if let Some(first) = next.first_mut() {
            *first = left;
        }
        let mut least = left;
        let mut corner = row.first().copied().unwrap_or(0);
        let mut typed_before = None;
        for (x, key) in typed.iter().enumerate() {
            let above = row.get(x + 1).copied().unwrap_or(u8::MAX);
            let mut cell = (corner + u8::from(key != letter))
                .min(above + 1)
                .min(left + 1);
            if typed_before == Some(letter) && last == Some(key) {
                let swapped = x.checked_sub(1).and_then(|x| before.get(x));
                cell = cell.min(swapped.map_or(u8::MAX, |cost| cost + 1));
            }
            corner = above;
            left = cell;
            least = least.min(cell);
            typed_before = Some(key);
            if let Some(place) = next.get_mut(x + 1) {
                *place = cell;
            }
        }
        if left <= most && best.is_none_or(|(cost, _)| left <= cost) {
            best = Some((left, y + 1));
        }
        // A swap may still come from the row before.
        if least > most && row.iter().take(typed.len() + 1).all(|cell| *cell > most) {
            break;
        }
        before = row;
        row = next;
        last = Some(letter);
    }
    best
}
