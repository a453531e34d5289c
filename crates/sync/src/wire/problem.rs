//! The body of every answer that is not a success: a stable code, in plain text.
//!
//! `rate.limited 30` says: not before 30 seconds have passed. All other codes stand alone.

/// What went wrong, as the server names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem<'a> {
    /// The stable code, such as `auth.unknown_token`.
    pub code: &'a str,
    /// Seconds to wait before asking again, where the server said so.
    pub wait: Option<u32>,
}

impl<'a> Problem<'a> {
    /// The body as text.
    pub fn encode(&self) -> String {
        match self.wait {
            Some(seconds) => [self.code, " ", &seconds.to_string()].concat(),
            None => self.code.to_owned(),
        }
    }

    /// Reads such a body; `None` for anything else (an answer made on the way, for example).
    pub fn decode(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > 100 {
            return None;
        }
        let text = core::str::from_utf8(bytes).ok()?.trim();
        let (code, wait) = match text.split_once(' ') {
            Some((code, seconds)) => (code, Some(seconds.parse().ok()?)),
            None => (text, None),
        };
        let plain = |c: char| c.is_ascii_lowercase() || c == '.' || c == '_';
        (code.contains('.') && code.chars().all(plain)).then_some(Self { code, wait })
    }
}
