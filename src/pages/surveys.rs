//! Surveys.
use leptos::prelude::*;
use model::RecordId;
#[component]
pub fn Surveys() -> impl IntoView {
    "surveys"
}
#[component]
pub fn Start(customer: Option<RecordId>) -> impl IntoView {
    let _ = customer;
    "start"
}
#[component]
pub fn Take(draft: RecordId) -> impl IntoView {
    let _ = draft;
    "take"
}
