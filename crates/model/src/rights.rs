//! Who may do what with which class of data: one table, for the app and the server.
//!
//! Must stay true: a role can do no more in a class than in a less sensitive one, but for the
//! privacy officer, who sees what happened and not to whom.

use crate::Class;

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
}
