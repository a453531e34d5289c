//! The stylesheets as one: imports inlined where they stand, comments and needless space gone.
//!
//! In development the browser follows the imports itself, so both ways must mean the same: an import
//! with a layer becomes a block of that layer, one with a media query a block of that query.

use super::files::Files;
use anyhow::{Context, Result, bail};

/// How deep imports may nest before they must be a circle.
const DEEPEST: usize = 8;

/// Joins the given stylesheets in their order and takes them and everything in their folders out of
/// the files.
///
/// # Errors
/// When a sheet is missing, imports from elsewhere or imports itself.
pub fn bundle(files: &mut Files, sheets: &[String]) -> Result<String> {
    let mut joined = String::new();
    for sheet in sheets {
        joined.push_str(&inlined(files, sheet, 0)?);
        joined.push('\n');
    }
    for sheet in sheets {
        match folder(sheet) {
            "" => files.take(sheet).map(drop)?,
            folder => files.drop_under(&format!("{folder}/")),
        }
    }
    Ok(minify(&joined))
}

fn inlined(files: &Files, path: &str, depth: usize) -> Result<String> {
    if depth > DEEPEST {
        bail!("{path} is imported in a circle");
    }
    let text = without_comments(&files.text(path)?);
    let mut out = String::new();
    let mut rest = text.as_str();
    // Imports stand first; only the naming of layers may stand between them.
    while let Some((statement, after)) = rest.trim_start().split_once(';') {
        if let Some(import) = statement.strip_prefix("@import") {
            out.push_str(&imported(files, path, import.trim(), depth)?);
        } else if statement.starts_with("@layer") && !statement.contains('{') {
            out.push_str(statement);
            out.push_str(";\n");
        } else {
            break;
        }
        rest = after;
    }
    out.push_str(rest);
    if out.contains("url(") && !only_data_or_absolute_urls(&out) {
        bail!("{path} names a file by a relative url(), which would break once it is inlined");
    }
    Ok(out)
}

/// One import: its address, then perhaps a layer, then perhaps a media query.
fn imported(files: &Files, from: &str, statement: &str, depth: usize) -> Result<String> {
    let (address, conditions) = address(statement)
        .with_context(|| format!("{from} has an @import that is not understood: {statement}"))?;
    if address.contains("//") {
        bail!("{from} imports {address}, which is not ours");
    }
    let target = match address.strip_prefix('/') {
        Some(_) => address.to_owned(),
        None => format!("{}/{}", folder(from), address.trim_start_matches("./")),
    };
    let mut text = inlined(files, &target, depth + 1)?;
    let (layer, media) = layer(conditions.trim());
    if !media.is_empty() {
        text = format!("@media {media}{{{text}}}");
    }
    Ok(match layer {
        Some(name) => format!("@layer {name}{{{text}}}\n"),
        None => format!("{text}\n"),
    })
}

fn address(statement: &str) -> Option<(&str, &str)> {
    if let Some(rest) = statement.strip_prefix("url(") {
        let (address, rest) = rest.split_once(')')?;
        return Some((address.trim_matches(['"', '\'', ' ']), rest));
    }
    let quote = statement
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    statement.strip_prefix(quote)?.split_once(quote)
}

fn layer(conditions: &str) -> (Option<&str>, &str) {
    let named = conditions
        .strip_prefix("layer(")
        .and_then(|rest| rest.split_once(')'));
    match named {
        Some((name, media)) => (Some(name.trim()), media.trim()),
        None => match conditions.strip_prefix("layer") {
            Some(media) => (Some(""), media.trim()),
            None => (None, conditions),
        },
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn only_data_or_absolute_urls(text: &str) -> bool {
    text.split("url(").skip(1).all(|rest| {
        let address = rest.trim_start_matches(['"', '\'', ' ']);
        ["/", "#", "data:"]
            .iter()
            .any(|start| address.starts_with(start))
    })
}

/// The text outside of strings is handed to `code`, strings are kept as they are.
fn outside_strings(text: &str, mut code: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '"' && c != '\'' {
            plain.push(c);
            continue;
        }
        code(&plain, &mut out);
        plain.clear();
        out.push(c);
        while let Some(inner) = chars.next() {
            out.push(inner);
            if inner == '\\' {
                out.extend(chars.next());
            } else if inner == c {
                break;
            }
        }
    }
    code(&plain, &mut out);
    out
}

/// Comments may hold quotation marks, so they go first and with an eye on strings.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none()
            && let Some(comment) = rest.strip_prefix("/*")
        {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            out.push(' ');
            continue;
        }
        let mut taken = c.len_utf8();
        match quote {
            Some(_) if c == '\\' => taken += rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        let (text, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        out.push_str(text);
        rest = after;
    }
    out
}

/// Runs of space become one, and none is kept beside braces and semicolons, nor after a colon's
/// neighbour the comma. Colons and operators are left alone: there space can have a meaning.
fn minify(text: &str) -> String {
    let spaced = outside_strings(text, |code, out| {
        for c in code.chars() {
            let last = out.chars().next_back();
            if !c.is_whitespace() {
                if matches!(c, '{' | '}' | ';' | ',') && last == Some(' ') {
                    out.pop();
                }
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            } else if !last.is_none_or(|l| matches!(l, '{' | '}' | ';' | ',' | ' ')) {
                out.push(' ');
            }
        }
    });
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Files, bundle};

    fn check(sheets: &[(&str, &str)], expected: Result<&str, &str>) {
        let mut files = Files::default();
        for (path, text) in sheets {
            files.insert(path, text.as_bytes().to_vec());
        }
        match (
            bundle(&mut files, &["/style/main.css".to_owned()]),
            expected,
        ) {
            (Ok(text), Ok(expected)) => assert_eq!(text, expected),
            (Err(error), Err(part)) => assert!(format!("{error:#}").contains(part), "{error:#}"),
            (got, wanted) => panic!("{got:?} is not {wanted:?}"),
        }
    }

    #[test]
    fn imports_stand_where_they_stood_in_their_layers() {
        check(
            &[
                (
                    "/style/main.css",
                    "@layer a, b;\n@import 'a.css' layer(a);\n@import url(\"b/b.css\") layer(b) print;\n.x { color : red; }",
                ),
                (
                    "/style/a.css",
                    "/* it's */ .a:hover  > i { content: \"; }  @import\"; }",
                ),
                ("/style/b/b.css", ".b{}"),
            ],
            Ok(
                "@layer a,b;@layer a{.a:hover > i{content: \"; }  @import\"}}@layer b{@media print{.b{}}}.x{color : red}",
            ),
        );
    }

    #[test]
    fn what_cannot_be_inlined_is_refused() {
        check(
            &[("/style/main.css", "@import 'none.css';")],
            Err("no /style/none.css"),
        );
        check(&[("/style/main.css", "@import 'main.css';")], Err("circle"));
        check(
            &[("/style/main.css", "@import 'https://x.org/a.css';")],
            Err("not ours"),
        );
        check(
            &[("/style/main.css", "a{b:url(c.png)}")],
            Err("relative url"),
        );
        check(
            &[("/style/main.css", "a{b:url(/c.png)}")],
            Ok("a{b:url(/c.png)}"),
        );
    }
}
