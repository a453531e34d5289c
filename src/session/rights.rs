//! The role of who is at work.
//!
//! Must stay true: who has no role runs a vault only if it is theirs; anybody else may do the
//! least.

use super::open::{Desk, Open};
use model::{MEMBER, RecordId, Role, member};
use vault::Who;

impl Open {
    /// The role of who is at work. Who began a vault when there were no roles runs it.
    pub fn role(&self) -> Role {
        let replica = self.replica().borrow();
        let row = replica.get(MEMBER.no, self.identity().author);
        let role = row.and_then(|row| Role::of_code(row.text(member::ROLE)?));
        role.unwrap_or(match self.who {
            Who::Owner => Role::Administrator,
            Who::Person(_) => Role::Agent,
        })
    }
}

impl Desk {
    /// The role of who is at work; runs again when it changes.
    pub fn role(self) -> Role {
        self.track_kind(MEMBER.no);
        self.open().role()
    }

    /// Who is at work.
    pub fn me(self) -> RecordId {
        self.open().identity().author
    }
}
