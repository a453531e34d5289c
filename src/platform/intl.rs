//! Numbers, dates and order as the person's language has them, by the browser's `Intl`.

use js_sys::{Array, Function, Intl, Object, Reflect};
use model::Language;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

thread_local! {
    /// Formatters are dear to make, so each is made once.
    static KEPT: RefCell<BTreeMap<(Language, String), Function>> = const { RefCell::new(BTreeMap::new()) };
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

fn format(
    language: Language,
    name: &str,
    value: f64,
    make: impl FnOnce(&Array) -> Function,
) -> String {
    let kept = KEPT.with(|kept| kept.borrow().get(&(language, name.to_owned())).cloned());
    let formatter = kept.unwrap_or_else(|| {
        let made = make(&Array::of1(&language.tag().into()));
        KEPT.with(|kept| {
            kept.borrow_mut()
                .insert((language, name.to_owned()), made.clone())
        });
        made
    });
    formatter
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A number with exactly this many decimals.
pub fn decimal(language: Language, value: f64, digits: u8) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    // No minus before a zero that only rounding made.
    let shift = 10f64.powi(i32::from(digits));
    let value = if (value * shift).round() == 0.0 {
        0.0
    } else {
        value
    };
    format(language, &format!("n{digits}"), value, |locale| {
        let digits = JsValue::from(digits);
        let options = options(&[
            ("minimumFractionDigits", digits.clone()),
            ("maximumFractionDigits", digits),
        ]);
        Intl::NumberFormat::new(locale, &options).format()
    })
}

/// A whole number with its groups.
#[allow(clippy::cast_precision_loss)]
pub fn count(language: Language, value: usize) -> String {
    decimal(language, value as f64, 0)
}

/// A share of one, in per cent.
pub fn percent(language: Language, share: f64, digits: u8) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    format(language, &format!("p{digits}"), share, |locale| {
        let digits = JsValue::from(digits);
        let options = options(&[
            ("style", "percent".into()),
            ("minimumFractionDigits", digits.clone()),
            ("maximumFractionDigits", digits),
        ]);
        Intl::NumberFormat::new(locale, &options).format()
    })
}

/// An amount in minor units.
#[allow(clippy::cast_precision_loss)]
pub fn money(language: Language, minor: i64, currency: [u8; 3]) -> String {
    let code = String::from_utf8_lossy(&currency).into_owned();
    let units = 10f64.powi(i32::from(model::minor_digits(currency)));
    format(language, &code, minor as f64 / units, |locale| {
        let options = options(&[
            ("style", "currency".into()),
            ("currency", code.as_str().into()),
        ]);
        Intl::NumberFormat::new(locale, &options).format()
    })
}

/// The day of a moment.
#[allow(clippy::cast_precision_loss)]
pub fn day(language: Language, ms: i64) -> String {
    format(language, "day", ms as f64, |locale| {
        let options = options(&[("dateStyle", "medium".into())]);
        Intl::DateTimeFormat::new(locale, &options).format()
    })
}

/// A calendar day.
pub fn date(language: Language, date: model::Date) -> String {
    #[allow(clippy::cast_precision_loss)]
    let ms = f64::from(date.0) * 86_400_000.0;
    format(language, "date", ms, |locale| {
        let options = options(&[("dateStyle", "medium".into()), ("timeZone", "UTC".into())]);
        Intl::DateTimeFormat::new(locale, &options).format()
    })
}

/// A moment, to the minute.
#[allow(clippy::cast_precision_loss)]
pub fn moment(language: Language, ms: i64) -> String {
    format(language, "moment", ms as f64, |locale| {
        let options = options(&[
            ("dateStyle", "medium".into()),
            ("timeStyle", "short".into()),
        ]);
        Intl::DateTimeFormat::new(locale, &options).format()
    })
}

/// The time of day of a moment, to the minute.
#[allow(clippy::cast_precision_loss)]
pub fn time(language: Language, ms: i64) -> String {
    format(language, "time", ms as f64, |locale| {
        let options = options(&[("timeStyle", "short".into())]);
        Intl::DateTimeFormat::new(locale, &options).format()
    })
}

/// A month, from its index (months since January of year 0).
pub fn month(language: Language, index: i32) -> String {
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12));
    let first = model::Date::from_ymd(year, u32::try_from(month).unwrap_or(0) + 1, 1);
    let ms = f64::from(first.map_or(0, |d| d.0)) * 86_400_000.0;
    format(language, "month", ms, |locale| {
        let options = options(&[
            ("year", "numeric".into()),
            ("month", "short".into()),
            ("timeZone", "UTC".into()),
        ]);
        Intl::DateTimeFormat::new(locale, &options).format()
    })
}

/// Bytes, in the unit that fits.
pub fn bytes(language: Language, bytes: f64) -> String {
    let (value, unit) = if bytes < 1024.0 * 1024.0 {
        (bytes / 1024.0, "KB")
    } else if bytes < 1024.0 * 1024.0 * 1024.0 {
        (bytes / 1024.0 / 1024.0, "MB")
    } else {
        (bytes / 1024.0 / 1024.0 / 1024.0, "GB")
    };
    let digits = u8::from(value < 100.0);
    std::format!("{} {unit}", decimal(language, value, digits))
}
