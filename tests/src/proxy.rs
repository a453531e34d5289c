//! A bad network: a relay in front of the server that can swallow an answer and cut the line.
//!
//! Must stay true: what it swallows was answered by the server, so the sender cannot know.

use anyhow::Result;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

const PUSH: &[u8] = b"POST /api/push";

/// A relay with a port of its own. It lives as long as the process; its threads end with their
/// connections.
pub struct Proxy {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    armed: AtomicBool,
    cut: AtomicUsize,
    pushes: AtomicUsize,
}

impl Proxy {
    /// A relay to a port of this machine.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let proxy = Self {
            port: listener.local_addr()?.port(),
            state: Arc::default(),
        };
        let state = proxy.state.clone();
        std::thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                    continue;
                };
                let _ = relay(browser, server, &state);
            }
        });
        Ok(proxy)
    }

    /// Where the app is, seen through the relay.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Swallows the answer to the next push and cuts that connection.
    pub fn cut_next_answer(&self) {
        self.state.armed.store(true, SeqCst);
    }

    /// How many answers were swallowed.
    pub fn cuts(&self) -> usize {
        self.state.cut.load(SeqCst)
    }

    /// How many pushes went through, swallowed answers included.
    pub fn pushes(&self) -> usize {
        self.state.pushes.load(SeqCst)
    }
}

fn relay(browser: TcpStream, server: TcpStream, state: &Arc<State>) -> Result<()> {
    let cutting = Arc::new(AtomicBool::new(false));
    let (mut from, mut to) = (browser.try_clone()?, server.try_clone()?);
    let (there, mark) = (state.clone(), cutting.clone());
    std::thread::spawn(move || {
        copy(&mut from, &mut to, |bytes| {
            if bytes.windows(PUSH.len()).any(|part| part == PUSH) {
                there.pushes.fetch_add(1, SeqCst);
                if there.armed.swap(false, SeqCst) {
                    mark.store(true, SeqCst);
                }
            }
            true
        });
    });
    let (mut from, mut to) = (server, browser);
    let back = state.clone();
    std::thread::spawn(move || {
        copy(&mut from, &mut to, |_| {
            let cut = cutting.load(SeqCst);
            back.cut.fetch_add(usize::from(cut), SeqCst);
            !cut
        });
    });
    Ok(())
}

/// Hands bytes on while `look` lets them pass, then closes both ends.
fn copy(from: &mut TcpStream, to: &mut TcpStream, mut look: impl FnMut(&[u8]) -> bool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let bytes = buffer.get(..count).unwrap_or_default();
        if !look(bytes) || to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
