//! Passphrase, keys, sealing.
