//! The exchange with the server: pushes what was made here, pulls what was made elsewhere.
//!
//! Must stay true: a lost network, a stopped server or a refused token never loses or locks
//! anything here; a change is sent until it is answered; what is pulled is kept before it shows.

use super::open::{Failure, Open};
use crate::platform::{clock, net, random::Random};
use futures::StreamExt;
use futures::channel::mpsc;
use leptos::prelude::*;
use replica::{Answer, Change, Entry};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use store::{Durability, IndexedDb, Store};
use sync::{Courier, JoinRequest, JoinResponse, Outcome, SyncError};
use wasm_bindgen_futures::spawn_local;

/// The slot with the token.
const SLOT: &str = "sync";
/// How long a pull waits for news, in seconds.
const WAIT: u32 = 25;
/// The longest pause between tries, in milliseconds.
const LONGEST_PAUSE: u32 = 10_000;

/// How the exchange stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkState {
    /// This device works alone: a first-class way to live.
    #[default]
    Alone,
    /// Sending or receiving.
    Busy,
    /// Everything is exchanged, as of this moment.
    Agreed(i64),
    /// The server cannot be reached; tried again by itself.
    Away,
    /// The server does not know this device any more: join again.
    SignedOut,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Membership {
    token: String,
    server: [u8; 16],
}

/// One device's side of the exchange.
pub struct Link {
    /// How it stands.
    pub state: ArcRwSignal<LinkState>,
    /// Changes made here that the server has not answered.
    pub waiting: ArcRwSignal<usize>,
    /// Changes the server refused: which, and the code of the reason.
    pub refused: ArcRwSignal<Vec<(u64, String)>>,
    membership: RefCell<Option<Membership>>,
    unsent: RefCell<BTreeMap<u64, Change>>,
    courier: RefCell<Courier>,
    acked: Cell<u64>,
    server: Cell<Option<[u8; 16]>>,
    moved: Cell<bool>,
    waker: RefCell<Option<mpsc::UnboundedSender<()>>>,
    running: Cell<bool>,
}

impl Default for Link {
    fn default() -> Self {
        Self {
            state: ArcRwSignal::default(),
            waiting: ArcRwSignal::new(0),
            refused: ArcRwSignal::new(Vec::new()),
            membership: RefCell::default(),
            unsent: RefCell::default(),
            courier: RefCell::new(Courier::new()),
            acked: Cell::new(0),
            server: Cell::new(None),
            moved: Cell::new(false),
            waker: RefCell::default(),
            running: Cell::new(false),
        }
    }
}

impl Link {
    pub(super) async fn restore(&self, store: &Store<IndexedDb>) -> Result<(), Failure> {
        if let Some(bytes) = store.slot(SLOT).await? {
            *self.membership.borrow_mut() = postcard::from_bytes(&bytes).ok();
        }
        Ok(())
    }

    /// Whether this device has joined a server.
    pub fn joined(&self) -> bool {
        self.membership.borrow().is_some()
    }

    /// Notes which server this device is with; true if it was with another one before, whose
    /// answers then count for nothing.
    pub(super) fn joined_to(&self, server: [u8; 16]) -> bool {
        let before = self.server.replace(Some(server));
        let moved = before.is_some_and(|before| before != server);
        if moved {
            self.acked.set(0);
            self.moved.set(true);
        }
        moved
    }

    /// Notes a change made here.
    pub(super) fn made(&self, change: &Change) {
        if self.joined() && change.seq > self.acked.get() {
            self.unsent.borrow_mut().insert(change.seq, change.clone());
            self.count();
        }
    }

    /// Notes the server's answer to a change made here.
    pub(super) fn answered(&self, answer: &Answer) {
        self.acked.set(self.acked.get().max(answer.seq));
        self.unsent.borrow_mut().remove(&answer.seq);
        if let Err(code) = &answer.outcome {
            self.refused
                .update(|all| all.push((answer.seq, code.clone())));
        }
        self.count();
    }

    fn count(&self) {
        let count = self.unsent.borrow().len();
        if self.waiting.get_untracked() != count {
            self.waiting.set(count);
        }
    }

