//! Copies of the app: as another build, and as one that was damaged on the way.

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::path::Path;

const PAGE: &str = "index.html";
const WORKER: &str = "sw.js";

/// Copies a folder and everything below it.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

/// Makes a copy that is another build: its page says so, and the service worker knows it.
///
/// # Errors
/// When the copy cannot be made.
pub fn altered_app(from: &Path, to: &Path, build: &str) -> Result<()> {
    copy_folder(from, to)?;
    let page = std::fs::read_to_string(to.join(PAGE))?;
    let old = attribute(&page, "name=\"candor-build\" content=\"")?.to_owned();
    let altered = page.replace(&old, build);
    write(to, PAGE, &altered)?;
    let worker = std::fs::read_to_string(to.join(WORKER))?;
    let altered = worker
        .replace(&old, build)
        .replace(&hash(page.as_bytes()), &hash(altered.as_bytes()));
    ensure!(altered != worker, "the service worker names no build");
    write(to, WORKER, &altered)
}

/// As [`altered_app`], but the page is damaged after the service worker was told its hash.
///
/// # Errors
/// When the copy cannot be made.
pub fn corrupted_app(from: &Path, to: &Path, build: &str) -> Result<()> {
    altered_app(from, to, build)?;
    let page = std::fs::read_to_string(to.join(PAGE))?;
    write(
        to,
        PAGE,
        &page.replace("</html>", "</html><!-- damaged -->"),
    )
}

/// Writes a file and drops its compressed siblings, which would be handed out in its place.
fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    std::fs::write(folder.join(name), text)?;
    for ending in ["br", "gz"] {
        let sibling = folder.join(format!("{name}.{ending}"));
        if sibling.exists() {
            std::fs::remove_file(sibling)?;
        }
    }
    Ok(())
}

fn attribute<'a>(page: &'a str, before: &str) -> Result<&'a str> {
    let (_, rest) = page.split_once(before).context("the page names no build")?;
    let (value, _) = rest.split_once('"').context("the page names no build")?;
    Ok(value)
}

fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
