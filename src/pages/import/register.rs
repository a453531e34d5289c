//! Into which register a file goes.
//!
//! Must not know: any register by name.

use super::work::Work;
use crate::register::may_write;
use crate::session::Desk;
use crate::text::{import as labels, language, t};
use crate::ui::SelectField;
use leptos::prelude::*;
use model::{KINDS, Kind, KindNo};

/// Whether records of a register come from files: what people work with, and its parts.
pub fn comes_in(kind: &Kind) -> bool {
    kind.is_daily() || kind.parts.is_some()
}

/// The choice.
#[component]
pub fn IntoRegister(
    /// The import in hand.
    work: Work,
    /// A name unique on the screen.
    id: &'static str,
) -> impl IntoView {
    let desk = Desk::current();
    let value = RwSignal::new(work.kind.get_untracked().0.to_string());
    Effect::new(move || value.set(work.kind.get().0.to_string()));
    let choices = Signal::derive(move || {
        let kinds = KINDS.iter().copied();
        let kinds = kinds.filter(|kind| comes_in(kind) && may_write(desk, kind));
        kinds
            .map(|kind| (kind.no.0.to_string(), kind.plural.of(language()).to_owned()))
            .collect::<Vec<_>>()
    });
    let change = Callback::new(move |()| {
        if let Ok(no) = value.get_untracked().parse() {
            work.into_register(KindNo(no));
        }
    });
    view! {
        <SelectField id=id label=Signal::derive(move || t(labels::REGISTER)().to_owned())
            hint=Signal::derive(move || t(labels::REGISTER_HINT)().to_owned())
            value=value choices=choices always=true on_input=change />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_app_notes_of_itself_does_not_come_from_files() {
        for kind in KINDS {
            assert!(!comes_in(kind) || !kind.is_noted(), "{}", kind.code);
        }
        for kind in [
            &model::CUSTOMER,
            &model::PURCHASE,
            &model::LINE,
            &model::RELATION,
        ] {
            assert!(comes_in(kind), "{}", kind.code);
        }
        for kind in [
            &model::MEMBER,
            &model::CUSTOM,
            &model::IMPORT,
            &model::VIEWS,
        ] {
            assert!(!comes_in(kind), "{}", kind.code);
        }
    }
}
