//! Editing the parts of a record inside its form: rows that are added and taken away; what a line
//! comes to is computed until somebody types over it; their sum is offered to the record.
//!
//! Must stay true: what was typed over stays; amounts of different currencies are said to be wrong
//! and not saved.

mod meet;

use super::sum::{self, Money, Wrong};
use super::{money, value};
use crate::platform::{self, clock, random};
use crate::register::form::input_view;
use crate::register::typing::{Input, KeptRow, Typing, owned};
use crate::register::{Lens, lens};
use crate::session::Desk;
use crate::text::{Label, count, filled, language, profile as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind, Parts, RecordId, Value};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// One row.
#[derive(Clone, Copy)]
pub struct Line {
    /// A number of its own, for drawing.
    no: u32,
    record: RecordId,
    inputs: StoredValue<Vec<Input>>,
    /// Whether the amount was typed over.
    own: RwSignal<bool>,
    /// What others did to it meanwhile.
    note: RwSignal<Option<Label>>,
}

impl Line {
    fn input(self, field: FieldNo) -> Option<Input> {
        let found = |inputs: &Vec<Input>| inputs.iter().find(|i| i.field.no == field).copied();
        self.inputs.try_with_value(found).flatten()
    }

    fn typed(self, field: FieldNo) -> Option<Value> {
        let input = self.input(field)?;
        value::parse(input.field, &input.text.get()).ok()
    }

    fn money(self, field: FieldNo) -> Option<Money> {
        match self.typed(field)? {
            Value::Money { minor, currency } => Some((minor, currency)),
            _ => None,
        }
    }

    fn is_blank(self) -> bool {
        let blank = |input: &Input| input.text.with_untracked(|text| text.trim().is_empty());
        self.inputs
            .try_with_value(|inputs| inputs.iter().all(blank))
            .unwrap_or(true)
    }

    /// What quantity, price and discount come to; none without a price.
    fn computed(self, how: Parts) -> Option<Result<Money, Wrong>> {
        let price = self.money(how.price)?;
        let quantity = self.typed(how.quantity).and_then(|q| q.as_number());
        Some(sum::amount(quantity, price, self.money(how.discount)))
    }

    fn amount(self, how: Parts) -> Option<Money> {
        self.money(how.amount)
    }

    fn is_typed_over(self, how: Parts) -> bool {
        untrack(|| match (self.amount(how), self.computed(how)) {
            (Some(amount), Some(Ok(computed))) => amount != computed,
            (amount, _) => amount.is_some(),
        })
    }

    fn kept(self, kind: &Kind) -> KeptRow {
        let text = |input: &Input| (input.field.no.0, input.text.get_untracked());
        let texts = self
            .inputs
            .try_with_value(|inputs| inputs.iter().map(text).collect());
        KeptRow {
            kind: kind.no.0,
            record: self.record,
            texts: texts.unwrap_or_default(),
        }
    }
}

fn said((minor, currency): Money) -> String {
    value::typed(&Value::Money { minor, currency })
}

/// The parts of one register in the making.
#[derive(Clone, Copy)]
pub struct Rows {
    /// Of which register.
    pub kind: &'static Kind,
    of: FieldNo,
    how: Parts,
    fields: StoredValue<Vec<&'static Field>>,
    lines: RwSignal<Vec<Line>>,
    count: StoredValue<u32>,
    /// The sum that was last put into the record's own field.
    taken: StoredValue<Option<Money>>,
    owner: StoredValue<Option<Owner>>,
}

