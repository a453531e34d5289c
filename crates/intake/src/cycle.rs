//! Whether a record would belong to itself, directly or in a circle.

use model::{FieldNo, KindNo, RecordId, Value};
use replica::Replica;
use std::collections::BTreeMap;

/// How far a chain of owners is followed; what is longer is taken for a circle.
const LONGEST: usize = 1_000;

/// Who belongs to whom by the rows so far, before it is known to the replica.
#[derive(Debug, Default)]
pub struct Owners(BTreeMap<(FieldNo, RecordId), RecordId>);

impl Owners {
    pub fn set(&mut self, field: FieldNo, record: RecordId, owner: RecordId) {
        self.0.insert((field, record), owner);
    }

    /// Whether `record` would come to belong to itself if it belonged to `owner`.
    pub fn closes(
        &self,
        replica: &Replica,
        kind: KindNo,
        field: FieldNo,
        record: RecordId,
        owner: RecordId,
    ) -> bool {
        let mut at = owner;
        for _ in 0..LONGEST {
            if at == record {
                return true;
            }
            let known = self.0.get(&(field, at)).copied();
            let known = known.or_else(|| match replica.get(kind, at)?.value(field) {
                Value::Ref(owner) => Some(owner),
                _ => None,
            });
            match known {
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }
}
