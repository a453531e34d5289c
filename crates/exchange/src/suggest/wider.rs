//! A first plan for a file that goes into any register: headers that name a field, then what
//! [`crate::suggest`] and [`crate::guess`] say of customers, then what headers of other
//! registers contain.
//!
//! Must stay true: a header that names a field with certainty gets it; a field that holds one
//! value is given once; a column whose cells the field would mostly refuse is not given to it.

use super::{names, suggest};
use crate::cell::{Content, header, read_cell};
use crate::record::{AddressPart, NamePart, address_field};
use crate::{ColumnProfile, DateFormat, DayOrder, Ground, Guess, Meaning, Use, guess, read_date};
use model::{CUSTOMER, Field, FieldNo, FieldType, Kind, customer};

/// Suggests a use for each column of a file that goes into this register, in order.
pub fn suggest_for(kind: &Kind, profiles: &[ColumnProfile]) -> Vec<Use> {
    let customers = kind.no == CUSTOMER.no;
    let mut plan = Claims {
        kind,
        uses: vec![Use::Ignore; profiles.len()],
    };
    for (at, profile) in profiles.iter().enumerate() {
        if let Some(no) = header(kind.fields, &profile.name) {
            plan.claim(at, no);
        }
    }
    if customers {
        let certain: Vec<bool> = plan.uses.iter().map(|used| *used != Use::Ignore).collect();
        let guesses = guess(profiles);
        let in_parts = given(&guesses);
        let firm = |at: usize| {
            let found = guesses.get(at).copied().flatten();
            found.is_some_and(|found| found.meaning == Meaning::Organisation)
        };
        for (at, used) in suggest(profiles).into_iter().enumerate() {
            match used {
                // The name is in other columns, in parts.
                Use::Field(customer::NAME) if in_parts && firm(at) => {}
                Use::Field(no) => plan.claim(at, no),
                used => plan.put(at, used),
            }
        }
        let parts = Parts::of(&guesses, &plan);
        for (at, found) in guesses.into_iter().enumerate() {
            let free = certain.get(at) == Some(&false);
            if let Some(found) = found.filter(|_| free) {
                plan.meaning(at, found, parts);
            }
        }
    } else {
        others(&mut plan, profiles);
    }
    plan.uses
}

/// Which parts a file has at all.
#[derive(Debug, Clone, Copy)]
struct Parts {
    name: bool,
    address: bool,
}

impl Parts {
    fn of(guesses: &[Option<Guess>], plan: &Claims<'_>) -> Self {
        let has = |wanted: &[Meaning]| {
            let mut found = guesses.iter().flatten();
            found.any(|found| wanted.contains(&found.meaning) && found.ground != Ground::Cells)
        };
        let whole = plan.uses.contains(&Use::Field(plan.kind.title));
        Self {
            name: given(guesses) && !whole,
            address: has(&[Meaning::Street, Meaning::Postcode]),
        }
    }
}

/// Whether names come in parts.
fn given(guesses: &[Option<Guess>]) -> bool {
    let part = |found: &Guess| matches!(found.meaning, Meaning::GivenName | Meaning::FamilyName);
    guesses.iter().flatten().any(part)
}

struct Claims<'a> {
    kind: &'a Kind,
    uses: Vec<Use>,
}

