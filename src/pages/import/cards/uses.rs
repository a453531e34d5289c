//! What a column can be used as: the fields of the register that the person may change, parts of
//! names and addresses, and for customers the questions of a survey.

use super::change;
use crate::pages::import::draft::Chosen;
use crate::pages::import::work::Work;
use crate::register::lens_now;
use crate::session::Desk;
use crate::text::{Label, import as labels, t};
use exchange::record::{AddressPart, NamePart};
use leptos::prelude::*;
use model::{CUSTOMER, FieldType, Kind};

/// Parts of a name or an address, and what they are called.
const NAME: [(NamePart, Label); 3] = [
    (NamePart::Family, labels::PART_FAMILY),
    (NamePart::Given, labels::PART_GIVEN),
    (NamePart::Middle, labels::PART_MIDDLE),
];
const ADDRESS: [(AddressPart, Label); 5] = [
    (AddressPart::Street, labels::PART_STREET),
    (AddressPart::City, labels::PART_CITY),
    (AddressPart::Region, labels::PART_REGION),
    (AddressPart::Postcode, labels::PART_POSTCODE),
    (AddressPart::Country, labels::PART_COUNTRY),
];

/// The choice.
#[component]
pub fn UsedAs(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What it is used as.
    used: Memo<Chosen>,
    /// What is wrong with that.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" id=format!("column-{at}-use") for=format!("column-{at}")>{t(labels::USED_AS)}</label>
            {move || {
                // Another register has other fields.
                let kind = work.register();
                view! {
                    <select
                        id=format!("column-{at}")
                        aria-labelledby=format!("column-{at}-name column-{at}-use")
                        aria-invalid=move || error.get().is_some().then_some("true")
                        prop:value=move || used.get().code()
                        on:change=move |ev| {
                            let chosen = Chosen::parse(&event_target_value(&ev));
                            change(work, at, |draft| draft.choose(chosen));
                        }
                    >
                        {options(kind, used.get_untracked())}
                    </select>
                }
            }}
        </div>
    }
    .into_any()
}

fn options(kind: &'static Kind, now: Chosen) -> AnyView {
    let lens = lens_now(Desk::current());
    let open = move |chosen: Chosen| chosen.is_open(kind, |field| lens.writes(field));
    let option = move |chosen: Chosen, label: Label| {
        view! { <option value=chosen.code() selected=chosen == now>{t(label)}</option> }
    };
    let fields = kind.fields.iter();
    let fields = fields.filter(|f| f.holds != FieldType::Structure && lens.writes(f));
    let fields: Vec<_> = fields
        .map(|field| {
            let label = if field.holds == FieldType::Tags {
                labels::USE_TAGS
            } else {
                field.label
            };
            option(Chosen::Field(field.no), label)
        })
        .collect();
    let tags = open(Chosen::Tag);
    let people = kind.fields.iter().any(|f| f.holds == FieldType::Phone);
    let people = people && open(Chosen::Name(NamePart::Family));
    let names = people.then(|| {
        NAME.map(|(part, label)| option(Chosen::Name(part), label))
            .into_iter()
            .collect_view()
    });
    let addresses = open(Chosen::Address(AddressPart::City)).then(|| {
        ADDRESS
            .map(|(part, label)| option(Chosen::Address(part), label))
            .into_iter()
            .collect_view()
    });
    let parts = people || addresses.is_some();
    let surveys = kind.no == CUSTOMER.no && open(Chosen::Item);
    view! {
        {option(Chosen::Ignore, labels::USE_IGNORE)}
        <optgroup label=t(kind.label)>
            {fields}
            {tags.then(|| option(Chosen::Tag, labels::USE_TAG))}
        </optgroup>
        {parts.then(|| view! { <optgroup label=t(labels::GROUP_PARTS)>{names}{addresses}</optgroup> })}
        {surveys.then(|| view! {
            <optgroup label=t(labels::GROUP_SURVEY)>
                {option(Chosen::Item, labels::USE_ITEM)}
                {option(Chosen::YesNo, labels::USE_YES_NO)}
                {option(Chosen::Taken, labels::USE_TAKEN)}
            </optgroup>
        })}
    }
    .into_any()
}
