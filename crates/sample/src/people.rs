//! Customers: names, ways to reach them, where and who they are.
//!
//! Must stay true: every value is one that the register accepts; nobody can be reached by what
//! is made up here.

use crate::plan::Plan;
use crate::rng::{Rng, Stream};
use crate::words::{self, en, zh};
use model::{CUSTOMER, FieldNo, Language, RecordId, Value, customer};
use replica::Op;

/// The operations that make one customer.
pub(crate) fn customer(seed: u64, plan: &Plan, id: RecordId, number: u32) -> Vec<Op> {
    let mut rng = Rng::new(seed, plan.customer, Stream::Person, 0);
    let mut record = Record::new(id);
    let organisation = rng.per_mille(150);
    let female = rng.per_mille(510);
    let (name, address) = match (plan.language, organisation) {
        (Language::Zh, true) => zh_organisation(&mut rng),
        (Language::Zh, false) => zh_person(&mut rng, female),
        (Language::En, true) => en_organisation(&mut rng),
        (Language::En, false) => en_person(&mut rng, female),
    };
    record.text(customer::NAME, name);
    let kind = if organisation {
        "organisation"
    } else {
        "person"
    };
    record.choice(customer::KIND, kind);
    let (region, phone) = reach(&mut rng, plan);
    if rng.per_mille(920) {
        record.text(customer::PHONE, phone);
    }
    if rng.per_mille(if organisation { 900 } else { 620 }) {
        let host = match plan.language {
            Language::Zh => "@example.cn",
            Language::En => "@example.com",
        };
        let unique = plan.customer.to_string();
        record.text(customer::EMAIL, [&address, &*unique, host].concat());
    }
    record.text(customer::REGION, region.to_owned());
    if !organisation {
        if rng.per_mille(900) {
            // Around forty-two in 2020, and grown up when they became customers.
            let youngest = i64::from(plan.since.ymd().0) - 18;
            let year = crate::rng::rating(1978.0 + 12.5 * rng.normal(), 1935, youngest);
            record.set(customer::BIRTH_YEAR, Value::Int(year));
        }
        record.choice(customer::SEX, if female { "female" } else { "male" });
    }
    record.set(customer::SINCE, Value::Date(plan.since));
    record.choice(customer::ACQUIRED, rng.weighted(words::ACQUIRED));
    let tags = match plan.language {
        Language::Zh => zh::TAGS,
        Language::En => en::TAGS,
    };
    for (share, tag) in tags {
        if rng.per_mille(*share) {
            record.add(customer::TAGS, tag);
        }
    }
    record.text(customer::NUMBER, format!("S{number:06}"));
    record.0
}

/// The operations on one new customer.
struct Record(Vec<Op>, RecordId);

impl Record {
    fn new(id: RecordId) -> Self {
        let mut ops = Vec::with_capacity(14);
        ops.push(Op::Create {
            kind: CUSTOMER.no,
            record: id,
        });
        Self(ops, id)
    }

    fn set(&mut self, field: FieldNo, value: Value) {
        self.0.push(Op::Set {
            kind: CUSTOMER.no,
            record: self.1,
            field,
            value,
        });
    }

    fn text(&mut self, field: FieldNo, text: String) {
        self.set(field, Value::Text(text));
    }

    fn choice(&mut self, field: FieldNo, code: &str) {
        self.set(field, Value::Choice(code.to_owned()));
    }

    fn add(&mut self, field: FieldNo, element: &str) {
        self.0.push(Op::Add {
            kind: CUSTOMER.no,
            record: self.1,
            field,
            element: element.to_owned(),
        });
    }
}

/// A name, and the beginning of an e-mail address.
type Named = (String, String);

fn zh_person(rng: &mut Rng, female: bool) -> Named {
    let (surname, pinyin) = rng.weighted(zh::SURNAMES);
    let given = if female { zh::FEMALE } else { zh::MALE };
    let first = rng.pick(given);
    // One in six has a given name of one character.
    let second = if rng.per_mille(165) {
        ""
    } else {
        rng.pick(given)
    };
    ([surname, first, second].concat(), pinyin.to_owned())
}

fn zh_organisation(rng: &mut Rng) -> Named {
    let (brand, pinyin) = rng.pick(zh::BRANDS);
    let name = [
        rng.pick(zh::PLACES),
        brand,
        rng.pick(zh::TRADES),
        rng.weighted(zh::FORMS),
    ];
    (name.concat(), pinyin.to_owned())
}

fn en_person(rng: &mut Rng, female: bool) -> Named {
    let first = rng.pick(if female { en::FEMALE } else { en::MALE });
    let last = rng.pick(en::SURNAMES);
    let address = [first, ".", last, "."].concat().to_ascii_lowercase();
    ([first, " ", last].concat(), address)
}

fn en_organisation(rng: &mut Rng) -> Named {
    let brand = rng.pick(en::BRANDS);
    let name = [
        brand,
        " ",
        rng.pick(en::TRADES),
        " ",
        rng.weighted(en::FORMS),
    ];
    (name.concat(), brand.to_ascii_lowercase())
}

/// A region and a telephone number that nobody has.
///
/// Chinese numbers begin with 154 00, which no operator gives out. British ones lie in the
/// ranges Ofcom keeps for drama, American ones among 555-0100 to 0199. Within 10,000 customers
/// none is used twice.
fn reach(rng: &mut Rng, plan: &Plan) -> (&'static str, String) {
    match plan.language {
        Language::Zh => {
            // A bijection on six digits, so that neighbours do not look alike.
            let digits = u64::from(plan.customer) * 700_307 % 1_000_000;
            let region = rng.weighted(zh::REGIONS);
            let (front, back) = (digits / 10_000, digits % 10_000);
            (region, format!("154 00{front:02} {back:04}"))
        }
        Language::En => {
            let nth = plan.customer / 10;
            let (region, prefix) = usize::try_from(plan.customer % 10)
                .ok()
                .and_then(|index| en::REGIONS.get(index))
                .copied()
                .unwrap_or_default();
            let phone = if prefix.ends_with("01") {
                let (line, extension) = (nth % 100, nth / 100 % 1000);
                format!("{prefix}{line:02} ext {extension:03}")
            } else {
                format!("{prefix}{:03}", nth % 1000)
            };
            (region, phone)
        }
    }
}
