//! Where a person can be, as addresses.
//!
//! Must stay true: every place has one address, and parsing the address gives the place back.

use model::{CUSTOMER, Kind, KindNo, RecordId};

/// A place in the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The figures.
    Overview,
    /// What drives satisfaction, for a form.
    Drivers(Option<RecordId>),
    /// The responses behind a figure: the form and, if one is meant, the question.
    Responses(RecordId, Option<u16>),
    /// What is due.
    Today,
    /// The list of customers.
    Customers,
    /// A new customer.
    NewCustomer,
    /// One customer.
    Customer(RecordId),
    /// Changing one customer.
    EditCustomer(RecordId),
    /// All records of a register.
    Records(KindNo),
    /// A new record, and to whom it belongs.
    NewRecord(KindNo, Option<RecordId>),
    /// One record.
    Record(KindNo, RecordId),
    /// Changing one record.
    EditRecord(KindNo, RecordId),
    /// Which surveys there are.
    Surveys,
    /// Beginning a survey with a customer.
    StartSurvey(Option<RecordId>),
    /// Answering a survey: the draft.
    TakeSurvey(RecordId),
    /// Who may be in twice.
    Duplicates,
    /// What we hold about a customer.
    About(RecordId),
    /// Bringing data in.
    Import,
    /// Settings.
    Settings,
    /// An address that is none of these.
    Unknown,
}

impl Route {
    /// The place of a record.
    pub fn of(kind: &Kind, record: RecordId) -> Self {
        if kind.no == CUSTOMER.no {
            Self::Customer(record)
        } else {
            Self::Record(kind.no, record)
        }
    }

    /// The place of all records of a register.
    pub fn all(kind: &Kind) -> Self {
        if kind.no == CUSTOMER.no {
            Self::Customers
        } else {
            Self::Records(kind.no)
        }
    }

    /// The place where a record of a register is added.
    pub fn new(kind: &Kind) -> Self {
        if kind.no == CUSTOMER.no {
            Self::NewCustomer
        } else {
            Self::NewRecord(kind.no, None)
        }
    }

    /// The place of an address.
    pub fn parse(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let place = (parts.next(), parts.next(), parts.next());
        let id = |text: &str| text.parse::<RecordId>().ok();
        if let Some(more) = parts.next() {
            let (Some("records"), Some(code), Some(third)) = place else {
                return Self::Unknown;
            };
            let found = register(code).and_then(|kind| match (third, more) {
                ("new", of) => id(of).map(|of| Self::NewRecord(kind, Some(of))),
                (one, "edit") => id(one).map(|one| Self::EditRecord(kind, one)),
                _ => None,
            });
            return match (found, parts.next()) {
                (Some(found), None) => found,
                _ => Self::Unknown,
            };
        }
        let found = match place {
            (None, ..) | (Some("overview"), None, _) => Some(Self::Overview),
            (Some("drivers"), None, _) => Some(Self::Drivers(None)),
            (Some("drivers"), Some(form), None) => id(form).map(|f| Self::Drivers(Some(f))),
            (Some("responses"), Some(form), None) => id(form).map(|f| Self::Responses(f, None)),
            (Some("responses"), Some(form), Some(no)) => id(form)
                .zip(no.parse().ok())
                .map(|(f, no)| Self::Responses(f, Some(no))),
            (Some("today"), None, _) => Some(Self::Today),
            (Some("customers"), None, _) => Some(Self::Customers),
            (Some("customers"), Some("new"), None) => Some(Self::NewCustomer),
            (Some("customers"), Some(c), None) => id(c).map(Self::Customer),
            (Some("customers"), Some(c), Some("about")) => id(c).map(Self::About),
            (Some("duplicates"), None, _) => Some(Self::Duplicates),
            (Some("customers"), Some(c), Some("edit")) => id(c).map(Self::EditCustomer),
            (Some("surveys"), None, _) => Some(Self::Surveys),
            (Some("surveys"), Some("start"), None) => Some(Self::StartSurvey(None)),
            (Some("surveys"), Some("start"), Some(c)) => id(c).map(|c| Self::StartSurvey(Some(c))),
            (Some("surveys"), Some(d), None) => id(d).map(Self::TakeSurvey),
            (Some("import"), None, _) => Some(Self::Import),
            (Some("settings"), None, _) => Some(Self::Settings),
            (Some("records"), Some(code), None) => register(code).map(Self::Records),
            (Some("records"), Some(code), Some("new")) => {
                register(code).map(|kind| Self::NewRecord(kind, None))
            }
            (Some("records"), Some(code), Some(c)) => register(code)
                .zip(id(c))
                .map(|(kind, c)| Self::Record(kind, c)),
            _ => None,
        };
        found.unwrap_or(Self::Unknown)
    }

