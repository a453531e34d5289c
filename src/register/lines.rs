//! Records that are parts of another, such as the lines of an order: what they are called
//! together, and a table of them with what they come to.

mod edit;
mod sum;

pub use edit::{Rows, rows_view};

use super::{Lens, lens, value};
use crate::platform::intl;
use crate::session::Desk;
use crate::text::{filled, profile as words, register, t, within};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind, Parts, RecordId, Value};
use replica::{Replica, Row};
use std::collections::BTreeMap;

/// How many parts are named.
const NAMED: usize = 3;

/// The parts of a record, in the order they were added.
pub fn parts<'a>(replica: &'a Replica, kind: &Kind, of: FieldNo, record: RecordId) -> Vec<Row<'a>> {
    let rows = replica.referring(kind.no, of, record);
    crate::order::highest_first(rows, |row| -i64::from(row.index()))
}

/// What a record is called; one without a title of its own by its parts.
pub fn called(replica: &Replica, kind: &Kind, row: Row<'_>, lens: Lens) -> String {
    if row.value(kind.title) == Value::Nothing {
        // A part is what it is made of, such as a product.
        let item = kind.parts.and_then(|how| kind.field(how.item));
        let item = item.map(|field| value::cell(replica, field, row, lens));
        if let Some(item) = item.filter(|item| !item.is_empty()) {
            return item;
        }
        let mut names = Vec::new();
        for (other, of, how) in model::parts_of(kind.no) {
            for part in parts(replica, other, of, row.id()) {
                let named = [other.title, how.item]
                    .into_iter()
                    .any(|no| !part.value(no).is_nothing());
                names.extend(named.then(|| called(replica, other, part, lens)));
            }
        }
        let more = names.len() > NAMED;
        names.truncate(NAMED);
        if !names.is_empty() {
            let named = names.join(words::SEPARATOR.of(lens.language));
            return if more {
                filled(words::AND_SO_ON, &[("what", &named)])
            } else {
                named
            };
        }
    }
    value::title(kind, row, lens)
}

/// What amounts come to, by currency.
pub fn totals(amounts: impl Iterator<Item = Value>) -> BTreeMap<[u8; 3], i64> {
    let mut totals: BTreeMap<[u8; 3], i64> = BTreeMap::new();
    for amount in amounts {
        if let Value::Money { minor, currency } = amount {
            let total = totals.entry(currency).or_default();
            *total = total.saturating_add(minor);
        }
    }
    totals
}

/// A table of the parts of a record, for each register that has such; nothing where there are
/// none.
#[component]
pub fn PartsOf(
    /// Of which register.
    kind: &'static Kind,
    /// Which record.
    record: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    model::parts_of(kind.no)
        .map(|(other, of, how)| table(desk, other, of, how, record))
        .collect_view()
}

/// The columns that hold anything, the lines, and what they come to.
type Table = (Vec<&'static Field>, Vec<Vec<String>>, String);

fn read(
    replica: &Replica,
    kind: &'static Kind,
    of: FieldNo,
    how: Parts,
    record: RecordId,
    lens: Lens,
) -> Table {
    let rows = parts(replica, kind, of, record);
    let fields = kind.fields.iter().filter(|field| field.no != of);
    let filled = |field: &&Field| rows.iter().any(|row| row.value(field.no) != Value::Nothing);
    let fields: Vec<&'static Field> = fields.filter(filled).collect();
    let cells = |row: &Row<'_>| {
        let fields = fields.iter();
        fields
            .map(|field| value::cell(replica, field, *row, lens))
            .collect()
    };
    let lines = rows.iter().map(cells).collect();
    let total = kind.field(how.amount).map(|field| {
        let totals = totals(rows.iter().map(|row| row.value(how.amount)));
        let totals = totals.into_iter().map(|(currency, minor)| {
            value::words(replica, field, &Value::Money { minor, currency }, lens)
        });
        totals.collect::<Vec<_>>().join(" + ")
    });
    (fields, lines, total.unwrap_or_default())
}

fn table(desk: Desk, kind: &'static Kind, of: FieldNo, how: Parts, record: RecordId) -> AnyView {
    let found = Memo::new(move |_| {
        desk.track_kind(kind.no);
        desk.track_others();
        let lens = lens(desk);
        desk.read(|replica| read(replica, kind, of, how, record, lens))
    });
    let title = ["parts-", kind.code].concat();
    let drawn = move || {
        let (fields, lines, total) = found.get();
        (!lines.is_empty()).then(|| {
            let class = |field: &Field| match field.holds {
                FieldType::Money | FieldType::Decimal => "number",
                _ => "",
            };
            let heads = fields.iter().map(|field| {
                view! { <th scope="col" class=class(field)>{t(field.label)}</th> }
            });
            let heads = heads.collect_view();
            let row = |cells: Vec<String>| {
                let cells = cells.into_iter().zip(&fields).map(|(text, field)| {
                    view! { <td class=class(field)>{text}</td> }
                });
                view! { <tr>{cells.collect_view()}</tr> }
            };
            let rows = lines.into_iter().map(row).collect_view();
            let before = fields.iter().position(|field| field.no == how.amount).unwrap_or(0);
            let after = fields.len().saturating_sub(before + 1);
            let (labelled, label_id) = (title.clone(), title.clone());
            view! {
                <section class="card stack-s" aria-labelledby=labelled data-parts=kind.code>
                    <h2 id=label_id>{t(kind.plural)}</h2>
                    <div class="related-table" tabindex="0" role="region" aria-label=move || list_of(kind)>
                        <table class="table bare">
                            <thead><tr>{heads}</tr></thead>
                            <tbody>{rows}</tbody>
                            {(!total.is_empty()).then(|| view! {
                                <tfoot><tr>
                                    <th scope="row" colspan=before.max(1).to_string()>{t(words::TOTAL)}</th>
                                    <td class="number"><strong>{total}</strong></td>
                                    {(after > 0).then(|| view! { <td colspan=after.to_string()></td> })}
                                </tr></tfoot>
                            })}
                        </table>
                    </div>
                </section>
            }
        })
    };
    view! { {drawn} }.into_any()
}

fn list_of(kind: &Kind) -> String {
    filled(register::LIST_OF, &[("what", &within(kind.plural))])
}

/// An amount in words.
fn money((minor, currency): sum::Money, lens: Lens) -> String {
    intl::money(lens.language, minor, currency)
}
