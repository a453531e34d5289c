//! Who works here: added, given another role or passphrase, removed.
//!
//! Must stay true: the owner runs the vault for good, so there is always somebody who does; only
//! who runs it changes what another person is or how they get in, and shows first that it is
//! really them; a person's record outlives their way in, because the history names them.
//!
//! Must not know: what a role may see ([`model::access`]).

use super::envelope::{derive, of_vault};
use super::open::{Failure, Open};
use crate::platform::random::Random;
use crate::platform::{clock, random};
use model::{Channel, FieldNo, MEMBER, RecordId, Role, Value, member};
use replica::{Op, Row};
use std::rc::Rc;
use vault::{Envelope, RecoveryCode, VaultError, Who};

/// Somebody who works here, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their record.
    pub member: RecordId,
    /// What they are called, blank when unknown.
    pub name: String,
    /// What they are here to do.
    pub role: Role,
    /// Whether the vault is theirs.
    pub owns: bool,
    /// Whether it is who is at work.
    pub me: bool,
    /// Whether a passphrase of theirs opens the vault on this device.
    pub enters: bool,
    /// Whether they were removed.
    pub left: bool,
}

fn refused(code: &'static str) -> Failure {
    Failure { code }
}

fn set(record: RecordId, field: FieldNo, value: Value) -> Op {
    let kind = MEMBER.no;
    Op::Set {
        kind,
        record,
        field,
        value,
    }
}

fn role_of(row: &Row<'_>) -> Option<Role> {
    row.text(member::ROLE).and_then(Role::of_code)
}

fn value_of(role: Role) -> Value {
    Value::Choice(role.code().to_owned())
}

/// What somebody would do to the members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// To what one is called.
    Name(RecordId),
    /// To what one may do.
    Role(RecordId, Option<Role>),
    /// To anything else of one, or to whether there is one.
    Other(RecordId),
}

/// Whether a deed is refused, and why.
fn check(deed: Deed, arranges: bool, me: RecordId, owner: RecordId) -> Result<(), Failure> {
    match deed {
        Deed::Name(member) if member == me => Ok(()),
        _ if !arranges => Err(refused("session.not_allowed")),
        Deed::Role(member, role) if member == owner && role != Some(Role::Administrator) => {
            Err(refused("session.last_administrator"))
        }
        Deed::Other(member) if member == owner || member == me => {
            Err(refused("session.last_administrator"))
        }
        Deed::Name(_) | Deed::Role(..) | Deed::Other(_) => Ok(()),
    }
}

impl Open {
    /// The member whose vault it is.
    pub fn owner(&self) -> RecordId {
        self.owner.get()
    }

    /// Whether who is at work may arrange people.
    pub fn arranges(&self) -> bool {
        self.role().arranges()
    }

    /// That what is about to be done to members is for who is at work to do.
    pub(super) fn check_people(&self, ops: &[Op]) -> Result<(), Failure> {
        let is_member = |record: RecordId| {
            let replica = self.replica().borrow();
            replica.get(MEMBER.no, record).is_some()
        };
        let deed = |op: &Op| match op {
            Op::Set {
                kind,
                record,
                field,
                value,
            } if *kind == MEMBER.no => Some(match *field {
                member::NAME => Deed::Name(*record),
                member::ROLE => Deed::Role(*record, value.as_text().and_then(Role::of_code)),
                _ => Deed::Other(*record),
            }),
            Op::Create { kind, record } if *kind == MEMBER.no => Some(Deed::Other(*record)),
            Op::Delete { record } | Op::Erase { record } if is_member(*record) => {
                Some(Deed::Other(*record))
            }
            _ => None,
        };
        let mut deeds = ops.iter().filter_map(deed).peekable();
        if deeds.peek().is_none() {
            return Ok(());
        }
        let (arranges, me) = (self.arranges(), self.identity().author);
        deeds.try_for_each(|deed| check(deed, arranges, me, self.owner()))
    }

