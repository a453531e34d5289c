//! A row of a list: its elements are made once, and what they say is written anew where it has
//! changed, which a keystroke in the search does to every row in view.
//!
//! Must stay true: what is written is what the lens shows.

use super::super::{lens::lens_now, value};
use super::chosen::Chosen;
use super::rows::Rows;
use crate::platform;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{filled, list as words};
use leptos::html::{A, Button};
use leptos::prelude::*;
use model::{Field, FieldType, Kind, RecordId};
use replica::{Replica, Row};
use wasm_bindgen::JsCast;
use web_sys::{Element, Text};

/// What stands before the title of a row: a letter or two, and its class.
pub type Sign = fn(Row<'_>, &str) -> (String, &'static str);

/// How many tags are shown.
const TAGS: usize = 3;

/// What a row is drawn from.
pub struct Line {
    pub desk: Desk,
    pub kind: &'static Kind,
    /// Its cells after the title.
    pub fields: Vec<&'static Field>,
    pub rows: Memo<Rows>,
    pub chosen: Chosen,
    pub sign: Option<Sign>,
    /// Which row it is.
    pub at: ArcRwSignal<usize>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    id: RecordId,
    title: String,
    sign: Option<(String, &'static str)>,
    cells: Vec<Cell>,
    /// Where it leads, or how selecting it is called.
    names: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Words(String),
    Tags(Vec<String>),
}

impl Line {
    /// The row, which keeps itself up.
    pub fn draw(self) -> AnyView {
        let cells = self.fields.iter().map(|field| {
            let class = match field.holds {
                FieldType::Tags => Some("tags"),
                holds => holds.is_measure().then_some("number"),
            };
            view! { <span class=class data-field=field.code></span> }.into_any()
        });
        let sign = self.sign.is_some();
        let inside = view! {
            <span class="name">{sign.then(|| view! { <span aria-hidden="true"></span> })}<strong></strong></span>
            {cells.collect::<Vec<_>>()}
        };
        let class = [self.kind.code, "-row record-row"].concat();
        if self.chosen.on.get() {
            let (rows, chosen, at) = (self.rows, self.chosen, self.at.clone());
            let toggle = move |ev: leptos::ev::MouseEvent| {
                let span = ev.shift_key();
                rows.with_untracked(|rows| {
                    if let Ok(rows) = rows {
                        chosen.toggle(rows, at.get_untracked(), span);
                    }
                });
            };
            let node = NodeRef::<Button>::new();
            self.keep_up(move || node.get().map(JsCast::unchecked_into));
            return view! {
                <button type="button" class=class role="checkbox" node_ref=node on:click=toggle>{inside}</button>
            }
            .into_any();
        }
        let node = NodeRef::<A>::new();
        self.keep_up(move || node.get().map(JsCast::unchecked_into));
        view! { <a class=class node_ref=node>{inside}</a> }.into_any()
    }

    /// Writes what the row says, and again what has changed.
    fn keep_up(self, node: impl Fn() -> Option<Element> + 'static) {
        Effect::new(move |before: Option<Option<(Parts, Said)>>| {
            let before = before.flatten();
            let Some(said) = self.said() else {
                // On its way out of view.
                return before;
            };
            let (mut parts, known) = match before {
                Some((parts, known)) => (parts, Some(known)),
                None => (Parts::of(&node()?, self.sign.is_some())?, None),
            };
            if known.as_ref().is_some_and(|known| known.id != said.id) {
                // Enter must not open somebody else than who was looked at.
                parts.leave();
            }
            parts.write(&said, known.as_ref());
            Some((parts, said))
        });
    }

