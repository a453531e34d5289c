//! The list of customers, read as a person would who scrolls through all of it.

use crate::browser::Browser;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;

const SCRIPT: &str = include_str!("list.js");

/// What a row shows of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name.
    pub name: String,
    /// The region, blank when there is none.
    pub region: String,
    /// The phone, blank when there is none.
    pub phone: String,
    /// The first few tags.
    pub tags: Vec<String>,
}

impl Browser {
    /// Goes to the list and reads every row, by the customer's id.
    ///
    /// # Errors
    /// When there is no list; one without customers included.
    pub fn customers(&self) -> Result<BTreeMap<String, Line>> {
        self.go("/customers")?;
        self.see("a.customer-row")?;
        self.lines()
    }

    /// Reads every row of the list as it is on screen, by the customer's id.
    ///
    /// # Errors
    /// When there is no list.
    pub fn lines(&self) -> Result<BTreeMap<String, Line>> {
        let rows = self.run(SCRIPT, &Value::Null)?;
        let rows = rows.as_object().context("no rows")?;
        Ok(rows
            .iter()
            .map(|(id, row)| (id.clone(), line(row)))
            .collect())
    }

    /// Types into the search of the list on screen and says how many are found.
    ///
    /// # Errors
    /// When there is no list.
    pub fn find_customers(&self, words: &str) -> Result<usize> {
        self.fill("#customer-search", words)?;
        self.customer_count()
    }

    /// How many customers the list on screen says it shows.
    ///
    /// # Errors
    /// When there is no list.
    pub fn customer_count(&self) -> Result<usize> {
        let words = self.text("#customer-count")?;
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        digits.parse().with_context(|| words.clone())
    }
}

fn line(row: &Value) -> Line {
    let text = |name: &str| {
        let text = row.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let tags = row.get("tags").and_then(Value::as_array);
    Line {
        name: text("name"),
        region: text("region"),
        phone: text("phone"),
        tags: tags
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}
