//! A way in: what one secret (a passphrase, a code, a passkey) opens of an envelope.
//!
//! Up to version 2 a way was the data key wrapped by the secret's key, so a new data key needed
//! every secret at hand. Now the secret's key wraps a private key, and the data key is wrapped
//! for its public half: whoever holds the data key can wrap the next one for everybody, and
//! nobody learns by that what opens another's way.
//!
//! What must stay true:
//!
//! - The private half rests only under its own secret. Holding the data key, now or of old,
//!   gives nobody another person's private key.
//! - The public half rests wrapped by the data key. So without a secret there is nothing in the
//!   envelope to compute on but what a passphrase or a random key protects.

use super::wrap::Wrap;
use super::{Envelope, bound};
use crate::secret::Secret;
use crate::{DataKey, Entropy, exchange};
use bound::Opener;
use serde::{Deserialize, Serialize};

const CONTEXT: &str = "Candor vault 2026 data key to wrap of public keys v1";

/// A way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Way {
    /// As up to version 2: the data key wrapped by the secret's key.
    Direct(Wrap),
    /// Through a key pair.
    Keyed(Keyed),
}

/// A way in through a key pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Keyed {
    /// The private half, by the secret's key.
    private: Wrap,
    /// The public half, by the data key.
    public: Wrap,
    /// The public half of the pair that was made for this wrapping and forgotten.
    passing: [u8; 32],
    /// The data key, by what both pairs share.
    data_key: Wrap,
}

impl Default for Way {
    fn default() -> Self {
        Self::Direct(Wrap::default())
    }
}

impl Way {
    /// A way of a new key pair, opened by `key`.
    pub(super) fn new(
        envelope: &Envelope,
        opener: &Opener<'_>,
        key: &[u8; 32],
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Self {
        let private = exchange::secret(entropy);
        let public = exchange::public(&private);
        let bound = bound::private(envelope, opener);
        let private = Wrap::new(key, private.expose(), &bound, entropy);
        Self::Keyed(Keyed::new(
            envelope, opener, private, &public, data_key, entropy,
        ))
    }

    /// The wrap of a way of before version 3.
    pub(super) fn direct(&self) -> Wrap {
        match self {
            Self::Direct(wrap) => wrap.clone(),
            Self::Keyed(_) => Wrap::default(),
        }
    }

    /// Whether a new data key can be wrapped for it without its secret.
    pub(super) fn is_keyed(&self) -> bool {
        matches!(self, Self::Keyed(_))
    }

    /// The data key, when this `key` opens this way. `direct` is what a direct wrap binds.
    pub(super) fn open(
        &self,
        envelope: &Envelope,
        opener: &Opener<'_>,
        key: &[u8; 32],
        direct: impl FnOnce() -> Vec<u8>,
    ) -> Option<DataKey> {
        let data_key = match self {
            Self::Direct(wrap) => wrap.open(key, &direct())?,
            Self::Keyed(keyed) => {
                let private = keyed.private.open(key, &bound::private(envelope, opener))?;
                let public = exchange::public(&private);
                let halves = [&keyed.passing, &public];
                let shared = exchange::shared(&private, &keyed.passing, halves)?;
                let bound = bound::data_key(envelope, opener);
                keyed.data_key.open(shared.expose(), &bound)?
            }
        };
        Some(DataKey::from_secret(data_key))
    }

    /// Whether this `key` opens this way, whatever the data key.
    pub(super) fn fits(
        &self,
        envelope: &Envelope,
        opener: &Opener<'_>,
        key: &[u8; 32],
        direct: impl FnOnce() -> Vec<u8>,
    ) -> bool {
        match self {
            Self::Direct(wrap) => wrap.open(key, &direct()).is_some(),
            Self::Keyed(keyed) => keyed
                .private
                .open(key, &bound::private(envelope, opener))
                .is_some(),
        }
    }

    /// The same way into `next`, whose data key is `next_key`, without its secret. None when
    /// it is direct, or not of `envelope`.
    pub(super) fn carried(
        &self,
        (envelope, data_key): (&Envelope, &DataKey),
        (next, next_key): (&Envelope, &DataKey),
        opener: &Opener<'_>,
        entropy: &mut dyn Entropy,
    ) -> Option<Self> {
        let Self::Keyed(keyed) = self else {
            return None;
        };
        let bound = bound::public(envelope, opener);
        let public = keyed
            .public
            .open(data_key.derived(CONTEXT).expose(), &bound)?;
        let private = keyed.private.clone();
        let keyed = Keyed::new(next, opener, private, public.expose(), next_key, entropy);
        Some(Self::Keyed(keyed))
    }
}

impl Keyed {
    fn new(
        envelope: &Envelope,
        opener: &Opener<'_>,
        private: Wrap,
        public: &[u8; 32],
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Self {
        let once = exchange::secret(entropy);
        let passing = exchange::public(&once);
        // A public half that is no point of the curve is nobody's: the key made for it then
        // opens nothing, as one that was altered would not.
        let shared = exchange::shared(&once, public, [&passing, public])
            .unwrap_or_else(|| Secret::filled(|out| entropy.fill(out)));
        Self {
            private,
            public: Wrap::new(
                data_key.derived(CONTEXT).expose(),
                public,
                &bound::public(envelope, opener),
                entropy,
            ),
            passing,
            data_key: Wrap::new(
                shared.expose(),
                data_key.expose(),
                &bound::data_key(envelope, opener),
                entropy,
            ),
        }
    }
}
