//! Who may do what with which class of data: one table, for the app and the server.
//!
//! Must stay true: a role can do no more in a class than in a less sensitive one, but for the
//! privacy officer, who sees what happened and not to whom.

use crate::{CUSTOM, Class, Kind};

/// What somebody is here to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Visits customers.
    Agent,
    /// Leads a team.
    Manager,
    /// Answers for lawful handling.
    PrivacyOfficer,
    /// Runs the app; who began the vault.
    Administrator,
}

impl Role {
    /// Every role.
    pub const EVERY: [Self; 4] = [
        Self::Agent,
        Self::Manager,
        Self::PrivacyOfficer,
        Self::Administrator,
    ];

    /// As it is stored in the register of members.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|role| role.code() == code)
    }

    /// Whether people, fields and roles are theirs to arrange.
    pub const fn arranges(self) -> bool {
        matches!(self, Self::Administrator)
    }

    /// Whether they may see what was revealed and given out, by whom.
    pub const fn audits(self) -> bool {
        matches!(self, Self::PrivacyOfficer | Self::Administrator)
    }
}

/// What a role may do with a class of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Neither shown nor exported.
    None,
    /// Shown and exported with its middle hidden, until it is revealed, which is recorded.
    Masked,
    /// Shown and exported.
    Read,
    /// And changed.
    Write,
}

/// The table.
pub const fn access(role: Role, class: Class) -> Access {
    match (role, class) {
        (Role::Administrator, _) => Access::Write,
        (Role::Manager, Class::Sensitive) => Access::Masked,
        (Role::Agent, Class::Sensitive) => Access::None,
        (Role::Manager | Role::Agent, _) => Access::Write,
        (Role::PrivacyOfficer, Class::Personal | Class::Sensitive) => Access::Masked,
        (Role::PrivacyOfficer, Class::Public | Class::Internal) => Access::Read,
    }
}

/// Whether a role may look through a register: what people work with is for everybody; what the app
/// noted, who works here and on which devices is for who answers for it.
pub fn looks(role: Role, kind: &Kind) -> bool {
    let worked_with = kind.is_daily() || kind.parts.is_some();
    (worked_with || role.audits()) && (kind.no != CUSTOM.no || role.arranges())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_may_do_more_with_what_is_more_sensitive() {
        let classes = [
            Class::Public,
            Class::Internal,
            Class::Personal,
            Class::Sensitive,
        ];
        for role in Role::EVERY {
            assert_eq!(Role::of_code(role.code()), Some(role));
            let allowed = classes.map(|class| access(role, class));
            assert!(allowed.is_sorted_by(|a, b| a >= b), "{role:?}");
        }
    }
    #[test]
    fn who_works_here_and_on_what_is_for_who_answers_for_it() {
        use crate::{DEVICE, EXPORT, LINE, MEMBER, PURCHASE};
        for (kind, shown) in [
            (&PURCHASE, [true, true, true, true]),
            (&LINE, [true, true, true, true]),
            (&MEMBER, [false, false, true, true]),
            (&DEVICE, [false, false, true, true]),
            (&EXPORT, [false, false, true, true]),
            (&CUSTOM, [false, false, false, true]),
        ] {
            let may = Role::EVERY.map(|role| looks(role, kind));
            assert_eq!(may, shown, "{}", kind.code);
        }
    }

    #[test]
    fn what_somebody_bought_is_one_class() {
        use crate::{LINE, PURCHASE, line, purchase};
        let class = |kind: &Kind, no| kind.field(no).unwrap().class;
        for (of_order, of_line) in [
            (purchase::AMOUNT, line::AMOUNT),
            (purchase::AMOUNT, line::PRICE),
            (purchase::DISCOUNT, line::DISCOUNT),
            (purchase::QUANTITY, line::QUANTITY),
            (purchase::ITEM, line::ITEM),
            (purchase::PRODUCT, line::WHAT),
        ] {
            let order = class(&PURCHASE, of_order);
            assert_eq!(order, Class::Personal);
            assert_eq!(order, class(&LINE, of_line));
        }
    }
}
