//! The role of who is at work, and what it may write.
//!
//! Must stay true: who has no role runs a vault only if it is theirs; anybody else may do the
//! least. Nothing is written that the role may not, whichever screen or address it came from.

use super::open::{Desk, Failure, Open};
use model::{
    Access, CUSTOMER, DEVICE, EXPORT, FieldNo, IMPORT, KINDS, KindNo, MEMBER, NOTICE, REVEAL,
    RecordId, Role, access, import, kind_named, member,
};
use replica::Op;
use vault::Who;

/// Notes that stay as they were written: who gave out and looked at what, and what was agreed to.
const FINAL: [KindNo; 3] = [EXPORT.no, REVEAL.no, NOTICE.no];

fn refused() -> Failure {
    Failure {
        code: "session.not_allowed",
    }
}

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

impl Open {
    /// The register of a record, shown or not.
    fn register_of(&self, record: RecordId) -> Option<KindNo> {
        let replica = self.replica().borrow();
        let has = |kind: &&&model::Kind| {
            let table = replica.table(kind.no);
            table.is_some_and(|table| table.row(record).is_some())
        };
        KINDS.iter().find(has).map(|kind| kind.no)
    }

    /// That an import, by its note, went into a register in which who is at work may write.
    ///
    /// # Errors
    /// When it did not.
    pub(super) fn check_import(&self, note: RecordId) -> Result<(), Failure> {
        let replica = self.replica().borrow();
        let code = replica.raw(IMPORT.no, note, import::REGISTER);
        let into = code.as_text().and_then(kind_named).unwrap_or(&CUSTOMER);
        let title = into.field(into.title);
        let role = self.role();
        let writes = title.is_some_and(|field| access(role, field.class) == Access::Write);
        writes.then_some(()).ok_or_else(refused)
    }

    /// That who is at work arranges things: people, devices, the server, backups.
    ///
    /// # Errors
    /// When they do not.
    pub(super) fn check_arranges(&self) -> Result<(), Failure> {
        self.arranges().then_some(()).ok_or_else(refused)
    }

    /// That what is about to be written is for who is at work to write.
    ///
    /// # Errors
    /// When some of it is not.
    pub(super) fn check_rights(&self, ops: &[Op]) -> Result<(), Failure> {
        let role = self.role();
        // What a device is called is for who works with it, and for who arranges things.
        let own = RecordId(self.identity().device.0);
        let may = |kind: KindNo, record: RecordId, field: Option<FieldNo>| {
            // The app notes things on behalf of everybody; members are looked at elsewhere.
            let Some(kind) = self.kind(kind) else {
                return true;
            };
            if kind.is_noted() || kind.no == MEMBER.no {
                return true;
            }
            let field = kind.field(field.unwrap_or(kind.title));
            let writes = field.is_none_or(|field| access(role, field.class) == Access::Write);
            let arranged = kind.is_arranged() || kind.no == DEVICE.no && record != own;
            writes && (!arranged || role.arranges())
        };
        let may_customers = || may(CUSTOMER.no, own, None);
        // A note is written once.
        let is_final = |kind: KindNo, record: RecordId| {
            FINAL.contains(&kind) && self.register_of(record).is_some()
        };
        let all = role == Role::Administrator;
        let mut ops = ops.iter();
        let fine = ops.all(|op| match op {
            Op::Set {
                kind,
                record,
                field,
                ..
            }
            | Op::Add {
                kind,
                record,
                field,
                ..
            }
            | Op::Remove {
                kind,
                record,
                field,
                ..
            } => (all || may(*kind, *record, Some(*field))) && !is_final(*kind, *record),
            Op::Create { kind, record } => all || may(*kind, *record, None),
            Op::Delete { record } | Op::Restore { record } | Op::Erase { record } => {
                match self.register_of(*record) {
                    Some(kind) => (all || may(kind, *record, None)) && !FINAL.contains(&kind),
                    // A response, or one that is not known here.
                    None => all || may_customers(),
                }
            }
            Op::Respond(_) => all || may_customers(),
        });
        fine.then_some(()).ok_or_else(refused)
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
