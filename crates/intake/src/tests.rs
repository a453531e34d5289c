//! What rows become, beside records that are known.

mod fuzz;
mod gone;
mod refer;

use super::*;
use exchange::record::{NamePart, label_of};
use exchange::{Delimiter, Limits, Parser, Plan, Row, Use};
use model::{
    BatchId, CUSTOMER, Channel, DeviceId, FieldNo, Kind, RecordId, Stamp, Value, customer,
};
use replica::{Change, Op, Replica, Touched};

fn id(n: u32) -> RecordId {
    let mut id = [0xc0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    RecordId(id)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// Line, column and code of a row that was refused.
type Refusals = Vec<(u32, Option<usize>, &'static str)>;

/// A replica, and what was done to it.
struct World {
    replica: Replica,
    seq: u64,
    ids: u32,
}

impl World {
    fn new() -> Self {
        Self {
            replica: Replica::default(),
            seq: 0,
            ids: 1000,
        }
    }

    fn apply(&mut self, ops: Vec<Op>) {
        self.seq += 1;
        let change = Change {
            device: DeviceId([1; 16]),
            seq: self.seq,
            stamp: Stamp::new(self.seq, 0),
            author: RecordId([2; 16]),
            channel: Channel::Import,
            seen: 0,
            batch: Some(BatchId([3; 16])),
            ops,
            proof: None,
        };
        self.replica.apply(&change, 0, &mut Touched::default());
    }

    fn customer(&mut self, n: u32, fields: &[(FieldNo, &str)]) {
        let (kind, record) = (CUSTOMER.no, id(n));
        let mut ops = vec![Op::Create { kind, record }];
        ops.extend(fields.iter().map(|(field, value)| Op::Set {
            kind,
            record,
            field: *field,
            value: text(value),
        }));
        self.apply(ops);
    }

    /// Takes a file with this header row by row; `write` says whether it comes in.
    fn take(&mut self, setup: &Setup, file: &str, write: bool) -> (Tally, Refusals) {
        let mut intake = self.begin(setup);
        self.rows(&mut intake, file, write)
    }

    /// An intake that knows who is there now.
    fn begin(&self, setup: &Setup) -> Intake {
        let mut intake = Intake::new(setup.clone(), None, &self.replica, 100);
        while !intake.prepare(&self.replica, 2) {}
        intake
    }

    /// Takes rows, whatever happened since it began.
    fn rows(&mut self, intake: &mut Intake, file: &str, write: bool) -> (Tally, Refusals) {
        let (mut refused, mut waiting) = (Vec::new(), Vec::new());
        let (replica, ids) = (&self.replica, &mut self.ids);
        let mut on_row = |row: Row<'_>| {
            let mut new_id = || {
                *ids += 1;
                id(*ids)
            };
            match intake.take(replica, row, &mut new_id) {
                Ok(ops) => waiting.push(ops),
                Err(why) => refused.push((why.line, why.column, why.why.code())),
            }
        };
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        parser.push(file, &mut on_row).unwrap();
        parser.finish(&mut on_row).unwrap();
        let tally = intake.tally().clone();
        if write {
            for ops in waiting.into_iter().filter(|ops| !ops.is_empty()) {
                self.apply(ops);
            }
        }
        (tally, refused)
    }

    fn names(&self, kind: &Kind) -> Vec<String> {
        let rows = self.replica.table(kind.no).into_iter();
        let rows = rows.flat_map(|table| table.rows());
        rows.map(|row| row.text(kind.title).unwrap_or_default().to_owned())
            .collect()
    }

    fn value(&self, n: u32, field: FieldNo) -> Value {
        self.replica.get(CUSTOMER.no, id(n)).unwrap().value(field)
    }

    fn named(&self, name: &str) -> replica::Row<'_> {
        let mut rows = self.replica.table(CUSTOMER.no).unwrap().rows();
        rows.find(|row| row.text(customer::NAME) == Some(name))
            .unwrap()
    }
}

fn setup(kind: &'static Kind, columns: &[Use]) -> Setup {
    let plan = Plan {
        columns: columns.to_vec(),
    };
    assert_eq!(plan.check_for(kind), Ok(()));
    Setup {
        kind,
        labels: columns
            .iter()
            .map(|used| label_of(kind, used, ""))
            .collect(),
        plan,
        formats: Vec::new(),
        zone: 0.into(),
        key: Key::New,
        on_match: OnMatch::Update,
        on_like: OnLike::Keep,
        begin: Vec::new(),
        form: None,
        now: 0,
    }
}

fn customers(fields: &[FieldNo]) -> Setup {
    let columns: Vec<Use> = fields.iter().map(|no| Use::Field(*no)).collect();
    setup(&CUSTOMER, &columns)
}

#[test]
fn rows_change_skip_or_double_what_is_known_by_the_key() {
    let fields = [
        customer::NUMBER,
        customer::NAME,
        customer::PHONE,
        customer::TAGS,
    ];
    let file = "A1,张三,139 0013 9000,new\na1 ,,,new\nA2,李四,,\nA9,王五,,\n";
    for (on_match, counts, known, phone) in [
        (OnMatch::Update, [1, 2, 1], 0, "139 0013 9000"),
        (OnMatch::Skip, [1, 0, 0], 3, "13800138000"),
        (OnMatch::Insert, [4, 0, 0], 0, "13800138000"),
    ] {
        let mut world = World::new();
        let phone_of = [
            (customer::NUMBER, "a1"),
            (customer::NAME, "张三"),
            (customer::PHONE, "13800138000"),
        ];
        world.customer(1, &phone_of);
        world.customer(2, &[(customer::NUMBER, "A2"), (customer::NAME, "李四")]);
        let setup = Setup {
            key: Key::Text(customer::NUMBER),
            on_match,
            ..customers(&fields)
        };
        let seen = world.take(&setup, file, false);
        let done = world.take(&setup, file, true);
        assert_eq!(seen, done);
        let (tally, refused) = done;
        assert_eq!(
            [tally.made, tally.changed, tally.same],
            counts,
            "{on_match:?}"
        );
        assert_eq!((tally.known, refused.len()), (known, 0));
        assert_eq!(world.value(1, customer::PHONE), text(phone));
        assert_eq!(world.value(1, customer::NAME), text("张三"));
        if on_match == OnMatch::Update {
            // A blank cell has erased nothing, and the writing of the key is as before.
            assert_eq!(world.value(1, customer::NUMBER), text("a1"));
            let per_field: Vec<_> = tally.fields.iter().map(|(no, n)| (no.0, *n)).collect();
            assert_eq!(per_field, [(3, 1), (10, 2)]);
        }
    }
}

#[test]
fn the_second_row_with_a_key_changes_what_the_first_made() {
    let mut world = World::new();
    let fields = [customer::NAME, customer::PHONE, customer::NOTES];
    let setup = Setup {
        key: Key::Phone,
        ..customers(&fields)
    };
    let file = "张三,13800138000,first\n,+86 138 0013 8000,second\n李四,13900139000,\n";
    let (tally, refused) = world.take(&setup, file, true);
    assert_eq!((tally.made, tally.changed, refused.len()), (2, 1, 0));
    assert_eq!(world.named("张三").text(customer::NOTES), Some("second"));
    // The same file once more changes what differs and makes nothing.
    let (tally, _) = world.take(&setup, file, true);
    assert_eq!((tally.made, tally.changed + tally.same), (0, 3));
    assert_eq!(world.named("张三").text(customer::NOTES), Some("second"));
}

#[test]
fn a_key_that_fits_several_is_refused_or_passed_over() {
    let mut world = World::new();
    for (n, name) in [(1, "张三"), (2, "张小三")] {
        world.customer(
            n,
            &[(customer::NAME, name), (customer::PHONE, "13800138000")],
        );
    }
    let both = customers(&[customer::NAME, customer::PHONE]);
    for (key, on_match, made, code) in [
        (Key::Phone, OnMatch::Update, 0, Some("row.several_matches")),
        (Key::Phone, OnMatch::Skip, 0, None),
        (Key::NameAndPhone, OnMatch::Update, 0, None),
        (Key::New, OnMatch::Update, 1, None),
    ] {
        let setup = Setup {
            key,
            on_match,
            ..both.clone()
        };
        let (tally, refused) = world.take(&setup, "张三,138-0013-8000\n", false);
        let codes: Vec<_> = refused.iter().map(|(_, _, code)| *code).collect();
        assert_eq!(
            (tally.made, codes),
            (made, code.into_iter().collect()),
            "{key:?}"
        );
    }
    let plan = &both.plan;
    let keys = [Key::Phone, Key::NameAndPhone, Key::New];
    assert_eq!(Key::choices(&CUSTOMER, plan), keys);
    for key in keys.into_iter().chain([Key::Email, Key::Text(FieldNo(7))]) {
        assert_eq!(Key::parse(&key.code()), key);
    }
}

#[test]
fn rows_that_look_like_somebody_are_counted_and_kept_tagged_or_passed_over() {
    let fields = [customer::NAME, customer::PHONE, customer::BIRTH_YEAR];
    // Known already; a slip of a name with the same number; twice in the file; somebody else.
    let file = "张三,13800138000,\n张叁,13800138000,1985\n赵敏,13700137000,\n赵敏,13700137000,\n钱多,13600136000,\n";
    for (on_like, made, passed, tagged) in [
        (OnLike::Keep, 5, 0, 0),
        (OnLike::Tag("?".into()), 5, 0, 2),
        (OnLike::Skip, 3, 2, 0),
    ] {
        let mut world = World::new();
        world.customer(
            1,
            &[
                (customer::NAME, "张三"),
                (customer::PHONE, "+86 138 0013 8000"),
            ],
        );
        let setup = Setup {
            on_like,
            ..customers(&fields)
        };
        let (tally, _) = world.take(&setup, file, true);
        assert_eq!((tally.made, tally.passed, tally.alike), (made, passed, 2));
        assert_eq!(tally.reasons.get(&dedupe::Reason::SameMobile), Some(&2));
        let rows = world.replica.table(CUSTOMER.no).unwrap().rows();
        let with = rows.filter(|row| row.elements(customer::TAGS) == ["?"]);
        assert_eq!(with.count(), tagged);
    }
}

#[test]
fn each_bad_row_has_its_place_and_reason_and_the_others_come_in() {
    let mut world = World::new();
    let fields = [
        customer::NAME,
        customer::SINCE,
        customer::SEX,
        customer::PHONE,
        customer::NOTES,
        customer::OWNER,
    ];
    let setup = customers(&fields);
    let long = "x".repeat(1_000_000);
    let file = format!(
        "a,,,,,\nb,2019-02-29,,,,\nc,,unknown,,,\nd,,,1.38E+10,,\ne,,,,{long},\nf,,,\ng,,,,,,,\n,,,,,Ada\n\
         h,3/5/2024,,,,\ni,,,,,Ada\n,2024-01-01,,,,\n\"=HYPERLINK(\"\"x\"\")\",,,,=1+1,\n"
    );
    let (tally, refused) = world.take(&setup, &file, true);
    assert_eq!(
        refused,
        [
            (2, Some(1), "date.no_such_day"),
            (3, Some(2), "invalid.choice"),
            (4, Some(3), "phone.digits_lost"),
            (5, Some(4), "invalid.too_long"),
            (6, None, "row.cell_count"),
            (7, None, "row.cell_count"),
            (8, Some(0), "invalid.required"),
            (9, Some(1), "date.ambiguous"),
            (10, Some(5), "row.no_such_record"),
            (11, Some(0), "invalid.required"),
        ]
    );
    assert_eq!(tally.made, 2);
    // Formulas are words and stay so.
    let formula = world.named("=HYPERLINK(\"x\")");
    assert_eq!(formula.text(customer::NOTES), Some("=1+1"));
}

#[test]
fn names_in_parts_are_names_and_a_number_stands_in() {
    let mut world = World::new();
    let columns = [
        Use::Name(NamePart::Family),
        Use::Name(NamePart::Given),
        Use::Field(customer::NUMBER),
    ];
    let setup = setup(&CUSTOMER, &columns);
    let (_, refused) = world.take(&setup, "张,三,1\nLovelace,Ada,\n,,42\n", true);
    assert_eq!(refused, []);
    assert_eq!(world.names(&CUSTOMER), ["张三", "Ada Lovelace", "42"]);
}