    /// Says that there is something to send, or that the network is back.
    pub(super) fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            let _ = waker.unbounded_send(());
        }
    }

    pub(super) fn stop(&self) {
        self.running.set(false);
        self.wake();
        *self.waker.borrow_mut() = None;
    }
}

impl Open {
    /// Begins exchanging, if this device has joined a server.
    pub fn start_link(self: &Rc<Self>) {
        if !self.link.joined() || self.link.running.get() {
            return;
        }
        self.link.running.set(true);
        self.link.state.set(LinkState::Busy);
        *self.link.courier.borrow_mut() =
            Courier::resume(self.link.acked.get(), self.replica.borrow().cursor());
        let (waker, woken) = mpsc::unbounded();
        *self.link.waker.borrow_mut() = Some(waker);
        self.link.wake();
        let open = self.clone();
        net::on_change(move |online| {
            if online && open.link.running.get() {
                open.link.wake();
            }
        });
        spawn_local(push_loop(self.clone(), woken));
        spawn_local(pull_loop(self.clone()));
    }

    /// Joins the server that served the app.
    ///
    /// # Errors
    /// When the code is wrong, the server is away, or the membership could not be kept.
    pub async fn join(self: &Rc<Self>, code: &str) -> Result<(), Failure> {
        let device = self.identity().device;
        let request = JoinRequest {
            code: code.to_owned(),
            device,
            device_name: self.device_name(device),
        };
        let answer = net::send("POST", "/api/join", None, Some(&request.encode()), 20_000).await;
        let (status, body) = answer.map_or((0, Vec::new()), |a| (a.status, a.body));
        let joined =
            JoinResponse::receive(status, &body).map_err(|error| Failure { code: error.code() })?;
        // First, so that no token of the new server ever stands beside the old one's marks.
        self.keep(&Entry::Joined(joined.server), Durability::Strict)
            .await?;
        let membership = Membership {
            token: joined.token,
            server: joined.server,
        };
        let bytes = postcard::to_allocvec(&membership).unwrap_or_default();
        self.store.put_slot(SLOT, &bytes, &mut Random).await?;
        *self.link.membership.borrow_mut() = Some(membership);
        self.gather_unsent().await?;
        self.link.running.set(false);
        self.start_link();
        Ok(())
    }

    /// Leaves the server; everything here stays.
    ///
    /// # Errors
    /// When that could not be kept.
    pub async fn leave(&self) -> Result<(), Failure> {
        self.link.stop();
        self.store.remove_slot(SLOT).await?;
        *self.link.membership.borrow_mut() = None;
        self.link.unsent.borrow_mut().clear();
        self.link.count();
        self.link.state.set(LinkState::Alone);
        Ok(())
    }

    /// After opening: what an earlier server had answered waits again for the one joined since.
    pub(super) async fn gather_if_moved(&self) -> Result<(), Failure> {
        if self.link.joined() && self.link.moved.take() {
            self.gather_unsent().await?;
        }
        Ok(())
    }

    /// Reads again what was made here and never answered: a device that worked alone until now
    /// did not keep it in memory.
    async fn gather_unsent(&self) -> Result<(), Failure> {
        let mut loaded = self.store.load().await?;
        let mut slice = clock::Slice::new();
        let me = self.identity().device;
        while let Some(piece) = self.store.next(&mut loaded) {
            for payload in piece.unwrap_or_default() {
                if let Ok(Entry::Made(changes)) = replica::decode_entry(&payload) {
                    changes
                        .iter()
                        .filter(|c| c.device == me)
                        .for_each(|c| self.link.made(c));
                }
                slice.pause().await;
            }
        }
        Ok(())
    }

    fn token(&self) -> Option<String> {
        self.link
            .membership
            .borrow()
            .as_ref()
            .map(|m| m.token.clone())
    }

    fn settle(&self) {
        let state = if self.link.waiting.get_untracked() == 0 {
            LinkState::Agreed(clock::now())
        } else {
            LinkState::Busy
        };
        self.link.state.set(state);
    }

