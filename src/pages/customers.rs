//! Customers.
use leptos::prelude::*;
use model::RecordId;
#[component]
pub fn List() -> impl IntoView {
    "list"
}
#[component]
pub fn Form(customer: Option<RecordId>) -> impl IntoView {
    let _ = customer;
    "form"
}
#[component]
pub fn Profile(customer: RecordId) -> impl IntoView {
    let _ = customer;
    "profile"
}
