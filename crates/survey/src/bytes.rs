//! Forms and drafts as bytes: one byte of format, then postcard.
//!
//! Must stay true: every format ever written can be read; nothing may follow the value.

use crate::{Form, SurveyError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The format written now.
const FORMAT: u8 = 1;

/// Writes a value in the present format.
pub(crate) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    // Writing to memory fails only when a length cannot be known; every length here is.
    postcard::to_extend(value, vec![FORMAT]).unwrap_or_default()
}

/// Reads a value of any format known.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, SurveyError> {
    match bytes.split_first() {
        Some((&FORMAT, rest)) => match postcard::take_from_bytes(rest) {
            Ok((value, [])) => Ok(value),
            _ => Err(SurveyError::Unreadable),
        },
        Some((&format, _)) if format > FORMAT => Err(SurveyError::Newer { format }),
        _ => Err(SurveyError::Unreadable),
    }
}

impl Form {
    /// The form as bytes that [`Form::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(self)
    }

    /// Reads a form and validates it.
    ///
    /// # Errors
    /// When the bytes are damaged or newer than this crate, or the form does not validate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SurveyError> {
        let form: Self = read(bytes)?;
        form.validate()?;
        Ok(form)
    }
}
