//! What a person would do on the page: real clicks and keys, not calls of its scripts.

use super::{Browser, keys};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// Clicks the first of something, once that is possible.
    ///
    /// # Errors
    /// When it never is.
    pub fn click(&self, css: &str) -> Result<()> {
        self.retry(&format!("click {css}"), || {
            self.on(css, "click", &json!({}))
        })
    }

    /// Clicks twice in a row, as impatient people do.
    ///
    /// # Errors
    /// When it cannot be clicked.
    pub fn double_click(&self, css: &str) -> Result<()> {
        self.see(css)?;
        let place = self.run(
            "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});\
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]",
            &css.into(),
        )?;
        let at = |n: usize| place.get(n).and_then(Value::as_f64).unwrap_or(0.0) as i64;
        let press = [
            json!({ "type": "pointerDown", "button": 0 }),
            json!({ "type": "pointerUp", "button": 0 }),
        ];
        let mut moves =
            vec![json!({ "type": "pointerMove", "x": at(0), "y": at(1), "duration": 0 })];
        moves.extend(press.iter().chain(&press).cloned());
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": moves });
        self.session
            .post("actions", &json!({ "actions": [mouse] }))?;
        Ok(())
    }

    /// Replaces what is in a field.
    ///
    /// # Errors
    /// When it cannot be typed into.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.click(css)?;
        self.run("document.querySelector(arguments[0]).select()", &css.into())?;
        if text.is_empty() {
            return self.press(&[keys::BACKSPACE]);
        }
        // As a keyboard's clipboard or an input method would hand it in: whole, with input events.
        self.cdp("Input.insertText", &json!({ "text": text }))?;
        Ok(())
    }

    /// Types with the keyboard into what has the focus.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn press(&self, pressed: &[char]) -> Result<()> {
        let stroke = |key: &char| {
            ["keyDown", "keyUp"].map(|way| json!({ "type": way, "value": key.to_string() }))
        };
        let strokes: Vec<Value> = pressed.iter().flat_map(stroke).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.session
            .post("actions", &json!({ "actions": [keyboard] }))?;
        Ok(())
    }

    /// Presses a key while others are held, as `Control` and `z`.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn press_with(&self, held: &[char], pressed: char) -> Result<()> {
        let way = |way: &str, key: char| json!({ "type": way, "value": key.to_string() });
        let down = held.iter().map(|key| way("keyDown", *key));
        let stroke = ["keyDown", "keyUp"].map(|w| way(w, pressed));
        let up = held.iter().rev().map(|key| way("keyUp", *key));
        let strokes: Vec<Value> = down.chain(stroke).chain(up).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.session
            .post("actions", &json!({ "actions": [keyboard] }))?;
        Ok(())
    }

    /// Chooses from a list by the code of the choice.
    ///
    /// # Errors
    /// When there is no such list or choice.
    pub fn choose(&self, css: &str, code: &str) -> Result<()> {
        let option = format!("{css} option[value=\"{code}\"]");
        self.retry(&format!("choose {code} in {css}"), || {
            self.on(&option, "click", &json!({}))
        })
    }

    /// Hands a file to a file field.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn pick_file(&self, css: &str, file: &Path) -> Result<()> {
        let path = file.to_str().context("the file's name is not UTF-8")?;
        self.retry(&format!("pick a file in {css}"), || {
            self.on(css, "value", &json!({ "text": path }))
        })
    }

    /// Sets the focus back to the beginning of the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn leave_focus(&self) -> Result<()> {
        self.run("document.activeElement?.blur()", &Value::Null)?;
        Ok(())
    }

    fn on(&self, css: &str, command: &str, body: &Value) -> Result<()> {
        let wanted = json!({ "using": "css selector", "value": css });
        let found = self.session.post("element", &wanted)?;
        let id = found.get(ELEMENT).and_then(Value::as_str);
        let id = id.context("the driver names no element")?;
        self.session
            .post(&format!("element/{id}/{command}"), body)?;
        Ok(())
    }
}
