//! Photos and signatures: large, never altered, named by what they are.
//!
//! Must stay true: the name under which a blob rests tells nothing to someone without the keys,
//! not even whether a known picture is there; a blob reads back as it was written or not at all.

use super::Store;
use crate::{Area, Backend, Durability, Step, StoreError, Write};
use std::collections::BTreeSet;
use vault::Entropy;

/// The BLAKE3 hash of a blob, keyed with a secret of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub [u8; 32]);

impl BlobId {
    fn name(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn parse(name: &str) -> Option<Self> {
        let mut id = [0; 32];
        for (slot, at) in id.iter_mut().zip((0..).step_by(2)) {
            *slot = u8::from_str_radix(name.get(at..at + 2)?, 16).ok()?;
        }
        let id = Self(id);
        (id.name() == name).then_some(id)
    }
}

/// The slot with the secret that blob names are keyed with.
pub(super) const SECRET: &str = "blob-names";

impl<B: Backend> Store<B> {
    async fn blob_secret(&self, entropy: &mut dyn Entropy) -> Result<[u8; 32], StoreError> {
        match self.slot(SECRET).await {
            Ok(Some(secret)) => {
                if let Ok(secret) = secret.try_into() {
                    return Ok(secret);
                }
            }
            // A new one: the names of those kept so far are known to whoever refers to them.
            Ok(None) | Err(StoreError::Damaged) => {}
            Err(error) => return Err(error),
        }
        let mut secret = [0; 32];
        entropy.fill(&mut secret);
        self.put_slot(SECRET, &secret, entropy).await?;
        Ok(secret)
    }

    /// Keeps a blob; the same bytes twice are kept once.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn put_blob(
        &self,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<BlobId, StoreError> {
        let secret = self.blob_secret(entropy).await?;
        let id = BlobId(*blake3::keyed_hash(&secret, plain).as_bytes());
        let name = id.name();
        let kept = match self.blob(&id).await {
            Ok(kept) => kept.is_some(),
            // What is there is of no use any more.
            Err(StoreError::Damaged) => false,
            Err(error) => return Err(error),
        };
        if !kept {
            let sealed = self.seal(Area::Blobs, name.as_bytes(), plain, entropy);
            let step = Step::PutNamed(Area::Blobs, name, sealed);
            let write = Write::new(vec![step], Durability::Strict);
            self.backend.write(write).await?;
        }
        Ok(id)
    }

    /// A blob; none when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not what was kept.
    pub async fn blob(&self, id: &BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        let name = id.name();
        match self.backend.get(Area::Blobs, &name).await? {
            Some(sealed) => self.open(Area::Blobs, name.as_bytes(), sealed).map(Some),
            None => Ok(None),
        }
    }

    /// Every blob that is kept.
    ///
    /// # Errors
    /// When the backend cannot be read.
    pub async fn blobs(&self) -> Result<Vec<BlobId>, StoreError> {
        let names = self.backend.names(Area::Blobs).await?;
        Ok(names
            .iter()
            .filter_map(|name| BlobId::parse(name))
            .collect())
    }

    /// Removes the blobs nobody refers to; gives how many.
    ///
    /// # Errors
    /// When the backend cannot do it; then all stay.
    pub async fn collect(&self, referred: &BTreeSet<BlobId>) -> Result<usize, StoreError> {
        let mut all = self.blobs().await?;
        all.retain(|id| !referred.contains(id));
        let remove = |id: &BlobId| Step::RemoveNamed(Area::Blobs, id.name());
        let steps: Vec<Step> = all.iter().map(remove).collect();
        if !steps.is_empty() {
            let write = Write::new(steps, Durability::Strict);
            self.backend.write(write).await?;
        }
        Ok(all.len())
    }
}
