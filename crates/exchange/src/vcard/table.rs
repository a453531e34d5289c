//! Cards as rows, so that a plan made by a person turns them into customers like any table.
//!
//! Must stay true: every row has as many cells as the header; a list becomes its best entry,
//! but for tags, which are all kept.

use super::{Card, Entry, Gender};
use crate::{ExchangeError, Limits, RowBuf, shield};

/// The headers, in words that [`crate::suggest`] and [`crate::guess`] know.
pub const HEADER: [&str; 22] = [
    "Name",
    "Family name",
    "Given name",
    "Organisation",
    "Department",
    "Job title",
    "Phone",
    "Mobile",
    "Email",
    "WeChat",
    "QQ",
    "Street",
    "City",
    "Region",
    "Postcode",
    "Country",
    "Birthday",
    "Birth year",
    "Gender",
    "Tags",
    "Website",
    "Notes",
];

/// Whether a text begins like a file of cards.
pub fn is_vcard(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let first = head.get(.."BEGIN:VCARD".len());
    first.is_some_and(|first| first.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// Fills a row with the header.
///
/// # Errors
/// When the limits are too narrow.
pub fn push_header(row: &mut RowBuf, limits: &Limits) -> Result<(), ExchangeError> {
    row.begin(0);
    HEADER.iter().try_for_each(|name| row.push(name, limits))
}

/// Fills a row with a card; `number` stands for the line.
///
/// # Errors
/// When the card exceeds the limits.
pub fn push_row(
    card: &Card,
    number: u32,
    row: &mut RowBuf,
    limits: &Limits,
) -> Result<(), ExchangeError> {
    let is_mobile = |entry: &&Entry| entry.types.iter().any(|t| t == "cell" || t == "iphone");
    let is_fax = |entry: &Entry| entry.types.iter().any(|t| t == "fax" || t == "pager");
    let best = |entries: &[Entry]| {
        let voice = entries.iter().filter(|entry| !is_fax(entry));
        let preferred = voice.clone().find(|entry| entry.preferred);
        let entry = preferred.or_else(|| voice.clone().find(is_mobile));
        entry
            .or_else(|| voice.clone().next())
            .map(|entry| entry.value.clone())
            .unwrap_or_default()
    };
    let handle = |service: &str| {
        let found = card.messengers.iter().find(|m| m.service == service);
        found.map_or("", |messenger| messenger.handle.as_str())
    };
    let preferred = card.addresses.iter().find(|address| address.preferred);
    let address = preferred.or(card.addresses.first());
    let [_, _, street, city, region, postcode, country] =
        address.map_or([""; 7], |address| address.parts());
    let mobile = card.phones.iter().find(is_mobile);
    let (phone, email, website) = (best(&card.phones), best(&card.emails), best(&card.urls));
    let (department, tags) = (card.units.join(" / "), card.categories.join(";"));
    let day = card
        .birthday
        .and_then(|day| day.date())
        .map(|day| day.iso());
    let year = card
        .birthday
        .and_then(|day| day.year)
        .map(|year| year.to_string());
    let gender = match card.gender {
        Some(Gender::Male) => "male",
        Some(Gender::Female) => "female",
        Some(Gender::Other) => "other",
        Some(Gender::NotApplicable | Gender::Unknown) | None => "",
    };
    row.begin(number);
    let cells: [&str; HEADER.len()] = [
        &card.full_name,
        &card.name.family,
        &card.name.given,
        &card.organisation,
        &department,
        if card.title.is_empty() {
            &card.role
        } else {
            &card.title
        },
        &phone,
        mobile.map_or("", |entry| &entry.value),
        &email,
        handle("wechat"),
        handle("qq"),
        street,
        city,
        region,
        postcode,
        country,
        day.as_deref().unwrap_or_default(),
        year.as_deref().unwrap_or_default(),
        gender,
        &tags,
        &website,
        &card.note,
    ];
    cells
        .iter()
        .try_for_each(|cell| row.push(&shield(cell), limits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vcard::{CardLimits, CardReader};
    use crate::{Meaning, Plan, Profiler, convert, guess, suggest};
    use model::{Value, customer};

    #[test]
    fn cards_become_customers_through_a_plan() {
        let text = "BEGIN:VCARD\nVERSION:3.0\nFN:张三\nTEL;TYPE=FAX:02812345678\nTEL;TYPE=CELL:13800138000\n\
            EMAIL:a@b.cn\nBDAY:1985-04-12\nX-GENDER:M\nCATEGORIES:VIP,老客户\nNOTE:=note\nADR:;;天府大道;成都;四川;610000;\nEND:VCARD\n";
        assert!(is_vcard(text) && !is_vcard("name,phone"));
        let limits = Limits::default();
        let (mut row, mut cards) = (RowBuf::default(), Vec::new());
        let mut reader = CardReader::new(CardLimits::default());
        reader.push(text, &mut |card| cards.push(card.unwrap()));
        reader.finish(&mut |card| cards.push(card.unwrap()));
        push_header(&mut row, &limits).unwrap();
        let mut profiler = Profiler::new(row.row());
        push_row(&cards[0], 1, &mut row, &limits).unwrap();
        profiler.row(row.row());
        let columns = profiler.finish().columns;
        let plan = Plan {
            columns: suggest(&columns),
        };
        assert_eq!(plan.check(), Ok(()));
        let got = convert(&plan, row.row()).unwrap();
        let has = |no, text: &str| got.fields.contains(&(no, Value::Text(text.into())));
        assert!(has(customer::NAME, "张三") && has(customer::PHONE, "13800138000"));
        assert!(has(customer::EMAIL, "a@b.cn") && has(customer::NOTES, "=note"));
        assert!(
            got.fields
                .contains(&(customer::BIRTH_YEAR, Value::Int(1985)))
        );
        assert_eq!(got.tags, ["VIP", "老客户"]);
        let meanings: Vec<_> = guess(&columns)
            .into_iter()
            .map(|g| g.map(|g| g.meaning))
            .collect();
        assert_eq!(meanings[0], Some(Meaning::Name));
        assert_eq!(meanings[11], Some(Meaning::Street));
    }
}
