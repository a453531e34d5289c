//! Choosing a passphrase: twice, with a meter that says why.

use super::TextField;
use crate::text::{Label, begin as words, t};
use leptos::prelude::*;
use vault::{Advice, Strength};

/// What the person is choosing.
#[derive(Clone, Copy)]
pub struct Choosing {
    /// The passphrase.
    pub first: RwSignal<String>,
    /// Again.
    pub second: RwSignal<String>,
    /// Whether it was tried to go on, so that what is wrong may be said.
    pub tried: RwSignal<bool>,
    strength: Memo<(u8, Option<Words>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Words(Label);

fn normal(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

impl Choosing {
    /// Nothing chosen yet; `about` are words about the person that a passphrase should avoid.
    pub fn new(about: impl Fn() -> Vec<String> + Send + Sync + 'static) -> Self {
        let first = RwSignal::new(String::new());
        let strength = Memo::new(move |_| {
            let about = about();
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            let Strength { score, advice } = vault::strength(&normal(&first.get()), &about);
            (score, advice.first().map(|a| Words(advice_label(*a))))
        });
        Self {
            first,
            second: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
            strength,
        }
    }

    /// The passphrase, if it may be used.
    pub fn ready(self) -> Option<String> {
        self.tried.set(true);
        let good = self.strength.get_untracked().0 >= 2
            && self.first.get_untracked() == self.second.get_untracked();
        good.then(|| self.first.get_untracked())
    }
}

fn advice_label(advice: Advice) -> Label {
    match advice {
        Advice::TooShort => words::ADVICE_SHORT,
        Advice::CommonPassword => words::ADVICE_COMMON,
        Advice::AboutYou => words::ADVICE_ABOUT_YOU,
        Advice::Run => words::ADVICE_RUN,
        Advice::Date => words::ADVICE_DATE,
        Advice::PhoneNumber => words::ADVICE_PHONE,
        Advice::Repeats => words::ADVICE_REPEATS,
        Advice::OneKind => words::ADVICE_ONE_KIND,
        Advice::AddWords => words::ADVICE_WORDS,
    }
}

/// Both fields and the meter.
#[component]
pub fn ChoosePassphrase(
    /// What is being chosen.
    choosing: Choosing,
    /// What the first field is called.
    label: Label,
    /// What the second field is called.
    again: Label,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let weak = Signal::derive(move || {
        (choosing.tried.get() && choosing.strength.get().0 < 2)
            .then(|| t(words::TOO_WEAK)().to_owned())
    });
    let differ = Signal::derive(move || {
        let (first, second) = (choosing.first.get(), choosing.second.get());
        let wrong = first != second && (choosing.tried.get() || second.len() >= first.len());
        (wrong && !second.is_empty() || choosing.tried.get() && first != second)
            .then(|| t(words::MISMATCH)().to_owned())
    });
    let score = move || choosing.strength.get().0;
    let said = move || {
        if choosing.first.with(String::is_empty) {
            return t(words::PASSPHRASE_HINT)().to_owned();
        }
        let (score, advice) = choosing.strength.get();
        let level = match score {
            0 => words::STRENGTH_0,
            1 => words::STRENGTH_1,
            2 => words::STRENGTH_2,
            3 => words::STRENGTH_3,
            _ => words::STRENGTH_4,
        };
        let advice = advice.map(|a| t(a.0)()).unwrap_or_default();
        [
            t(level)(),
            if advice.is_empty() { "" } else { " · " },
            advice,
        ]
        .concat()
    };
    let field = move |id: &'static str, label: Label, value, error| {
        move || {
            let kind = if shown.get() { "text" } else { "password" };
            view! {
                <TextField id=id label=Signal::derive(move || t(label)().to_owned()) value=value kind=kind autocomplete="new-password" error=error />
            }
        }
    };
    view! {
        <div class="stack-s">
            {field("passphrase", label, choosing.first, weak)}
            <div class="meter" data-score=move || score().to_string() role="img"
                aria-label=move || format!("{}: {}/4", t(words::STRENGTH)(), score())>
                <i></i><i></i><i></i><i></i>
            </div>
            <p class="hint small quiet" aria-live="polite">{said}</p>
            {field("passphrase-again", again, choosing.second, differ)}
            <label class="check">
                <input type="checkbox" prop:checked=move || shown.get() on:change=move |ev| shown.set(event_target_checked(&ev)) />
                <span>{t(words::SHOW)}</span>
            </label>
        </div>
    }
    .into_any()
}
