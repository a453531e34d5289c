//! A folder handed out over loopback, isolated from other origins so that the page may measure its
//! own memory and share memory with workers.
//!
//! Must not know: what is in the folder.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

const HEADERS: &str = "\
Cross-Origin-Opener-Policy: same-origin\r
Cross-Origin-Embedder-Policy: require-corp\r
Cross-Origin-Resource-Policy: same-origin\r
Cache-Control: no-store\r
Connection: close\r
";

/// A folder that is being served; dropping it ends that.
pub struct Site {
    address: SocketAddr,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves a folder at a port of its own, and so as an origin of its own.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn serve(folder: &Path) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let (over, folder) = (ended.clone(), folder.to_owned());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let folder = folder.clone();
                std::thread::spawn(move || answer(&stream, &folder));
            }
        });
        Ok(Self {
            address,
            ended,
            thread: Some(thread),
        })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // The thread looks up only when someone calls.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Answers one request. A browser that went away meanwhile is no concern of ours.
fn answer(stream: &TcpStream, folder: &Path) -> Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().context("nothing was asked")??;
    // A connection closed before its request is read may lose the answer.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut out = stream;
    match file(&request, folder).and_then(|path| Some((std::fs::read(&path).ok()?, path))) {
        Some((bytes, path)) => {
            let (kind, length) = (kind(&path), bytes.len());
            write!(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{HEADERS}\r\n"
            )?;
            out.write_all(&bytes)?;
        }
        None => write!(
            out,
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n{HEADERS}\r\n"
        )?,
    }
    Ok(())
}

/// The file that is asked for; nothing outside the folder.
fn file(request: &str, folder: &Path) -> Option<PathBuf> {
    let address = request.strip_prefix("GET /")?.split(' ').next()?;
    let name = address.split(['?', '#']).next()?;
    let inside = name.split('/').all(|part| !part.starts_with('.'));
    inside.then(|| folder.join(name))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::file;
    use std::path::Path;

    #[test]
    fn only_what_is_inside_the_folder_is_handed_out() {
        let cases = [
            ("GET /index.html HTTP/1.1", Some("site/index.html")),
            ("GET /lib/a.js?x=1 HTTP/1.1", Some("site/lib/a.js")),
            ("GET /../secret HTTP/1.1", None),
            ("GET /lib/../../secret HTTP/1.1", None),
            ("POST /index.html HTTP/1.1", None),
        ];
        for (request, expected) in cases {
            let found = file(request, Path::new("site"));
            assert_eq!(found.as_deref(), expected.map(Path::new), "{request}");
        }
    }
}
