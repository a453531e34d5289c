//! Our own scripts and wasm-bindgen's glue, without what only people read. Line by line: no parser
//! of JavaScript is worth the couple of kilobytes it would save beyond this.

/// Drops comments that fill whole lines, and indentation. Text with a template string that spans
/// lines is left as it is: there indentation has a meaning.
pub fn trim(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            // Only when the comment ends its line; otherwise the line holds code and stays.
            in_comment = !line.ends_with("*/");
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn only_whole_line_comments_and_indentation_go() {
        let cases = [
            ("  let a = 1; // why\n\n", "let a = 1; // why\n"),
            ("/**\n * @returns {number}\n */\nf();\n", "f();\n"),
            ("/* one */\nf();\n", "f();\n"),
            ("// all of it\n", ""),
            ("a = `x ${b}`;\n  c();\n", "a = `x ${b}`;\nc();\n"),
            ("a = `x\n  y`;\n", "a = `x\n  y`;\n"),
        ];
        for (input, expected) in cases {
            assert_eq!(trim(input), expected, "{input:?}");
        }
    }
}
