//! What stands on a timeline and where: places only, so that a long one is put in order before
//! anything is put into words.
//!
//! Must stay true: where the day may not be read, nothing of it shows: neither the words nor the
//! place between others.

use crate::platform::clock;
use crate::register::Lens;
use crate::session::responses_of;
use crate::text::profile as words;
use model::{Date, DeviceId, FieldNo, Kind, KindNo, Label, RecordId, Stamp, Value};
use replica::{Replica, Row};

/// From where a line comes, in the order of the chips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A register.
    Register(KindNo),
    /// Surveys that were answered.
    Answers,
    /// Changes of the record itself.
    Changes,
}

impl Source {
    pub fn label(self) -> Label {
        match self {
            Self::Register(no) => model::kind(no).map_or(words::NONE, |kind| kind.plural),
            Self::Answers => words::ANSWERS,
            Self::Changes => words::CHANGES,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Register(no) => model::kind(no).map_or("", |kind| kind.code),
            Self::Answers => "answers",
            Self::Changes => "changes",
        }
    }
}

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A record.
    Record(RecordId),
    /// A response: the form and the row.
    Response(RecordId, u32),
    /// A change: its stamp and device, and the fields it wrote.
    Change(Stamp, DeviceId, Vec<FieldNo>),
}

/// A place on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub source: Source,
    pub about: About,
    /// The day, here; none when nobody said.
    pub day: Option<Date>,
    /// The moment, in milliseconds since 1970, where it is known to the minute.
    pub at: Option<i64>,
    /// Whether who looks may not know when.
    pub hidden: bool,
}

impl Place {
    fn of_moment(source: Source, about: About, at: i64) -> Self {
        Self {
            source,
            about,
            day: Some(clock::day_of(at)),
            at: Some(at),
            hidden: false,
        }
    }
}

/// The registers whose records belong to one of this kind and say when.
pub fn registers(kind: &Kind) -> impl Iterator<Item = (&'static Kind, FieldNo)> {
    model::kinds_of(kind.no).filter(|(other, _)| other.when.is_some())
}

fn of_record(replica: &Replica, other: &Kind, row: Row<'_>, lens: Lens) -> Place {
    let source = Source::Register(other.no);
    let about = About::Record(row.id());
    let when = other.when.and_then(|no| other.field(no));
    if when.is_some_and(|field| !lens.reads(field)) {
        return Place {
            source,
            about,
            day: None,
            at: None,
            hidden: true,
        };
    }
    match other.when.map(|when| row.value(when)) {
        Some(Value::Date(day)) => Place {
            source,
            about,
            day: Some(day),
            at: None,
            hidden: false,
        },
        Some(Value::Instant(at)) => Place::of_moment(source, about, at),
        // Nobody said when: it stands where it was written down.
        _ => match replica.created(other.no, row.id()) {
            Some((stamp, _)) => Place::of_moment(source, about, ms(stamp)),
            None => Place {
                source,
                about,
                day: None,
                at: None,
                hidden: false,
            },
        },
    }
}

fn ms(stamp: Stamp) -> i64 {
    i64::try_from(stamp.ms()).unwrap_or(i64::MAX)
}

/// The changes of a record, as the log tells them.
pub fn changes(past: &Replica, kind: &Kind, record: RecordId, lens: Lens) -> Vec<Place> {
    let mut all: Vec<(Stamp, DeviceId, Vec<FieldNo>)> = Vec::new();
    let made = past.created(kind.no, record);
    all.extend(made.map(|(stamp, origin)| (stamp, origin.device, Vec::new())));
    for field in kind.fields.iter().filter(|field| lens.sees(field)) {
        for version in past.history(kind.no, record, field.no) {
            let (stamp, device) = (version.stamp, version.origin.device);
            match all.iter_mut().find(|(s, d, _)| (*s, *d) == (stamp, device)) {
                Some((_, _, fields)) if fields.contains(&field.no) => {}
                Some((_, _, fields)) => fields.push(field.no),
                None => all.push((stamp, device, vec![field.no])),
            }
        }
    }
    let all = all.into_iter();
    all.map(|(stamp, device, fields)| {
        let about = About::Change(stamp, device, fields);
        Place::of_moment(Source::Changes, about, ms(stamp))
    })
    .collect()
}

