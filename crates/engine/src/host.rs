//! What the engine asks of the world.

use vault::Entropy;

/// The clock, randomness, and room for others.
#[allow(async_fn_in_trait)]
pub trait Host {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> u64;

    /// Fills `out` with bytes nobody can foresee.
    fn fill(&self, out: &mut [u8]);

    /// Whether long work should let others run now.
    fn is_tired(&self) -> bool;

    /// Lets others run.
    async fn rest(&self);
}

/// The host as a source of randomness for the vault.
pub struct Random<'a, H>(pub &'a H);

impl<H: Host> Entropy for Random<'_, H> {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }
}

/// Sixteen random bytes at a time, fetched in larger portions.
pub struct Salts<'a, H> {
    host: &'a H,
    pool: Vec<u8>,
}

impl<'a, H: Host> Salts<'a, H> {
    /// Of this host; about `count` will be asked for.
    pub fn new(host: &'a H, count: usize) -> Self {
        let mut pool = vec![0; count.clamp(1, 2048) * 16];
        host.fill(&mut pool);
        Self { host, pool }
    }

    /// The next.
    pub fn next(&mut self) -> [u8; 16] {
        if self.pool.len() < 16 {
            self.pool = vec![0; 256 * 16];
            self.host.fill(&mut self.pool);
        }
        let mut salt = [0; 16];
        let rest = self.pool.len().saturating_sub(16);
        if let Some((_, last)) = self.pool.split_last_chunk::<16>() {
            salt = *last;
        }
        self.pool.truncate(rest);
        salt
    }
}
