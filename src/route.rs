//! Where a person can be, as addresses.
//!
//! Must stay true: every place has one address, and parsing the address gives the place back.

use model::RecordId;

/// A place in the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The figures.
    Overview,
    /// What drives satisfaction, for a form.
    Drivers(Option<RecordId>),
    /// The responses behind a figure: the form and, if one is meant, the question.
    Responses(RecordId, Option<u16>),
    /// The list of customers.
    Customers,
    /// A new customer.
    NewCustomer,
    /// One customer.
    Customer(RecordId),
    /// Changing one customer.
    EditCustomer(RecordId),
    /// Which surveys there are.
    Surveys,
    /// Beginning a survey with a customer.
    StartSurvey(Option<RecordId>),
    /// Answering a survey: the draft.
    TakeSurvey(RecordId),
    /// Bringing data in.
    Import,
    /// Settings.
    Settings,
    /// An address that is none of these.
    Unknown,
}

impl Route {
    /// The place of an address.
    pub fn parse(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let place = (parts.next(), parts.next(), parts.next());
        if parts.next().is_some() {
            return Self::Unknown;
        }
        let id = |text: &str| text.parse::<RecordId>().ok();
        let found = match place {
            (None, ..) | (Some("overview"), None, _) => Some(Self::Overview),
            (Some("drivers"), None, _) => Some(Self::Drivers(None)),
            (Some("drivers"), Some(form), None) => id(form).map(|f| Self::Drivers(Some(f))),
            (Some("responses"), Some(form), None) => id(form).map(|f| Self::Responses(f, None)),
            (Some("responses"), Some(form), Some(no)) => id(form)
                .zip(no.parse().ok())
                .map(|(f, no)| Self::Responses(f, Some(no))),
            (Some("customers"), None, _) => Some(Self::Customers),
            (Some("customers"), Some("new"), None) => Some(Self::NewCustomer),
            (Some("customers"), Some(c), None) => id(c).map(Self::Customer),
            (Some("customers"), Some(c), Some("edit")) => id(c).map(Self::EditCustomer),
            (Some("surveys"), None, _) => Some(Self::Surveys),
            (Some("surveys"), Some("start"), None) => Some(Self::StartSurvey(None)),
            (Some("surveys"), Some("start"), Some(c)) => id(c).map(|c| Self::StartSurvey(Some(c))),
            (Some("surveys"), Some(d), None) => id(d).map(Self::TakeSurvey),
            (Some("import"), None, _) => Some(Self::Import),
            (Some("settings"), None, _) => Some(Self::Settings),
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
            Self::Customers => "/customers".into(),
            Self::NewCustomer => "/customers/new".into(),
            Self::Customer(c) => format!("/customers/{c}"),
            Self::EditCustomer(c) => format!("/customers/{c}/edit"),
            Self::Surveys => "/surveys".into(),
            Self::StartSurvey(None) => "/surveys/start".into(),
            Self::StartSurvey(Some(c)) => format!("/surveys/start/{c}"),
            Self::TakeSurvey(d) => format!("/surveys/{d}"),
            Self::Import => "/import".into(),
            Self::Settings => "/settings".into(),
        }
    }
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
            Route::Customers,
            Route::NewCustomer,
            Route::Customer(id),
            Route::EditCustomer(id),
            Route::Surveys,
            Route::StartSurvey(None),
            Route::StartSurvey(Some(id)),
            Route::TakeSurvey(id),
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
