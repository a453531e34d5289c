//! A WebAssembly module as a list of sections: enough to strip what is not run and to say what its
//! bytes are spent on. It never validates; the browser does.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

const MAGIC: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const NAMES: [&str; 13] = [
    "custom",
    "types",
    "imports",
    "functions",
    "table",
    "memory",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
];

/// A section: its kind as people call it, and its size in bytes.
pub struct Section {
    /// What it holds.
    pub name: String,
    /// Bytes, header included.
    pub size: usize,
}

struct Raw<'a> {
    id: u8,
    whole: &'a [u8],
    body: &'a [u8],
}

/// The module without custom sections: function names, producers and the like, which nothing reads
/// once the app runs.
///
/// # Errors
/// When this is no module.
pub fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let mut out = MAGIC.to_vec();
    for section in sections(module)?
        .into_iter()
        .filter(|section| section.id != CUSTOM)
    {
        out.extend_from_slice(section.whole);
    }
    Ok(out)
}

/// What the module is made of.
///
/// # Errors
/// When this is no module.
pub fn made_of(module: &[u8]) -> Result<Vec<Section>> {
    let named = sections(module)?.into_iter().map(|section| {
        let kind = NAMES
            .get(usize::from(section.id))
            .copied()
            .unwrap_or("other");
        let name = match custom_name(section.body).filter(|_| section.id == CUSTOM) {
            Some(custom) => format!("{kind} \"{custom}\""),
            None => kind.to_owned(),
        };
        Section {
            name,
            size: section.whole.len(),
        }
    });
    Ok(named.collect())
}

/// The bytes of code by crate, from a module that still has its names. Generic code counts for the
/// crate that wrote it, not the one that asked for it.
///
/// # Errors
/// When this is no module or the names do not parse.
pub fn code_by_crate(module: &[u8]) -> Result<BTreeMap<String, usize>> {
    let sections = sections(module)?;
    let mut names = BTreeMap::new();
    let mut imported = 0;
    let mut sizes = Vec::new();
    for section in &sections {
        match section.id {
            IMPORT => imported = imported_functions(section.body)?,
            CODE => sizes = function_sizes(section.body)?,
            CUSTOM if custom_name(section.body) == Some("name") => {
                names = function_names(section.body)?;
            }
            _ => {}
        }
    }
    let mut by_crate = BTreeMap::new();
    for (index, size) in sizes.into_iter().enumerate() {
        let name = names.get(&(imported + index)).copied().unwrap_or_default();
        *by_crate.entry(crate_of(name)).or_insert(0) += size;
    }
    Ok(by_crate)
}

/// The first path segment of a demangled name: `<alloc::vec::Vec<T> as core::ops::Drop>::drop` is
/// alloc's.
fn crate_of(name: &str) -> String {
    let inner = name
        .strip_prefix("core::ptr::drop_in_place<")
        .unwrap_or(name);
    let start = inner.trim_start_matches(['<', '&', '*', '[', '(', ' ']);
    let start = ["mut ", "dyn ", "const "]
        .iter()
        .fold(start, |s, word| s.trim_start_matches(word));
    let end = start
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(start.len());
    match start.split_at_checked(end) {
        Some((name, rest))
            if !name.is_empty() && (rest.starts_with("::") || rest.starts_with('[')) =>
        {
            name.to_owned()
        }
        _ => "(no crate)".to_owned(),
    }
}

fn sections(module: &[u8]) -> Result<Vec<Raw<'_>>> {
    let Some(mut rest) = module.strip_prefix(MAGIC) else {
        bail!("this is no WebAssembly module");
    };
    let mut found = Vec::new();
    while let Some((id, after)) = rest.split_first() {
        let whole = rest;
        let mut input = after;
        let size = number(&mut input)?;
        let body = take(&mut input, size)?;
        let whole = whole.get(..whole.len() - input.len()).unwrap_or_default();
        found.push(Raw {
            id: *id,
            whole,
            body,
        });
        rest = input;
    }
    Ok(found)
}

fn custom_name(mut body: &[u8]) -> Option<&str> {
    text(&mut body).ok()
}

fn imported_functions(mut body: &[u8]) -> Result<usize> {
    let mut functions = 0;
    for _ in 0..number(&mut body)? {
        text(&mut body)?;
        text(&mut body)?;
        match take(&mut body, 1)?.first() {
            Some(0) => {
                functions += 1;
                number(&mut body)?;
            }
            // wasm-bindgen's web modules import functions only, unless built with shared memory.
            _ => bail!("the module imports more than functions"),
        }
    }
    Ok(functions)
}

fn function_sizes(mut body: &[u8]) -> Result<Vec<usize>> {
    (0..number(&mut body)?)
        .map(|_| {
            let size = number(&mut body)?;
            take(&mut body, size)?;
            Ok(size)
        })
        .collect()
}

fn function_names(mut body: &[u8]) -> Result<BTreeMap<usize, &str>> {
    text(&mut body)?;
    let mut names = BTreeMap::new();
    while let Some((kind, after)) = body.split_first() {
        body = after;
        let size = number(&mut body)?;
        let mut part = take(&mut body, size)?;
        if *kind == 1 {
            for _ in 0..number(&mut part)? {
                names.insert(number(&mut part)?, text(&mut part)?);
            }
        }
    }
    Ok(names)
}

fn number(input: &mut &[u8]) -> Result<usize> {
    let mut value = 0_u64;
    for shift in (0..35).step_by(7) {
        let byte = *take(input, 1)?.first().context("the module ends early")?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(usize::try_from(value)?);
        }
    }
    bail!("a number in the module is too long");
}

fn text<'a>(input: &mut &'a [u8]) -> Result<&'a str> {
    let size = number(input)?;
    Ok(std::str::from_utf8(take(input, size)?)?)
}

fn take<'a>(input: &mut &'a [u8], size: usize) -> Result<&'a [u8]> {
    let (taken, rest) = input
        .split_at_checked(size)
        .context("the module ends early")?;
    *input = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::{code_by_crate, crate_of, made_of, without_names};

    /// A module of one empty function, named `leptos::f`.
    fn module() -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0]);
        module.extend([3, 2, 1, 0]);
        module.extend([10, 4, 1, 2, 0, 0x0b]);
        module.extend([0, 19, 4]);
        module.extend(b"name");
        module.extend([1, 12, 1, 0, 9]);
        module.extend(b"leptos::f");
        module
    }

    #[test]
    fn names_go_and_code_stays() {
        let stripped = without_names(&module()).unwrap();
        let names: Vec<_> = made_of(&stripped)
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["types", "functions", "code"]);
        assert_eq!(made_of(&module()).unwrap().len(), 4);
        assert_eq!(
            code_by_crate(&module())
                .unwrap()
                .into_iter()
                .collect::<Vec<_>>(),
            [("leptos".to_owned(), 2)]
        );
        assert!(without_names(b"hello").is_err());
        assert!(made_of(&module()[..20]).is_err());
    }

    #[test]
    fn a_function_belongs_to_the_crate_that_wrote_it() {
        let cases = [
            ("leptos::mount::run::h0123", "leptos"),
            ("<alloc::vec::Vec<T> as core::ops::Drop>::drop", "alloc"),
            ("core::ptr::drop_in_place<candor::app::App>", "candor"),
            ("<&mut dyn core::fmt::Write>::x", "core"),
            ("memcpy", "(no crate)"),
            ("", "(no crate)"),
        ];
        for (name, expected) in cases {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }
}
