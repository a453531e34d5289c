//! What was said of a file's columns, kept for the next file with the same columns.
//!
//! Must stay true: it is kept sealed, under a fingerprint of the headers; what cannot be read, or
//! fits other columns, is as if it were not there; the column of reasons does not count, so that
//! refused rows come back the same way.
//!
//! Must not know: what any cell says.

use super::draft::Draft;
use crate::session::Open;
use crate::text::import as labels;
use model::KindNo;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;
const PLACE: &str = "import-columns/";

/// What was decided about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Into which register it went.
    pub kind: KindNo,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Each column.
    pub drafts: Vec<Draft>,
    /// Which column the others explain.
    pub outcome: Option<u32>,
    /// By what known records are found.
    pub key: String,
    /// What is done with them.
    pub on_match: String,
    /// What is done with those that look alike.
    pub on_like: String,
}

/// Whether a column holds the reasons of an earlier import: they are for people, not for this one.
pub fn is_reason(name: &str) -> bool {
    let reason = labels::REASON;
    name == reason.zh || name == reason.en
}

/// Where the decisions about files with these headers are kept.
fn place(names: &[String]) -> String {
    let mut hash = blake3::Hasher::new();
    for name in names.iter().filter(|name| !is_reason(name)) {
        hash.update(name.trim().as_bytes());
        hash.update(b"\x1f");
    }
    let hex = hash.finalize().to_hex();
    let hex = hex.get(..32).unwrap_or_default();
    [PLACE, hex, "/"].concat()
}

fn of_kind(names: &[String], kind: KindNo) -> String {
    [place(names), kind.0.to_string()].concat()
}

impl Remembered {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        (*version == VERSION).then(|| postcard::from_bytes(rest).ok())?
    }

    /// For columns among which there is a new one with reasons: it is left out.
    fn fitted(mut self, names: &[String], reason: &Draft) -> Option<Self> {
        if let Some(at) = names.iter().position(|name| is_reason(name))
            && at <= self.drafts.len()
        {
            self.drafts.insert(at, reason.clone());
        }
        (self.drafts.len() == names.len()).then_some(self)
    }
}

/// Keeps what was decided.
pub fn remember(open: &std::rc::Rc<Open>, names: &[String], mut what: Remembered) {
    let mut at = 0;
    what.drafts.retain(|_| {
        at += 1;
        !names.get(at - 1).is_some_and(|name| is_reason(name))
    });
    open.keep_draft_soon(&of_kind(names, what.kind), what.to_bytes());
}

/// What was decided about columns with these names, for this register or, where none was chosen,
/// for whichever was the last. `reason` is what is said of the column of reasons.
pub async fn recall(
    open: &Open,
    names: &[String],
    kind: Option<KindNo>,
    reason: &Draft,
) -> Option<Remembered> {
    let places = match kind {
        Some(kind) => vec![of_kind(names, kind)],
        None => open.drafts(&place(names)).await,
    };
    let mut last: Option<Remembered> = None;
    for place in places {
        let bytes = open.draft(&place).await;
        let found = bytes.and_then(|bytes| Remembered::from_bytes(&bytes));
        let found = found.and_then(|found| found.fitted(names, reason));
        last = match (last, found) {
            (Some(last), Some(found)) if last.at >= found.at => Some(last),
            (last, found) => found.or(last),
        };
    }
    last
}

/// Forgets what was decided about columns with these names.
pub async fn forget(open: &Open, names: &[String]) {
    for place in open.drafts(&place(names)).await {
        open.drop_draft(&place).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use exchange::{ColumnProfile, Use};

    #[test]
    fn what_was_said_comes_back_with_and_without_reasons() {
        let draft = |no| Draft::new(&Use::Field(model::FieldNo(no)), &ColumnProfile::default());
        let names = |all: &[&str]| -> Vec<String> { all.iter().map(|n| (*n).to_owned()).collect() };
        let kept = Remembered {
            kind: KindNo(1),
            at: 7,
            drafts: vec![draft(1), draft(3)],
            outcome: None,
            key: "phone".into(),
            on_match: "update".into(),
            on_like: "keep".into(),
        };
        let bytes = kept.to_bytes();
        assert_eq!(Remembered::from_bytes(&bytes), Some(kept.clone()));
        for bad in [&[][..], &[2, 0], &[1], &bytes[..bytes.len() - 1]] {
            assert_eq!(Remembered::from_bytes(bad), None);
        }
        let (plain, mended) = (
            names(&["姓名", "电话"]),
            names(&["姓名", "电话", "未接受的原因"]),
        );
        assert_eq!(place(&plain), place(&mended));
        assert_ne!(place(&plain), place(&names(&["姓名电话"])));
        let ignored = Draft::new(&Use::Ignore, &ColumnProfile::default());
        let fitted = kept.clone().fitted(&mended, &ignored).unwrap();
        assert_eq!(fitted.drafts, [draft(1), draft(3), ignored.clone()]);
        assert_eq!(kept.fitted(&names(&["a", "b", "c"]), &ignored), None);
    }
}
