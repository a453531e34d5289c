//! Who looks, and what their role lets them see and do.

use crate::session::Desk;
use crate::text::{Language, language, language_now};
use model::{Access, Class, Field, Kind, Role, access};

/// How values are put into words: for whom, and in which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    /// The language.
    pub language: Language,
    /// Whose eyes.
    pub role: Role,
    /// Whether what is masked was revealed.
    pub revealed: bool,
}

impl Lens {
    /// What may be done with a class of data.
    pub fn access(self, class: Class) -> Access {
        match access(self.role, class) {
            Access::Masked if self.revealed => Access::Read,
            other => other,
        }
    }

    /// Whether a field is shown as it is.
    pub fn reads(self, field: &Field) -> bool {
        self.access(field.class) >= Access::Read
    }

    /// Whether a field is shown at all, be it masked.
    pub fn sees(self, field: &Field) -> bool {
        self.access(field.class) >= Access::Masked
    }

    /// Whether a field may be changed.
    pub fn writes(self, field: &Field) -> bool {
        self.access(field.class) >= Access::Write
    }

    /// Whether a register may be looked through, so that there is a way to its records.
    pub fn looks(self, kind: &Kind) -> bool {
        model::looks(self.role, kind)
    }

    /// With what is masked revealed.
    pub fn reveal(self) -> Self {
        Self {
            revealed: true,
            ..self
        }
    }
}

/// The eyes of who is at work; runs again when the language or the role changes.
pub fn lens(desk: Desk) -> Lens {
    Lens {
        language: language(),
        role: desk.role(),
        revealed: false,
    }
}

/// The same, without being told of changes.
pub fn lens_now(desk: Desk) -> Lens {
    Lens {
        language: language_now(),
        role: desk.open().role(),
        revealed: false,
    }
}

/// Whether who is at work may bring files in: who may write anything people work with.
pub fn may_import(desk: Desk) -> bool {
    model::daily_kinds().any(|kind| may_write(desk, kind))
}

/// Whether records of a register may be added and changed by who is at work.
pub fn may_write(desk: Desk, kind: &Kind) -> bool {
    let lens = lens(desk);
    let title = kind.field(kind.title);
    let theirs = !kind.is_arranged() || lens.role.arranges();
    theirs && !kind.is_noted() && title.is_some_and(|field| lens.writes(field))
}
