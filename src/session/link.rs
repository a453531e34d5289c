//! The exchange with the server: pushes what was made here, pulls what was made elsewhere.
//!
//! Must stay true: a lost network, a stopped server or a refused token never loses or locks
//! anything here; a change is sent until it is answered; what is pulled is kept before it shows.

use super::open::{Failure, Open};
use crate::platform::{clock, net, random::Random};
use futures::StreamExt;
use futures::channel::mpsc;
use leptos::prelude::*;
use replica::{Answer, Entry};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use store::Durability;
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

#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    courier: RefCell<Courier>,
    waker: RefCell<Option<mpsc::UnboundedSender<()>>>,
    /// The exchange that goes on, by number.
    running: Cell<Option<u32>>,
    turns: Cell<u32>,
}

impl Default for Link {
    fn default() -> Self {
        Self {
            state: ArcRwSignal::default(),
            waiting: ArcRwSignal::new(0),
            refused: ArcRwSignal::new(Vec::new()),
            membership: RefCell::default(),
            courier: RefCell::new(Courier::new()),
            waker: RefCell::default(),
            running: Cell::new(None),
            turns: Cell::new(0),
        }
    }
}

impl Link {
    /// Reads the membership that is kept; says whether it is another than the one before.
    pub(super) async fn restore(&self, open: &Open) -> Result<bool, Failure> {
        let kept = open.engine.store().slot(SLOT).await?;
        let kept: Option<Membership> = kept.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        let other = *self.membership.borrow() != kept;
        *self.membership.borrow_mut() = kept;
        self.recount(open);
        Ok(other)
    }

    /// Ends the exchange and begins with the membership that is there now, if there is one.
    pub(super) fn start_anew(&self, open: &Rc<Open>) {
        self.stop();
        if self.joined() {
            open.start_link();
        } else {
            self.state.set(LinkState::Alone);
        }
    }

    /// Whether this device has joined a server.
    pub fn joined(&self) -> bool {
        self.membership.borrow().is_some()
    }

    /// Counts anew what waits and what was refused.
    pub(super) fn recount(&self, open: &Open) {
        let waiting = if self.joined() {
            usize::try_from(open.engine.unanswered()).unwrap_or(usize::MAX)
        } else {
            0
        };
        if self.waiting.get_untracked() != waiting {
            self.waiting.set(waiting);
        }
        let replica = open.replica().borrow();
        let refused = &replica.standing().refused;
        if self.refused.with_untracked(Vec::len) != refused.len() {
            let all = refused.iter().map(|(seq, code)| (*seq, code.clone()));
            self.refused.set(all.collect());
        }
        if self.joined() && !open.leads.get() {
            // Another tab exchanges; here only its fruit is seen.
            self.state.set(if waiting == 0 {
                LinkState::Agreed(clock::now())
            } else {
                LinkState::Busy
            });
        }
    }

    /// Says that there is something to send, or that the network is back.
    pub(super) fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            let _ = waker.unbounded_send(());
        }
    }

    /// Whether the exchange that began as this one still goes on: after leaving and joining again
    /// an answer of the server before is no answer of the one now.
    fn goes_on(&self, turn: u32) -> bool {
        self.running.get() == Some(turn)
    }

    pub(super) fn stop(&self) {
        self.running.set(None);
        self.wake();
        *self.waker.borrow_mut() = None;
    }
}

impl Open {
    /// Begins exchanging, if this device has joined a server.
    pub fn start_link(self: &Rc<Self>) {
        if !self.link.joined() || self.link.running.get().is_some() || !self.leads.get() {
            return;
        }
        let turn = self.link.turns.get() + 1;
        self.link.turns.set(turn);
        self.link.running.set(Some(turn));
        self.link.state.set(LinkState::Busy);
        *self.link.courier.borrow_mut() = self.resumed();
        let (waker, woken) = mpsc::unbounded();
        *self.link.waker.borrow_mut() = Some(waker);
        self.link.wake();
        let open = self.clone();
        net::on_change(move |online| {
            if online && open.link.goes_on(turn) {
                open.link.wake();
            }
        });
        spawn_local(push_loop(self.clone(), turn, woken));
        spawn_local(pull_loop(self.clone(), turn));
    }

    /// Joins the server that served the app.
    ///
    /// # Errors
    /// When the code is wrong, the server is away, or the membership could not be kept;
    /// `session.not_allowed` for who does not arrange things.
    pub async fn join(self: &Rc<Self>, code: &str) -> Result<(), Failure> {
        self.check_arranges()?;
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
        let store = self.engine.store();
        store.put_slot(SLOT, &bytes, &mut Random).await?;
        *self.link.membership.borrow_mut() = Some(membership);
        self.link.recount(self);
        self.say(crate::platform::tab::Word::Wrote);
        self.link.stop();
        self.start_link();
        Ok(())
    }

    /// Leaves the server; everything here stays.
    ///
    /// # Errors
    /// When that could not be kept; `session.not_allowed` for who does not arrange things.
    pub async fn leave(&self) -> Result<(), Failure> {
        self.check_arranges()?;
        self.link.stop();
        self.engine.store().remove_slot(SLOT).await?;
        *self.link.membership.borrow_mut() = None;
        self.link.recount(self);
        self.link.state.set(LinkState::Alone);
        self.say(crate::platform::tab::Word::Wrote);
        Ok(())
    }

    /// A courier that goes on from what is kept.
    fn resumed(&self) -> Courier {
        let replica = self.replica().borrow();
        Courier::resume(replica.standing().acked, replica.cursor())
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

async fn push_loop(open: Rc<Open>, turn: u32, mut woken: mpsc::UnboundedReceiver<()>) {
    let mut failures = 0;
    while open.link.goes_on(turn) {
        let unsent = open.engine.unsent().await.unwrap_or_default();
        let body = open.link.courier.borrow().next_push(unsent.iter());
        let (Some(body), Some(token)) = (body, open.token()) else {
            if woken.next().await.is_none() {
                return;
            }
            continue;
        };
        let answer = net::send("POST", "/api/push", Some(&token), Some(&body), 30_000).await;
        if !open.link.goes_on(turn) {
            return;
        }
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
                    *open.link.courier.borrow_mut() = open.resumed();
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

async fn pull_loop(open: Rc<Open>, turn: u32) {
    let mut failures = 0;
    let mut wait = 0;
    while open.link.goes_on(turn) {
        let Some(token) = open.token() else { return };
        let before = *open.link.courier.borrow();
        let path = before.pull_path(wait);
        let timeout = i32::try_from((wait + 15) * 1000).unwrap_or(60_000);
        let answer = net::send("GET", &path, Some(&token), None, timeout).await;
        if !open.link.goes_on(turn) {
            return;
        }
        let (status, bytes) = answer.map_or((0, Vec::new()), |a| (a.status, a.body));
        let pulled = open.link.courier.borrow_mut().on_pull(status, &bytes);
        match pulled {
            Ok(pulled) => {
                failures = 0;
                let news =
                    !pulled.changes.is_empty() || pulled.cursor != open.replica().borrow().cursor();
                let entry = Entry::Received {
                    changes: pulled.changes,
                    cursor: pulled.cursor,
                };
                if news && open.keep(&entry, Durability::Strict).await.is_err() {
                    let cursor = open.replica().borrow().cursor();
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
