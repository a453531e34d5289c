//! Records that somebody deletes while a file comes in.

use super::*;

fn delete(world: &mut World, record: RecordId) {
    world.apply(vec![Op::Delete { record }]);
}

#[test]
fn a_row_of_a_record_that_was_deleted_meanwhile_is_refused_and_not_lost() {
    for on_match in [OnMatch::Update, OnMatch::Skip] {
        let mut world = World::new();
        for n in [1, 2] {
            let number = ["A1", "A2"][n as usize - 1];
            world.customer(n, &[(customer::NUMBER, number), (customer::NAME, "张三")]);
        }
        let setup = Setup {
            key: Key::Text(customer::NUMBER),
            on_match,
            ..customers(&[customer::NUMBER, customer::NAME])
        };
        let mut intake = world.begin(&setup);
        delete(&mut world, id(1));
        let (_, refused) = world.rows(&mut intake, "A1,李四\nA2,李四\nA3,新\nA3,更新\n", true);
        assert_eq!(refused, [(1, Some(0), "row.gone")], "{on_match:?}");
        // What a row before made is not taken for gone, written or not yet.
        let (_, refused) = world.rows(&mut intake, "A3,再更新\n", true);
        assert_eq!(refused, []);
        let made = world.names(&CUSTOMER).len();
        assert_eq!(made, 2, "{on_match:?}");
    }
}

#[test]
fn nothing_comes_to_refer_to_what_was_deleted_meanwhile() {
    let mut world = World::new();
    world.customer(1, &[(customer::NAME, "知行公司")]);
    let setup = customers(&[customer::NAME, customer::ORGANISATION]);
    let mut intake = world.begin(&setup);
    let (_, refused) = world.rows(&mut intake, "张三,知行公司\n李四,Acme\n", true);
    assert_eq!(refused, []);
    delete(&mut world, id(1));
    let acme = world.named("Acme").id();
    delete(&mut world, acme);
    let (_, refused) = world.rows(&mut intake, "王五,知行公司\n赵敏,acme\nAcme,\n", true);
    let gone = |line| (line, Some(1), "row.no_such_record");
    assert_eq!(refused, [gone(1), gone(2)]);
    // One that was made by name and deleted is made anew by the row of that name.
    assert_ne!(world.named("Acme").id(), acme);
}
