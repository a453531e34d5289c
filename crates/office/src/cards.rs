//! Cards into rows of the customer register and back.
//!
//! Must stay true: what a card says and no field holds goes into the notes; a card that is wrong
//! is told with its number and the others come in; a customer written and read again is equal,
//! field by field.

mod fill;
mod ours;
mod words;

use crate::OfficeError;
use crate::book::Csv;
use crate::table::{MAX_CSV, Table, read};
use exchange::cell::{Voice, header, value_text};
use exchange::vcard::{CardError, CardLimits, CardReader, Decoder};
use exchange::{Cell, Encoding, HEAD_BYTES, restore, sniff};
use model::{CUSTOMER, Field, FieldNo, FieldType, Language, Value, customer};
use std::collections::BTreeMap;

/// Largest file, in bytes: pictures are most of it, and they are passed over.
const MAX_FILE: usize = 256 << 20;
/// Most cards that are told one by one.
const MAX_TOLD: usize = 1000;

/// What is known of somebody: a cell's text by field, with the code for a choice.
pub(crate) type Person = BTreeMap<FieldNo, String>;

/// A card that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardTrouble {
    /// Which card of the file, from 1.
    pub card: u32,
    /// The line of the file that is wrong, from 1.
    pub line: u32,
    /// What is wrong.
    pub code: &'static str,
}

/// What became of a file of cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// The table: a header of the customer's labels, then a row a card. Marks name cards.
    pub csv: Csv,
    /// Cards taken.
    pub cards: u32,
    /// Pictures, sounds and keys that were left out.
    pub media: u32,
    /// Cards not taken: the first thousand.
    pub troubles: Vec<CardTrouble>,
    /// All cards not taken.
    pub refused: u32,
}

/// Cards as a CSV text of the customer's fields; columns that nobody fills are left out.
///
/// `decode` decodes bytes in a named encoding other than UTF-8, such as `gb18030`.
///
/// # Errors
/// When the file is no text or not one card can be read.
pub fn cards_to_csv(
    bytes: &[u8],
    language: Language,
    decode: Box<Decoder>,
) -> Result<Cards, OfficeError> {
    let text = text(bytes, &*decode)?;
    let mut people: Vec<(u32, Person)> = Vec::new();
    let (mut number, mut media, mut refused) = (0u32, 0u32, 0u32);
    let (mut troubles, mut first) = (Vec::new(), None::<CardError>);
    let mut on_card = |card: Result<_, CardError>| {
        number = number.saturating_add(1);
        match card {
            Ok(card) => {
                media = media.saturating_add(count(card_media(&card)));
                people.push((number, ours::read(&card, language)));
            }
            Err(error) => {
                refused = refused.saturating_add(1);
                first.get_or_insert(error);
                if troubles.len() < MAX_TOLD {
                    troubles.push(CardTrouble {
                        card: number,
                        line: error.line,
                        code: error.code(),
                    });
                }
            }
        }
    };
    let mut reader = CardReader::with_decoder(CardLimits::default(), decode);
    reader.push(&text, &mut on_card);
    reader.finish(&mut on_card);
    if let (true, Some(error)) = (people.is_empty(), first) {
        return Err(error.into());
    }
    Ok(Cards {
        csv: table(&people, language)?,
        cards: count(people.len()),
        media,
        troubles,
        refused,
    })
}

fn card_media(card: &exchange::vcard::Card) -> usize {
    card.skipped.len()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The file as text.
fn text<'a>(bytes: &'a [u8], decode: &Decoder) -> Result<std::borrow::Cow<'a, str>, OfficeError> {
    if bytes.len() > MAX_FILE {
        return Err(OfficeError::TooLarge);
    }
    let encoding = sniff(bytes.get(..HEAD_BYTES).unwrap_or(bytes))?;
    let told = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => match core::str::from_utf8(bytes) {
            Ok(text) => return Ok(text.into()),
            // The head was plain letters only: the usual other encoding, then.
            Err(_) => decode(Encoding::Gb18030.label(), bytes),
        },
        other => decode(other.label(), bytes),
    };
    told.map(Into::into).ok_or(OfficeError::Misread)
}

fn table(people: &[(u32, Person)], language: Language) -> Result<Csv, OfficeError> {
    let used = |field: &&Field| {
        let filled = people
            .iter()
            .any(|(_, person)| person.contains_key(&field.no));
        filled || field.no == customer::NAME
    };
    let fields: Vec<&Field> = CUSTOMER.fields.iter().filter(used).collect();
    let mut table = Table::new(MAX_CSV);
    let labels = fields
        .iter()
        .map(|field| Cell::Text(field.label.of(language)));
    // The header stands in line 1 and the first card in line 2.
    table.row(1, &labels.collect::<Vec<_>>())?;
    for (number, person) in people {
        let texts: Vec<String> = fields
            .iter()
            .map(|field| shown(field, person, language))
            .collect();
        let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
        table.row(number.saturating_add(1), &cells)?;
    }
    let (text, marks) = table.finish();
    let marks = marks.into_iter().map(|(line, source)| (line, source - 1));
    Ok(Csv {
        text,
        rows: count(people.len()).saturating_add(1),
        marks: core::iter::once((2, 1)).chain(marks).collect(),
        notes: Vec::new(),
    })
}

/// What a person's cell shows: of a choice its label.
fn shown(field: &Field, person: &Person, language: Language) -> String {
    let text = person.get(&field.no).cloned().unwrap_or_default();
    if text.is_empty() || !matches!(field.holds, FieldType::Choice(_)) {
        return text;
    }
    let voice = Voice {
        language,
        zone: 0.into(),
        name: &|_| String::new(),
    };
    value_text(field, &Value::Choice(text), voice)
}

/// Customers as cards of version 4.0. The first row of the CSV text names fields by code or by
/// label; columns it names otherwise are left out.
///
/// # Errors
/// What is wrong with the text, or that no column is known.
pub fn csv_to_cards(csv: &[u8]) -> Result<String, OfficeError> {
    let mut columns: Option<Vec<Option<&'static Field>>> = None;
    let mut out = String::new();
    read(csv, &mut |row| {
        let Some(columns) = &columns else {
            let named = |cell| header(CUSTOMER.fields, restore(cell));
            let named = row.cells().map(|cell| CUSTOMER.field(named(cell)?));
            columns = Some(named.collect());
            return Ok(());
        };
        let mut person = Person::new();
        for (cell, field) in row.cells().zip(columns) {
            let Some(field) = field else { continue };
            let text = ours::canonical(field, restore(cell));
            if !text.is_empty() {
                person.entry(field.no).or_insert(text);
            }
        }
        let fields = columns.iter().flatten();
        ours::write(&mut out, &person, &fields.copied().collect::<Vec<_>>());
        match out.len() > MAX_FILE {
            true => Err(OfficeError::TooLarge),
            false => Ok(()),
        }
    })?;
    let columns = columns.ok_or(OfficeError::NoRows)?;
    match columns.iter().any(Option::is_some) {
        true => Ok(out),
        false => Err(OfficeError::NoColumns),
    }
}