/// Everything, latest first; of one day, what has a time before what has none.
pub fn gather(
    replica: &Replica,
    kind: &Kind,
    record: RecordId,
    changes: Vec<Place>,
    lens: Lens,
) -> Vec<Place> {
    let mut all = changes;
    for (other, of) in registers(kind) {
        let rows = replica.referring(other.no, of, record).into_iter();
        all.extend(rows.map(|row| of_record(replica, other, row, lens)));
    }
    for (form, row) in responses_of(replica, record) {
        let taken = replica.responses(form).and_then(|all| all.at(row));
        if let Some(taken) = taken {
            let about = About::Response(form, row);
            let at = taken.taken_at();
            all.push(Place::of_moment(Source::Answers, about, at));
        }
    }
    in_order(all)
}

fn in_order(all: Vec<Place>) -> Vec<Place> {
    let all = crate::order::highest_first(all, |place| place.at.unwrap_or(i64::MIN));
    crate::order::highest_first(all, |place| {
        place.day.map_or(i64::MIN, |day| i64::from(day.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_latest_first_and_what_has_a_time_before_what_has_none() {
        let place = |day: Option<i32>, at: Option<i64>| Place {
            source: Source::Answers,
            about: About::Record(RecordId([0; 16])),
            day: day.map(Date),
            at,
            hidden: false,
        };
        let mixed = [
            place(None, None),
            place(Some(3), None),
            place(Some(3), Some(10)),
            place(Some(9), None),
            place(Some(3), Some(20)),
        ];
        let sorted = in_order(mixed.to_vec());
        let order = [3, 4, 2, 1, 0].map(|at: usize| mixed[at].clone());
        assert_eq!(sorted, order);
    }
    #[test]
    fn where_the_day_may_not_be_read_nothing_is_put_in_its_order() {
        let mut replica = Replica::default();
        let customer = RecordId([1; 16]);
        let bought = [(2u8, 300), (3, 100), (4, 200)];
        let ops = bought.iter().flat_map(|(id, day)| {
            let (kind, record) = (model::PURCHASE.no, RecordId([*id; 16]));
            let set = |field, value| replica::Op::Set {
                kind,
                record,
                field,
                value,
            };
            [
                replica::Op::Create { kind, record },
                set(model::purchase::CUSTOMER, Value::Ref(customer)),
                set(model::purchase::DATE, Value::Date(Date(*day))),
            ]
        });
        let change = replica::Change {
            device: DeviceId([9; 16]),
            seq: 1,
            stamp: Stamp::new(1, 0),
            author: RecordId([8; 16]),
            channel: model::Channel::Desk,
            seen: 0,
            batch: None,
            ops: ops.collect(),
            proof: None,
        };
        replica.apply(&change, 0, &mut replica::Touched::default());
        let seen = |role| {
            let lens = Lens {
                language: model::Language::En,
                role,
                revealed: false,
            };
            let all = gather(&replica, &model::CUSTOMER, customer, Vec::new(), lens);
            let told = all.into_iter().map(|place| match place.about {
                About::Record(id) => (id.0[0], place.day.map(|day| day.0), place.hidden),
                other => panic!("{other:?}"),
            });
            told.collect::<Vec<_>>()
        };
        let [a, b, c] = [(2, Some(300)), (4, Some(200)), (3, Some(100))];
        assert_eq!(
            seen(model::Role::Agent),
            [a, b, c].map(|(id, day)| (id, day, false))
        );
        let mut hidden = seen(model::Role::PrivacyOfficer);
        hidden.sort_unstable();
        assert_eq!(hidden, [2, 3, 4].map(|id| (id, None, true)));
    }
}
