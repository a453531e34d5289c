//! Overview.
use leptos::prelude::*;
use model::RecordId;
#[component]
pub fn Overview() -> impl IntoView {
    "overview"
}
#[component]
pub fn Drivers(form: Option<RecordId>) -> impl IntoView {
    let _ = form;
    "drivers"
}
#[component]
pub fn Responses(form: RecordId, question: Option<u16>) -> impl IntoView {
    let _ = (form, question);
    "responses"
}