impl Claims<'_> {
    fn put(&mut self, at: usize, used: Use) {
        if let Some(slot @ Use::Ignore) = self.uses.get_mut(at) {
            *slot = used;
        }
    }

    fn free(&self, no: FieldNo) -> bool {
        let several = self
            .kind
            .field(no)
            .is_some_and(|field| field.holds.is_set() || field.holds == FieldType::LongText);
        several || !self.uses.contains(&Use::Field(no))
    }

    fn claim(&mut self, at: usize, no: FieldNo) {
        if self.free(no) {
            self.put(at, Use::Field(no));
        }
    }

    /// Gives a column of customers what it means, where nothing clearer was said of it.
    fn meaning(&mut self, at: usize, found: Guess, parts: Parts) {
        let now = self.uses.get(at).cloned().unwrap_or_default();
        let named = matches!(found.ground, Ground::Header | Ground::HeaderAndCells);
        let vague = matches!(now, Use::Tag { .. } | Use::Item(_));
        let part = match found.meaning {
            Meaning::Street => Some(AddressPart::Street),
            Meaning::City => Some(AddressPart::City),
            Meaning::Region => Some(AddressPart::Region),
            Meaning::Postcode => Some(AddressPart::Postcode),
            Meaning::Country => Some(AddressPart::Country),
            _ => None,
        };
        // City and province are parts of an address where there is one to be put together.
        let moves = part.is_some() && parts.address && now == Use::Field(customer::REGION);
        let open = now == Use::Ignore && found.score >= 0.6;
        if !(open || named && (vague || moves)) {
            return;
        }
        if let Some(part) = part {
            if parts.address && address_field(self.kind).is_some() {
                self.replace(at, Use::Address(part));
            } else if now == Use::Ignore && matches!(found.meaning, Meaning::City | Meaning::Region)
            {
                self.claim(at, customer::REGION);
            }
            return;
        }
        let name = match found.meaning {
            Meaning::FamilyName => Some(NamePart::Family),
            Meaning::GivenName => Some(NamePart::Given),
            Meaning::MiddleName => Some(NamePart::Middle),
            _ => None,
        };
        if let Some(name) = name {
            if parts.name {
                self.replace(at, Use::Name(name));
            }
            return;
        }
        let wanted: &[FieldNo] = match found.meaning {
            Meaning::Name => &[customer::NAME],
            Meaning::Number => &[customer::NUMBER],
            Meaning::Organisation => &[customer::ORGANISATION],
            Meaning::Title => &[customer::POSITION],
            Meaning::Mobile | Meaning::Phone => &[customer::PHONE, customer::PHONES],
            Meaning::Fax => &[customer::PHONES],
            Meaning::Email => &[customer::EMAIL, customer::EMAILS],
            Meaning::WeChat => &[customer::WECHAT],
            Meaning::Address => &[customer::ADDRESSES],
            Meaning::Birthday => &[customer::BIRTHDAY],
            Meaning::BirthYear => &[customer::BIRTH_YEAR],
            Meaning::Gender => &[customer::SEX],
            Meaning::Since => &[customer::SINCE],
            Meaning::Source => &[customer::ACQUIRED],
            Meaning::Owner => &[customer::OWNER],
            Meaning::Tags => &[customer::TAGS],
            Meaning::Notes => &[customer::NOTES],
            Meaning::Kind => &[customer::KIND],
            _ => &[],
        };
        if let Some(no) = wanted.iter().find(|no| self.free(**no)) {
            self.replace(at, Use::Field(*no));
        }
    }

    fn replace(&mut self, at: usize, used: Use) {
        if let Some(slot) = self.uses.get_mut(at) {
            *slot = used;
        }
    }
}

/// Columns of any other register.
fn others(plan: &mut Claims<'_>, profiles: &[ColumnProfile]) {
    let kind = plan.kind;
    let keys: Vec<String> = profiles.iter().map(|p| names::key(&p.name)).collect();
    for field in kind.fields {
        let refers = matches!(field.holds, FieldType::Ref(_));
        let candidates = profiles.iter().zip(&keys).enumerate();
        let best = candidates
            .filter(|(at, (profile, _))| {
                plan.uses.get(*at) == Some(&Use::Ignore) && (refers || fits(field, profile))
            })
            .filter_map(|(at, (_, key))| Some((rank(kind, field, key)?, at)))
            .min();
        if let Some((_, at)) = best.filter(|_| plan.free(field.no)) {
            plan.claim(at, field.no);
        }
    }
    // The only days go into the only field for days that matters.
    let days = |profile: &ColumnProfile| profile.days.days() * 2 > profile.filled.max(1);
    let mut dated = profiles.iter().enumerate().filter(|(_, p)| days(p));
    if let (Some((at, _)), None, Some(when)) = (dated.next(), dated.next(), kind.when) {
        let date = kind.field(when).is_some_and(|f| f.holds == FieldType::Date);
        if date {
            plan.claim(at, when);
        }
    }
}

/// How well a header names a field of any register; 0 best.
fn rank(kind: &Kind, field: &Field, key: &str) -> Option<usize> {
    if key.is_empty() {
        return None;
    }
    let own = [field.label.zh, field.label.en, field.code].map(names::key);
    if own.iter().any(|name| name == key) {
        return Some(0);
    }
    let long = |name: &str| name.chars().nth(1).is_some();
    if own
        .iter()
        .any(|name| long(name) && key.contains(name.as_str()))
    {
        // Of several that name the owner, the number says best who is meant.
        let sure = ["编号", "number", "电话", "phone", "手机", "mail", "邮箱"];
        let place = sure.iter().position(|word| key.contains(word));
        return Some(1 + place.unwrap_or(sure.len()));
    }
    let owner = kind.of == Some(field.no) && field.holds == FieldType::Ref(CUSTOMER.no);
    let words = [
        "客户",
        "customer",
        "client",
        "姓名",
        "name",
        "联系人",
        "手机",
        "电话",
        "phone",
    ];
    let place = words.iter().position(|word| key.contains(word));
    place.filter(|_| owner).map(|place| 20 + place)
}

