//! Settings: language and appearance, this device, syncing, storage, installing.

mod device;
mod link;
mod look;
mod storage;

use crate::text::{common, t};
use leptos::prelude::*;

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <div class="page narrow">
            <div class="page-head"><h1 class="grow">{t(common::SETTINGS)}</h1></div>
            <look::Look />
            <device::Device />
            <link::Sync />
            <storage::Storage />
            <storage::Install />
        </div>
    }
    .into_any()
}
