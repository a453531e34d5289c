//! Whatever a file says, nothing panics, and looking through decides what bringing in does.

use super::*;
use model::{INTERACTION, LINE, PRODUCT, PROMISE, PURCHASE, RELATION, TASK};
use proptest::prelude::*;

const KINDS: [&Kind; 8] = [
    &CUSTOMER,
    &PURCHASE,
    &PRODUCT,
    &INTERACTION,
    &TASK,
    &PROMISE,
    &RELATION,
    &LINE,
];

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-c]",
        Just("13800138000".to_owned()),
        Just("2024-02-30".to_owned()),
        Just("3/5/2024".to_owned()),
        Just("a@b.cn".to_owned()),
        Just("12.5 CNY".to_owned()),
        Just("是".to_owned()),
        "\\PC{0,12}",
        "[=+@'\\-]{1,3}[0-9a-z]{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn fuzz_any_file_comes_in_or_is_refused(
        kind in 0..KINDS.len(),
        uses in prop::collection::vec(0..32usize, 1..8),
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..9), 0..12),
        key in 0..5usize,
        on_match in 0..3usize,
        on_like in 0..3usize,
    ) {
        let kind = KINDS[kind];
        let columns: Vec<Use> = uses
            .iter()
            .map(|n| match n {
                0 => Use::Ignore,
                1 => Use::Name(NamePart::Given),
                2 => Use::Address(exchange::record::AddressPart::City),
                3 => Use::Tag { prefix: "x".into() },
                4 => Use::Taken,
                n => kind.fields.get(n - 5).map_or(Use::Ignore, |f| Use::Field(f.no)),
            })
            .collect();
        let plan = Plan { columns };
        if plan.check_for(kind).is_err() {
            return Ok(());
        }
        let keys = Key::choices(kind, &plan);
        let setup = Setup {
            key: keys[key % keys.len()],
            on_match: [OnMatch::Update, OnMatch::Skip, OnMatch::Insert][on_match],
            on_like: [OnLike::Keep, OnLike::Skip, OnLike::Tag("t".into())][on_like].clone(),
            ..super::setup(kind, &plan.columns)
        };
        let mut file = String::new();
        for row in &rows {
            let cells: Vec<_> = row.iter().map(|c| exchange::Cell::Text(c)).collect();
            exchange::write_row(&mut file, &cells, Delimiter::Comma);
        }
        let mut world = World::new();
        world.customer(1, &[(customer::NAME, "a"), (customer::PHONE, "13800138000")]);
        world.customer(2, &[(customer::NAME, "b"), (customer::EMAIL, "a@b.cn")]);
        let before = world.names(kind).len();
        let seen = world.take(&setup, &file, false);
        let done = world.take(&setup, &file, true);
        prop_assert_eq!(&seen, &done);
        let (tally, _) = done;
        prop_assert_eq!(world.names(kind).len(), before + tally.made + tally.owners);
    }
}