/// Whether at least half of the values that are listed would be taken by the field.
fn fits(field: &Field, profile: &ColumnProfile) -> bool {
    let format = DateFormat {
        order: profile.days.format().order.or(Some(DayOrder::DayFirst)),
        ..profile.days.format()
    };
    let takes = |value: &str| match field.holds {
        FieldType::Date => read_date(value, format).is_ok(),
        FieldType::Moment => {
            let day = value.split(' ').next().unwrap_or_default();
            read_date(day, format).is_ok()
        }
        _ => matches!(
            read_cell(field, value, 0),
            Ok(Content::Value(_) | Content::Elements(_))
        ),
    };
    let (mut all, mut good) = (0u64, 0u64);
    for (value, count) in &profile.frequent {
        all += count;
        good += if takes(value) { *count } else { 0 };
    }
    all == 0 || good * 2 >= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Delimiter, Limits, Parser, Profiler, Row};
    use model::{INTERACTION, PRODUCT, PURCHASE, interaction, product, purchase};

    fn check(kind: &Kind, text: &str, want: &[Use]) {
        let mut profiler = None;
        let mut on_row = |row: Row<'_>| match &mut profiler {
            None => profiler = Some(Profiler::new(row)),
            Some(profiler) => profiler.row(row),
        };
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        parser.push(text, &mut on_row).unwrap();
        parser.finish(&mut on_row).unwrap();
        let profile = profiler.unwrap().finish();
        let got = suggest_for(kind, &profile.columns);
        assert_eq!(got, want, "{text}");
        let plan = crate::Plan { columns: got };
        assert_eq!(plan.check_for(kind), Ok(()), "{text}");
    }

    #[test]
    fn customers_of_an_address_book_are_mapped_in_both_languages() {
        use AddressPart::{City, Postcode, Region, Street};
        let field = Use::Field;
        check(
            &CUSTOMER,
            "姓名,手机,座机,公司,职务,邮箱,微信号,生日,备注\n\
             张三,13800138000,010-88886666,知行公司,经理,a@b.cn,zhang3,1985-03-01,x\n\
             李四,13900139000,010-88887777,知行公司,职员,c@d.cn,li4,1990-05-06,y\n",
            &[
                field(customer::NAME),
                field(customer::PHONE),
                field(customer::PHONES),
                field(customer::ORGANISATION),
                field(customer::POSITION),
                field(customer::EMAIL),
                field(customer::WECHAT),
                field(customer::BIRTHDAY),
                field(customer::NOTES),
            ],
        );
        check(
            &CUSTOMER,
            "First Name,Last Name,Company,Mobile Phone,Business Phone,E-mail Address,Street,City,State,Postal Code\n\
             Ada,Lovelace,Acme,+44 20 7946 0001,+44 20 7946 0002,ada@x.org,St James 12,London,LDN,SW1\n",
            &[
                Use::Name(NamePart::Given),
                Use::Name(NamePart::Family),
                field(customer::ORGANISATION),
                field(customer::PHONE),
                field(customer::PHONES),
                field(customer::EMAIL),
                Use::Address(Street),
                Use::Address(City),
                Use::Address(Region),
                Use::Address(Postcode),
            ],
        );
        // What the app writes itself comes back whole, sets and references too.
        let codes: Vec<&str> = CUSTOMER.fields.iter().map(|f| f.code).collect();
        let labels: Vec<&str> = CUSTOMER.fields.iter().map(|f| f.label.zh).collect();
        let want: Vec<Use> = CUSTOMER.fields.iter().map(|f| field(f.no)).collect();
        for names in [codes, labels] {
            check(&CUSTOMER, &format!("{}\n", names.join(",")), &want);
        }
    }

    #[test]
    fn other_registers_are_mapped_by_their_own_words() {
        let field = Use::Field;
        check(
            &PURCHASE,
            "客户电话,客户姓名,购买日期,产品名称,金额\n13800138000,张三,2024-01-02,茶,12.5\n",
            &[
                field(purchase::CUSTOMER),
                Use::Ignore,
                field(purchase::DATE),
                field(purchase::PRODUCT),
                field(purchase::AMOUNT),
            ],
        );
        check(
            &PRODUCT,
            "Product name,Product code,List price\nTea,T1,12.5\n",
            &[
                field(product::NAME),
                field(product::CODE),
                field(product::PRICE),
            ],
        );
        check(
            &INTERACTION,
            "Client,When,Way,What was said\nAda,2024-01-02 10:00,Visit,hello\n",
            &[
                field(interaction::CUSTOMER),
                field(interaction::AT),
                field(interaction::WAY),
                field(interaction::SAID),
            ],
        );
    }
}
