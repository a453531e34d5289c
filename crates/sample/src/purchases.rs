//! What customers buy.

use crate::plan::{Event, Ids, Plan, What};
use crate::rng::{Rng, Stream};
use crate::words::{self, en};
use model::{Language, PURCHASE, Value, purchase};
use replica::Op;

/// The operations that make one purchase.
///
/// Amounts are in the currency of the customer's region: yuan, pounds or dollars. They scatter
/// around the product's price by a quarter and are never below a fifth of it.
pub(crate) fn purchase(seed: u64, plan: &Plan, ids: &Ids, event: Event) -> Vec<Op> {
    let nth = match event.what {
        What::Purchase(nth) => nth,
        _ => 0,
    };
    let mut rng = Rng::new(seed, plan.customer, Stream::Purchase, nth);
    let (product_zh, product_en, yuan) = rng.weighted(words::PRODUCTS);
    let (product, currency, rate) = match plan.language {
        Language::Zh => (product_zh, *b"CNY", 1.0),
        Language::En if en::is_american(plan.customer) => (product_en, *b"USD", 0.15),
        Language::En => (product_en, *b"GBP", 0.115),
    };
    let amount = f64::from(yuan) * rate * (1.0 + 0.25 * rng.normal()).max(0.2);
    // Whole tens of fen or pence.
    let minor = (amount * 10.0).floor() as i64 * 10;
    let (kind, record) = (PURCHASE.no, ids.of(event));
    let set = |field, value| Op::Set {
        kind,
        record,
        field,
        value,
    };
    vec![
        Op::Create { kind, record },
        set(purchase::CUSTOMER, Value::Ref(ids.customer())),
        set(purchase::DATE, Value::Date(event.date())),
        set(purchase::PRODUCT, Value::Text(product.to_owned())),
        set(purchase::AMOUNT, Value::Money { minor, currency }),
    ]
}
