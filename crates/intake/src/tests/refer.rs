//! Rows that refer to other records, and records that would belong to themselves.

use super::*;
use model::{PURCHASE, purchase};

#[test]
fn owners_are_found_or_made_by_name_and_described_by_their_own_row() {
    let mut world = World::new();
    world.customer(1, &[(customer::NAME, "知行公司")]);
    let setup = Setup {
        begin: vec![(customer::KIND, Value::Choice("person".into()))],
        ..customers(&[customer::NAME, customer::ORGANISATION, customer::REGION])
    };
    let file = "张三,知行公司,\n李四,Acme,\n王五,acme,\nAcme,知行公司,Wien\n赵敏,New Ltd,\n";
    let (tally, refused) = world.take(&setup, file, true);
    assert_eq!((tally.made, tally.owners, refused.len()), (5, 1, 0));
    assert_eq!(world.names(&CUSTOMER).len(), 7);
    let acme = world.named("Acme");
    assert_eq!(acme.text(customer::REGION), Some("Wien"));
    assert_eq!(
        acme.value(customer::KIND),
        Value::Choice("organisation".into())
    );
    assert_eq!(acme.value(customer::ORGANISATION), Value::Ref(id(1)));
    for name in ["李四", "王五"] {
        let owner = world.named(name).value(customer::ORGANISATION);
        assert_eq!(owner, Value::Ref(acme.id()));
    }
    let made = world.named("New Ltd");
    assert_eq!(
        made.value(customer::KIND),
        Value::Choice("organisation".into())
    );
}

#[test]
fn nobody_comes_to_belong_to_itself() {
    let mut world = World::new();
    for (n, name) in [(1, "A"), (2, "B"), (3, "C")] {
        world.customer(n, &[(customer::NAME, name), (customer::NUMBER, name)]);
    }
    let setup = Setup {
        key: Key::Text(customer::NUMBER),
        ..customers(&[customer::NUMBER, customer::NAME, customer::ORGANISATION])
    };
    let file = "A,A,B\nB,B,C\nC,C,A\nC,C,C\nX,X,x\nC,C,D\n";
    let (tally, refused) = world.take(&setup, file, true);
    let cycle = |line| (line, Some(2), "row.cycle");
    assert_eq!(refused, [cycle(3), cycle(4), cycle(5)]);
    assert_eq!((tally.changed, tally.made, tally.owners), (3, 0, 1));
    // What is known already counts as well.
    let (_, refused) = world.take(&setup, "C,C,A\n", true);
    assert_eq!(refused, [cycle(1)]);
}

#[test]
fn what_belongs_to_a_customer_names_it_by_number_phone_address_or_name() {
    let mut world = World::new();
    let one = [
        (customer::NAME, "张三"),
        (customer::NUMBER, "K7"),
        (customer::PHONE, "13800138000"),
        (customer::EMAIL, "Zhang@mail.example"),
    ];
    world.customer(1, &one);
    world.customer(2, &[(customer::NAME, "王芳"), (customer::NUMBER, "7")]);
    world.customer(3, &[(customer::NAME, "王芳")]);
    let columns = [purchase::CUSTOMER, purchase::PRODUCT].map(Use::Field);
    let setup = setup(&PURCHASE, &columns);
    let file = "k7,a\n138 0013 8000,b\nzhang@MAIL.example,c\n张 三,d\n7,e\n王芳,f\nnobody,g\n,h\n\"=cmd()\",i\n";
    let (tally, refused) = world.take(&setup, file, true);
    assert_eq!(tally.made, 5);
    assert_eq!(
        refused,
        [
            (6, Some(0), "row.several_records"),
            (7, Some(0), "row.no_such_record"),
            (8, Some(0), "invalid.required"),
            (9, Some(0), "row.no_such_record"),
        ]
    );
    let of = |n| {
        world
            .replica
            .referring(PURCHASE.no, purchase::CUSTOMER, id(n))
            .len()
    };
    assert_eq!((of(1), of(2)), (4, 1));
}
