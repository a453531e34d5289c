//! The files of the built app, read once into memory.

use crate::error::ServerError;
use axum::body::Bytes;
use axum::http::HeaderValue;
use std::collections::BTreeMap;
use std::path::Path;

/// Most bytes the built app may have: a guard against being pointed at another folder.
const MOST: usize = 200_000_000;

/// The files of the built app by their name: the path from its root, with `/` between.
#[derive(Debug)]
pub struct Dist {
    files: BTreeMap<String, File>,
}

/// One file.
#[derive(Debug)]
pub struct File {
    /// Its media type.
    pub kind: &'static str,
    /// Whether its name holds the hash of its content.
    pub hashed: bool,
    /// As it is.
    pub plain: Form,
    /// Compressed with brotli, if the build made one.
    pub brotli: Option<Form>,
    /// Compressed with gzip, if the build made one.
    pub gzip: Option<Form>,
}

/// One form of a file's content.
#[derive(Debug)]
pub struct Form {
    /// The bytes sent.
    pub bytes: Bytes,
    /// Its entity tag.
    pub tag: HeaderValue,
}

impl Dist {
    /// Reads the folder; names that start with a dot, and links, are left out.
    pub fn load(folder: &Path) -> Result<Self, ServerError> {
        if !folder.is_dir() {
            return Err(ServerError::Dist("there is no such folder"));
        }
        let mut found = BTreeMap::new();
        collect(folder, "", &mut found, &mut 0)?;
        let mut files = BTreeMap::new();
        for (name, bytes) in &found {
            let base = name.strip_suffix(".br").or(name.strip_suffix(".gz"));
            if base.is_some_and(|base| found.contains_key(base)) {
                continue;
            }
            let form = |ending: &str| {
                let bytes = found.get(&[name, ending].concat())?;
                Form::new(bytes).ok()
            };
            let file = File {
                kind: kind(name),
                hashed: is_hashed(name),
                plain: Form::new(bytes)?,
                brotli: form(".br"),
                gzip: form(".gz"),
            };
            files.insert(name.clone(), file);
        }
        if files.contains_key("index.html") {
            Ok(Self { files })
        } else {
            Err(ServerError::Dist("there is no index.html in it"))
        }
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }
}

impl Form {
    fn new(bytes: &Bytes) -> Result<Self, ServerError> {
        let hash = blake3::hash(bytes).to_hex();
        let short: String = hash.chars().take(32).collect();
        let tag = HeaderValue::try_from(["\"", &short, "\""].concat())
            .map_err(|_| ServerError::Dist("a file has no tag"))?;
        Ok(Self {
            bytes: bytes.clone(),
            tag,
        })
    }
}

fn collect(
    folder: &Path,
    under: &str,
    found: &mut BTreeMap<String, Bytes>,
    total: &mut usize,
) -> Result<(), ServerError> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let name = [under, &name].concat();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &[&name, "/"].concat(), found, total)?;
        } else if kind.is_file() {
            let length = usize::try_from(entry.metadata()?.len()).unwrap_or(usize::MAX);
            *total = total.saturating_add(length);
            if *total > MOST {
                return Err(ServerError::Dist("it is too large for a built app"));
            }
            found.insert(name, Bytes::from(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// The name a path of an address stands for; none if no file can have it.
pub fn name(path: &str) -> Option<String> {
    let decoded = decode(path)?;
    let name = decoded.strip_prefix('/')?;
    if name.is_empty() {
        return Some("index.html".to_owned());
    }
    let fine = |part: &str| !part.starts_with('.');
    let plain = !name.contains(['\\', '\0', ':']);
    (plain && name.split('/').all(fine)).then(|| name.to_owned())
}

/// Whether the last part of a name has an extension: then it means a file, not a place.
pub fn has_extension(name: &str) -> bool {
    name.rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'))
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut out = Vec::with_capacity(path.len());
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let value = digit(bytes.next())? * 16 + digit(bytes.next())?;
                u8::try_from(value).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

/// Whether the file's name has a part of sixteen hexadecimal digits after a hyphen.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split('-').skip(1).any(|part| {
        let digit = |c: &char| matches!(c, '0'..='9' | 'a'..='f');
        part.chars().take_while(digit).count() == 16
    })
}

fn kind(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or_default();
    if name.ends_with("manifest.json") {
        return "application/manifest+json";
    }
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for (name, hashed) in [
            ("candor-0123456789abcdef.js", true),
            ("candor-0123456789abcdef_bg.wasm", true),
            ("style/main-0123456789abcdef.css", true),
            ("snippets/x-0123456789abcdef/inline0.js", false),
            ("candor-0123456789abcdef0.js", false),
            ("candor-0123456789abcde.js", false),
            ("candor-0123456789ABCDEF.js", false),
            ("0123456789abcdef.js", false),
            ("index.html", false),
            ("sw.js", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }

    #[test]
    fn paths_name_files_or_nothing() {
        for (path, expected) in [
            ("/", Some("index.html")),
            ("/a/b.js", Some("a/b.js")),
            ("/%E5%AE%A2", Some("客")),
            ("/customers/1", Some("customers/1")),
            ("/../x", None),
            ("/%2e%2e/x", None),
            ("/a/..%2fx", None),
            ("/a%5c..%5cx", None),
            ("/.env", None),
            ("/a%00", None),
            ("/C:/x", None),
            ("/%", None),
            ("/%zz", None),
            ("/%ff", None),
            ("*", None),
        ] {
            assert_eq!(name(path).as_deref(), expected, "{path}");
        }
    }
}
