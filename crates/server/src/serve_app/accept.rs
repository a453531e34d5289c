//! Which encodings a browser takes.

use axum::http::HeaderValue;

/// The encodings we have that the asking side takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accepts {
    /// Brotli.
    pub brotli: bool,
    /// Gzip.
    pub gzip: bool,
}

impl Accepts {
    /// Reads `Accept-Encoding`; what is not named is not taken, except under `*`.
    pub fn read<'a>(values: impl IntoIterator<Item = &'a HeaderValue>) -> Self {
        let (mut brotli, mut gzip, mut any) = (None, None, None);
        let values = values.into_iter().filter_map(|value| value.to_str().ok());
        for part in values.flat_map(|value| value.split(',')) {
            let (name, options) = part.split_once(';').unwrap_or((part, ""));
            let weight = options
                .split(';')
                .filter_map(|option| option.trim().strip_prefix("q="))
                .find_map(|weight| weight.trim().parse::<f32>().ok());
            let taken = Some(weight.unwrap_or(1.0) > 0.0);
            match name.trim().to_ascii_lowercase().as_str() {
                "br" => brotli = taken,
                "gzip" | "x-gzip" => gzip = taken,
                "*" => any = taken,
                _ => {}
            }
        }
        Self {
            brotli: brotli.or(any).unwrap_or(false),
            gzip: gzip.or(any).unwrap_or(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_weighed() {
        for (value, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("*", true, true),
            ("*;q=0.5, gzip; q=0.0", true, false),
            ("identity", false, false),
            ("BR", true, false),
        ] {
            let accepts = Accepts::read(&[HeaderValue::from_static(value)]);
            assert_eq!(accepts, Accepts { brotli, gzip }, "{value}");
        }
        assert_eq!(Accepts::read(&[]), Accepts::default());
    }
}
