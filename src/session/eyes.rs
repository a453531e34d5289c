//! What who is at work may see and do, as what was made for them took it: their role and the
//! registers as they are described.
//!
//! Must stay true: when that changes while the vault is open, what was made of it is made anew;
//! what they may not write any more, they do not write by taking something back.

use super::open::{Desk, Open};
use leptos::prelude::Notify;
use model::{CUSTOM, KINDS, Kind, KindNo, MEMBER, Role, access};
use replica::Touched;
use std::cell::RefCell;
use std::rc::Rc;

/// A role, and the registers it looks at; nothing yet by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Eyes(Option<(Role, Vec<&'static Kind>)>);

/// The eyes that things were made for.
pub(super) type Looking = RefCell<Eyes>;

impl Eyes {
    /// Whether a field of these may be done more with than by the later eyes.
    fn loses(&self, later: &Self) -> bool {
        let (Some((before, kinds)), Some((role, now))) = (&self.0, &later.0) else {
            return false;
        };
        let less = |kind: &&Kind| {
            let now = now.iter().find(|one| one.no == kind.no);
            kind.fields.iter().any(|field| {
                let class = now.and_then(|now| now.field(field.no)).map(|one| one.class);
                class.is_some_and(|class| access(*role, class) < access(*before, field.class))
            })
        };
        before.arranges() && !role.arranges() || kinds.iter().any(less)
    }
}

impl Open {
    /// The eyes of who is at work.
    fn eyes(&self) -> Eyes {
        let kinds = KINDS.iter().filter_map(|kind| self.kind(kind.no));
        Eyes(Some((self.role(), kinds.collect())))
    }

    /// Looks by whose eyes things are made from now on.
    pub(super) fn look(&self) {
        *self.looking.borrow_mut() = self.eyes();
    }

    /// Makes anew what was made for other eyes.
    pub(super) fn look_anew(self: &Rc<Self>, touched: &Touched) {
        let about = [MEMBER.no, CUSTOM.no];
        if !about.iter().any(|kind| touched.kinds.contains(kind)) {
            return;
        }
        let now = self.eyes();
        let before = self.looking.replace(now.clone());
        if before == now {
            return;
        }
        self.search_anew();
        if before.loses(&now) {
            self.engine.forget_undo();
            self.imports.borrow_mut().clear();
            self.changed.undo.notify();
        }
    }
}

impl Desk {
    /// A register with the fields that were added to it; runs again when these change.
    pub fn kind(self, no: KindNo) -> Option<&'static Kind> {
        self.track_kind(CUSTOM.no);
        self.open().kind(no)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{CUSTOMER, Class, Field};

    /// Eyes on customers with one field whose class is as given.
    fn eyes(role: Role, class: Class) -> Eyes {
        let first = *CUSTOMER.fields.first().unwrap();
        let fields: &'static [Field] = Vec::leak(vec![Field { class, ..first }]);
        let kind: &'static Kind = Box::leak(Box::new(Kind { fields, ..CUSTOMER }));
        Eyes(Some((role, vec![kind])))
    }

    #[test]
    fn who_may_do_less_than_before_takes_nothing_back() {
        use Class::{Internal, Personal, Sensitive};
        use Role::{Administrator, Agent, Manager, PrivacyOfficer};
        for (before, after, expected) in [
            ((Agent, Personal), (Agent, Personal), false),
            ((Agent, Internal), (Agent, Personal), false),
            ((Agent, Personal), (Agent, Sensitive), true),
            ((Agent, Sensitive), (Agent, Personal), false),
            ((Manager, Personal), (Manager, Sensitive), true),
            ((Administrator, Personal), (Administrator, Sensitive), false),
            ((Agent, Personal), (PrivacyOfficer, Personal), true),
            ((Administrator, Personal), (Manager, Personal), true),
            ((Agent, Personal), (Manager, Personal), false),
        ] {
            let [one, other] = [before, after].map(|(role, class)| eyes(role, class));
            assert_eq!(one.loses(&other), expected, "{before:?} {after:?}");
        }
        assert!(!Eyes::default().loses(&eyes(Agent, Sensitive)));
    }
}
