//! Backslashes: taken away when read, put in front when written.
//!
//! Must stay true: what is escaped and then unescaped is equal, but for line ends, which become
//! one line feed, and other control characters, which are dropped.

/// The text without its escapes; a backslash before anything else stands for itself.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(c @ ('\\' | ',' | ';' | ':')) => out.push(c),
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
            None => out.push('\\'),
        }
    }
    out
}

/// The parts between unescaped separators, unescaped and trimmed.
pub fn parts(text: &str, separators: &[char]) -> Vec<String> {
    let (mut parts, mut start, mut escaped) = (Vec::new(), 0, false);
    let mut add = |part: Option<&str>| {
        parts.push(unescape(part.unwrap_or_default()).trim().to_owned());
    };
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if separators.contains(&c) {
            add(text.get(start..at));
            start = at + c.len_utf8();
        }
    }
    add(text.get(start..));
    parts
}

/// Adds the text with every sign escaped that means something between values.
pub fn escape(out: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ',' | ';' => {
                out.push('\\');
                out.push(c);
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}
