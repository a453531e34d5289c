//! What a person would look at on the page.

use super::Browser;
use crate::wait::until_within;
use anyhow::{Context, Result};
use serde_json::{Value, json};

impl Browser {
    /// Waits until something is on screen.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn see(&self, css: &str) -> Result<()> {
        self.watch(&format!("{css} on screen"), css, "all.some(seen)")
    }

    /// Waits until something is no longer on screen.
    ///
    /// # Errors
    /// When it stays.
    pub fn see_gone(&self, css: &str) -> Result<()> {
        self.watch(&format!("{css} gone"), css, "!all.some(seen)")
    }

    /// Waits until these words are on screen.
    ///
    /// # Errors
    /// When they do not appear.
    pub fn read(&self, words: &str) -> Result<()> {
        let found = until_within(self.patience, &format!("“{words}” on screen"), || {
            let found = self.run(
                "return document.body.innerText.includes(arguments[0])",
                &words.into(),
            )?;
            Ok((found == true).then_some(()))
        });
        found.with_context(|| self.words().unwrap_or_default())
    }

    /// Waits until something holds these words.
    ///
    /// # Errors
    /// When it does not.
    pub fn read_in(&self, css: &str, words: &str) -> Result<()> {
        let what = format!("“{words}” in {css}");
        let found = until_within(self.patience, &what, || {
            let texts = self.texts(css)?;
            Ok(texts.iter().any(|text| text.contains(words)).then_some(()))
        });
        found.with_context(|| self.texts(css).unwrap_or_default().join(" | "))
    }

    /// All words on screen.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn words(&self) -> Result<String> {
        let words = self.value("document.body.innerText")?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// Everything in the page as it stands, the title, what is hidden and what is in fields
    /// included.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn page(&self) -> Result<String> {
        let page = self.value(
            "document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')]\
                .map((field) => field.value).join('\\n')",
        )?;
        Ok(page.as_str().unwrap_or_default().to_owned())
    }

    /// Whether something is on screen now.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn has(&self, css: &str) -> Result<bool> {
        Ok(self.judge(css, "all.some(seen)")? == true)
    }

    /// How many of something are in the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn count(&self, css: &str) -> Result<usize> {
        let count = self.judge(css, "all.length")?.as_u64();
        Ok(usize::try_from(count.unwrap_or(0))?)
    }

    /// Waits until there are exactly so many of something.
    ///
    /// # Errors
    /// When there are not.
    pub fn see_count(&self, css: &str, count: usize) -> Result<()> {
        let what = format!("{count} of {css}");
        self.watch(&what, css, &format!("all.length === {count}"))
    }

    /// The words of each of something.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        strings(&self.judge(css, "all.map((e) => e.innerText)")?)
    }

    /// The words of the first of something, once it is there.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn text(&self, css: &str) -> Result<String> {
        self.see(css)?;
        Ok(self.texts(css)?.into_iter().next().unwrap_or_default())
    }

    /// An attribute of each of something.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn attributes(&self, css: &str, name: &str) -> Result<Vec<String>> {
        let read = format!("all.map((e) => e.getAttribute({}) ?? '')", json!(name));
        strings(&self.judge(css, &read)?)
    }

    /// An attribute of the first of something, once it is there.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn attribute(&self, css: &str, name: &str) -> Result<String> {
        self.see(css)?;
        let all = self.attributes(css, name)?;
        Ok(all.into_iter().next().unwrap_or_default())
    }

    /// A number in an attribute of the first of something.
    ///
    /// # Errors
    /// When it does not appear or is no number.
    pub fn number(&self, css: &str, name: &str) -> Result<f64> {
        let text = self.attribute(css, name)?;
        text.parse()
            .with_context(|| format!("{css} has {name}=\"{text}\", which is no number"))
    }

    /// What was typed into a field.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn typed(&self, css: &str) -> Result<String> {
        self.see(css)?;
        let all = strings(&self.judge(css, "all.map((e) => e.value)")?)?;
        Ok(all.into_iter().next().unwrap_or_default())
    }

    fn watch(&self, what: &str, css: &str, test: &str) -> Result<()> {
        until_within(self.patience, what, || {
            Ok((self.judge(css, test)? == true).then_some(()))
        })
    }

    fn judge(&self, css: &str, expression: &str) -> Result<Value> {
        let script = format!(
            "const all = [...document.querySelectorAll(arguments[0])];\
             const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0;\
             return {expression}"
        );
        self.run(&script, &css.into())
    }
}

fn strings(value: &Value) -> Result<Vec<String>> {
    let all = value.as_array().context("no list")?;
    let text = |item: &Value| item.as_str().unwrap_or_default().to_owned();
    Ok(all.iter().map(text).collect())
}
