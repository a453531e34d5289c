//! Settings: language and appearance, this device, syncing, people, security, backups, storage, the app.

mod backup;
mod device;
mod install;
mod link;
mod look;
mod people;
mod registers;
mod security;
mod storage;

use crate::text::{
    Label, backup as backup_words, common, people as people_words, security as security_words,
};
use crate::text::{settings as words, t};
use leptos::prelude::*;

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    let part = |href: &'static str, label: Label| view! { <li><a href=href>{t(label)}</a></li> };
    view! {
        <div class="page narrow settings">
            <div class="page-head"><h1 class="grow">{t(common::SETTINGS)}</h1></div>
            <nav class="settings-parts no-print" aria-label=t(words::PARTS_OF_SETTINGS)>
                <ul>
                    {part("#registers", words::REGISTERS)}
                    {part("#device", words::DEVICE)}
                    {part("#sync", words::SYNC_SHORT)}
                    {part("#people", people_words::TITLE)}
                    {part("#security", security_words::TITLE)}
                    {part("#backup", backup_words::TITLE)}
                    {part("#storage", words::STORAGE)}
                    {part("#app", words::ABOUT)}
                </ul>
            </nav>
            <look::Look />
            <registers::Registers />
            <device::Device />
            <link::Sync />
            <people::People />
            <security::Security />
            <backup::Backup />
            <storage::Storage />
            <install::Install />
        </div>
    }
    .into_any()
}
