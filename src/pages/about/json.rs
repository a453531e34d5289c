//! Values as JSON (RFC 8259).

use exchange::json::quote;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// Nothing.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number; one that is not finite is written as nothing.
    Number(f64),
    /// A text.
    Text(String),
    /// Several.
    List(Vec<Json>),
    /// Named ones, in this order.
    Map(Vec<(&'static str, Json)>),
}

impl Json {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A value or nothing.
    pub fn maybe(value: Option<Self>) -> Self {
        value.unwrap_or(Self::Null)
    }

    /// As text, two spaces a level.
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.put(&mut out, 0);
        out.push('\n');
        out
    }

    fn put(&self, out: &mut String, level: usize) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Whole(number) => out.push_str(&number.to_string()),
            Self::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
            Self::Number(_) => out.push_str("null"),
            Self::Text(text) => quote(out, text),
            Self::List(all) => {
                let items = all.iter();
                wrap(out, level, ('[', ']'), items, |out, item| {
                    item.put(out, level + 1);
                });
            }
            Self::Map(all) => {
                let items = all.iter();
                wrap(out, level, ('{', '}'), items, |out, (name, value)| {
                    quote(out, name);
                    out.push_str(": ");
                    value.put(out, level + 1);
                });
            }
        }
    }
}

fn wrap<T>(
    out: &mut String,
    level: usize,
    (open, close): (char, char),
    items: impl ExactSizeIterator<Item = T>,
    put: impl Fn(&mut String, T),
) {
    out.push(open);
    let last = items.len();
    for (at, item) in items.enumerate() {
        new_line(out, level + 1);
        put(out, item);
        if at + 1 < last {
            out.push(',');
        }
    }
    if last > 0 {
        new_line(out, level);
    }
    out.push(close);
}

fn new_line(out: &mut String, level: usize) {
    out.push('\n');
    (0..level).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn whatever_is_written_is_json() {
        let value = Json::Map(vec![
            ("a", Json::text("\"王\\\n\u{1}\u{1f}👩")),
            ("b", Json::List(vec![Json::Null, Json::Flag(true)])),
            ("c", Json::Number(f64::NAN)),
            ("d", Json::Number(2.5)),
            ("e", Json::Whole(-3)),
            ("f", Json::List(Vec::new())),
            ("g", Json::Map(Vec::new())),
        ]);
        let expected = "{\n  \"a\": \"\\\"王\\\\\\n\\u0001\\u001f👩\",\n  \"b\": [\n    null,\n    \
                        true\n  ],\n  \"c\": null,\n  \"d\": 2.5,\n  \"e\": -3,\n  \"f\": [],\n  \
                        \"g\": {}\n}\n";
        assert_eq!(value.write(), expected);
    }
}