    /// The address of the place.
    pub fn path(self) -> String {
        match self {
            Self::Overview | Self::Unknown => "/".into(),
            Self::Drivers(None) => "/drivers".into(),
            Self::Drivers(Some(form)) => format!("/drivers/{form}"),
            Self::Responses(form, None) => format!("/responses/{form}"),
            Self::Responses(form, Some(no)) => format!("/responses/{form}/{no}"),
            Self::Today => "/today".into(),
            Self::Customers => "/customers".into(),
            Self::NewCustomer => "/customers/new".into(),
            Self::Customer(c) => format!("/customers/{c}"),
            Self::EditCustomer(c) => format!("/customers/{c}/edit"),
            Self::Records(kind) => format!("/records/{}", code(kind)),
            Self::NewRecord(kind, None) => format!("/records/{}/new", code(kind)),
            Self::NewRecord(kind, Some(of)) => format!("/records/{}/new/{of}", code(kind)),
            Self::Record(kind, c) => format!("/records/{}/{c}", code(kind)),
            Self::EditRecord(kind, c) => format!("/records/{}/{c}/edit", code(kind)),
            Self::Surveys => "/surveys".into(),
            Self::StartSurvey(None) => "/surveys/start".into(),
            Self::StartSurvey(Some(c)) => format!("/surveys/start/{c}"),
            Self::TakeSurvey(d) => format!("/surveys/{d}"),
            Self::Duplicates => "/duplicates".into(),
            Self::About(c) => format!("/customers/{c}/about"),
            Self::Import => "/import".into(),
            Self::Settings => "/settings".into(),
        }
    }
}

/// A register by its name in addresses.
fn register(code: &str) -> Option<KindNo> {
    model::kind_named(code).map(|kind| kind.no)
}

fn code(kind: KindNo) -> &'static str {
    model::kind(kind).map_or("", |kind| kind.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_one_address() {
        let id = RecordId([3; 16]);
        for route in [
            Route::Overview,
            Route::Drivers(None),
            Route::Drivers(Some(id)),
            Route::Responses(id, None),
            Route::Responses(id, Some(13)),
            Route::Today,
            Route::Customers,
            Route::NewCustomer,
            Route::Customer(id),
            Route::EditCustomer(id),
            Route::Records(model::TASK.no),
            Route::NewRecord(model::TASK.no, None),
            Route::NewRecord(model::TASK.no, Some(id)),
            Route::Record(model::TASK.no, id),
            Route::EditRecord(model::TASK.no, id),
            Route::Surveys,
            Route::StartSurvey(None),
            Route::StartSurvey(Some(id)),
            Route::TakeSurvey(id),
            Route::Duplicates,
            Route::About(id),
            Route::Import,
            Route::Settings,
        ] {
            assert_eq!(Route::parse(&route.path()), route);
        }
        for bad in ["/x", "/customers/1/2/3", "/customers/zz", "/responses"] {
            assert_eq!(Route::parse(bad), Route::Unknown, "{bad}");
        }
    }
}
