//! Someone who saves faster than a driver can click: through the same forms, from inside the page.
//!
//! Must stay true: a task counts as said only once the app has left the form for the profile, which
//! it does when the save has resolved.

use crate::browser::Browser;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

const SCRIPT: &str = include_str!("hasty.js");

/// One thing to save.
#[derive(Debug, Clone)]
pub struct Task {
    /// Whom to change; a new customer where there is none.
    pub customer: Option<String>,
    /// What to type: code of the field, text.
    pub fields: Vec<(&'static str, String)>,
}

/// What the app has said to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which of the tasks, from 0.
    pub task: usize,
    /// The customer it is about.
    pub customer: String,
}

impl Browser {
    /// Begins the tasks in the tab in front, one after the other, and does not wait for them.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn hurry(&self, tasks: &[Task]) -> Result<()> {
        let tasks: Vec<Value> = tasks.iter().map(Task::to_json).collect();
        self.run(SCRIPT, &tasks.into())?;
        Ok(())
    }

    /// What was said to be saved since this was last asked, in order.
    ///
    /// # Errors
    /// When a save failed, or the browser is gone.
    pub fn said(&self) -> Result<Vec<Said>> {
        let answer = self.value("[window.said?.splice(0) ?? [], window.trouble ?? null]")?;
        let trouble = answer.get(1).and_then(Value::as_str);
        ensure!(
            trouble.is_none(),
            "a save failed: {}",
            trouble.unwrap_or_default()
        );
        let said = answer.get(0).and_then(Value::as_array);
        said.context("the page says nothing")?
            .iter()
            .map(|said| {
                let task = said.get(0).and_then(Value::as_u64);
                let customer = said.get(1).and_then(Value::as_str);
                Ok(Said {
                    task: usize::try_from(task.context("no task")?)?,
                    customer: customer.context("no customer")?.to_owned(),
                })
            })
            .collect()
    }

    /// Waits until all tasks of the tab in front are done.
    ///
    /// # Errors
    /// When a save failed.
    pub fn see_hurried(&self) -> Result<Vec<Said>> {
        let mut all = Vec::new();
        crate::wait::until("the end of the hurry", || {
            let over = self.value("window.hurrying === false")? == true;
            all.extend(self.said()?);
            Ok(over.then_some(()))
        })
        .with_context(|| format!("after {} saves", all.len()))?;
        Ok(all)
    }
}

impl Task {
    fn to_json(&self) -> Value {
        let fields = self.fields.iter();
        let fields: Map<String, Value> = fields
            .map(|(code, text)| ((*code).to_owned(), text.as_str().into()))
            .collect();
        serde_json::json!({ "customer": self.customer, "fields": fields })
    }
}
