//! The small parts: which parts belong together, which sheets there are.

use crate::xml::{Node, Xml, attribute, name};
use crate::{Excess, Sheet, WorkbookError};
use exchange::Epoch;

const MAX_RELATIONS: usize = 10_000;
const MAX_SHEETS: usize = 1000;

/// A part that belongs to another.
#[derive(Debug)]
pub struct Relation {
    /// The name by which the other part calls it.
    pub id: String,
    /// Where it is in the file.
    pub target: String,
    kind: String,
}

impl Relation {
    /// Whether it is of this kind; the kinds' addresses differ only in what stands in front.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// Relations, their targets resolved against a folder.
pub fn relations(xml: &mut Xml<'_>, folder: &str) -> Result<Vec<Relation>, WorkbookError> {
    let mut out = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element, _) if name(&element) == "Relationship" => {
                let get = |word| attribute(&element, word).unwrap_or_default().into_owned();
                if get("TargetMode") != "External" {
                    out.push(Relation {
                        id: get("Id"),
                        target: resolve(folder, &get("Target")),
                        kind: get("Type"),
                    });
                }
                if out.len() > MAX_RELATIONS {
                    return Err(WorkbookError::TooMuch(Excess::Parts));
                }
            }
            Node::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => [folder, "/", &target].concat(),
    };
    let mut parts = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What the workbook says about itself.
pub struct Contents {
    /// Sheets with the names of their relations.
    pub sheets: Vec<(Sheet, String)>,
    /// When its days begin.
    pub epoch: Epoch,
}

/// Sheets and epoch; `None` where the part is no workbook's.
pub fn contents(xml: &mut Xml<'_>) -> Result<Option<Contents>, WorkbookError> {
    let (mut sheets, mut epoch, mut workbook) = (Vec::new(), Epoch::Year1900, false);
    loop {
        match xml.next()? {
            Node::Start(element, _) => {
                let get = |word| attribute(&element, word).unwrap_or_default().into_owned();
                match name(&element) {
                    "workbook" => workbook = true,
                    _ if !workbook => return Ok(None),
                    "workbookPr" if matches!(get("date1904").as_str(), "1" | "true") => {
                        epoch = Epoch::Year1904;
                    }
                    "sheet" => {
                        let sheet = Sheet {
                            name: get("name"),
                            hidden: get("state").to_lowercase().ends_with("hidden"),
                            rows: None,
                        };
                        sheets.push((sheet, get("id")));
                        if sheets.len() > MAX_SHEETS {
                            return Err(WorkbookError::TooMuch(Excess::Sheets));
                        }
                    }
                    _ => {}
                }
            }
            Node::Eof if workbook => return Ok(Some(Contents { sheets, epoch })),
            Node::Eof => return Ok(None),
            _ => {}
        }
    }
}

/// The last row by what stands before the cells.
pub fn claimed_rows(xml: &mut Xml<'_>) -> Result<Option<u32>, WorkbookError> {
    loop {
        match xml.next()? {
            Node::Start(element, _) => match name(&element) {
                "dimension" => {
                    let range = attribute(&element, "ref").unwrap_or_default();
                    let last = range.rsplit(':').next().unwrap_or_default();
                    let digits = last.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                    return Ok(digits.parse().ok());
                }
                "sheetData" => return Ok(None),
                _ => {}
            },
            Node::Eof => return Ok(None),
            _ => {}
        }
    }
}
