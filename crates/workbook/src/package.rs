//! The parts of a workbook's file, and what it says about itself.
//!
//! Must stay true: what is no workbook is named; only parts that are asked for are unpacked.

use crate::guard::Guard;
use crate::parts::{self, Relation};
use crate::strings::Strings;
use crate::styles::NumberKind;
use crate::xml::Xml;
use crate::{Excess, Limits, WorkbookError};
use exchange::Epoch;
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use std::collections::BTreeMap;
use std::io::Read;

/// How much of a sheet is looked at to list it, in bytes.
const PEEK: u64 = 64 << 10;

#[derive(Debug, Clone, Copy)]
struct Part {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

/// The container.
#[derive(Debug)]
pub struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// By name in lower case.
    parts: BTreeMap<String, Part>,
}

/// A sheet, before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// How many rows the sheet claims to have; [`Workbook::summary`] counts them.
    pub rows: Option<u32>,
}

/// An opened workbook.
#[derive(Debug)]
pub struct Workbook<'a> {
    package: Package<'a>,
    pub(crate) limits: Limits,
    sheets: Vec<Sheet>,
    /// The part of each sheet.
    places: Vec<String>,
    pub(crate) strings: Strings,
    pub(crate) formats: Vec<NumberKind>,
    pub(crate) epoch: Epoch,
}

impl<'a> Workbook<'a> {
    /// Opens the bytes of a file: its sheets, formats and shared texts.
    ///
    /// # Errors
    /// What the file is instead, or what there is too much of.
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, WorkbookError> {
        let package = Package::open(bytes, &limits)?;
        let root = package.relations("", &limits)?;
        let main = root
            .into_iter()
            .find(|relation| relation.is("officeDocument"));
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        if main.ends_with(".bin") {
            return Err(WorkbookError::BinaryFormat);
        }
        let foreign = ["word/document.xml", "ppt/presentation.xml", "content.xml"];
        let contents = match package.part(&main, &limits)? {
            Some(mut xml) => parts::contents(&mut xml)?.ok_or(WorkbookError::OtherDocument)?,
            None if foreign.iter().any(|name| package.parts.contains_key(*name)) => {
                return Err(WorkbookError::OtherDocument);
            }
            None => return Err(WorkbookError::NotAWorkbook),
        };
        let relations = package.relations(&main, &limits)?;
        let peek = Limits {
            part_bytes: PEEK,
            ..limits
        };
        let (mut sheets, mut places) = (Vec::new(), Vec::new());
        for (entry, id) in contents.sheets {
            let relation = relations.iter().find(|r| r.id == id && r.is("worksheet"));
            let Some(relation) = relation else { continue };
            let rows = match package.part(&relation.target, &peek)? {
                Some(mut xml) => match parts::claimed_rows(&mut xml) {
                    Err(WorkbookError::TooMuch(_)) => None,
                    claimed => claimed?,
                },
                None => return Err(WorkbookError::Damaged),
            };
            sheets.push(Sheet { rows, ..entry });
            places.push(relation.target.clone());
        }
        let find = |word: &str| relations.iter().find(|r| r.is(word));
        let strings = match find("sharedStrings").map(|r| package.part(&r.target, &limits)) {
            Some(xml) => xml?
                .map(|mut xml| Strings::read(&mut xml, &limits))
                .transpose()?,
            None => None,
        };
        let formats = match find("styles").map(|r| package.part(&r.target, &limits)) {
            Some(xml) => xml?
                .map(|mut xml| crate::styles::read(&mut xml))
                .transpose()?,
            None => None,
        };
        Ok(Self {
            package,
            limits,
            sheets,
            places,
            strings: strings.unwrap_or_default(),
            formats: formats.unwrap_or_default(),
            epoch: contents.epoch,
        })
    }

    /// The sheets in their order, without sheets that hold only a chart.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The bytes of a sheet's part.
    pub(crate) fn bytes(&self, sheet: usize) -> Result<Guard<'_>, WorkbookError> {
        let place = self.places.get(sheet).ok_or(WorkbookError::NoSuchSheet)?;
        let guard = self.package.bytes(place, &self.limits)?;
        guard.ok_or(WorkbookError::Damaged)
    }
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, WorkbookError> {
        if bytes.is_empty() {
            return Err(WorkbookError::Empty);
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            let name: Vec<u8> = "EncryptedPackage"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            let encrypted = bytes.windows(name.len()).any(|window| window == name);
            return Err(if encrypted {
                WorkbookError::Encrypted
            } else {
                WorkbookError::OldFormat
            });
        }
        if !bytes.starts_with(b"PK") {
            return Err(WorkbookError::NotAWorkbook);
        }
        if bytes.len() > limits.file_bytes {
            return Err(WorkbookError::TooMuch(Excess::File));
        }
        let archive = ZipArchive::from_slice(bytes).map_err(|_| WorkbookError::Damaged)?;
        let mut parts = BTreeMap::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(|_| WorkbookError::Damaged)? {
            if parts.len() >= limits.parts {
                return Err(WorkbookError::TooMuch(Excess::Parts));
            }
            let name = String::from_utf8_lossy(entry.file_path().as_ref())
                .replace('\\', "/")
                .to_lowercase();
            let part = Part {
                place: entry.wayfinder(),
                method: entry.compression_method(),
                encrypted: entry.flags().is_encrypted(),
            };
            // Two parts of one name: nobody can say which is meant.
            if parts.insert(name, part).is_some() {
                return Err(WorkbookError::Damaged);
            }
        }
        Ok(Self { archive, parts })
    }

    fn bytes(&self, name: &str, limits: &Limits) -> Result<Option<Guard<'_>>, WorkbookError> {
        let Some(part) = self.parts.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        if part.encrypted {
            return Err(WorkbookError::Encrypted);
        }
        let entry = self
            .archive
            .get_entry(part.place)
            .map_err(|_| WorkbookError::Damaged)?;
        let packed = entry.data().len() as u64;
        let unpacked: Box<dyn Read + '_> = match part.method {
            CompressionMethod::STORE => Box::new(entry.verifying_reader(entry.data())),
            CompressionMethod::DEFLATE => {
                Box::new(entry.verifying_reader(DeflateDecoder::new(entry.data())))
            }
            _ => return Err(WorkbookError::Damaged),
        };
        Ok(Some(Guard::new(unpacked, packed, limits)))
    }

    fn part(&self, name: &str, limits: &Limits) -> Result<Option<Xml<'_>>, WorkbookError> {
        Ok(self.bytes(name, limits)?.map(Xml::new))
    }

    /// The relations of a part, or of the whole file.
    fn relations(&self, of: &str, limits: &Limits) -> Result<Vec<Relation>, WorkbookError> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let gap = if folder.is_empty() { "" } else { "/" };
        let place = [folder, gap, "_rels/", name, ".rels"].concat();
        match self.part(&place, limits)? {
            Some(mut xml) => parts::relations(&mut xml, folder),
            None => Ok(Vec::new()),
        }
    }
}
