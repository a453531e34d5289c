//! The files of a build by their path in the address bar, held in memory until all are final.

use super::compress;
use anyhow::{Context, Result};
use base64::Engine;
use sha2::{Digest, Sha256, Sha384};
use std::collections::BTreeMap;
use std::path::Path;

/// How much of a hash goes into a name: 64 bits, in hexadecimal.
const NAME_HASH: usize = 16;

/// Every file of a build, keyed by its absolute path such as `/icons/icon.svg`.
#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads a folder and everything below it.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files = Self::default();
        files.add(folder, "")?;
        Ok(files)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        for entry in folder.read_dir().context("trunk left no output")? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name
                .to_str()
                .context("a file of the app has a name that is not UTF-8")?;
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}/{name}");
            if entry.file_type()?.is_dir() {
                self.add(&entry.path(), &path)?;
            } else {
                self.0.insert(path, std::fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn bytes(&self, path: &str) -> Result<&[u8]> {
        let found = self.0.get(path).map(Vec::as_slice);
        found.with_context(|| format!("the build has no {path}"))
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When there is no such file or it is not UTF-8.
    pub fn text(&self, path: &str) -> Result<String> {
        let bytes = self.bytes(path)?.to_vec();
        String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.insert(path.to_owned(), bytes);
    }

    /// Takes a file out.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn take(&mut self, path: &str) -> Result<Vec<u8>> {
        self.0
            .remove(path)
            .with_context(|| format!("the build has no {path}"))
    }

    /// Takes every file out whose path begins so.
    pub fn drop_under(&mut self, prefix: &str) {
        self.0.retain(|path, _| !path.starts_with(prefix));
    }

    /// Renames a file after its content, `/boot.js` to `/boot-0123456789abcdef.js`, and returns the
    /// new path.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn hash_name(&mut self, path: &str) -> Result<String> {
        let bytes = self.take(path)?;
        let hash: String = sha256(&bytes).chars().take(NAME_HASH).collect();
        let (stem, ending) = path
            .rsplit_once('.')
            .context("a hashed file needs an ending")?;
        let named = format!("{stem}-{hash}.{ending}");
        self.0.insert(named.clone(), bytes);
        Ok(named)
    }

    /// The integrity value of a file, for HTML.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn integrity(&self, path: &str) -> Result<String> {
        let digest = Sha384::digest(self.bytes(path)?);
        Ok(format!(
            "sha384-{}",
            base64::engine::general_purpose::STANDARD.encode(digest)
        ))
    }

    /// The SHA-256 of every file, in hexadecimal.
    pub fn hashes(&self) -> BTreeMap<&str, String> {
        self.0
            .iter()
            .map(|(path, bytes)| (path.as_str(), sha256(bytes)))
            .collect()
    }

    /// A name for the whole: 64 bits, in hexadecimal, over all paths and contents.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, digest) in self.hashes() {
            hash.update(format!("{path} {digest}\n"));
        }
        format!("{:x}", hash.finalize())
            .chars()
            .take(NAME_HASH)
            .collect()
    }

    /// Writes everything into a fresh folder, with compressed siblings if wanted.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path, compressed: bool) -> Result<()> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        for (path, bytes) in &self.0 {
            let place = folder.join(path.trim_start_matches('/'));
            std::fs::create_dir_all(place.parent().unwrap_or(folder))?;
            std::fs::write(&place, bytes)?;
            if compressed && compress::is_worth_it(path) {
                std::fs::write(with_ending(&place, ".br"), compress::brotli(bytes)?)?;
                std::fs::write(with_ending(&place, ".gz"), compress::gzip(bytes)?)?;
            }
        }
        Ok(())
    }
}

fn with_ending(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn a_name_follows_the_content() {
        let mut files = Files::default();
        files.insert("/a/boot.js", b"1".to_vec());
        let first = files.hash_name("/a/boot.js").unwrap();
        files.insert("/a/boot.js", b"2".to_vec());
        let second = files.hash_name("/a/boot.js").unwrap();
        assert_eq!(first, "/a/boot-6b86b273ff34fce1.js");
        assert_ne!(first, second);
        assert!(files.text("/a/boot.js").is_err());
        assert_eq!(files.text(&second).unwrap(), "2");
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        let mut files = Files::default();
        files.insert("/a.js", b"alert('Hello, world.');".to_vec());
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(files.integrity("/a.js").unwrap(), expected);
    }
}
