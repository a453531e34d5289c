//! The app: one WebAssembly module that is the page, and, in a worker, the slow arithmetic.

mod app;
mod order;
mod pages;
mod platform;
mod register;
mod route;
mod session;
mod text;
mod ui;

fn main() {
    platform::crash::prepare();
    if platform::worker::serve_if_worker() {
        return;
    }
    platform::install::prepare();
    leptos::mount::mount_to_body(app::App);
}
