//! The list of customers: that of any register, with a sign before each name and the ways to bring
//! customers in.

use crate::register::{self, Extra, may_import};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, customers as words, register as labels, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{CUSTOMER, customer as fields};
use replica::Row;

fn sign(row: Row<'_>, name: &str) -> (String, &'static str) {
    let initial = name.chars().next().into_iter().collect();
    if row.text(fields::KIND) == Some("organisation") {
        (initial, "initial organisation")
    } else {
        (initial, "initial")
    }
}

fn head() -> AnyView {
    view! {
        <a class="button" id="duplicates" href=Route::Duplicates.path()>{t(labels::DUPLICATES)}</a>
    }
    .into_any()
}

fn begin() -> AnyView {
    let desk = Desk::current();
    let import = || {
        view! { <a class="button" href=Route::Import.path()>{icon(Icon::Import)}{t(common::IMPORT)}</a> }
    };
    view! { {move || may_import(desk).then(import)} }.into_any()
}

/// The list of customers.
#[component]
pub fn List() -> impl IntoView {
    let desk = Desk::current();
    let described = Memo::new(move |_| desk.kind(CUSTOMER.no).unwrap_or(&CUSTOMER));
    let extra = Extra {
        head: Some(head),
        begin: Some(begin),
        empty: Some((words::EMPTY, words::EMPTY_HINT)),
        sign: Some(sign),
    };
    move || view! { <register::List kind=described.get() extra=extra /> }
}
