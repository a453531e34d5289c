//! One unfolded line: `group.NAME;PARAM=value:value`.
//!
//! Must stay true: the value is not looked at here; parameters are few and short, or the line
//! is no property.

/// Most parameters of a property.
const MAX_PARAMS: usize = 64;

/// A property as the line has it.
#[derive(Debug)]
pub struct Property<'a> {
    /// Lower case; empty where there is none.
    pub group: String,
    /// Upper case.
    pub name: String,
    /// Names in upper case; a bare word of version 2.1 is a `TYPE` or an `ENCODING`.
    pub params: Vec<(String, String)>,
    /// What stands behind the colon.
    pub value: &'a str,
}

impl<'a> Property<'a> {
    /// Cuts a line; `None` where it is no property.
    pub fn parse(line: &'a str) -> Option<Self> {
        let (head, value) = cut(line)?;
        let mut words = Vec::new();
        let (mut start, mut quoted) = (0, false);
        for (at, c) in head.char_indices() {
            match c {
                '"' => quoted = !quoted,
                ';' if !quoted => {
                    words.push(head.get(start..at)?);
                    start = at + 1;
                }
                _ => {}
            }
        }
        words.push(head.get(start..)?);
        let mut words = words.into_iter();
        let whole = words.next()?.trim();
        let (group, name) = whole.rsplit_once('.').unwrap_or(("", whole));
        let token = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if name.is_empty() || !name.bytes().all(token) {
            return None;
        }
        let params: Vec<_> = words.map(param).take(MAX_PARAMS + 1).collect();
        (params.len() <= MAX_PARAMS).then(|| Self {
            group: group.to_ascii_lowercase(),
            name: name.to_ascii_uppercase(),
            params,
            value,
        })
    }

    /// The first value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        params
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the value is quoted-printable.
    pub fn is_quoted_printable(&self) -> bool {
        self.param("ENCODING")
            .is_some_and(|how| how.eq_ignore_ascii_case("quoted-printable"))
    }

    /// The words of every `TYPE`: lower case, sorted, each once.
    pub fn types(&self) -> Vec<String> {
        let types = self.params.iter().filter(|(name, _)| name == "TYPE");
        let mut types: Vec<String> = types
            .flat_map(|(_, value)| value.split(','))
            .map(|word| word.trim().to_lowercase())
            .filter(|word| is_token(word))
            .collect();
        types.sort_unstable();
        types.dedup();
        types
    }
}

/// Whether a word can be written as a parameter without quotes.
pub fn is_token(word: &str) -> bool {
    let sign = |c: char| c.is_control() || c.is_whitespace() || "\",;:^=".contains(c);
    !word.is_empty() && !word.contains(sign)
}

/// The head and the value: cut at the first colon outside quotes.
pub fn cut(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (at, _) = colon?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

fn param(word: &str) -> (String, String) {
    match word.split_once('=') {
        Some((name, value)) => (name.trim().to_ascii_uppercase(), plain(value)),
        None => {
            let word = word.trim();
            const ENCODINGS: [&str; 5] = ["quoted-printable", "base64", "b", "8bit", "7bit"];
            let encoding = ENCODINGS.iter().any(|e| e.eq_ignore_ascii_case(word));
            let name = if encoding { "ENCODING" } else { "TYPE" };
            (name.to_owned(), word.to_owned())
        }
    }
}

/// A parameter's value without quotes and the escapes of RFC 6868.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().filter(|c| *c != '"').peekable();
    while let Some(c) = chars.next() {
        let escaped = match (c, chars.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push(escaped);
        chars.next();
    }
    out
}
