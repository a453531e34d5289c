//! The merge of two customers: who stays, which values, what comes along, what it will be.
//!
//! Must stay true: nothing happens before the last tap, and that is one change; what is chosen is
//! chosen of both as they stand when the sheet opens.

use super::choices::{Chosen, Several, Side, Single, Two};
use crate::platform::intl;
use crate::register::{Lens, cell, element, lens, lens_now, title, words as value_words};
use crate::session::{Desk, Pair, merging, responses_of};
use crate::text::{
    common, count, duplicates as words, failure, fill, filled, language_now, now, plural, t, within,
};
use crate::ui::{Icon, Sheet, icon, toast, toast_with};
use leptos::prelude::*;
use model::{CUSTOMER, FieldNo, Kind, KindNo, RecordId};
use replica::Plan;
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

/// What stands before the person.
#[derive(Clone, Copy)]
struct Table {
    desk: Desk,
    pair: Pair,
    two: StoredValue<Two>,
    chosen: RwSignal<Chosen>,
}

/// The sheet; shown while there is a pair.
#[component]
pub fn MergeSheet(
    /// Who is to be merged.
    pair: RwSignal<Option<Pair>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other, and neither is told what it knows.
    Effect::new(move || {
        let there = pair.with(Option::is_some);
        if open.get_untracked() != there {
            open.set(there);
        }
    });
    Effect::new(move || {
        if !open.get() && pair.with_untracked(Option::is_some) {
            pair.set(None);
        }
    });
    let title = Signal::derive(move || t(words::TITLE)().to_owned());
    view! {
        <Sheet id="merge" open=open title=title>
            {move || pair.get().map(|pair| view! { <Inside pair=pair open=open /> })}
        </Sheet>
    }
    .into_any()
}

