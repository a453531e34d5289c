//! The store as the benchmark drives it: real crates in a real browser, called from a page.
//!
//! Must stay true: peers get exactly the rows that Candor gets; what is timed begins with rows in
//! memory and ends when they are durable and can be queried. Off the browser only [`rows`] is
//! there.
//!
//! Must not know: the peers, the driver, what is printed.

pub mod rows;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod doorway;
#[cfg(target_arch = "wasm32")]
mod engine;
