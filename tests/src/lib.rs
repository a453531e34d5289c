//! The stage of the end-to-end tests: the real server, the release app, real browsers.
//!
//! Must stay true: nothing waits for a fixed time where it can watch for what it waits for; every
//! process started here ends with its owner, by its id; a failed test leaves a picture and the
//! console behind in `target/e2e/`.
//!
//! Must not know: how the app is built. `cargo xtask test` names everything in the environment.

pub mod axe;
mod browser;
pub mod csv;
pub mod dump;
pub mod flows;
mod folder;
mod hasty;
pub mod kills;
mod list;
pub mod origin;
mod proxy;
mod server;
mod site;
mod stage;
mod wait;
mod webdriver;

pub use browser::{Browser, Look, Theme, keys};
pub use folder::{altered_app, copy_folder, corrupted_app};
pub use hasty::{Said, Task};
pub use list::Line;
pub use proxy::Proxy;
pub use server::Server;
pub use site::Site;
pub use stage::{Stage, named, play};
pub use wait::{PATIENCE, until, until_within};

/// The languages of the app: the tag and the words of its button on the first screen.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
