//! What we hold about a customer, in plain words: for them to read, on paper or as a file.
//!
//! Must stay true: nothing hidden is shown, and nothing is given out, before the note of it is
//! kept; and the note covers everything: what was before, and whoever else is named.

mod file;
mod held;
mod json;
mod view;

use crate::platform::{clock, files, intl};
use crate::register::{Lens, Past, gone, lens, lens_now, named_by, title};
use crate::route::Route;
use crate::session::{Desk, Failure, GivenOut, Open, Shown};
use crate::text::{about as words, common, failure, filled, language, now, t};
use crate::ui::{Icon, Sheet, TextField, icon, toast};
use held::{All, Held, gather};
use leptos::prelude::*;
use model::{CUSTOMER, Field, FieldNo, Kind, KindNo, RecordId};
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn About(
    /// About whom.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let revealed: Revealed = RwSignal::new(None);
    let past = Past::of(desk, customer);
    let all = Memo::new(move |_| {
        desk.track_record(customer);
        desk.track_responses();
        desk.track_customers();
        desk.track_others();
        let lens = lens(desk);
        revealed.with(|cover| look(desk, customer, lens, cover.as_ref()))
    });
    let name = Memo::new(move |_| {
        desk.track_record(customer);
        let lens = seen(lens(desk), revealed.with(Option::is_some));
        desk.read(|replica| Some(title(&CUSTOMER, replica.get(CUSTOMER.no, customer)?, lens)))
    });
    let there = Memo::new(move |_| name.with(Option::is_some));
    let name = Signal::derive(move || name.get().unwrap_or_default());
    move || {
        if there.get() {
            page(desk, customer, name, all, past, revealed)
        } else {
            gone(&CUSTOMER).into_any()
        }
    }
}

/// What the note of a reveal covers: fields, and whoever is named.
#[derive(Clone)]
struct Cover {
    fields: Vec<(KindNo, FieldNo)>,
    names: Vec<(KindNo, RecordId)>,
}

type Revealed = RwSignal<Option<Cover>>;

impl Cover {
    fn of(hidden: &All, revealed: &All) -> Self {
        let fields = hidden.masked().into_iter();
        Self {
            fields: fields.map(|(kind, field)| (kind.no, field.no)).collect(),
            names: revealed.names(),
        }
    }

    /// Whether it covers all of another one.
    fn holds(&self, other: &Self) -> bool {
        other.fields.iter().all(|one| self.fields.contains(one))
            && other.names.iter().all(|one| self.names.contains(one))
    }
}

/// Everything as it is shown: in full only as far as the note of the reveal covers what is there
/// by now.
fn look(desk: Desk, customer: RecordId, lens: Lens, cover: Option<&Cover>) -> Option<All> {
    let hidden = read(desk, customer, lens)?;
    let Some(cover) = cover else {
        return Some(hidden);
    };
    let revealed = read(desk, customer, lens.reveal())?;
    let covered = cover.holds(&Cover::of(&hidden, &revealed));
    Some(if covered { revealed } else { hidden })
}

/// Whether the app is open still, after a wait.
fn still(desk: Desk) -> Result<std::rc::Rc<Open>, Failure> {
    let open = desk.still_open().filter(|open| open.is_awake());
    open.ok_or(Failure {
        code: "session.locked",
    })
}

fn seen(lens: Lens, revealed: bool) -> Lens {
    if revealed { lens.reveal() } else { lens }
}

fn read(desk: Desk, customer: RecordId, lens: Lens) -> Option<All> {
    let open = desk.open();
    let kind_of = |no| open.kind(no);
    desk.read(|replica| gather(replica, customer, &kind_of, lens))
}

fn page(
    desk: Desk,
    customer: RecordId,
    name: Signal<String>,
    all: Memo<Option<All>>,
    past: Past,
    revealed: Revealed,
) -> AnyView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let masked = Memo::new(move |_| all.with(|all| all.as_ref().is_some_and(All::is_masked)));
    let made = move || {
        let (who, when) = (me(desk), intl::moment(language(), clock::now()));
        filled(words::MADE, &[("who", &who), ("when", &when)])
    };
    let in_full = |all: Memo<Option<All>>, revealed: Revealed| {
        revealed.with_untracked(Option::is_some)
            && all.with_untracked(|all| all.as_ref().is_some_and(|all| !all.is_masked()))
    };
    let print = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let shown = all.get_untracked();
        spawn_local(async move {
            match note_print(desk, customer, shown).await {
                Ok(()) => files::print(),
                Err(why) => toast(failure::words(&why)),
            }
            let _ = busy.try_set(false);
        });
    };
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let in_full = in_full(all, revealed);
        spawn_local(async move {
            match hand_out(desk, customer, in_full).await {
                Ok(()) => toast(now(words::DOWNLOADED)),
                Err(why) => toast(failure::words(&why)),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div class="page narrow about">
            <div class="page-head">
                <a class="button plain icon-only no-print" href=Route::Customer(customer).path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow" id="about-title">{move || filled(words::TITLE, &[("name", &name.get())])}</h1>
                <div class="buttons no-print">
                    <button type="button" class="button" id="print" aria-disabled=move || busy.get().to_string() on:click=print>{icon(Icon::Print)}{t(words::PRINT)}</button>
                    <button type="button" class="button" id="download" aria-disabled=move || busy.get().to_string() on:click=save>
                        {icon(Icon::Download)}{t(words::DOWNLOAD)}
                    </button>
                </div>
            </div>
            <p>{t(words::LEAD)}</p>
            <p class="small quiet">{made}</p>
            {move || masked.get().then(|| view! {
                <div class="notice row spread" id="about-masked">
                    <span>{t(words::HIDDEN)}</span>
                    <button type="button" class="button no-print" id="reveal-all" on:click=move |_| asking.set(true)>{t(words::REVEAL_ALL)}</button>
                </div>
            })}
            {move || all.get().map(|all| view::sections(desk, &all, past))}
            <Sheet id="reveal-sheet" open=asking title=Signal::derive(move || t(words::REVEAL_ALL)().to_owned())>
                {reveal_sheet(desk, customer, asking, revealed)}
            </Sheet>
        </div>
    }
    .into_any()
}

/// Who is at work.
fn me(desk: Desk) -> String {
    named(desk, Some(desk.me()))
}

/// What a member is called.
fn named(desk: Desk, member: Option<RecordId>) -> String {
    let name = member.map(|id| desk.open().member_name(id));
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| words::SOMEBODY.of(language()).to_owned())
}

