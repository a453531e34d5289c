//! What a line comes to, and what lines come to together.
//!
//! Must stay true: amounts of different currencies are never added up; nothing overflows.

/// An amount in minor units of a currency.
pub type Money = (i64, [u8; 3]);

/// Beyond this a product of floating-point numbers would no longer be exact.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Why there is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Of several currencies.
    Mixed,
    /// Larger than can be counted.
    Huge,
}

/// Quantity × price − discount, rounded to minor units, half away from zero; a quantity that
/// nobody gave is one.
///
/// # Errors
/// When the discount is in another currency, or the amount is too large.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub fn amount(
    quantity: Option<f64>,
    (price, currency): Money,
    discount: Option<Money>,
) -> Result<Money, Wrong> {
    let whole = (quantity.unwrap_or(1.0) * price as f64).round();
    if !whole.is_finite() || whole.abs() > LARGEST {
        return Err(Wrong::Huge);
    }
    let off = match discount {
        None => 0,
        Some((off, same)) if same == currency => off,
        Some(_) => return Err(Wrong::Mixed),
    };
    let amount = (whole as i64).checked_sub(off).ok_or(Wrong::Huge)?;
    Ok((amount, currency))
}

/// What amounts come to; none when there are none.
///
/// # Errors
/// When they are in several currencies, or too large together.
pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Option<Money>, Wrong> {
    let mut total: Option<Money> = None;
    for (minor, currency) in amounts {
        total = Some(match total {
            None => (minor, currency),
            Some((before, same)) if same == currency => {
                (before.checked_add(minor).ok_or(Wrong::Huge)?, currency)
            }
            Some(_) => return Err(Wrong::Mixed),
        });
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CNY: [u8; 3] = *b"CNY";
    const USD: [u8; 3] = *b"USD";

    #[test]
    fn a_line_is_quantity_times_price_less_discount() {
        for (quantity, price, discount, expected) in [
            (Some(3.0), (1250, CNY), None, Ok((3750, CNY))),
            (None, (1250, CNY), None, Ok((1250, CNY))),
            (Some(0.5), (333, CNY), None, Ok((167, CNY))),
            (Some(-0.5), (333, CNY), None, Ok((-167, CNY))),
            (Some(2.0), (1000, CNY), Some((500, CNY)), Ok((1500, CNY))),
            (Some(1.0), (100, CNY), Some((500, CNY)), Ok((-400, CNY))),
            (Some(0.0), (100, CNY), None, Ok((0, CNY))),
            (Some(1.0), (100, CNY), Some((1, USD)), Err(Wrong::Mixed)),
            (Some(1e300), (100, CNY), None, Err(Wrong::Huge)),
            (Some(f64::NAN), (100, CNY), None, Err(Wrong::Huge)),
        ] {
            assert_eq!(amount(quantity, price, discount), expected, "{quantity:?}");
        }
    }

    #[test]
    fn lines_add_up_in_one_currency_only() {
        assert_eq!(sum([]), Ok(None));
        assert_eq!(sum([(5, CNY)]), Ok(Some((5, CNY))));
        assert_eq!(sum([(5, CNY), (7, CNY)]), Ok(Some((12, CNY))));
        assert_eq!(sum([(5, CNY), (7, USD)]), Err(Wrong::Mixed));
        assert_eq!(sum([(i64::MAX, CNY), (1, CNY)]), Err(Wrong::Huge));
    }
}
