//! What the worker calls: bytes and plain values in, arrays out, errors as `[code, line]`.
//!
//! Must stay true: nothing is decided here; what is large goes out as bytes of its own, so that
//! the worker can hand them over without a copy.

use crate::{ColumnType, Csv, OfficeError};
use js_sys::{Array, Uint8Array, Uint32Array};
use model::Language;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{TextDecoder, TextDecoderOptions};
use workbook::Note;

/// `[[name, hidden, rows, columns, notes, problem or null], …]`; notes as in [`sheet_to_csv`].
///
/// # Errors
/// `[code, 0]`.
#[wasm_bindgen]
pub fn sheets(bytes: &[u8]) -> Result<Array, JsValue> {
    let all = crate::sheets(bytes).map_err(told)?;
    let sheets = all.iter().map(|sheet| {
        [
            JsValue::from_str(&sheet.name),
            sheet.hidden.into(),
            sheet.rows.into(),
            sheet.columns.into(),
            notes(&sheet.notes).into(),
            sheet.problem.map_or(JsValue::NULL, JsValue::from_str),
        ]
        .into_iter()
        .collect::<Array>()
    });
    Ok(sheets.collect())
}

/// `[csv, marks, rows, notes]`: marks are pairs of a line and its row, flat; a note is
/// `[code, count, row, column]`.
///
/// # Errors
/// `[code, row or 0]`.
#[wasm_bindgen]
pub fn sheet_to_csv(bytes: &[u8], sheet: u32) -> Result<Array, JsValue> {
    let sheet = usize::try_from(sheet).unwrap_or(usize::MAX);
    crate::sheet_to_csv(bytes, sheet).map(table).map_err(told)
}

/// `[csv, marks, rows, notes, cards, media, troubles, refused]`; a trouble is
/// `[card, line, code]`. The language is a BCP 47 tag.
///
/// # Errors
/// `[code, line or 0]`.
#[wasm_bindgen]
pub fn cards_to_csv(bytes: &[u8], language: &str) -> Result<Array, JsValue> {
    let language = Language::guess(language);
    let cards = crate::cards_to_csv(bytes, language, Box::new(decode)).map_err(told)?;
    let troubles = cards.troubles.iter().map(|trouble| {
        let code = JsValue::from_str(trouble.code);
        Array::of3(&trouble.card.into(), &trouble.line.into(), &code)
    });
    let troubles: Array = troubles.collect();
    let out = table(cards.csv);
    out.push(&cards.cards.into());
    out.push(&cards.media.into());
    out.push(&troubles);
    out.push(&cards.refused.into());
    Ok(out)
}

/// `[xlsx]`. Types are the names that [`ColumnType::named`] knows, a word a column.
///
/// # Errors
/// `[code, row or 0]`.
#[wasm_bindgen]
pub fn csv_to_workbook(csv: &[u8], types: &str, sheet: &str) -> Result<Array, JsValue> {
    let types: Vec<ColumnType> = types.split(' ').map(ColumnType::named).collect();
    let bytes = crate::csv_to_workbook(csv, &types, sheet).map_err(told)?;
    Ok(Array::of1(&Uint8Array::from(bytes.as_slice())))
}

/// `[vcf]`.
///
/// # Errors
/// `[code, line or 0]`.
#[wasm_bindgen]
pub fn csv_to_cards(csv: &[u8]) -> Result<Array, JsValue> {
    let text = crate::csv_to_cards(csv).map_err(told)?;
    Ok(Array::of1(&Uint8Array::from(text.as_bytes())))
}

fn table(csv: Csv) -> Array {
    let marks: Vec<u32> = csv.marks.iter().flat_map(|(l, s)| [*l, *s]).collect();
    Array::of4(
        &Uint8Array::from(csv.text.as_bytes()),
        &Uint32Array::from(marks.as_slice()),
        &csv.rows.into(),
        &notes(&csv.notes),
    )
}

fn notes(notes: &[Note]) -> Array {
    let notes = notes.iter().map(|note| {
        let count = u32::try_from(note.count).unwrap_or(u32::MAX);
        Array::of4(
            &JsValue::from_str(note.notice.code()),
            &count.into(),
            &note.row.into(),
            &note.column.into(),
        )
    });
    notes.collect()
}

fn told(error: OfficeError) -> JsValue {
    let line = error.line().unwrap_or(0);
    Array::of2(&JsValue::from_str(error.code()), &line.into()).into()
}

/// Bytes in an encoding that the browser knows; none when they are not in it.
fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}
