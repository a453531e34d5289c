//! Child processes: started in groups of their own, heard, and never left behind.
//!
//! What must stay true: when xtask ends, by Ctrl-C, by a signal or by an error, every process it
//! started has ended too. They are ended by their id, never by name.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

static STARTED: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long children may take to end by themselves.
const GRACE: Duration = Duration::from_secs(5);
const TICK: Duration = Duration::from_millis(20);
/// The exit code of a program ended by Ctrl-C, as shells count it.
const INTERRUPTED_CODE: i32 = 130;

/// From now on Ctrl-C or a request to terminate ends every child, then this process.
///
/// # Errors
/// When the signal handler cannot be set.
pub fn end_children_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        end(&started());
        std::process::exit(INTERRUPTED_CODE);
    })
    .context("the handler for Ctrl-C cannot be set")
}

/// Whether Ctrl-C was pressed: nothing new is worth starting.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// `cargo`, without the variables that `cargo run` set for xtask itself: they would make build
/// scripts believe that something changed.
pub fn cargo() -> Command {
    command("cargo")
}

/// Any program, without cargo's variables for xtask and with a `NO_COLOR` that every tool accepts.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    // Any value but the empty one means "no colour"; trunk reads a truth value and refuses "1".
    match std::env::var_os("NO_COLOR") {
        Some(value) if !value.is_empty() => command.env("NO_COLOR", "true"),
        _ => command.env_remove("NO_COLOR"),
    };
    command
}

/// Runs to the end with the output streaming through; anything but success is an error.
///
/// # Errors
/// When the program cannot be started or does not succeed.
pub fn check(command: &mut Command) -> Result<()> {
    let status = Running::start(command)?.wait()?;
    succeeded(command, status)
}

/// Runs to the end and returns what was printed; errors of the program go to the terminal.
///
/// # Errors
/// When the program cannot be started, does not succeed or prints no UTF-8.
pub fn capture(command: &mut Command) -> Result<String> {
    let mut text = String::new();
    let status = listen(command, |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    succeeded(command, status)?;
    Ok(text)
}

/// Runs to the end, hands on every line as it is printed and shows it as well.
///
/// # Errors
/// When the program cannot be started.
pub fn watch(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    listen(command, |line| {
        // A closed terminal must not end a run half-way.
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
        on_line(line);
    })
}

/// Whether a program of this name answers to `--version`.
pub fn answers(program: impl AsRef<OsStr>) -> bool {
    version(program).is_some()
}

/// What a program answers to `--version`, if it can be run at all.
pub fn version(program: impl AsRef<OsStr>) -> Option<String> {
    let output = command(program)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end and hands on every line, showing none.
///
/// # Errors
/// When the program cannot be started.
pub fn listen(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(out) = running.child.stdout.take() {
        let mut reader = BufReader::new(out);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes)? > 0 {
            on_line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
    }
    running.wait()
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", describe(command));
}

/// The command line as a person would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A child that runs beside us; dropping it ends it.
pub struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    /// Starts a program in a process group of its own, with nothing to read.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        if interrupted() {
            bail!("interrupted");
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("`{}` cannot be started", describe(command)))?;
        if let Ok(mut ids) = STARTED.lock() {
            ids.insert(child.id());
        }
        Ok(Self {
            child,
            ended: false,
        })
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// When the operating system cannot say how it ended.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        let status = self.child.wait()?;
        self.forget();
        if interrupted() {
            // The signal's own thread ends this process once the other children are gone; nothing
            // more may be started or said until then.
            std::thread::sleep(GRACE * 2);
        }
        Ok(status)
    }

    /// How it ended, if it has.
    ///
    /// # Errors
    /// When the operating system cannot say.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let status = self.child.try_wait()?;
        if status.is_some() {
            self.forget();
        }
        Ok(status)
    }

    fn forget(&mut self) {
        self.ended = true;
        if let Ok(mut ids) = STARTED.lock() {
            ids.remove(&self.child.id());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            signal(self.child.id(), Signal::End);
            let waited = std::time::Instant::now();
            while waited.elapsed() < GRACE && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::sleep(TICK);
            }
            signal(self.child.id(), Signal::Kill);
            let _ = self.child.wait();
            self.forget();
        }
    }
}

fn started() -> Vec<u32> {
    STARTED
        .lock()
        .map(|ids| ids.iter().copied().collect())
        .unwrap_or_default()
}

/// Asks every group to end, then ends what is left.
fn end(ids: &[u32]) {
    for id in ids {
        signal(*id, Signal::End);
    }
    let waited = std::time::Instant::now();
    while waited.elapsed() < GRACE && !started().is_empty() {
        std::thread::sleep(TICK);
    }
    for id in started() {
        signal(id, Signal::Kill);
    }
}

#[derive(Clone, Copy)]
enum Signal {
    End,
    Kill,
}

/// The group is named by its first process's id. A process that is gone already is no error.
fn signal(id: u32, signal: Signal) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id.to_string()]);
        command
    } else {
        let name = match signal {
            Signal::End => "-TERM",
            Signal::Kill => "-KILL",
        };
        let mut command = Command::new("kill");
        command.args([name, "--", &format!("-{id}")]);
        command
    };
    let _ = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}
