//! Several tabs on one database: what another one wrote is taken in.

use crate::{Engine, EngineError, Host};
use replica::Touched;
use store::Backend;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Takes in what other tabs have written since.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn catch_up(&self) -> Result<Touched, EngineError> {
        let _turn = self.writing.lock().await;
        let mut touched = Touched::default();
        self.catch_up_now(&mut touched).await?;
        Ok(touched)
    }

    pub(crate) async fn catch_up_now(&self, touched: &mut Touched) -> Result<(), EngineError> {
        self.awake()?;
        let mut newer = false;
        let damage = self
            .store
            .log(
                self.store.end(),
                |block| newer |= self.learn_block(&block, touched),
                async || self.breathe().await,
            )
            .await?;
        self.damage.borrow_mut().extend(damage);
        if newer {
            return Err(EngineError::Newer);
        }
        Ok(())
    }
}
