//! Everything that is held about a customer, gathered once for the page and for the file.
//!
//! Must stay true: nothing is left out because a screen has no place for it: every register that
//! names the customer is asked. What the reader's role hides is hidden here.

use crate::register::{Lens, answer_words, called, element, parts, words};
use crate::session::{forms, responses_of};
use model::{
    CUSTOMER, Channel, EXPORT, Field, FieldType, Kind, KindNo, Language, NOTICE, REVEAL, RecordId,
    Value, export, notice, reveal,
};
use replica::{Origin, Replica, Row, Version};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Source {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// How it reached us.
    pub channel: Channel,
    /// Who wrote it down.
    pub by: RecordId,
}

impl Source {
    fn of(stamp: model::Stamp, origin: Origin) -> Self {
        Self {
            at: i64::try_from(stamp.ms()).unwrap_or(0),
            channel: origin.channel,
            by: origin.author,
        }
    }
}

/// One value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Of which field.
    pub field: &'static Field,
    /// As it is stored; none where it is masked.
    pub raw: Option<Value>,
    /// In words, as the reader may see it.
    pub words: String,
    /// Where it comes from.
    pub from: Option<Source>,
    /// Whether an element was taken away; for values of before only.
    pub removed: bool,
}

impl Datum {
    /// Whether the reader's role hides it.
    pub fn is_masked(&self) -> bool {
        self.raw.is_none()
    }
}

/// How a record has to do with the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It is the customer.
    Own,
    /// It names the customer.
    Names,
    /// It is a part of one that does.
    Part,
}

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Of which register.
    pub kind: &'static Kind,
    /// Its id.
    pub id: RecordId,
    /// What it has to do with the customer.
    pub tie: Tie,
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    pub made: Option<Source>,
    /// What it holds.
    pub data: Vec<Datum>,
    /// What it held before, where that was asked for.
    pub earlier: Vec<Datum>,
}

/// A survey that was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Its id.
    pub id: RecordId,
    /// Which form, and its version.
    pub form: (RecordId, u16),
    /// What the form is called.
    pub title: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// When and in which language consent was given, and the text that was shown.
    pub consent: Option<(i64, Language, Option<String>)>,
    /// Number, what was asked, the answer and its words.
    pub answers: Vec<(u16, String, Value, String)>,
}

/// Data that were given out.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenOut {
    /// When, in milliseconds since 1970.
    pub at: Option<i64>,
    /// Why, for whom, and the codes of the fields.
    pub purpose: String,
    /// For whom.
    pub recipient: String,
    /// In which format.
    pub format: String,
    /// The codes of the fields.
    pub fields: String,
    /// By whom.
    pub by: Option<RecordId>,
}

/// A hidden value that was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// When, in milliseconds since 1970.
    pub at: Option<i64>,
    /// Which field.
    pub field: String,
    /// By whom.
    pub by: Option<RecordId>,
    /// Why.
    pub why: String,
}

/// Everything.
#[derive(Debug, Clone, PartialEq)]
pub struct All {
    /// The customer's record first.
    pub records: Vec<Held>,
    /// How many customers are noted as working there.
    pub members: usize,
    /// Surveys.
    pub answered: Vec<Answered>,
    /// Exports, latest first; none where the reader may not know.
    pub given: Option<Vec<GivenOut>>,
    /// Reveals, latest first; none where the reader may not know.
    pub looked: Option<Vec<Looked>>,
}

impl All {
    /// Whether something is hidden from the reader.
    pub fn is_masked(&self) -> bool {
        let mut data = self.records.iter().flat_map(|record| &record.data);
        data.any(Datum::is_masked)
    }

    /// Everything with what its records held before, as the file has it.
    pub fn with_earlier(&self, earlier: impl Fn(&Held) -> Vec<Datum>) -> Self {
        let mut all = self.clone();
        for held in &mut all.records {
            held.earlier = earlier(held);
        }
        all
    }

    /// Every value, those of before among them, with its register.
    fn data(&self) -> impl Iterator<Item = (&'static Kind, &Datum)> {
        let all = self.records.iter();
        all.flat_map(|held| {
            let data = held.data.iter().chain(&held.earlier);
            data.map(|datum| (held.kind, datum))
        })
    }

    /// Whether something is hidden of what is, or was.
    pub fn is_ever_masked(&self) -> bool {
        self.data().any(|(_, datum)| datum.is_masked())
    }

    /// The codes of the fields of which there is, or was, something.
    pub fn codes(&self) -> String {
        let mut codes: Vec<&str> = Vec::new();
        for (_, datum) in self.data() {
            if !codes.contains(&datum.field.code) {
                codes.push(datum.field.code);
            }
        }
        codes.join(", ")
    }