#[component]
fn Inside(pair: Pair, open: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::current();
    let kind = desk.open().kind(CUSTOMER.no).unwrap_or(&CUSTOMER);
    let lens = lens_now(desk);
    let two = desk.read(|replica| Two::read(replica, kind, pair, |field| lens.writes(field)));
    let Some(two) = two else {
        return view! { <p role="alert">{t(words::GONE)}</p> }.into_any();
    };
    let hidden = two.hidden;
    let singles: Vec<Single> = two.singles.iter().filter(|s| s.a != s.b).cloned().collect();
    let sets: Vec<Several> = two.sets.clone();
    let table = Table {
        desk,
        pair,
        two: StoredValue::new(two),
        chosen: RwSignal::new(Chosen::default()),
    };
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let go = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let decided = table.decided();
        spawn_local(async move {
            match desk.open().merge(&decided).await {
                Ok(merge) => {
                    let name = table.name(decided.kept);
                    let undo = Callback::new(move |()| {
                        let (Some(open), merge) = (desk.still_open(), merge.clone()) else {
                            return;
                        };
                        spawn_local(async move {
                            if let Err(why) = open.unmerge(&merge).await {
                                toast(failure::words(&why));
                            }
                        });
                    });
                    toast_with(
                        fill(now(words::DONE), &[("name", &name)]),
                        now(common::UNDO),
                        undo,
                    );
                    let _ = open.try_set(false);
                }
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=go>
            {who_stays(table)}
            <fieldset class="stack-s"><legend>{t(words::WHICH_VALUE)}</legend>
                <p class="small quiet">{if singles.is_empty() { t(words::ALL_SAME) } else { t(words::WHICH_VALUE_HINT) }}</p>
                {singles.into_iter().map(|single| choose(table, single)).collect_view()}
                {sets.into_iter().map(|several| tick(table, several)).collect_view()}
                {hidden.then(|| view! { <p class="notice">{icon(Icon::Lock)}<span>{t(words::HIDDEN)}</span></p> })}
            </fieldset>
            {follows(table)}
            {result(table, kind)}
            <div role="alert">{move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}</div>
            <div class="buttons">
                <button type="submit" id="merge-go" class="button primary" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { t(words::GOING)() } else { t(words::GO)() }}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}

impl Table {
    /// What is decided by now, without being told of changes.
    fn decided(self) -> crate::session::Decided {
        self.two.with_value(|two| {
            self.chosen
                .with_untracked(|chosen| chosen.decided(two, self.pair))
        })
    }

    fn id(self, side: Side) -> RecordId {
        side.of(self.pair.a, self.pair.b)
    }

    fn name(self, customer: RecordId) -> String {
        let lens = lens_now(self.desk);
        let named = |replica: &replica::Replica| {
            Some(title(&CUSTOMER, replica.get(CUSTOMER.no, customer)?, lens))
        };
        self.desk.read(named).unwrap_or_default()
    }

    fn kept(self) -> Side {
        self.two
            .with_value(|two| self.chosen.with(|chosen| chosen.kept(two)))
    }

    /// What would be done; runs again when something else is chosen.
    fn plan(self) -> Plan {
        self.chosen.track();
        let decided = self.decided();
        self.desk.read(|replica| merging::plan(replica, &decided))
    }
}

fn who_stays(table: Table) -> AnyView {
    let radio = move |side: Side| {
        let id = table.id(side);
        let told = table.desk.read(|replica| {
            let lens = lens_now(table.desk);
            let row = replica.get(CUSTOMER.no, id)?;
            let made = replica.created(CUSTOMER.no, id)?.0.ms();
            let line = crate::register::line(replica, &CUSTOMER, row, lens);
            Some((
                title(&CUSTOMER, row, lens),
                line,
                i64::try_from(made).unwrap_or(0),
            ))
        });
        let (name, line, made) = told.unwrap_or_default();
        let day = intl::day(language_now(), made);
        let added = fill(now(words::ADDED), &[("date", &day)]);
        let line = if line.is_empty() {
            added
        } else {
            [&line, " · ", &added].concat()
        };
        let code = side.of("a", "b");
        view! {
            <label class="option">
                <input type="radio" name="kept" value=code prop:checked=move || table.kept() == side
                    on:change=move |_| table.chosen.update(|chosen| chosen.kept = Some(side)) />
                <span class="name"><strong>{name}</strong><span class="small quiet">{line}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="stack-s"><legend>{t(words::WHO_STAYS)}</legend>
            <div class="options">{radio(Side::A)}{radio(Side::B)}</div>
        </fieldset>
    }
    .into_any()
}

fn choose(table: Table, single: Single) -> AnyView {
    let no = single.field.no;
    let single = StoredValue::new(single);
    let side = move || {
        table.two.with_value(|two| {
            single.with_value(|single| table.chosen.with(|chosen| chosen.side(two, single)))
        })
    };
    let radio = move |of: Side| {
        let shown = single.with_value(|single| {
            let value = of.of(&single.a, &single.b);
            table
                .desk
                .read(|replica| value_words(replica, single.field, value, lens_now(table.desk)))
        });
        let blank = shown.is_empty();
        let shown = if blank {
            now(words::BLANK).to_owned()
        } else {
            shown
        };
        let code = single.with_value(|single| ["value-", single.field.code].concat());
        view! {
            <label class="option">
                <input type="radio" name=code value=of.of("a", "b") prop:checked=move || side() == of
                    on:change=move |_| table.chosen.update(|chosen| { chosen.values.insert(no, of); }) />
                <span class:quiet=blank>{shown}</span>
            </label>
        }
    };
    let label = single.with_value(|single| single.field.label);
    view! {
        <fieldset class="choice"><legend>{t(label)}</legend>
            <div class="options">{radio(Side::A)}{radio(Side::B)}</div>
        </fieldset>
    }
    .into_any()
}

fn tick(table: Table, several: Several) -> AnyView {
    let field = several.field;
    let no = field.no;
    let several = StoredValue::new(several);
    let offered = Memo::new(move |_| {
        table.two.with_value(|two| {
            several.with_value(|several| table.chosen.with(|chosen| chosen.offered(two, several)))
        })
    });
    let boxes = move || {
        let all = offered.get();
        let lens = lens(table.desk);
        (!all.is_empty()).then(|| {
            let boxes = all.into_iter().map(|one| {
                let key = StoredValue::new((no, one.clone()));
                let ticked = move || key.with_value(|key| table.chosen.with(|c| !c.without.contains(key)));
                let change = move |_| {
                    table.chosen.update(|chosen| {
                        let key: (FieldNo, String) = key.get_value();
                        if !chosen.without.remove(&key) {
                            chosen.without.insert(key);
                        }
                    });
                };
                view! {
                    <label class="option">
                        <input type="checkbox" name=field.code prop:checked=ticked on:change=change />
                        <span>{element(field, &one, lens)}</span>
                    </label>
                }
            });
            view! {
                <fieldset class="choice"><legend>{t(field.label)}<span class="small quiet">{t(words::TOGETHER)}</span></legend>
                    <div class="options">{boxes.collect_view()}</div>
                </fieldset>
            }
        })
    };
    boxes.into_any()
}

/// What comes along, and what does not.
fn follows(table: Table) -> AnyView {
    let told = move || {
        let plan = table.plan();
        let open = table.desk.open();
        let mut counts: BTreeMap<KindNo, usize> = BTreeMap::new();
        for reference in plan.moved.iter().filter(|reference| reference.shown) {
            *counts.entry(reference.kind).or_default() += 1;
        }
        let mut lines: Vec<String> = counts
            .into_iter()
            .filter_map(|(no, n)| {
                let kind = open.kind(no)?;
                let what = within(if n == 1 { kind.label } else { kind.plural });
                Some(filled(words::SO_MANY, &[("n", &count(n)), ("what", &what)]))
            })
            .collect();
        let merged = table.id(table.kept().other());
        let answered = table
            .desk
            .read(|replica| responses_of(replica, merged).len());
        if answered > 0 {
            let label = plural(answered, words::ANSWERED_ONE, words::ANSWERED_MANY);
            lines.push(filled(label, &[("n", &count(answered))]));
        }
        let kind = open.kind(CUSTOMER.no).unwrap_or(&CUSTOMER);
        let mut warned: Vec<String> = plan
            .dropped
            .iter()
            .filter_map(|no| kind.field(*no))
            .map(|field| filled(words::DROPPED, &[("field", t(field.label)())]))
            .collect();
        let mut untied: BTreeMap<KindNo, usize> = BTreeMap::new();
        for (no, _) in &plan.untied {
            *untied.entry(*no).or_default() += 1;
        }
        warned.extend(untied.into_iter().filter_map(|(no, n)| {
            let kind = open.kind(no)?;
            let label = plural(n, words::UNTIED_ONE, words::UNTIED_MANY);
            let what = within(if n == 1 { kind.label } else { kind.plural });
            Some(filled(label, &[("n", &count(n)), ("what", &what)]))
        }));
        (lines, warned)
    };
    view! {
        <section class="stack-s" aria-labelledby="follows-title" id="follows">
            <h3 id="follows-title">{t(words::FOLLOWS)}</h3>
            {move || {
                let (lines, warned) = told();
                view! {
                    {if lines.is_empty() {
                        view! { <p class="quiet">{t(words::FOLLOWS_NOTHING)}</p> }.into_any()
                    } else {
                        view! { <ul class="bullets">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
                    }}
                    {warned.into_iter().map(|line| view! { <p class="notice warn">{icon(Icon::Warning)}<span>{line}</span></p> }).collect_view()}
                }
            }}
        </section>
    }
    .into_any()
}

/// The kept one as it will be.
fn result(table: Table, kind: &'static Kind) -> AnyView {
    let facts = move || {
        let plan = table.plan();
        let lens: Lens = lens(table.desk);
        let decided = table.decided();
        let shown = |field: &'static model::Field| {
            let words = if field.holds.is_set() {
                let set = decided.sets.iter().find(|(no, _)| *no == field.no);
                let all = set.map(|(_, all)| all.iter().map(|one| element(field, one, lens)));
                all.map(|all| all.collect::<Vec<_>>().join(", "))
            } else {
                let value = decided.values.iter().find(|(no, _)| *no == field.no);
                let value = value.filter(|_| !plan.dropped.contains(&field.no));
                value.map(|(_, value)| {
                    table
                        .desk
                        .read(|replica| value_words(replica, field, value, lens))
                })
            };
            // What who is at work may not change stays.
            let stays = || {
                table.desk.read(|replica| {
                    let row = replica.get(CUSTOMER.no, decided.kept)?;
                    (lens.sees(field) && !lens.writes(field))
                        .then(|| cell(replica, field, row, lens))
                })
            };
            let words = words.or_else(stays).unwrap_or_default();
            (!words.is_empty())
                .then(|| view! { <dt>{t(field.label)}</dt><dd data-result=field.code>{words}</dd> })
        };
        kind.fields.iter().filter_map(shown).collect_view()
    };
    view! {
        <section class="stack-s sunken" aria-labelledby="result-title" id="merge-result">
            <h3 id="result-title">{t(words::RESULT)}</h3>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}