    /// What the row says now.
    fn said(&self) -> Option<Said> {
        let at = self.at.get();
        let no = self
            .rows
            .with(|rows| rows.as_ref().ok()?.get(at).copied())?;
        // The names of what it refers to, too.
        for field in self.fields.iter() {
            if let FieldType::Ref(no) = field.holds {
                self.desk.track_kind(no);
            }
        }
        let lens = lens_now(self.desk);
        let mut said = self.desk.read(|replica| {
            let row = replica.table(self.kind.no)?.at(no)?;
            let title = value::title(self.kind, row, lens);
            let sign = self.sign.map(|sign| sign(row, &title));
            let cells = self.fields.iter();
            let cells = cells.map(|field| cell(replica, field, row, lens)).collect();
            Some(Said {
                id: row.id(),
                title,
                sign,
                cells,
                names: Vec::new(),
            })
        })?;
        said.names = if self.chosen.on.get_untracked() {
            vec![
                ("aria-checked", self.chosen.has(no).to_string()),
                (
                    "aria-label",
                    filled(words::SELECT_ROW, &[("name", &said.title)]),
                ),
            ]
        } else {
            vec![("href", Route::of(self.kind, said.id).path())]
        };
        Some(said)
    }
}

/// A cell: tags as badges, everything else as text.
fn cell(replica: &Replica, field: &'static Field, row: Row<'_>, lens: super::super::Lens) -> Cell {
    if field.holds != FieldType::Tags {
        return Cell::Words(value::cell(replica, field, row, lens));
    }
    let all = row.elements(field.no).into_iter().take(TAGS);
    Cell::Tags(all.map(|one| value::element(field, one, lens)).collect())
}

/// The elements that say it.
struct Parts {
    row: Element,
    sign: Option<(Element, Text)>,
    title: Text,
    cells: Vec<(Element, Option<Text>)>,
}

/// A text that can be changed, in an empty element.
fn text_in(element: &Element) -> Option<Text> {
    let text = platform::document()?.create_text_node("");
    element.append_child(&text).ok()?;
    Some(text)
}

impl Parts {
    fn of(row: &Element, signed: bool) -> Option<Self> {
        let name = row.first_element_child()?;
        let title = text_in(&name.last_element_child()?)?;
        let sign = if signed {
            let sign = name.first_element_child()?;
            let text = text_in(&sign)?;
            Some((sign, text))
        } else {
            None
        };
        let mut cells = Vec::new();
        let mut next = name.next_element_sibling();
        while let Some(cell) = next {
            next = cell.next_element_sibling();
            cells.push((cell, None));
        }
        let row = row.clone();
        Some(Self {
            row,
            sign,
            title,
            cells,
        })
    }

    /// Takes the focus from it.
    fn leave(&self) {
        let focused = platform::document().and_then(|document| document.active_element());
        if focused.as_ref() == Some(&self.row)
            && let Some(element) = self.row.dyn_ref::<web_sys::HtmlElement>()
        {
            let _ = element.blur();
        }
    }

    /// Writes what is other than before.
    fn write(&mut self, said: &Said, before: Option<&Said>) {
        if before.map(|before| &before.title) != Some(&said.title) {
            self.title.set_data(&said.title);
        }
        let sign_before = before.and_then(|before| before.sign.as_ref());
        if let (Some((element, text)), Some((letter, class))) = (&self.sign, &said.sign) {
            if sign_before.map(|(before, _)| before) != Some(letter) {
                text.set_data(letter);
            }
            if sign_before.map(|(_, before)| before) != Some(class) {
                element.set_class_name(class);
            }
        }
        for (at, (cell, (element, text))) in said.cells.iter().zip(&mut self.cells).enumerate() {
            let known = before.and_then(|before| before.cells.get(at));
            if known == Some(cell) {
                continue;
            }
            match cell {
                Cell::Words(words) => {
                    if text.is_none() {
                        *text = text_in(element);
                    }
                    if let Some(text) = text {
                        text.set_data(words);
                    }
                }
                Cell::Tags(tags) => {
                    // Nothing that is written once is written again.
                    if known.is_some() || !tags.is_empty() {
                        badges(element, tags);
                    }
                }
            }
        }
        for (at, (name, value)) in said.names.iter().enumerate() {
            let known = before.and_then(|before| before.names.get(at));
            if known.is_none_or(|(_, known)| known != value) {
                let _ = self.row.set_attribute(name, value);
            }
        }
    }
}

/// Tags, each a badge.
fn badges(cell: &Element, tags: &[String]) {
    cell.set_text_content(None);
    let Some(document) = platform::document() else {
        return;
    };
    for tag in tags {
        if let Ok(badge) = document.create_element("span") {
            badge.set_class_name("badge");
            badge.set_text_content(Some(tag));
            let _ = cell.append_child(&badge);
        }
    }
}