    /// The fields of which something is, or was, hidden, each once, with their registers.
    pub fn masked(&self) -> Vec<(&'static Kind, &'static Field)> {
        let mut all: Vec<(&'static Kind, &'static Field)> = Vec::new();
        for (of, datum) in self.data().filter(|(_, datum)| datum.is_masked()) {
            let known =
                |(kind, field): &(&Kind, &Field)| (kind.no, field.no) == (of.no, datum.field.no);
            if !all.iter().any(known) {
                all.push((of, datum.field));
            }
        }
        all
    }

    /// The records that its values name, or named, each once, with their registers.
    pub fn names(&self) -> Vec<(KindNo, RecordId)> {
        let mut all: Vec<(KindNo, RecordId)> = Vec::new();
        for (_, datum) in self.data() {
            if let (FieldType::Ref(no), Some(Value::Ref(id))) = (datum.field.holds, &datum.raw)
                && !all.contains(&(no, *id))
            {
                all.push((no, *id));
            }
        }
        all
    }
}

fn datum(replica: &Replica, field: &'static Field, version: &Version, lens: Lens) -> Option<Datum> {
    let said = match &version.value {
        Value::Text(text) if field.holds.is_set() => element(field, text, lens),
        value => words(replica, field, value, lens),
    };
    if said.is_empty() {
        return None;
    }
    Some(Datum {
        field,
        raw: lens.reads(field).then(|| version.value.clone()),
        words: said,
        from: Some(Source::of(version.stamp, version.origin)),
        removed: version.removed,
    })
}

