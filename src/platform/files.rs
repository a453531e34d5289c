//! Files a person picks, read piece by piece; and files we hand back.

use super::{document, window};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, File, FileList, HtmlAnchorElement, HtmlInputElement};
use web_sys::{TextDecodeOptions, TextDecoder, TextDecoderOptions, Url};

/// The file that was picked in an `<input type=file>`; the input forgets it, so that picking the
/// same file again is told again.
pub fn picked(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The file that was dropped.
pub fn dropped(event: &Event) -> Option<File> {
    let transfer = Reflect::get(event, &"dataTransfer".into()).ok()?;
    let files = Reflect::get(&transfer, &"files".into()).ok()?;
    files.dyn_into::<FileList>().ok()?.get(0)
}

/// Bytes `from` to `to` of a file; none when the file is gone or cannot be read.
pub async fn read(file: &File, from: f64, to: f64) -> Option<Vec<u8>> {
    let blob = file.slice_with_f64_and_f64(from, to).ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Decodes a stream of bytes in a named encoding.
pub struct Decoder(TextDecoder);

impl Decoder {
    /// A decoder for a label of the Encoding Standard; bytes that do not fit are an error.
    pub fn new(label: &str) -> Option<Self> {
        let options = TextDecoderOptions::new();
        options.set_fatal(true);
        TextDecoder::new_with_label_and_options(label, &options)
            .ok()
            .map(Self)
    }

    /// The text of the next bytes; none when they are not in this encoding.
    pub fn push(&self, bytes: &[u8], last: bool) -> Option<String> {
        let options = TextDecodeOptions::new();
        options.set_stream(!last);
        let bytes = Uint8Array::from(bytes);
        self.0
            .decode_with_buffer_source_and_options(&bytes, &options)
            .ok()
    }
}

/// A file in the making: its parts are the browser's to hold, not ours.
#[derive(Clone, Default)]
pub struct Sheaf(Array);

impl Sheaf {
    /// Adds bytes at the end.
    pub fn push(&self, bytes: &[u8]) {
        self.push_array(&Uint8Array::from(bytes));
    }

    /// Adds bytes that the browser has already.
    pub fn push_array(&self, bytes: &Uint8Array) {
        if let Ok(part) = Blob::new_with_u8_array_sequence(&Array::of1(bytes)) {
            self.0.push(&part);
        }
    }

    /// Hands the file to the person, with these bytes at its end.
    pub fn download(&self, name: &str, mime: &str, last: &[u8]) -> Option<()> {
        let options = BlobPropertyBag::new();
        options.set_type(mime);
        let parts = self.0.concat(&Array::of1(&Uint8Array::from(last)));
        let blob = Blob::new_with_blob_sequence_and_options(&parts, &options).ok()?;
        hand_out(name, &blob)
    }
}

/// Hands a file to the person.
pub fn download(name: &str, mime: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    hand_out(name, &blob)
}

fn hand_out(name: &str, blob: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    let _ = Url::revoke_object_url(&url);
    Some(())
}

/// Opens the browser's print dialogue.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}
