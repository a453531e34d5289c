//! The customers: those of the sample, with more of what real ones have: several telephones and
//! addresses, an organisation, somebody who looks after them.
//!
//! Must stay true: the same number gives the same customers; peers get every text that the app
//! searches, and no other.

use model::{BatchId, CUSTOMER, DeviceId, FieldNo, Labelled, RecordId, Value, customer};
use replica::Op;
use sample::{Activity, Size};
use serde_json::{Map, Value as Json, json};

const SEED: u64 = 20_180_101;
/// Who looks after customers.
pub const MEMBERS: [&str; 20] = [
    "王芳",
    "李娜",
    "张敏",
    "刘洋",
    "陈静",
    "杨帆",
    "赵磊",
    "黄丽",
    "周强",
    "吴倩",
    "Ada Byron",
    "Grace Moore",
    "Alan Reed",
    "Edith Clarke",
    "Henry Wood",
    "曾伟",
    "单丽",
    "解明",
    "Zoë Brandt",
    "José Ortega",
];
const POSITIONS: [&str; 8] = [
    "经理",
    "采购主管",
    "财务",
    "总经理",
    "Buyer",
    "Director",
    "Engineer",
    "店长",
];
const STREETS: [&str; 6] = [
    "人民路",
    "中山大街",
    "High Street",
    "解放东路",
    "Station Road",
    "建设一路",
];

/// A customer: the operations that make it, and its texts for peers.
pub struct Customer {
    /// Its id.
    pub id: RecordId,
    /// What makes it.
    pub ops: Vec<Op>,
    /// The fields that are searched, by code.
    pub texts: Map<String, Json>,
}

impl Customer {
    /// A searched text of it; blank when there is none.
    pub fn text(&self, code: &str) -> &str {
        self.texts.get(code).and_then(Json::as_str).unwrap_or("")
    }
}

/// The id of a member.
pub fn member(no: usize) -> RecordId {
    let mut id = [0x5a; 16];
    id[15] = u8::try_from(no).unwrap_or(u8::MAX);
    RecordId(id)
}

/// Makes so many customers.
pub fn make(customers: u32) -> Vec<Customer> {
    let size = Size {
        customers,
        activity: Activity::TenAnswers,
    };
    let nobody = [0; 16];
    let made = sample::generate(
        SEED,
        size,
        DeviceId(nobody),
        RecordId(nobody),
        BatchId(nobody),
        1,
    );
    let mut all: Vec<Customer> = Vec::new();
    let mut firms: Vec<(RecordId, String)> = Vec::new();
    for change in made {
        let Some(Op::Create { kind, record }) = change.ops.first() else {
            continue;
        };
        if *kind != CUSTOMER.no {
            continue;
        }
        let one = grown(all.len(), *record, change.ops, &firms);
        if one.is_firm {
            firms.push((one.customer.id, one.customer.text("name").to_owned()));
        }
        all.push(one.customer);
    }
    all
}

struct Grown {
    customer: Customer,
    is_firm: bool,
}

/// A customer of the sample with more about it.
fn grown(at: usize, id: RecordId, ops: Vec<Op>, firms: &[(RecordId, String)]) -> Grown {
    let (kind, record) = (CUSTOMER.no, id);
    let is_firm = ops.iter().any(|op| {
        matches!(op, Op::Set { field, value: Value::Choice(code), .. }
            if *field == customer::KIND && code == "organisation")
    });
    let mut ops = ops;
    let set = |field, value| Op::Set {
        kind,
        record,
        field,
        value,
    };
    let add = |field, element| Op::Add {
        kind,
        record,
        field,
        element,
    };
    let pick = |all: &[&str], by: usize| all.get(by % all.len()).copied().unwrap_or("").to_owned();
    let owner = (at * 7 + at / 13) % MEMBERS.len();
    ops.push(set(customer::OWNER, Value::Ref(member(owner))));
    if at.is_multiple_of(2) {
        ops.push(add(
            customer::PHONES,
            format!("154 01{:02} {:04}", at / 10_000 % 100, at * 7 % 10_000),
        ));
    }
    if at.is_multiple_of(5) {
        let phone = format!("010 5550 {:04}", at % 10_000);
        ops.push(add(
            customer::PHONES,
            Labelled {
                label: "办公",
                text: &phone,
            }
            .to_text(),
        ));
    }
    if at.is_multiple_of(4) {
        ops.push(add(customer::EMAILS, format!("office{at}@mail.example")));
    }
    if at.is_multiple_of(3) {
        let street = pick(&STREETS, at / 3);
        ops.push(add(
            customer::ADDRESSES,
            format!("{street} {} 号", at % 900 + 1),
        ));
    }
    let mut firm = String::new();
    let of = firms.get(at * 31 % firms.len().max(1));
    if let Some((of, name)) = of.filter(|_| !is_firm && at % 5 < 2) {
        ops.push(set(customer::ORGANISATION, Value::Ref(*of)));
        ops.push(set(customer::POSITION, Value::Text(pick(&POSITIONS, at))));
        firm.clone_from(name);
    }
    if at.is_multiple_of(6) {
        ops.push(set(customer::WECHAT, Value::Text(format!("wx_{at:06}"))));
    }
    if !is_firm && at % 2 == 1 {
        let day = model::Date(i32::try_from(at % 14_000).unwrap_or(0));
        ops.push(set(customer::BIRTHDAY, Value::Date(day)));
    }
    if at.is_multiple_of(10) {
        let note = format!("希望上午联系, asks to be called before noon ({at})");
        ops.push(set(customer::NOTES, Value::Text(note)));
    }
    ops.push(set(
        customer::TEAM,
        Value::Text(format!("{} 组", owner / 5 + 1)),
    ));
    let texts = texts(at, &ops, firm);
    Grown {
        customer: Customer { id, ops, texts },
        is_firm,
    }
}

/// What is searched, as the peers get it: each field one text.
fn texts(at: usize, ops: &[Op], firm: String) -> Map<String, Json> {
    let mut texts = Map::new();
    texts.insert("id".into(), json!(at));
    texts.insert("organisation".into(), firm.into());
    let code = |no: FieldNo| CUSTOMER.field(no).map(|field| field.code);
    let wanted = [
        customer::NAME,
        customer::PHONE,
        customer::EMAIL,
        customer::REGION,
        customer::NUMBER,
        customer::POSITION,
        customer::WECHAT,
        customer::TEAM,
        customer::NOTES,
        customer::PHONES,
        customer::EMAILS,
        customer::ADDRESSES,
        customer::TAGS,
    ];
    for no in wanted {
        let of = |op: &Op| match op {
            Op::Set {
                field,
                value: Value::Text(text),
                ..
            } if *field == no => Some(text.clone()),
            Op::Add { field, element, .. } if *field == no => {
                Some(Labelled::of(element).text.to_owned())
            }
            _ => None,
        };
        let all: Vec<String> = ops.iter().filter_map(of).collect();
        if let Some(code) = code(no) {
            texts.insert(code.to_owned(), all.join(", ").into());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::make;

    #[test]
    fn customers_are_the_same_every_time_and_have_what_is_searched() {
        let (all, again) = (make(500), make(500));
        assert_eq!(all.len(), 500);
        for (one, other) in all.iter().zip(&again) {
            assert_eq!((one.id, &one.ops), (other.id, &other.ops));
            assert!(!one.text("name").is_empty());
        }
        for code in ["phones", "emails", "organisation", "tags", "addresses"] {
            assert!(all.iter().any(|one| !one.text(code).is_empty()), "{code}");
        }
    }
}
