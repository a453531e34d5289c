//! How likely two records are one customer.
//!
//! Each thing in common leaves a share of doubt, and the shares multiply: score = (1 − Π(1 − w))
//! × Π(contradictions). The weights are judgements, not estimates: a mobile number or an address
//! alone says «probably», with the name «almost surely», a name alone «perhaps».
//!
//! Must stay true: 0 ≤ score ≤ 1; symmetric; what is missing on one side says nothing.

use crate::Keys;
use crate::email::is_shared;
use crate::name::alike;
use exchange::is_mobile;

/// What speaks for or against two records being one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A mobile number in common.
    SameMobile,
    /// Another number in common, which a household or a firm may share.
    SamePhone,
    /// An e-mail address in common.
    SameEmail,
    /// An address in common that a whole firm answers.
    SharedMailbox,
    /// The same name.
    SameName,
    /// Names that are read the same.
    SameReading,
    /// Names that differ by a slip.
    AlikeName,
    /// The same year of birth.
    SameBirthYear,
    /// The same organisation.
    SameOrganisation,
    /// Different names.
    OtherName,
    /// Different years of birth.
    OtherBirthYear,
    /// Numbers on both sides, none in common.
    OtherPhones,
    /// Addresses on both sides, none in common.
    OtherEmails,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: [Self; 13] = [
        Self::SameMobile,
        Self::SamePhone,
        Self::SameEmail,
        Self::SharedMailbox,
        Self::SameName,
        Self::SameReading,
        Self::AlikeName,
        Self::SameBirthYear,
        Self::SameOrganisation,
        Self::OtherName,
        Self::OtherBirthYear,
        Self::OtherPhones,
        Self::OtherEmails,
    ];

    /// A stable name for the app to translate.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameMobile => "same.mobile",
            Self::SamePhone => "same.phone",
            Self::SameEmail => "same.email",
            Self::SharedMailbox => "same.mailbox",
            Self::SameName => "same.name",
            Self::SameReading => "same.reading",
            Self::AlikeName => "same.alike",
            Self::SameBirthYear => "same.birth_year",
            Self::SameOrganisation => "same.organisation",
            Self::OtherName => "other.name",
            Self::OtherBirthYear => "other.birth_year",
            Self::OtherPhones => "other.phones",
            Self::OtherEmails => "other.emails",
        }
    }

    /// How much it weighs: for, the share of doubt it takes; against, what is left of the score.
    fn weight(self) -> f32 {
        match self {
            Self::SameMobile | Self::SameEmail => 0.8,
            Self::SamePhone => 0.45,
            Self::SharedMailbox => 0.4,
            Self::SameName => 0.5,
            Self::SameReading => 0.35,
            Self::AlikeName => 0.3,
            Self::SameBirthYear | Self::SameOrganisation => 0.2,
            Self::OtherName => 0.6,
            Self::OtherBirthYear => 0.5,
            Self::OtherPhones => 0.85,
            Self::OtherEmails => 0.9,
        }
    }

    fn speaks_against(self) -> bool {
        self >= Self::OtherName
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A set of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reasons(u16);

impl Reasons {
    /// The reasons in order, those for it first.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL
            .into_iter()
            .filter(move |reason| self.has(*reason))
    }

    /// Whether the reason is among them.
    pub fn has(self, reason: Reason) -> bool {
        self.0 & reason.bit() != 0
    }

    fn add(&mut self, reason: Reason) {
        self.0 |= reason.bit();
    }
}

/// How likely two records are one customer, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// 0 to 1: from 0.85 almost surely, from 0.5 worth a person's look.
    pub score: f32,
    /// Why.
    pub reasons: Reasons,
}

/// Weighs two records.
pub fn compare(a: &Keys, b: &Keys) -> Match {
    let mut reasons = Reasons::default();
    phones(a, b, &mut reasons);
    emails(a, b, &mut reasons);
    if !a.name.is_empty() && !b.name.is_empty() {
        reasons.add(if a.name == b.name {
            Reason::SameName
        } else if !a.reading.is_empty() && a.reading == b.reading {
            Reason::SameReading
        } else if alike(&a.name, &b.name) {
            Reason::AlikeName
        } else {
            Reason::OtherName
        });
    }
    if let (Some(x), Some(y)) = (a.birth_year, b.birth_year) {
        reasons.add(if x == y {
            Reason::SameBirthYear
        } else {
            Reason::OtherBirthYear
        });
    }
    if a.organisation.is_some() && a.organisation == b.organisation {
        reasons.add(Reason::SameOrganisation);
    }
    let (mut doubt, mut left) = (1.0, 1.0);
    for reason in reasons.iter() {
        if reason.speaks_against() {
            left *= reason.weight();
        } else {
            doubt *= 1.0 - reason.weight();
        }
    }
    Match {
        score: (1.0 - doubt) * left,
        reasons,
    }
}

fn phones(a: &Keys, b: &Keys, reasons: &mut Reasons) {
    if a.phones.is_empty() || b.phones.is_empty() {
        return;
    }
    let (mut mobile, mut other) = (false, false);
    for x in &a.phones {
        for y in &b.phones {
            let desks =
                !x.extension.is_empty() && !y.extension.is_empty() && x.extension != y.extension;
            if x.number == y.number && !desks {
                mobile |= is_mobile(&x.number);
                other |= !is_mobile(&x.number);
            }
        }
    }
    reasons.add(match (mobile, other) {
        (true, _) => Reason::SameMobile,
        (false, true) => Reason::SamePhone,
        (false, false) => Reason::OtherPhones,
    });
}

fn emails(a: &Keys, b: &Keys, reasons: &mut Reasons) {
    if a.emails.is_empty() || b.emails.is_empty() {
        return;
    }
    let common = || a.emails.iter().filter(|email| b.emails.contains(email));
    reasons.add(if common().any(|email| !is_shared(email)) {
        Reason::SameEmail
    } else if common().next().is_some() {
        Reason::SharedMailbox
    } else {
        Reason::OtherEmails
    });
}
