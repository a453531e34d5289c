//! Drafts: what was typed and not yet saved, sealed in slots of their own.

use super::open::{Failure, Open};
use crate::platform::random::Random;

impl Open {
    /// Keeps a draft under a name, replacing the one before.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        if self.engine.is_closed() {
            return Err(Failure {
                code: "session.locked",
            });
        }
        Ok(self
            .engine
            .store()
            .put_slot(&slot(name), bytes, &mut Random)
            .await?)
    }

    /// A draft, if there is one that can be read.
    pub async fn draft(&self, name: &str) -> Option<Vec<u8>> {
        self.engine.store().slot(&slot(name)).await.ok().flatten()
    }

    /// The names of the drafts that begin with a prefix.
    pub async fn drafts(&self, prefix: &str) -> Vec<String> {
        let names = self
            .engine
            .store()
            .slots(&slot(prefix))
            .await
            .unwrap_or_default();
        names
            .iter()
            .filter_map(|name| name.strip_prefix("draft/"))
            .map(str::to_owned)
            .collect()
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, name: &str) {
        // A draft that stays is offered again; that is better than an error now.
        let _ = self.engine.store().remove_slot(&slot(name)).await;
    }
}

fn slot(name: &str) -> String {
    format!("draft/{name}")
}
