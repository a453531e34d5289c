//! The one place that reads the time and waits.

use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970.
#[allow(
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
pub fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Milliseconds since 1970, signed as values are.
pub fn now() -> i64 {
    i64::try_from(now_ms()).unwrap_or(i64::MAX)
}

/// Today here, as a calendar day.
pub fn today() -> model::Date {
    day_of(now())
}

/// The calendar day of a moment, in this device's time zone.
#[allow(clippy::cast_precision_loss)]
pub fn day_of(ms: i64) -> model::Date {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64));
    i32::try_from(date.get_full_year())
        .ok()
        .and_then(|y| model::Date::from_ymd(y, date.get_month() + 1, date.get_date()))
        .unwrap_or(model::Date(0))
}

/// By how many minutes local time is ahead of Coordinated Universal Time now.
#[allow(clippy::cast_possible_truncation)]
pub fn ahead() -> i32 {
    let behind = js_sys::Date::new_0().get_timezone_offset();
    -(behind as i32)
}

thread_local! {
    /// By how many minutes local time is ahead on days since 1970 that have one such number.
    static AHEAD: std::cell::RefCell<BTreeMap<i64, Option<i32>>> = const { std::cell::RefCell::new(BTreeMap::new()) };
}

/// By how many minutes local time is, was or will be ahead at a moment, in this device's time
/// zone. Asked of the browser once a day: a table has many moments of the same.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub fn ahead_at(ms: i64) -> i32 {
    const DAY: i64 = 86_400_000;
    /// Days remembered at most.
    const MOST: usize = 10_000;
    let ask = |ms: i64| {
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64));
        let behind = date.get_timezone_offset();
        // Not a number beyond the years that the browser knows.
        -(behind as i32)
    };
    let day = ms.div_euclid(DAY);
    let known = AHEAD.with_borrow(|all| all.get(&day).copied());
    let same = known.unwrap_or_else(|| {
        let begin = ask(day.saturating_mul(DAY));
        let end = ask(day.saturating_add(1).saturating_mul(DAY));
        let same = (begin == end).then_some(begin);
        AHEAD.with_borrow_mut(|all| {
            if all.len() >= MOST {
                all.clear();
            }
            all.insert(day, same);
        });
        same
    });
    same.unwrap_or_else(|| ask(ms))
}

/// A moment as `YYYY-MM-DDThh:mm` in this device's time zone, as inputs of moments have it.
#[allow(clippy::cast_precision_loss)]
pub fn to_local(ms: i64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64));
    let two = |n: u32| {
        let text = n.to_string();
        if text.len() < 2 {
            ["0", &text].concat()
        } else {
            text
        }
    };
    let time = [two(date.get_hours()), two(date.get_minutes())].join(":");
    [day_of(ms).iso(), time].join("T")
}

/// The moment of `YYYY-MM-DDThh:mm` in this device's time zone.
#[allow(clippy::cast_possible_truncation)]
pub fn of_local(text: &str) -> Option<i64> {
    let ms = js_sys::Date::parse(text);
    ms.is_finite().then_some(ms as i64)
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let global = js_sys::global();
        let set = js_sys::Reflect::get(&global, &"setTimeout".into())
            .ok()
            .and_then(|f| f.dyn_into::<js_sys::Function>().ok());
        if let Some(set) = set {
            let _ = set.call2(&global, &resolve, &f64::from(ms).into());
        }
    });
    let _ = JsFuture::from(promise).await;
}

thread_local! {
    /// A message to oneself arrives after what the browser has to do, and unlike a timer is not
    /// held back by four milliseconds.
    static BREATH: Option<web_sys::MessageChannel> = {
        let channel = web_sys::MessageChannel::new().ok();
        if let Some(channel) = &channel {
            let wake = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(|| {
                for resolve in WAITING.take() {
                    let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
                }
            });
            channel.port1().set_onmessage(Some(wake.as_ref().unchecked_ref()));
            wake.forget();
        }
        channel
    };
    static WAITING: std::cell::RefCell<Vec<js_sys::Function>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Lets the browser draw and answer before long work goes on.
pub async fn breathe() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        WAITING.with_borrow_mut(|waiting| waiting.push(resolve));
        BREATH.with(|channel| match channel {
            Some(channel) => {
                let _ = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
            }
            None => {
                for resolve in WAITING.take() {
                    let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
                }
            }
        });
    });
    let _ = JsFuture::from(promise).await;
}

/// Tells long work when it has had its slice of the frame.
pub struct Slice(f64);

impl Slice {
    /// A new slice, from now.
    pub fn new() -> Self {
        Self(performance_now())
    }

    /// Breathes when the slice of 12 ms is used up.
    pub async fn pause(&mut self) {
        if performance_now() - self.0 > 12.0 {
            breathe().await;
            self.0 = performance_now();
        }
    }
}

/// Milliseconds since the page began, for measuring.
#[allow(clippy::disallowed_methods)]
pub fn performance_now() -> f64 {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into())
        .ok()
        .and_then(|p| js_sys::Reflect::get(&p, &"now".into()).ok().map(|f| (p, f)))
        .and_then(|(p, f)| f.dyn_into::<js_sys::Function>().ok()?.call0(&p).ok())
        .and_then(|v| v.as_f64())
        .unwrap_or_else(js_sys::Date::now)
}
