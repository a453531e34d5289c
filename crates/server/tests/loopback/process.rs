//! The server as a process, with folders of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes away with its owner.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let no = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("server-{}-{no}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("dist/assets/icons")).unwrap();
        for (name, content) in [
            ("index.html", "<!doctype html>知诚"),
            ("sw.js", "//"),
            ("manifest.webmanifest", "{}"),
            ("candor-0123456789abcdef.js", "export {}"),
            ("candor-0123456789abcdef.js.br", "br"),
            ("candor-0123456789abcdef.js.gz", "gz"),
            ("candor-0123456789abcdef_bg.wasm", "\0asm"),
            ("style-0123456789abcdef.css", "a{}"),
            ("assets/icons/icon.svg", "<svg/>"),
            (".hidden", "secret"),
            ("../outside.txt", "secret"),
        ] {
            std::fs::write(path.join("dist").join(name), content).unwrap();
        }
        Self(path)
    }

    pub fn dist(&self) -> PathBuf {
        self.0.join("dist")
    }

    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    pub fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor-server"));
        command
            .args(["--listen", "127.0.0.1:0", "--dist"])
            .arg(self.dist())
            .arg("--data")
            .arg(self.data())
            .args(more);
        command
    }

    /// Runs a server that is expected to end by itself.
    pub fn fail(&self, more: &[&str]) -> Output {
        self.command(more).output().unwrap()
    }

    /// Starts a server and waits until it is ready.
    pub fn start(&self, more: &[&str]) -> Server {
        let mut child = self.command(more).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut code = None;
        let address = loop {
            let line = lines.next().expect("a line").unwrap();
            if let Some(found) = line.strip_prefix("join code: ") {
                code = Some(found.to_owned());
            } else if let Some(address) = line.strip_prefix("listening on http://") {
                break address.parse().unwrap();
            }
        };
        Server {
            child,
            at: address,
            code,
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub at: SocketAddr,
    /// The join code, if it printed one.
    pub code: Option<String>,
}

impl Server {
    pub fn code(&self) -> &str {
        self.code.as_deref().expect("a join code")
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop (`TERM` or `INT`); whether it did so in good order.
    pub fn stop(mut self, signal: &str) -> bool {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
