//! What is held about a customer as a file for them: JSON with stable names, each value as it is
//! stored and in words. `docs/subject-access.md` describes it.
//!
//! Must stay true: names and codes never change their meaning; what is masked has no stored value
//! in it.

use super::held::{All, Answered, Datum, GivenOut, Held, Looked, Source, Tie};
use super::json::Json;
use crate::text::{about as words, language};
use model::{Channel, Class, Date, Labelled, Purpose, RecordId, Value};

/// The version of the layout.
const VERSION: i64 = 1;

/// What the file says of itself.
pub struct Made<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom, in words.
    pub by: &'a str,
    /// Whether a sync server keeps a copy.
    pub server: bool,
}

/// A moment in Coordinated Universal Time, to the second.
fn iso(ms: i64) -> String {
    let (day, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let day = i32::try_from(day).map_or(Date(0), Date);
    let seconds = rest / 1000;
    let two = |n: i64| {
        let tens = if n < 10 { "0" } else { "" };
        [tens, &n.to_string()].concat()
    };
    let time = [
        two(seconds / 3600),
        two(seconds / 60 % 60),
        two(seconds % 60),
    ];
    [&day.iso(), "T", &time.join(":"), "Z"].concat()
}

fn class(class: Class) -> Json {
    Json::text(match class {
        Class::Public => "public",
        Class::Internal => "internal",
        Class::Personal => "personal",
        Class::Sensitive => "sensitive",
    })
}

fn purpose(purpose: Purpose) -> Json {
    Json::text(match purpose {
        Purpose::Contact => "contact",
        Purpose::Service => "service",
        Purpose::Analysis => "analysis",
        Purpose::Accountability => "accountability",
        Purpose::Operation => "operation",
    })
}

fn channel(channel: Channel) -> Json {
    Json::text(match channel {
        Channel::Desk => "desk",
        Channel::Visit => "visit",
        Channel::Phone => "phone",
        Channel::WeChat => "wechat",
        Channel::Web => "web",
        Channel::Import => "import",
        Channel::App => "app",
    })
}

/// A value as it is stored.
fn raw(value: &Value, set: bool) -> Json {
    match value {
        Value::Nothing | Value::Bytes(_) => Json::Null,
        Value::Text(text) if set => {
            let Labelled { label, text } = Labelled::of(text);
            Json::Map(vec![
                ("text", Json::text(text)),
                ("label", Json::text(label)),
            ])
        }
        Value::Text(text) | Value::Choice(text) => Json::text(text.as_str()),
        Value::Choices(codes) => {
            Json::List(codes.iter().map(|code| Json::text(code.as_str())).collect())
        }
        Value::Int(number) => Json::Whole(*number),
        Value::Number(number) => Json::Number(*number),
        Value::Flag(flag) => Json::Flag(*flag),
        Value::Date(day) => Json::text(day.iso()),
        Value::Instant(ms) => Json::text(iso(*ms)),
        Value::Ref(id) => Json::text(id.to_string()),
        Value::Money { minor, currency } => Json::Map(vec![
            ("minor", Json::Whole(*minor)),
            ("currency", Json::text(String::from_utf8_lossy(currency))),
        ]),
    }
}

fn source(from: Option<Source>, name: &dyn Fn(RecordId) -> String) -> Json {
    Json::maybe(from.map(|from| {
        Json::Map(vec![
            ("at", Json::text(iso(from.at))),
            ("channel", channel(from.channel)),
            (
                "channel_words",
                Json::text(from.channel.label().of(language())),
            ),
            ("by", Json::text(name(from.by))),
        ])
    }))
}

fn datum(datum: &Datum, name: &dyn Fn(RecordId) -> String) -> Json {
    let field = datum.field;
    let set = field.holds.is_set();
    let tongue = language();
    Json::Map(vec![
        ("code", Json::text(field.code)),
        ("label", Json::text(field.label.of(tongue))),
        ("class", class(field.class)),
        ("purpose", purpose(field.purpose)),
        (
            "purpose_words",
            Json::text(field.purpose.label().of(tongue)),
        ),
        ("masked", Json::Flag(datum.is_masked())),
        (
            "raw",
            Json::maybe(datum.raw.as_ref().map(|value| raw(value, set))),
        ),
        ("words", Json::text(datum.words.as_str())),
        ("removed", Json::Flag(datum.removed)),
        ("from", source(datum.from, name)),
    ])
}

fn list<T>(all: &[T], one: impl Fn(&T) -> Json) -> Json {
    Json::List(all.iter().map(one).collect())
}

fn record(held: &Held, name: &dyn Fn(RecordId) -> String) -> Json {
    let tie = match held.tie {
        Tie::Own => "self",
        Tie::Names => "names_the_subject",
        Tie::Part => "part_of_the_record_before",
    };
    Json::Map(vec![
        ("register", Json::text(held.kind.code)),
        ("label", Json::text(held.kind.label.of(language()))),
        ("id", Json::text(held.id.to_string())),
        ("relation", Json::text(tie)),
        ("title", Json::text(held.title.as_str())),
        ("added", source(held.made, name)),
        ("values", list(&held.data, |one| datum(one, name))),
        (
            "earlier_values",
            list(&held.earlier, |one| datum(one, name)),
        ),
    ])
}

fn answered(one: &Answered) -> Json {
    let consent = one.consent.as_ref().map(|(at, tongue, text)| {
        Json::Map(vec![
            ("at", Json::text(iso(*at))),
            ("language", Json::text(tongue.tag())),
            ("text", Json::maybe(text.as_deref().map(Json::text))),
        ])
    });
    let answers = list(&one.answers, |(no, asked, value, words)| {
        Json::Map(vec![
            ("question", Json::Whole(i64::from(*no))),
            ("asked", Json::text(asked.as_str())),
            ("raw", raw(value, false)),
            ("words", Json::text(words.as_str())),
        ])
    });
    Json::Map(vec![
        ("id", Json::text(one.id.to_string())),
        ("form", Json::text(one.form.0.to_string())),
        ("form_version", Json::Whole(i64::from(one.form.1))),
        ("title", Json::text(one.title.as_str())),
        ("at", Json::text(iso(one.at))),
        ("consent", Json::maybe(consent)),
        ("answers", answers),
    ])
}

fn at(at: Option<i64>) -> Json {
    Json::maybe(at.map(|at| Json::text(iso(at))))
}

fn given(one: &GivenOut, name: &dyn Fn(RecordId) -> String) -> Json {
    Json::Map(vec![
        ("at", at(one.at)),
        ("purpose", Json::text(one.purpose.as_str())),
        ("recipient", Json::text(one.recipient.as_str())),
        ("format", Json::text(one.format.as_str())),
        ("fields", Json::text(one.fields.as_str())),
        ("by", Json::maybe(one.by.map(|by| Json::text(name(by))))),
    ])
}

fn looked(one: &Looked, name: &dyn Fn(RecordId) -> String) -> Json {
    Json::Map(vec![
        ("at", at(one.at)),
        ("field", Json::text(one.field.as_str())),
        ("by", Json::maybe(one.by.map(|by| Json::text(name(by))))),
        ("reason", Json::text(one.why.as_str())),
    ])
}

/// The file. `name` says what a member is called.
pub fn file(all: &All, made: &Made<'_>, name: &dyn Fn(RecordId) -> String) -> String {
    let tongue = language();
    let known = |list: Option<Json>| Json::maybe(list);
    let json = Json::Map(vec![
        ("format", Json::text("candor.subject-access")),
        ("version", Json::Whole(VERSION)),
        ("made_at", Json::text(iso(made.at))),
        ("made_by", Json::text(made.by)),
        ("language", Json::text(tongue.tag())),
        ("masked", Json::Flag(all.is_ever_masked())),
        ("records", list(&all.records, |held| record(held, name))),
        (
            "customers_noted_as_working_here",
            Json::Whole(i64::try_from(all.members).unwrap_or(i64::MAX)),
        ),
        ("surveys", list(&all.answered, answered)),
        (
            "received_by",
            known(
                all.given
                    .as_ref()
                    .map(|all| list(all, |one| given(one, name))),
            ),
        ),
        ("kept_by_a_sync_server", Json::Flag(made.server)),
        (
            "looked_at_by",
            known(
                all.looked
                    .as_ref()
                    .map(|all| list(all, |one| looked(one, name))),
            ),
        ),
        ("how_long", Json::text(words::KEPT_TEXT.of(tongue))),
    ]);
    json.write()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_universal_time() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(1_600_000_000_123), "2020-09-13T12:26:40Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn values_keep_their_type() {
        let money = Value::Money {
            minor: 1250,
            currency: *b"CNY",
        };
        let labelled = Labelled {
            text: "138",
            label: "home",
        };
        for (value, set, expected) in [
            (Value::Nothing, false, "null\n"),
            (Value::Int(1985), false, "1985\n"),
            (Value::Flag(false), false, "false\n"),
            (Value::Date(Date(0)), false, "\"1970-01-01\"\n"),
            (
                money,
                false,
                "{\n  \"minor\": 1250,\n  \"currency\": \"CNY\"\n}\n",
            ),
            (
                Value::Text(labelled.to_text()),
                true,
                "{\n  \"text\": \"138\",\n  \"label\": \"home\"\n}\n",
            ),
        ] {
            assert_eq!(raw(&value, set).write(), expected);
        }
    }
}