    /// Everybody who works here or did, the owner first, then by name; for who does not arrange
    /// people, themselves alone.
    ///
    /// # Errors
    /// When the envelope cannot be read.
    pub async fn people(&self) -> Result<Vec<Colleague>, Failure> {
        let envelope = self.envelope().await?;
        let entering: Vec<RecordId> = envelope.people().map(|id| RecordId(*id)).collect();
        let (me, owner, arranges) = (self.identity().author, self.owner(), self.arranges());
        let replica = self.replica().borrow();
        let rows = replica.table(MEMBER.no).into_iter().flat_map(|t| t.rows());
        let mut all: Vec<RecordId> = rows.map(|row| row.id()).collect();
        all.extend(entering.iter().chain([&owner, &me]));
        all.sort_unstable();
        all.dedup();
        all.retain(|member| arranges || *member == me);
        let about = |member: RecordId| {
            let row = replica.get(MEMBER.no, member);
            let row = row.as_ref();
            let owns = member == owner;
            let least = if owns {
                Role::Administrator
            } else {
                Role::Agent
            };
            Colleague {
                member,
                name: row
                    .and_then(|row| row.text(member::NAME).map(str::to_owned))
                    .unwrap_or_default(),
                role: row.and_then(role_of).unwrap_or(least),
                owns,
                me: member == me,
                enters: owns || entering.contains(&member),
                left: row.is_some_and(|row| !row.value(member::LEFT).is_nothing()),
            }
        };
        let mut all: Vec<Colleague> = all.into_iter().map(about).collect();
        all.sort_by_cached_key(|one| (!one.owns, !one.enters, one.left, one.name.clone()));
        Ok(all)
    }

    /// Adds a person with a passphrase of their own. `own` is the passphrase of who is at work.
    ///
    /// # Errors
    /// `vault.wrong_passphrase`, `vault.passphrase_taken` when it is somebody's already,
    /// `vault.too_many_people`, `session.not_allowed`, or when it could not be kept: a record
    /// that was kept without its passphrase can be given one.
    pub async fn add_person(
        self: &Rc<Self>,
        own: &str,
        (name, role): (&str, Role),
        passphrase: &str,
    ) -> Result<(), Failure> {
        let member = random::record_id();
        let envelope = self.with_passphrase(own, member, passphrase).await?;
        let ops = vec![
            Op::Create {
                kind: MEMBER.no,
                record: member,
            },
            set(member, member::NAME, Value::Text(name.to_owned())),
            set(member, member::ROLE, value_of(role)),
        ];
        self.save_beside(Channel::Desk, ops).await?;
        self.keep_envelope(&envelope).await
    }

    /// Gives a person another passphrase, or one at all. `own` is the passphrase of who is at
    /// work.
    ///
    /// # Errors
    /// As [`Self::add_person`]; `session.not_allowed` for the owner's, too, and for one's own:
    /// those are changed by who knows them.
    pub async fn give_passphrase(
        self: &Rc<Self>,
        own: &str,
        member: RecordId,
        passphrase: &str,
    ) -> Result<(), Failure> {
        let envelope = self.with_passphrase(own, member, passphrase).await?;
        let left = {
            let replica = self.replica().borrow();
            let row = replica.get(MEMBER.no, member);
            row.is_some_and(|row| !row.value(member::LEFT).is_nothing())
        };
        if left {
            let ops = vec![set(member, member::LEFT, Value::Nothing)];
            self.save_beside(Channel::Desk, ops).await?;
        }
        self.keep_envelope(&envelope).await
    }

    /// The envelope with a person's passphrase in it.
    async fn with_passphrase(
        &self,
        own: &str,
        member: RecordId,
        passphrase: &str,
    ) -> Result<Envelope, Failure> {
        self.check_another(member)?;
        let (mut envelope, own) = self.confirmed(own).await?;
        let keys = self.engine.store().keys();
        if !envelope.takes_people() {
            // Of before there were people, so it is the owner who is at work.
            let (salt, params) = (*envelope.salt(), envelope.params());
            envelope = envelope
                .rewrap(&keys, &own, &salt, params, &mut Random)
                .map_err(of_vault)?;
        }
        let kek = derive(passphrase, &envelope).await?;
        let set = envelope.set_person(&keys, &member.0, &kek, &mut Random);
        self.settled(set).await
    }

