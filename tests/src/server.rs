//! The server as a process: started, stopped, killed, started again at the same address.

use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server with a data folder and a port of its own.
pub struct Server {
    program: PathBuf,
    app: PathBuf,
    data: PathBuf,
    port: u16,
    child: Option<Child>,
    code: String,
}

impl Server {
    /// Starts it and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start or prints no join code.
    pub fn start(program: &Path, app: &Path, data: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = Self {
            program: program.to_owned(),
            app: app.to_owned(),
            data: data.to_owned(),
            port,
            child: None,
            code: String::new(),
        };
        server.resume()?;
        ensure!(!server.code.is_empty(), "the server printed no join code");
        Ok(server)
    }

    /// Where the app is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The join code it printed on its first start.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// From the next start on, hands out another app.
    pub fn hand_out(&mut self, app: &Path) {
        self.app = app.to_owned();
    }

    /// Starts it again at the same address, with the same data.
    ///
    /// # Errors
    /// When it does not start.
    pub fn resume(&mut self) -> Result<()> {
        self.kill();
        let mut child = Command::new(&self.program)
            .args(["--listen", &format!("127.0.0.1:{}", self.port), "--dist"])
            .arg(&self.app)
            .arg("--data")
            .arg(&self.data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", self.program.display()))?;
        let out = child.stdout.take().context("the server has no output")?;
        self.child = Some(child);
        for line in BufReader::new(out).lines() {
            let line = line?;
            if let Some(code) = line.strip_prefix("join code: ") {
                self.code = code.to_owned();
            } else if line.starts_with("listening on ") {
                return Ok(());
            }
        }
        anyhow::bail!("the server ended before it listened")
    }

    /// Ends it and takes its data away, as if another server stood at the same address.
    ///
    /// # Errors
    /// When the data cannot be removed.
    pub fn lose_everything(&mut self) -> Result<()> {
        self.kill();
        std::fs::remove_dir_all(&self.data)?;
        self.code.clear();
        Ok(())
    }

    /// Asks it to stop and waits until it has.
    ///
    /// # Errors
    /// When it does not stop in good order.
    pub fn stop(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            signal("TERM", child.id())?;
            ensure!(child.wait()?.success(), "the server stopped in disorder");
        }
        Ok(())
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal to one process.
///
/// # Errors
/// When there is no such process.
pub fn signal(name: &str, process: u32) -> Result<()> {
    let sent = Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .stderr(Stdio::null())
        .status()?;
    ensure!(sent.success(), "no process {process} to send {name} to");
    Ok(())
}
