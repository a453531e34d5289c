//! A workbook or a file of cards becomes a CSV file, and goes on as any other.
//!
//! Must stay true: a workbook with several sheets asks which; what does not come along is told;
//! stopping ends the worker.
//!
//! Must not know: what the columns mean.

use super::refused::Refused;
use super::stream::{Reading, look};
use super::words::Trouble;
use super::work::{Step, Work};
use crate::platform::files;
use crate::platform::office::{self, SheetInfo, Table};
use crate::text::{count, filled, language_now, office as labels, plural, t};
use crate::ui::{Icon, icon};
use exchange::{Delimiter, Encoding, ExchangeError, FileKind};
use futures::channel::oneshot;
use js_sys::Array;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::File;

/// How many cards that are not taken are told one by one.
const TOLD: usize = 5;

/// Which sheet is asked for.
pub struct Asking {
    sheets: Vec<SheetInfo>,
    tell: RefCell<Option<oneshot::Sender<u32>>>,
}

/// The file that is to be read as CSV, and how: the one that was chosen, or what became of it.
pub async fn ready(work: Work, file: File, stop: &Cell<bool>) -> Result<(File, Reading), Trouble> {
    let ready = turned(work, file, stop).await;
    // What the worker read is not to stay when the vault is locked.
    office::rest();
    ready
}

async fn turned(work: Work, file: File, stop: &Cell<bool>) -> Result<(File, Reading), Trouble> {
    let name = file.name().to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let looked = look(&file).await;
    let table = match looked {
        Err(Trouble::File(ExchangeError::NotText(FileKind::Xlsx | FileKind::Xls))) => {
            sheet(work, &file, stop).await?
        }
        Err(Trouble::File(ExchangeError::NotText(_))) if ends(&[".xlsx", ".xlsm"]) => {
            sheet(work, &file, stop).await?
        }
        looked => {
            let begins = files::read(&file, 0.0, 64.0).await.unwrap_or_default();
            let begins = String::from_utf8_lossy(&begins);
            if !ends(&[".vcf", ".vcard"]) && !exchange::vcard::is_vcard(&begins) {
                return looked.map(|reading| (file, reading));
            }
            let tag = language_now().tag();
            let cards = office::cards_to_csv(&file, tag, stop).await;
            cards.map_err(office_trouble)?
        }
    };
    let parts = Array::of1(&table.csv);
    let made = File::new_with_u8_array_sequence(&parts, &file.name());
    let made = made.map_err(|_| Trouble::Gone)?;
    let _ = work.came.try_set(Some(Rc::new(table)));
    let reading = Reading {
        encoding: Encoding::Utf8,
        delimiter: Delimiter::Comma,
    };
    Ok((made, reading))
}

async fn sheet(work: Work, file: &File, stop: &Cell<bool>) -> Result<Table, Trouble> {
    let all = office::sheets(file, stop).await.map_err(office_trouble)?;
    let filled = |sheet: &&SheetInfo| sheet.rows > 0 || sheet.problem.is_some();
    let mut sheets: Vec<SheetInfo> = all.iter().filter(filled).cloned().collect();
    if sheets.iter().any(|sheet| !sheet.hidden) {
        sheets.retain(|sheet| !sheet.hidden);
    }
    let no = match sheets.as_slice() {
        [] => return Err(Trouble::NoRows),
        [only] => only.no,
        _ => ask(work, sheets).await?,
    };
    let table = office::sheet_to_csv(file, no, stop).await;
    table.map_err(office_trouble)
}

async fn ask(work: Work, sheets: Vec<SheetInfo>) -> Result<u32, Trouble> {
    let (tell, told) = oneshot::channel();
    let tell = RefCell::new(Some(tell));
    let _ = work.sheets.try_set(Some(Rc::new(Asking { sheets, tell })));
    let no = told.await;
    let _ = work.sheets.try_set(None);
    no.map_err(|_| Trouble::Stopped)
}

/// The lines of refused rows as the rows of the sheet or the cards of the file that was chosen.
pub fn lines_of_source(came: Option<&Table>, refused: &mut Refused) {
    let Some(table) = came else { return };
    for group in &mut refused.groups {
        for line in &mut group.lines {
            *line = table.source(*line);
        }
    }
    for place in &mut refused.first {
        place.line = table.source(place.line);
    }
}