    /// That who is at work may change how another person gets in.
    fn check_another(&self, member: RecordId) -> Result<(), Failure> {
        self.check_arranges()?;
        let fixed = member == self.owner() || member == self.identity().author;
        (!fixed)
            .then_some(())
            .ok_or_else(|| refused("session.not_allowed"))
    }

    /// Says what a person is called and here to do.
    ///
    /// # Errors
    /// `session.not_allowed`, `session.last_administrator`, or when it could not be kept.
    pub async fn describe_person(
        self: &Rc<Self>,
        member: RecordId,
        name: &str,
        role: Role,
    ) -> Result<(), Failure> {
        self.check_arranges()?;
        let ops = {
            let replica = self.replica().borrow();
            let row = replica.get(MEMBER.no, member);
            let named = row.as_ref().and_then(|row| row.text(member::NAME));
            let had = row.as_ref().and_then(role_of);
            let mut ops = Vec::new();
            if named.unwrap_or_default() != name {
                ops.push(set(member, member::NAME, Value::Text(name.to_owned())));
            }
            if had != Some(role) {
                ops.push(set(member, member::ROLE, value_of(role)));
            }
            ops
        };
        self.save(Channel::Desk, ops).await
    }

    /// Lets a person in no more: their passphrase and passkeys go, the keys change, their record
    /// stays. Gives a new recovery code when the one of before cannot outlive that.
    ///
    /// # Errors
    /// As [`Self::give_passphrase`]; `vault.unknown_person` when they had no way in.
    pub async fn remove_person(
        self: &Rc<Self>,
        own: &str,
        member: RecordId,
    ) -> Result<Option<String>, Failure> {
        self.check_another(member)?;
        let (envelope, _) = self.confirmed(own).await?;
        if !envelope.keeps_recovery() && self.who != Who::Owner {
            // The new code would be shown to somebody whose it is not.
            return Err(of_vault(VaultError::Unkeyed));
        }
        let recovery = (!envelope.keeps_recovery()).then(|| RecoveryCode::random(&mut Random));
        let keys = self.engine.store().keys();
        let (envelope, keys) = envelope
            .remove_person(&keys, &member.0, recovery.as_ref(), &mut Random)
            .map_err(of_vault)?;
        self.seal_with(&envelope, keys).await?;
        let ops = vec![set(member, member::LEFT, Value::Date(clock::today()))];
        self.save_beside(Channel::Desk, ops).await?;
        Ok(recovery.map(|code| code.to_text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_arranges_changes_others_and_nobody_takes_the_owner_away() {
        let [me, owner, other] = [[1; 16], [2; 16], [3; 16]].map(RecordId);
        let (allowed, last) = (
            Some("session.not_allowed"),
            Some("session.last_administrator"),
        );
        let admin = Some(Role::Administrator);
        for (deed, theirs, runs) in [
            (Deed::Name(me), None, None),
            (Deed::Name(other), allowed, None),
            (Deed::Role(me, admin), allowed, None),
            (Deed::Role(other, Some(Role::Agent)), allowed, None),
            (Deed::Role(owner, admin), allowed, None),
            (Deed::Role(owner, Some(Role::Manager)), allowed, last),
            (Deed::Role(owner, None), allowed, last),
            (Deed::Other(owner), allowed, last),
            (Deed::Other(me), allowed, last),
            (Deed::Other(other), allowed, None),
        ] {
            for (arranges, expected) in [(false, theirs), (true, runs)] {
                let why = check(deed, arranges, me, owner).err().map(|why| why.code);
                assert_eq!(why, expected, "{deed:?} {arranges}");
            }
        }
    }
}
