//! The input of the benchmark: customers with all twelve fields, responses with ten answers.
//!
//! Must stay true: the same seed gives the same rows; no field is left out, so that every
//! contestant keeps the same twelve. The sample leaves out what real people leave out; that is
//! filled in here.

use model::{CUSTOMER, Date, RecordId, Value, customer};
use replica::{Op, Respond};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// A customer as it comes in: an id and the twelve fields of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Customer {
    /// Its id.
    #[serde(serialize_with = "id_text")]
    pub id: RecordId,
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Person or organisation, a choice.
    pub kind: String,
    /// Telephone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Region.
    pub region: String,
    /// Year of birth, or of foundation.
    pub birth_year: i64,
    /// Sex, a choice.
    pub sex: String,
    /// Customer since.
    #[serde(serialize_with = "iso_day")]
    pub since: Date,
    /// How they became one, a choice.
    pub acquired: String,
    /// One or more tags.
    pub tags: Vec<String>,
    /// A short note.
    pub notes: String,
}

/// A response as it comes in, with ten answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// Its id.
    #[serde(serialize_with = "id_text")]
    pub id: RecordId,
    /// The form.
    #[serde(serialize_with = "id_text")]
    pub form: RecordId,
    /// The form's version.
    pub version: u16,
    /// Who answered.
    #[serde(serialize_with = "id_text")]
    pub customer: RecordId,
    /// When, in milliseconds since 1970.
    pub taken_at: i64,
    /// Answers by question number.
    pub answers: BTreeMap<u16, i64>,
}

/// All rows of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// The customers, in the order they were made.
    pub customers: Vec<Customer>,
    /// One response of each of them, in the order they were given.
    pub responses: Vec<Response>,
}

impl Rows {
    /// Makes the rows of so many customers.
    pub fn new(seed: u64, customers: u32) -> Self {
        let nobody = [0; 16];
        let size = sample::Size {
            customers,
            activity: sample::Activity::TenAnswers,
        };
        let made = sample::generate(
            seed,
            size,
            model::DeviceId(nobody),
            RecordId(nobody),
            model::BatchId(nobody),
            1,
        );
        let mut rows = Self::default();
        for change in made {
            match change.ops.first() {
                Some(Op::Create { kind, record }) if *kind == CUSTOMER.no => {
                    let row = customer(rows.customers.len(), *record, &change.ops);
                    rows.customers.push(row);
                }
                Some(Op::Respond(respond)) => rows.responses.extend(response(respond)),
                _ => {}
            }
        }
        rows
    }

    /// Customers as JSON, from one index up to another.
    pub fn customers_json(&self, from: usize, to: usize) -> String {
        json(&self.customers, from, to)
    }

    /// Responses as JSON, from one index up to another.
    pub fn responses_json(&self, from: usize, to: usize) -> String {
        json(&self.responses, from, to)
    }
}

fn json<T: Serialize>(rows: &[T], from: usize, to: usize) -> String {
    let part = rows.get(from..to.min(rows.len())).unwrap_or_default();
    serde_json::to_string(part).unwrap_or_default()
}

/// A customer of the sample, with what the sample left out filled in.
fn customer(index: usize, id: RecordId, ops: &[Op]) -> Customer {
    let value = |wanted| {
        ops.iter().find_map(|op| match op {
            Op::Set { field, value, .. } if *field == wanted => Some(value),
            _ => None,
        })
    };
    let text = |wanted, otherwise: &dyn Fn() -> String| {
        let found = value(wanted).and_then(Value::as_text).map(str::to_owned);
        found.unwrap_or_else(otherwise)
    };
    let mut tags: Vec<String> = ops.iter().filter_map(tag).collect();
    if tags.is_empty() {
        tags.push("regular".to_owned());
    }
    let region = text(customer::REGION, &|| "Elsewhere".to_owned());
    Customer {
        id,
        number: text(customer::NUMBER, &|| format!("S{index:06}")),
        name: text(customer::NAME, &|| "Nameless".to_owned()),
        kind: text(customer::KIND, &|| "person".to_owned()),
        phone: text(customer::PHONE, &|| format!("154 00{index:06}")),
        email: text(customer::EMAIL, &|| format!("c{index}@example.com")),
        notes: format!("Visited in {region}, asks to be called before noon ({index})"),
        region,
        birth_year: match value(customer::BIRTH_YEAR) {
            Some(Value::Int(year)) => *year,
            _ => 1995,
        },
        sex: text(customer::SEX, &|| "other".to_owned()),
        since: match value(customer::SINCE) {
            Some(Value::Date(day)) => *day,
            _ => Date(17_532),
        },
        acquired: text(customer::ACQUIRED, &|| "other".to_owned()),
        tags,
    }
}

fn tag(op: &Op) -> Option<String> {
    match op {
        Op::Add { field, element, .. } if *field == customer::TAGS => Some(element.clone()),
        _ => None,
    }
}

fn response(respond: &Respond) -> Option<Response> {
    let number = |(question, value): &(u16, Value)| match value {
        Value::Int(number) => Some((*question, *number)),
        _ => None,
    };
    Some(Response {
        id: respond.id,
        form: respond.form,
        version: respond.version,
        customer: respond.subject?,
        taken_at: respond.taken_at,
        answers: respond.answers.iter().filter_map(number).collect(),
    })
}

fn id_text<S: Serializer>(id: &RecordId, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(id)
}

fn iso_day<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&day.iso())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_customer_has_twelve_fields_and_every_response_ten_answers() {
        let rows = Rows::new(7, 200);
        assert_eq!((rows.customers.len(), rows.responses.len()), (200, 200));
        let customers: Vec<serde_json::Value> =
            serde_json::from_str(&rows.customers_json(0, 1_000)).unwrap();
        assert_eq!(customers.len(), 200);
        for customer in customers {
            let fields = customer.as_object().unwrap();
            assert_eq!(fields.len(), 13, "an id and twelve fields");
            for (name, value) in fields {
                let blank = value.is_null() || *value == "" || *value == serde_json::json!([]);
                assert!(!blank, "{name}");
            }
        }
        for response in &rows.responses {
            assert_eq!(response.answers.len(), 10);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_rows() {
        assert_eq!(Rows::new(7, 50), Rows::new(7, 50));
        assert_eq!(Rows::new(7, 50).responses_json(50, 60), "[]");
    }
}
