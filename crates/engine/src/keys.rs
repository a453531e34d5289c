//! After the keys were changed: everything sealed anew, in the background.

use crate::{Engine, EngineError, Host};
use std::rc::Rc;
use store::Backend;
use vault::Keyring;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Seals with these keys from now on. The envelope that holds them must be kept before.
    pub fn set_keys(&self, keys: Rc<Keyring>) {
        self.store.set_keys(keys);
    }

    /// Seals anew what older keys sealed. Safe to kill at any moment; done again, it does only
    /// what is left. Gives how much that was.
    ///
    /// # Errors
    /// When the store cannot do it.
    pub async fn reseal(&self, progress: impl Fn(f64)) -> Result<usize, EngineError> {
        let _upkeep = self.upkeep.lock().await;
        self.awake()?;
        let pause = async |share: f64| {
            progress(share);
            self.breathe().await;
        };
        Ok(self.store.reseal(&mut self.random(), pause).await?)
    }
}
