//! What every request may use.

use crate::ledger::{Clock, Ledger};
use crate::limits::JoinLimit;
use crate::serve_app::Dist;
use std::sync::Arc;
use tokio::sync::watch;

/// What every request may use.
#[derive(Clone)]
pub struct Server {
    /// The log.
    pub ledger: Ledger,
    /// The app.
    pub dist: Arc<Dist>,
    /// How often a join may be tried.
    pub joins: Arc<JoinLimit>,
    /// The clock.
    pub clock: Clock,
    /// Becomes true when the server is about to stop.
    pub stopping: watch::Receiver<bool>,
}
