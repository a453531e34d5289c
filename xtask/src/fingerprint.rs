//! Whether anything changed since the last build: a hash over the paths, sizes and times of the
//! files that go into it. A miss costs a rebuild, never a stale app.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What the app is made of, relative to the root. The finishing step is part of it.
const APP: [&str; 10] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates",
    "index.html",
    "public",
    "src",
    "style",
    "xtask/src",
];
/// No part of the app, whatever lies in it.
const NOT_APP: &str = "crates/server";

/// The fingerprint of everything the app is built from; `extra` is whatever else decides the
/// result, such as a tool's version.
///
/// # Errors
/// When a file cannot be read.
pub fn of_app(root: &Path, extra: &str) -> Result<String> {
    let mut files = BTreeSet::new();
    for name in APP {
        collect(&root.join(name), &root.join(NOT_APP), &mut files)?;
    }
    let mut hash = Sha256::new();
    hash.update(extra);
    for path in files {
        let meta = path.metadata()?;
        let age = meta
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        hash.update(path.strip_prefix(root)?.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update(meta.len().to_le_bytes());
        hash.update(age.as_nanos().to_le_bytes());
    }
    Ok(format!("{:x}", hash.finalize()))
}

fn collect(path: &Path, skipped: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path == skipped || !path.exists() {
        return Ok(());
    }
    if path.is_file() {
        files.insert(path.to_owned());
        return Ok(());
    }
    let entries = path
        .read_dir()
        .with_context(|| format!("{} cannot be read", path.display()))?;
    for entry in entries {
        collect(&entry?.path(), skipped, files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::of_app;

    #[test]
    fn a_changed_added_or_removed_file_changes_the_fingerprint_and_others_do_not() {
        let root = std::env::temp_dir().join(format!("candor-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(root.join("src/ui")).unwrap();
        std::fs::create_dir_all(root.join("crates/server/src")).unwrap();
        let write = |name: &str, text: &str| std::fs::write(root.join(name), text).unwrap();
        write("src/main.rs", "1");
        let first = of_app(&root, "").unwrap();
        assert_eq!(of_app(&root, "").unwrap(), first);

        write("crates/server/src/main.rs", "the server is not the app");
        write("README.md", "neither is this");
        assert_eq!(of_app(&root, "").unwrap(), first);

        write("src/ui/button.rs", "new");
        let second = of_app(&root, "").unwrap();
        assert_ne!(second, first);
        write("src/ui/button.rs", "longer");
        assert_ne!(of_app(&root, "").unwrap(), second);
        std::fs::remove_file(root.join("src/ui/button.rs")).unwrap();
        assert_eq!(of_app(&root, "").unwrap(), first);
        assert_ne!(of_app(&root, "another tool").unwrap(), first);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