fn data(replica: &Replica, kind: &'static Kind, row: Row<'_>, lens: Lens) -> Vec<Datum> {
    let fields = kind.fields.iter().filter(|field| lens.sees(field));
    let fields = fields.filter(|field| field.holds != FieldType::Structure);
    fields
        .flat_map(|field| {
            let versions = replica.history(kind.no, row.id(), field.no).into_iter();
            let now = versions.filter(|version| version.current);
            now.filter_map(|version| datum(replica, field, &version, lens))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What a record held before, as the log tells it; references are named as they are now.
pub fn earlier(past: &Replica, now: &Replica, held: &Held, lens: Lens) -> Vec<Datum> {
    let fields = held.kind.fields.iter().filter(|field| lens.sees(field));
    let fields = fields.filter(|field| field.holds != FieldType::Structure);
    fields
        .flat_map(|field| {
            let versions = past.history(held.kind.no, held.id, field.no).into_iter();
            let before = versions.filter(|version| !version.current);
            before
                .filter_map(|version| datum(now, field, &version, lens))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn held(replica: &Replica, kind: &'static Kind, row: Row<'_>, tie: Tie, lens: Lens) -> Held {
    let made = replica.created(kind.no, row.id());
    Held {
        kind,
        id: row.id(),
        tie,
        title: called(replica, kind, row, lens),
        made: made.map(|(stamp, origin)| Source::of(stamp, origin)),
        data: data(replica, kind, row, lens),
        earlier: Vec::new(),
    }
}

/// Every record but reveals and other customers that names this one, and the parts of these.
fn naming(
    replica: &Replica,
    customer: RecordId,
    kind_of: &dyn Fn(KindNo) -> Option<&'static Kind>,
    lens: Lens,
) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    let others = model::KINDS.iter();
    let others = others.filter(|kind| ![CUSTOMER.no, REVEAL.no].contains(&kind.no));
    for kind in others.filter_map(|kind| kind_of(kind.no)) {
        let mut rows: Vec<Row<'_>> = Vec::new();
        let refers = |field: &&Field| field.holds == FieldType::Ref(CUSTOMER.no);
        for field in kind.fields.iter().filter(refers) {
            for row in replica.referring(kind.no, field.no, customer) {
                if rows.iter().all(|known| known.id() != row.id()) {
                    rows.push(row);
                }
            }
        }
        for row in crate::order::highest_first(rows, |row| when(*row, kind, lens)) {
            all.push(held(replica, kind, row, Tie::Names, lens));
            for (part, of, _) in model::parts_of(kind.no) {
                let rows = parts(replica, part, of, row.id()).into_iter();
                all.extend(rows.map(|row| held(replica, part, row, Tie::Part, lens)));
            }
        }
    }
    all
}

/// When it happened; a day that may not be read puts nothing in its order.
fn when(row: Row<'_>, kind: &Kind, lens: Lens) -> i64 {
    let field = kind.when.and_then(|no| kind.field(no));
    let field = field.filter(|field| lens.reads(field));
    match field.map(|field| row.value(field.no)) {
        Some(Value::Date(day)) => i64::from(day.0) * 86_400_000,
        Some(Value::Instant(ms)) => ms,
        _ => i64::MIN + i64::from(row.index()),
    }
}

fn answered(replica: &Replica, customer: RecordId, lens: Lens) -> Vec<Answered> {
    let all = responses_of(replica, customer).into_iter();
    let all = all.filter_map(|(form, row)| {
        let row = replica.responses(form)?.at(row)?;
        let known = forms::form(replica, form);
        let title = known.as_ref().map(|form| form.title.of(lens.language));
        let questions = known.iter().flat_map(|form| form.questions());
        let answers = questions.map(|question| {
            let value = row.answer(question.no);
            let words = answer_words(question, &value);
            let asked = question.ask.of(lens.language).to_owned();
            (question.no, asked, value, words)
        });
        let consent = row.consent().map(|consent| {
            let shown = replica.get(NOTICE.no, consent.notice);
            let shown = shown.and_then(|row| row.text(notice::TEXT).map(str::to_owned));
            (consent.at, consent.language, shown)
        });
        Some(Answered {
            id: row.id(),
            form: (form, row.version()),
            title: title.unwrap_or_default().to_owned(),
            at: row.taken_at(),
            consent,
            answers: answers
                .filter(|(_, _, value, _)| !value.is_nothing())
                .collect(),
        })
    });
    crate::order::highest_first(all.collect(), |one| one.at)
}

fn reference(value: &Value) -> Option<RecordId> {
    match value {
        Value::Ref(id) => Some(*id),
        _ => None,
    }
}

fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::Instant(at) => Some(*at),
        _ => None,
    }
}

/// Whether an export held a record: ids of 16 bytes, one after the other.
fn holds(row: Row<'_>, customer: RecordId) -> bool {
    match row.value(export::RECORDS) {
        Value::Bytes(bytes) => bytes.as_chunks::<16>().0.contains(&customer.0),
        _ => false,
    }
}

fn given(replica: &Replica, customer: RecordId, lens: Lens) -> Vec<GivenOut> {
    let rows = replica.table(EXPORT.no).into_iter();
    let rows = rows.flat_map(replica::Table::rows);
    let all = rows.filter(|row| holds(*row, customer)).map(|row| {
        let text = |no| row.text(no).unwrap_or_default().to_owned();
        let format = EXPORT.field(export::FORMAT);
        let format = format.map(|f| words(replica, f, &row.value(f.no), lens));
        GivenOut {
            at: instant(&row.value(export::AT)),
            purpose: text(export::PURPOSE),
            recipient: text(export::RECIPIENT),
            format: format.unwrap_or_default(),
            fields: text(export::FIELDS),
            by: reference(&row.value(export::BY)),
        }
    });
    crate::order::highest_first(all.collect(), |one| one.at.unwrap_or(i64::MIN))
}

fn looked(replica: &Replica, customer: RecordId) -> Vec<Looked> {
    let rows = replica.referring(REVEAL.no, reveal::CUSTOMER, customer);
    let all = rows.into_iter().map(|row| {
        let text = |no| row.text(no).unwrap_or_default().to_owned();
        Looked {
            at: instant(&row.value(reveal::AT)),
            field: text(reveal::FIELD),
            by: reference(&row.value(reveal::BY)),
            why: text(reveal::REASON),
        }
    });
    crate::order::highest_first(all.collect(), |one| one.at.unwrap_or(i64::MIN))
}

/// Gathers everything; none when there is no such customer. `kind_of` knows the fields that were
/// added to registers.
pub fn gather(
    replica: &Replica,
    customer: RecordId,
    kind_of: &dyn Fn(KindNo) -> Option<&'static Kind>,
    lens: Lens,
) -> Option<All> {
    let kind = kind_of(CUSTOMER.no)?;
    let row = replica.get(kind.no, customer)?;
    let mut records = vec![held(replica, kind, row, Tie::Own, lens)];
    records.extend(naming(replica, customer, kind_of, lens));
    let refers = |field: &&Field| field.holds == FieldType::Ref(kind.no);
    let members = kind.fields.iter().filter(refers);
    let members = members.map(|field| replica.referring(kind.no, field.no, customer).len());
    let audits = lens.role.audits();
    Some(All {
        records,
        members: members.sum(),
        answered: answered(replica, customer, lens),
        given: audits.then(|| given(replica, customer, lens)),
        looked: audits.then(|| looked(replica, customer)),
    })
}
