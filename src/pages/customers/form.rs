//! Adding and changing a customer.

use super::similar::Similar;
use crate::platform::clock;
use crate::register;
use crate::session::Desk;
use crate::text::customers as words;
use leptos::prelude::*;
use model::{CUSTOMER, Kind, RecordId, customer as fields};

/// The form; without a customer it makes a new one.
#[component]
pub fn Form(
    /// Whom to change.
    customer: Option<RecordId>,
) -> impl IntoView {
    let desk = Desk::current();
    let described = Memo::new(move |_| desk.kind(CUSTOMER.no).unwrap_or(&CUSTOMER));
    move || form(desk, described.get(), customer)
}

fn form(desk: Desk, kind: &'static Kind, customer: Option<RecordId>) -> AnyView {
    let me = desk.me();
    let begin = vec![
        (fields::KIND, "person".to_owned()),
        (fields::SINCE, clock::today().iso()),
        (fields::OWNER, me.to_string()),
    ];
    let titles = (words::EDIT_TITLE, words::NEW);
    // Who is being added may be there already.
    let below = customer.is_none().then(|| -> register::Below {
        Box::new(|typed| view! { <Similar typed=typed /> }.into_any())
    });
    view! { <register::Form kind=kind record=customer begin=begin back=None titles=titles below=below /> }.into_any()
}