fn reveal_sheet(
    desk: Desk,
    customer: RecordId,
    asking: RwSignal<bool>,
    revealed: Revealed,
) -> AnyView {
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let reveal = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let why: String = reason.get_untracked().trim().chars().take(200).collect();
        if why.is_empty() {
            error.set(Some(now(failure::INVALID_REQUIRED).to_owned()));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let noted = note_reveal(desk, customer, &why).await;
            match noted {
                Ok(cover) => {
                    let _ = asking.try_set(false);
                    let _ = revealed.try_set(cover);
                    let _ = busy.try_set(false);
                }
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    view! {
        <form class="stack-s" novalidate on:submit=reveal>
            <p>{t(words::REVEAL_TEXT)}</p>
            <TextField id="reveal-reason" label=Signal::derive(move || t(words::REASON)().to_owned()) value=reason error=error />
            <div class="buttons">
                <button type="submit" class="button primary" id="reveal-go" aria-disabled=move || busy.get().to_string()>{t(words::REVEAL_ALL)}</button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Everything through these eyes, with what was before; none when there is no such customer.
async fn with_earlier(desk: Desk, customer: RecordId, lens: Lens) -> Result<Option<All>, Failure> {
    let Some(all) = read(desk, customer, lens) else {
        return Ok(None);
    };
    let records: Vec<RecordId> = all.records.iter().map(|held| held.id).collect();
    let past = desk.open().remember(&records).await?;
    still(desk)?;
    let earlier = |held: &Held| desk.read(|replica| held::earlier(&past, replica, held, lens));
    Ok(Some(all.with_earlier(earlier)))
}

/// Notes what revealing shows: every field that is hidden, and the names of whom these refer to.
/// Gives what it covers.
async fn note_reveal(desk: Desk, customer: RecordId, why: &str) -> Result<Option<Cover>, Failure> {
    let lens = lens_now(desk);
    let hidden = with_earlier(desk, customer, lens).await?;
    let revealed = with_earlier(desk, customer, lens.reveal()).await?;
    let (Some(hidden), Some(revealed)) = (hidden, revealed) else {
        return Ok(None);
    };
    let label = |(kind, field): (&Kind, &Field)| match kind.no == CUSTOMER.no {
        true => field.label.of(lens.language).to_owned(),
        false => [
            kind.label.of(lens.language),
            ": ",
            field.label.of(lens.language),
        ]
        .concat(),
    };
    let own = Shown {
        kind: &CUSTOMER,
        record: customer,
        fields: hidden.masked().into_iter().map(label).collect(),
    };
    let others = revealed.names().into_iter();
    let held = |id: RecordId| revealed.records.iter().any(|held| held.id == id);
    let others = others.filter(|(_, record)| !held(*record));
    let others = others.filter_map(|(kind, record)| named_by(lens, kind, record));
    let shown: Vec<Shown> = std::iter::once(own).chain(others).collect();
    still(desk)?.note_reveal(&shown, why).await?;
    Ok(Some(Cover::of(&hidden, &revealed)))
}

/// Notes that it is given out in this format.
async fn note(
    desk: Desk,
    customer: RecordId,
    all: &All,
    format: &'static str,
) -> Result<(), Failure> {
    let given = GivenOut {
        customer,
        purpose: now(words::SUBJECT_ACCESS),
        recipient: now(words::THE_CUSTOMER),
        format,
        fields: &all.codes(),
        masked: all.is_ever_masked(),
    };
    desk.open().note_given_out(given).await
}

/// Notes that what is on screen is printed.
async fn note_print(desk: Desk, customer: RecordId, shown: Option<All>) -> Result<(), Failure> {
    match shown {
        Some(all) => note(desk, customer, &all, "print").await,
        None => Ok(()),
    }
}

/// Notes that it is given out, then gives it out.
async fn hand_out(desk: Desk, customer: RecordId, revealed: bool) -> Result<(), Failure> {
    let lens = seen(lens_now(desk), revealed);
    let Some(all) = with_earlier(desk, customer, lens).await? else {
        return Ok(());
    };
    note(desk, customer, &all, "json").await?;
    let open = still(desk)?;
    let by = me(desk);
    let made = file::Made {
        at: clock::now(),
        by: &by,
        server: open.link.joined(),
    };
    let text = file::file(&all, &made, &|id| named(desk, Some(id)));
    let name = ["candor-", &customer.to_string(), ".json"].concat();
    files::download(&name, "application/json", text.as_bytes());
    Ok(())
}
