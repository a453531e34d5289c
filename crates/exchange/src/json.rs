//! Texts as JSON writes them (RFC 8259).

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Adds a text in quotes.
pub fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = HEX.get((u32::from(c) >> shift) as usize & 15);
                    out.push(digit.copied().map_or('0', char::from));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn another_reader_reads_what_was_quoted(text in any::<String>()) {
            let mut out = String::new();
            super::quote(&mut out, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