impl Rows {
    /// None yet; of what who is at work may change.
    pub fn new(kind: &'static Kind, of: FieldNo, how: Parts, lens: Lens) -> Self {
        let fields = kind.fields.iter().filter(|field| {
            let single = !field.holds.is_set() && field.holds != FieldType::Structure;
            single && field.no != of && lens.writes(field)
        });
        Self {
            kind,
            of,
            how,
            fields: StoredValue::new(fields.collect()),
            lines: RwSignal::new(Vec::new()),
            count: StoredValue::new(0),
            taken: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// A row with these texts; its signals live as long as the form, whoever asks for it.
    fn line(self, record: RecordId, texts: &[(u32, String)]) -> Line {
        let make = || {
            let inputs = self.fields.get_value().into_iter().map(|field| {
                let text = texts.iter().find(|(no, _)| *no == field.no.0);
                let text = text.map_or_else(String::new, |(_, text)| text.clone());
                Input::new(field, text)
            });
            let no = self.count.get_value();
            self.count.set_value(no.wrapping_add(1));
            Line {
                no,
                record,
                inputs: StoredValue::new(inputs.collect()),
                own: RwSignal::new(false),
                note: RwSignal::new(None),
            }
        };
        let line = owned(self.owner, make);
        line.own.set(line.is_typed_over(self.how));
        line
    }

    /// Puts in what was kept.
    pub fn fill(self, kept: &[KeptRow]) {
        let mine = kept.iter().filter(|row| row.kind == self.kind.no.0);
        let lines: Vec<Line> = mine.map(|row| self.line(row.record, &row.texts)).collect();
        self.lines.set(lines);
        let sum = untrack(|| self.sum()).ok().flatten();
        self.taken.set_value(sum);
    }

    /// What is in it; rows in which nothing is typed are not.
    pub fn kept(self) -> Vec<KeptRow> {
        let lines = self.lines.get_untracked().into_iter();
        lines
            .filter(|line| !line.is_blank())
            .map(|line| line.kept(self.kind))
            .collect()
    }

    /// What the lines come to together.
    fn sum(self) -> Result<Option<Money>, Wrong> {
        let lines = self.lines.get();
        // A discount in another currency than the price has no amount: said, too.
        for line in &lines {
            if let Some(Err(why)) = line.computed(self.how) {
                return Err(why);
            }
        }
        sum::sum(lines.iter().filter_map(|line| line.amount(self.how)))
    }

    /// What is wrong with the amounts, the record's own among them.
    fn wrong(self, total: Option<Input>) -> Option<String> {
        let sum = match self.sum() {
            Ok(sum) => sum,
            Err(Wrong::Mixed) => return Some(t(words::LINES_MIXED)().to_owned()),
            Err(Wrong::Huge) => return Some(t(words::LINE_HUGE)().to_owned()),
        };
        let (_, currency) = sum?;
        let total = total?;
        match value::parse(total.field, &total.text.get()) {
            Ok(Value::Money { currency: own, .. }) if own != currency => {
                let what = total.field.label.of(language());
                Some(filled(words::LINES_OTHER, &[("what", what)]))
            }
            _ => None,
        }
    }

    /// Whether the amounts can be saved.
    pub fn is_sound(self, typing: Typing) -> bool {
        untrack(|| self.wrong(typing.input(self.how.total))).is_none()
    }

    /// The operations that bring what is stored to what is typed; none when something is wrong,
    /// which is then said at its input.
    pub fn operations(
        self,
        before: &[KeptRow],
        owner: RecordId,
        said: &dyn Fn(model::Invalid) -> String,
    ) -> Option<Vec<Op>> {
        let kind = self.kind.no;
        let mine = |row: &&KeptRow| row.kind == kind.0;
        let mut ops = Vec::new();
        let mut wrong = false;
        let lines = self.lines.get_untracked();
        for line in &lines {
            let record = line.record;
            let stored = before.iter().filter(mine).find(|row| row.record == record);
            if stored.is_none() {
                if line.is_blank() {
                    continue;
                }
                ops.push(Op::Create { kind, record });
                ops.push(Op::Set {
                    kind,
                    record,
                    field: self.of,
                    value: Value::Ref(owner),
                });
            }
            for input in line.inputs.get_value() {
                let typed = input.text.get_untracked();
                let parsed = value::parse(input.field, &typed);
                input.error.set(parsed.as_ref().err().map(|why| said(*why)));
                let Ok(value) = parsed else {
                    wrong = true;
                    continue;
                };
                let no = input.field.no;
                let changed = match stored {
                    None => !value.is_nothing(),
                    Some(row) => !input.same(row.text(no), &typed),
                };
                if changed {
                    ops.push(Op::Set {
                        kind,
                        record,
                        field: no,
                        value,
                    });
                }
            }
        }
        let gone = before
            .iter()
            .filter(mine)
            .filter(|row| lines.iter().all(|line| line.record != row.record));
        ops.extend(gone.map(|row| Op::Delete { record: row.record }));
        (!wrong).then_some(ops)
    }

    /// After something was typed: the amount follows unless it was typed over, and so does the
    /// record's own.
    fn follow(self, typing: Typing, line: Option<(Line, FieldNo)>) {
        let how = self.how;
        if let Some((line, field)) = line {
            if field == how.amount {
                let blank = line
                    .input(field)
                    .is_none_or(|input| input.text.with_untracked(|text| text.trim().is_empty()));
                line.own.set(!blank);
            }
            let follows = [how.item, how.quantity, how.price, how.discount];
            if follows.contains(&field) && !line.own.get_untracked() {
                let computed = untrack(|| line.computed(how)).and_then(Result::ok);
                if let Some(input) = line.input(how.amount) {
                    input.text.set(computed.map(said).unwrap_or_default());
                }
            }
        }
        let sum = untrack(|| self.sum()).ok().flatten();
        let (Some(sum), Some(total)) = (sum, typing.input(how.total)) else {
            return;
        };
        let own = value::parse(total.field, &total.text.get_untracked());
        let own = match own {
            Ok(Value::Nothing) => None,
            Ok(Value::Money { minor, currency }) => Some((minor, currency)),
            // What is being typed there is left alone.
            _ => return,
        };
        if own.is_none() || own == self.taken.get_value() {
            total.text.set(said(sum));
            self.taken.set_value(Some(sum));
        }
    }

    /// What one of them costs, and that there is one of them.
    fn fill_in(self, desk: Desk, line: Line) {
        let item = line.input(self.how.item);
        let Some(item) = item else { return };
        let FieldType::Ref(other) = item.field.holds else {
            return;
        };
        let Ok(id) = item.text.get_untracked().parse::<RecordId>() else {
            return;
        };
        let price = desk.read(|replica| {
            let row = replica.get(other, id)?;
            Some(row.value(self.how.item_price))
        });
        if let (Some(price @ Value::Money { .. }), Some(input)) =
            (price, line.input(self.how.price))
        {
            input.text.set(value::typed(&price));
            input.error.set(None);
        }
        if let Some(input) = line.input(self.how.quantity)
            && input.text.with_untracked(|text| text.trim().is_empty())
        {
            input.text.set("1".to_owned());
        }
    }
}

/// The rows of one register.
pub fn rows_view(desk: Desk, typing: Typing, rows: Rows) -> AnyView {
    let kind = rows.kind;
    let touch = move || typing.touched.update(|n| *n += 1);
    let add = move |_| {
        let line = rows.line(random::record_id(), &[]);
        rows.lines.update(|all| all.push(line));
        touch();
        // Once it is drawn.
        spawn_local(async move {
            clock::breathe().await;
            platform::focus(&first_id(rows, line));
        });
    };
    let total = typing.input(rows.how.total);
    let wrong = Memo::new(move |_| rows.wrong(total));
    let sum = Memo::new(move |_| rows.sum().ok().flatten());
    let other = move || {
        let (sum, total) = (sum.get()?, total?);
        let own = value::parse(total.field, &total.text.get()).ok()?;
        let (minor, currency) = sum;
        (own != Value::Money { minor, currency }).then_some((sum, total))
    };
    let take = move |_| {
        if let Some((sum, total)) = untrack(other) {
            total.text.set(said(sum));
            total.error.set(None);
            rows.taken.set_value(Some(sum));
            touch();
        }
    };
    let title = ["lines-", kind.code].concat();
    let labelled = title.clone();
    view! {
        <section class="card stack-s" aria-labelledby=labelled data-lines=kind.code>
            <h2 id=title>{t(kind.plural)}</h2>
            {move || rows.lines.with(Vec::is_empty).then(|| view! { <p class="quiet">{t(words::LINES_NONE)}</p> })}
            <For each=move || rows.lines.get() key=|line| line.no let:line>{line_view(desk, typing, rows, line)}</For>
            <div class="row spread">
                <button type="button" class="button" data-add-line=kind.code on:click=add>{icon(Icon::Plus)}{t(words::LINES_ADD)}</button>
                {move || sum.get().map(|sum| view! {
                    <p class="lines-sum" role="status">{t(words::LINES_SUM)}" "<strong>{money(sum, lens(desk))}</strong></p>
                })}
                {move || other().map(|(_, total)| {
                    let what = t(total.field.label);
                    view! {
                        <button type="button" class="button" data-take-sum=kind.code on:click=take>
                            {filled(words::LINES_TAKE, &[("what", what())])}
                        </button>
                    }
                })}
            </div>
            <div role="alert">
                {move || wrong.get().map(|words| view! { <div class="notice bad" data-lines-wrong=kind.code>{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
        </section>
    }
    .into_any()
}

/// The id of the first input of a row.
fn first_id(rows: Rows, line: Line) -> String {
    let first = rows.fields.with_value(|fields| fields.first().copied());
    id_of(rows, line, first.map_or("", |field| field.code))
}

fn id_of(rows: Rows, line: Line, code: &str) -> String {
    [rows.kind.code, "-", &line.no.to_string(), "-", code].concat()
}

fn line_view(desk: Desk, typing: Typing, rows: Rows, line: Line) -> AnyView {
    let at = move || {
        let at = rows
            .lines
            .with(|all| all.iter().position(|l| l.no == line.no));
        count(at.unwrap_or(0) + 1)
    };
    let remove = move |_| {
        rows.lines.update(|all| all.retain(|l| l.no != line.no));
        rows.follow(typing, None);
        typing.touched.update(|n| *n += 1);
    };
    let inputs = line.inputs.get_value().into_iter().map(|input| {
        let field = input.field.no;
        let on_input = Callback::new(move |()| {
            if field == rows.how.item {
                rows.fill_in(desk, line);
            }
            rows.follow(typing, Some((line, field)));
            typing.touched.update(|n| *n += 1);
        });
        let id = id_of(rows, line, input.field.code);
        input_view(desk, rows.kind, input, id, on_input)
    });
    let met = line.inputs.get_value().into_iter();
    let met = met.map(|input| rows.meanwhile(desk, typing, line, input));
    view! {
        <fieldset class="line">
            <legend class="visually-hidden">{move || filled(words::LINE_NO, &[("n", &at())])}</legend>
            <div class="line-inputs">{inputs.collect_view()}</div>
            <button type="button" class="button plain icon-only" aria-label=move || filled(words::LINE_REMOVE, &[("n", &at())])
                on:click=remove>{icon(Icon::Trash)}</button>
            {move || line.note.get().map(|note| view! {
                <div class="notice warn wide" role="status" data-line-note>{icon(Icon::Warning)}<p>{t(note)}</p></div>
            })}
            {met.collect_view()}
        </fieldset>
    }
    .into_any()
}