    /// What an error means for the loops: the pause before the next try, none to stop.
    fn trouble(&self, error: &SyncError, failures: u32) -> Option<u32> {
        if matches!(error, SyncError::SignedOut) || !error.is_retryable() {
            self.link.state.set(LinkState::SignedOut);
            return None;
        }
        self.link.state.set(LinkState::Away);
        let [a, b, ..] = crate::platform::random::ten();
        Some(sync::backoff(failures, u16::from_be_bytes([a, b])).min(LONGEST_PAUSE))
    }
}

async fn push_loop(open: Rc<Open>, mut woken: mpsc::UnboundedReceiver<()>) {
    let mut failures = 0;
    while open.link.running.get() {
        let body = {
            let unsent = open.link.unsent.borrow();
            open.link.courier.borrow().next_push(unsent.values())
        };
        let (Some(body), Some(token)) = (body, open.token()) else {
            if woken.next().await.is_none() {
                return;
            }
            continue;
        };
        let answer = net::send("POST", "/api/push", Some(&token), Some(&body), 30_000).await;
        let (status, bytes) = answer.map_or((0, Vec::new()), |a| (a.status, a.body));
        let pushed = open.link.courier.borrow_mut().on_push(status, &bytes);
        match pushed {
            Ok(pushed) => {
                failures = 0;
                let answers: Vec<Answer> = pushed
                    .results
                    .into_iter()
                    .map(|result| Answer {
                        seq: result.seq,
                        outcome: match result.outcome {
                            Outcome::Applied { position, stamp } => Ok((position, stamp)),
                            Outcome::Refused(reason) => Err(reason.code().to_owned()),
                        },
                    })
                    .collect();
                if open
                    .keep(&Entry::Answered(answers), Durability::Strict)
                    .await
                    .is_err()
                {
                    // Asked again, the server answers the same.
                    *open.link.courier.borrow_mut() =
                        Courier::resume(open.link.acked.get(), open.replica.borrow().cursor());
                    pause(&mut woken, LONGEST_PAUSE).await;
                }
                open.settle();
            }
            Err(SyncError::Gap { .. }) => {}
            Err(error) => {
                failures += 1;
                let Some(ms) = open.trouble(&error, failures) else {
                    return;
                };
                pause(&mut woken, ms).await;
            }
        }
    }
}

/// Waits, but not beyond a wake-up.
async fn pause(woken: &mut mpsc::UnboundedReceiver<()>, ms: u32) {
    let sleep = Box::pin(clock::sleep(ms));
    futures::future::select(sleep, woken.next()).await;
}

async fn pull_loop(open: Rc<Open>) {
    let mut failures = 0;
    let mut wait = 0;
    while open.link.running.get() {
        let Some(token) = open.token() else { return };
        let before = *open.link.courier.borrow();
        let path = before.pull_path(wait);
        let timeout = i32::try_from((wait + 15) * 1000).unwrap_or(60_000);
        let answer = net::send("GET", &path, Some(&token), None, timeout).await;
        if !open.link.running.get() {
            return;
        }
        let (status, bytes) = answer.map_or((0, Vec::new()), |a| (a.status, a.body));
        let pulled = open.link.courier.borrow_mut().on_pull(status, &bytes);
        match pulled {
            Ok(pulled) => {
                failures = 0;
                let news =
                    !pulled.changes.is_empty() || pulled.cursor != open.replica.borrow().cursor();
                let entry = Entry::Received {
                    changes: pulled.changes,
                    cursor: pulled.cursor,
                };
                if news && open.keep(&entry, Durability::Strict).await.is_err() {
                    let cursor = open.replica.borrow().cursor();
                    let acked = open.link.courier.borrow().acked();
                    *open.link.courier.borrow_mut() = Courier::resume(acked, cursor);
                    clock::sleep(LONGEST_PAUSE).await;
                }
                wait = if pulled.more { 0 } else { WAIT };
                open.settle();
            }
            Err(SyncError::LogReset) => {}
            Err(error) => {
                failures += 1;
                wait = 0;
                let Some(ms) = open.trouble(&error, failures) else {
                    return;
                };
                clock::sleep(ms).await;
                // The server is back when this succeeds; then what waits goes at once too.
                open.link.wake();
            }
        }
    }
}
