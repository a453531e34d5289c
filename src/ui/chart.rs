//! Charts: shapes in SVG that stretch with their frame, words beside them that do not.
//!
//! Must stay true: a chart is one picture to readers of the screen, with a sentence in its
//! place; the numbers themselves stand in a table near it. Charts take no keys and no pointer.
//!
//! Must not know: a customer, a survey, where numbers come from.

mod bar;
mod intervals;
mod scale;
mod trend;

pub use bar::{Segment, bar};
pub use intervals::{Interval, intervals};
pub use trend::{Point, trend};

/// The width and height of every drawing, stretched to its frame.
const SIDE: f64 = 1000.0;

/// A coordinate, short enough to be many.
fn at(share: f64) -> String {
    let tenths = (share * SIDE * 10.0).round() / 10.0;
    tenths.to_string()
}

/// A share of one as a length of CSS.
fn percent(share: f64) -> String {
    [&(share * 100.0).to_string(), "%"].concat()
}
