//! The driver of the browser: a process of its own, asked in the WebDriver protocol.
//!
//! Must not know: what is on the page.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use ureq::Agent;

/// A running chromedriver.
pub struct Driver {
    child: Child,
    agent: Agent,
    base: String,
}

/// What WebDriver refused, by its own name for it.
#[derive(Debug)]
pub struct Refused {
    /// Such as `no such element`.
    pub code: String,
    message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = self.message.lines().next().unwrap_or_default();
        write!(f, "{}: {first}", self.code)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// Whether the page may simply not be that far yet.
    pub fn may_pass(&self) -> bool {
        matches!(
            self.code.as_str(),
            "no such element"
                | "stale element reference"
                | "element click intercepted"
                | "element not interactable"
                | "invalid element state"
                | "detached shadow root"
        )
    }
}

impl Driver {
    /// Starts one on a port of its own choice.
    ///
    /// # Errors
    /// When it cannot be started or does not say where it listens.
    pub fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let out = child.stdout.take().context("chromedriver has no output")?;
        let mut lines = BufReader::new(out).lines();
        let port = loop {
            let line = lines.next().context("chromedriver ended")??;
            if let Some((_, rest)) = line.split_once("started successfully on port ") {
                break rest.trim_end_matches('.').to_owned();
            }
        };
        // What it says later must go somewhere, or it would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // A browser that hangs so hard that its driver does, too, must not hold us for ever.
            .timeout_global(Some(Duration::from_secs(1_200)))
            .proxy(None)
            .build()
            .into();
        Ok(Self {
            child,
            agent,
            base: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Sends a command and returns its value.
    ///
    /// # Errors
    /// [`Refused`] when the browser refuses; others when the driver is gone.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}{path}", self.base);
        let mut answer = match method {
            "GET" => self.agent.get(&url).call()?,
            "DELETE" => self.agent.delete(&url).call()?,
            "POST" => self
                .agent
                .post(&url)
                .content_type("application/json")
                .send(body.to_string())?,
            other => bail!("{other} is no method of WebDriver"),
        };
        let body = answer.body_mut().with_config().limit(1 << 30);
        let mut answer: Value = serde_json::from_slice(&body.read_to_vec()?)?;
        let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
        if let Some(code) = value.get("error").and_then(Value::as_str) {
            let message = value.get("message").and_then(Value::as_str);
            return Err(Refused {
                code: code.to_owned(),
                message: message.unwrap_or_default().to_owned(),
            }
            .into());
        }
        Ok(value)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
