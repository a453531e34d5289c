//! What the browser's errors mean here.

use crate::StoreError;
use indexed_db_futures::error::{DomException, Error, OpenDbError};

pub fn plain(error: Error) -> StoreError {
    failed(&error)
}

pub fn opening(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => match failed(&error) {
            StoreError::Failed(name)
                if matches!(
                    name.as_str(),
                    "SecurityError" | "UnknownError" | "InvalidStateError"
                ) =>
            {
                StoreError::Unavailable
            }
            StoreError::Closed => StoreError::Unavailable,
            other => other,
        },
        _ => StoreError::Unavailable,
    }
}

pub fn failed(error: &Error) -> StoreError {
    let name = match error {
        Error::DomException(exception) => {
            Some(web_sys::DomException::from(DomException::clone(exception)).name())
        }
        _ => None,
    };
    name.map_or_else(
        || StoreError::Failed("aborted".to_owned()),
        |name| by_name(&name),
    )
}

pub fn by_name(name: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Full,
        "VersionError" => StoreError::Newer,
        "InvalidStateError" | "TransactionInactiveError" => StoreError::Closed,
        name => StoreError::Failed(name.to_owned()),
    }
}
