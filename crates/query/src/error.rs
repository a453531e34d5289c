//! Why a filter, an order or kept views are refused.

use model::FieldNo;

/// Why something is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The register has no such field.
    #[error("no such field")]
    NoField(FieldNo),
    /// The person may not read the field.
    #[error("the field may not be read")]
    Unreadable(FieldNo),
    /// The field cannot be tested or sorted so.
    #[error("the field cannot be asked that")]
    Misfit(FieldNo),
    /// What the field is compared with says nothing, or too much.
    #[error("nothing to compare the field with")]
    Operand(FieldNo),
    /// Conditions within conditions within conditions.
    #[error("nested too deep")]
    TooDeep,
    /// Too many conditions, orders, columns or views, or too long a name.
    #[error("too large")]
    TooLarge,
    /// A view without a name.
    #[error("a view without a name")]
    Unnamed,
    /// Kept by a newer version of the app.
    #[error("of a newer version")]
    Newer,
    /// Not what was kept.
    #[error("damaged")]
    Damaged,
}

impl QueryError {
    /// A stable name that the app turns into words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoField(_) => "query.no_field",
            Self::Unreadable(_) => "query.unreadable",
            Self::Misfit(_) => "query.misfit",
            Self::Operand(_) => "query.operand",
            Self::TooDeep => "query.too_deep",
            Self::TooLarge => "query.too_large",
            Self::Unnamed => "query.unnamed",
            Self::Newer => "query.newer",
            Self::Damaged => "query.damaged",
        }
    }

    /// The field it is about, if it is about one.
    pub fn field(&self) -> Option<FieldNo> {
        match self {
            Self::NoField(no) | Self::Unreadable(no) | Self::Misfit(no) | Self::Operand(no) => {
                Some(*no)
            }
            _ => None,
        }
    }
}