fn office_trouble(why: office::Trouble) -> Trouble {
    if why.code == office::STOPPED {
        Trouble::Stopped
    } else {
        Trouble::Office(why)
    }
}

/// Which sheet is to come in.
#[component]
pub fn Sheets(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let stop = move |_| {
        work.cancel();
        // Whoever waits for an answer gets none.
        work.sheets.set(None);
    };
    let sheets = move || {
        let asking = work.sheets.get();
        let asking = asking.into_iter().flat_map(|asking| {
            let rows: Vec<_> = asking.sheets.iter().map(|s| one(&asking, s)).collect();
            rows
        });
        asking.collect::<Vec<_>>()
    };
    view! {
        <div class="card stack-s" id="import-sheets">
            <h3>{t(labels::WHICH_SHEET)}</h3>
            <ul class="plain stack-s">{sheets}</ul>
            <div class="buttons">
                <button type="button" id="import-cancel" class="button" on:click=stop>
                    {icon(Icon::Close)}{t(crate::text::import::STOP)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn one(asking: &Rc<Asking>, sheet: &SheetInfo) -> impl IntoView + use<> {
    let (no, name, hidden) = (sheet.no, sheet.name.clone(), sheet.hidden);
    let problem = sheet.problem.clone();
    let broken = problem.is_some();
    let (rows, columns) = (sheet.rows as usize, sheet.columns as usize);
    let about = move || match &problem {
        Some(code) => filled(labels::SHEET_BROKEN, &[("why", &labels::words(code, 0))]),
        None => filled(
            labels::SHEET_SIZE,
            &[("rows", &count(rows)), ("columns", &count(columns))],
        ),
    };
    let asking = asking.clone();
    let choose = move |_| {
        if let Some(tell) = asking.tell.take() {
            let _ = tell.send(no);
        }
    };
    view! {
        <li>
            <button type="button" class="button" data-sheet=no disabled=broken on:click=choose>
                <strong>{name}</strong>
                " · "
                {about}
                {hidden.then(|| view! { " · "{t(labels::SHEET_HIDDEN)} })}
            </button>
        </li>
    }
}

/// What did not come along, or not as it was.
#[component]
pub fn Told(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let lines = move || {
        let table = work.came.get().filter(|_| work.step.get() == Step::Mapping);
        let mut lines = Vec::new();
        let Some(table) = table else { return lines };
        let number = |n: u32| n as usize;
        let some = |n, one, many| filled(plural(n, one, many), &[("n", &count(n))]);
        if table.refused > 0 {
            let mut line = some(
                number(table.refused),
                labels::CARDS_REFUSED_ONE,
                labels::CARDS_REFUSED_MANY,
            );
            for (card, why) in table.troubles.iter().take(TOLD) {
                let (card, at) = (card.to_string(), why.line.to_string());
                let why = labels::words(&why.code, why.line);
                let blanks = [("card", card.as_str()), ("line", &at), ("why", &why)];
                line.push(' ');
                line.push_str(&filled(labels::CARD, &blanks));
            }
            if number(table.refused) > TOLD {
                line.push_str(" …");
            }
            lines.push((line, true));
        }
        if table.media > 0 {
            let media = number(table.media);
            lines.push((some(media, labels::MEDIA_ONE, labels::MEDIA_MANY), false));
        }
        for note in &table.notes {
            let what = labels::words(&note.code, note.row);
            let (n, row) = (count(number(note.count)), note.row.to_string());
            let blanks = [("what", what.as_str()), ("n", &n), ("row", &row)];
            lines.push((filled(labels::NOTE_AT, &blanks), true));
        }
        lines
    };
    let boxes = move || {
        let lines = lines().into_iter();
        let boxes = lines.map(|(line, warn)| {
            view! { <div class="notice" class:warn=warn>{icon(Icon::Warning)}<p>{line}</p></div> }
        });
        boxes.collect::<Vec<_>>()
    };
    view! { <div id="import-told" role="status">{boxes}</div> }.into_any()
}
