//! Compressed siblings: made once at the highest setting, so the server only hands them out.

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Brotli's highest quality, and a window that holds the whole app.
const QUALITY: i32 = 11;
const WINDOW: i32 = 24;

/// Whether a file of this name gains by compression: text and wasm do, pictures are compressed
/// already.
pub fn is_worth_it(path: &str) -> bool {
    let endings = [
        "css",
        "html",
        "js",
        "json",
        "svg",
        "txt",
        "wasm",
        "webmanifest",
    ];
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.contains(&ending))
}

/// Brotli at its best.
///
/// # Errors
/// When the encoder fails.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

/// Gzip at its best, without a time so that equal input gives equal output.
///
/// # Errors
/// When the encoder fails.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
