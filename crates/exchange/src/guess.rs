//! What each column of a list of customers means, with how sure that is and why.
//!
//! [`crate::suggest`] makes a plan for the register as it is; this names what a file holds,
//! whether or not a field stands ready for it.
//!
//! Must stay true: a guess is for a person to confirm; a column whose cells contradict its
//! header is given no meaning of that header; a meaning that can be had once is given to the
//! column that is surest of it.

mod words;

use crate::ColumnProfile;
use crate::literal;
use model::{CUSTOMER, FieldNo, customer};

/// What a column can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The whole name.
    Name,
    /// Family name.
    FamilyName,
    /// Given name.
    GivenName,
    /// Middle names.
    MiddleName,
    /// Another name.
    Nickname,
    /// The customer's number.
    Number,
    /// Person or organisation.
    Kind,
    /// Where somebody works.
    Organisation,
    /// A part of it.
    Department,
    /// Position.
    Title,
    /// A mobile number.
    Mobile,
    /// Another number, or any.
    Phone,
    /// A number that takes faxes.
    Fax,
    /// An e-mail address.
    Email,
    /// A name on WeChat.
    WeChat,
    /// A number on QQ.
    Qq,
    /// A page.
    Website,
    /// An address in one cell.
    Address,
    /// Street and number.
    Street,
    /// City.
    City,
    /// Province, state or region.
    Region,
    /// Postal code.
    Postcode,
    /// Country.
    Country,
    /// The day of birth.
    Birthday,
    /// The year of birth.
    BirthYear,
    /// Gender.
    Gender,
    /// The day somebody became a customer.
    Since,
    /// How the customer was won.
    Source,
    /// Who looks after the customer.
    Owner,
    /// Tags.
    Tags,
    /// Notes.
    Notes,
}

/// Where a guess rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// The header is a name for it, and the cells agree.
    HeaderAndCells,
    /// The header is a name for it; cells cannot tell.
    Header,
    /// The header contains a name for it.
    PartOfHeader,
    /// The cells look like it; the header says nothing.
    Cells,
}

impl Ground {
    /// A stable name for the app to translate.
    pub fn code(self) -> &'static str {
        match self {
            Self::HeaderAndCells => "guess.header_and_cells",
            Self::Header => "guess.header",
            Self::PartOfHeader => "guess.part_of_header",
            Self::Cells => "guess.cells",
        }
    }
}

/// What a column probably means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The meaning.
    pub meaning: Meaning,
    /// How sure, above 0 and at most 1.
    pub score: f32,
    /// Why.
    pub ground: Ground,
}

impl Meaning {
    /// Whether several columns may have it.
    pub fn repeats(self) -> bool {
        matches!(
            self,
            Self::Phone
                | Self::Mobile
                | Self::Fax
                | Self::Email
                | Self::Website
                | Self::Tags
                | Self::Notes
        )
    }

    /// The customer's field for it, where there is one.
    pub fn field(self) -> Option<FieldNo> {
        let no = match self {
            Self::Name => customer::NAME,
            Self::Number => customer::NUMBER,
            Self::Kind => customer::KIND,
            Self::Mobile | Self::Phone => customer::PHONE,
            Self::Email => customer::EMAIL,
            Self::Region | Self::City => customer::REGION,
            Self::BirthYear => customer::BIRTH_YEAR,
            Self::Gender => customer::SEX,
            Self::Since => customer::SINCE,
            Self::Source => customer::ACQUIRED,
            Self::Tags => customer::TAGS,
            Self::Notes => customer::NOTES,
            _ => return None,
        };
        Some(no)
    }
}

/// Guesses the meaning of each column, in order; `None` where nothing speaks for any.
pub fn guess(profiles: &[ColumnProfile]) -> Vec<Option<Guess>> {
    let mut claims = Vec::new();
    for (column, profile) in profiles.iter().enumerate() {
        claims.extend(by_header(profile).into_iter().map(|guess| (column, guess)));
        claims.extend(by_cells(profile).map(|guess| (column, guess)));
    }
    claims.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
    let mut out = vec![None; profiles.len()];
    let mut given: Vec<Meaning> = Vec::new();
    for (column, guess) in claims {
        let free = guess.meaning.repeats() || !given.contains(&guess.meaning);
        if let Some(slot @ None) = out.get_mut(column)
            && free
        {
            given.push(guess.meaning);
            *slot = Some(guess);
        }
    }
    out
}

/// Guesses of a header; several where a word has several meanings.
fn by_header(profile: &ColumnProfile) -> Vec<Guess> {
    let key = words::key(&profile.name);
    let mut guesses = Vec::new();
    for (meaning, place) in words::whole(&key) {
        // Words are listed with the clearest first.
        let clear = 0.95 - 0.01 * f32::from(u8::try_from(place).unwrap_or(30).min(30));
        match agrees(meaning, profile) {
            Some(true) => guesses.push((meaning, clear + 0.04, Ground::HeaderAndCells)),
            None => guesses.push((meaning, clear, Ground::Header)),
            Some(false) => {}
        }
    }
    if guesses.is_empty() {
        guesses.extend(words::part(&key).and_then(|meaning| {
            let score = match agrees(meaning, profile) {
                Some(true) => 0.88,
                None => 0.6,
                Some(false) => return None,
            };
            Some((meaning, score, Ground::PartOfHeader))
        }));
    }
    let guesses = guesses.into_iter();
    guesses
        .map(|(meaning, score, ground)| Guess {
            meaning,
            score,
            ground,
        })
        .collect()
}

/// Whether the cells look like the meaning; `None` where they cannot tell.
fn agrees(meaning: Meaning, profile: &ColumnProfile) -> Option<bool> {
    if profile.filled == 0 {
        return None;
    }
    let share = |count: u64| count * 2 >= profile.filled;
    let fits = |no: FieldNo| {
        CUSTOMER.field(no).is_some_and(|field| {
            let good = profile.frequent.iter();
            let good = good.filter(|(value, _)| literal::field_value(field, value).is_ok());
            good.map(|(_, count)| count).sum::<u64>() * 2
                >= profile.frequent.iter().map(|(_, count)| count).sum()
        })
    };
    match meaning {
        Meaning::Phone | Meaning::Mobile | Meaning::Fax => {
            Some(fits(customer::PHONE) || share(profile.scientific))
        }
        Meaning::Email => Some(share(profile.emails)),
        Meaning::Birthday | Meaning::Since => {
            Some(share(profile.days.days()) || share(profile.days.serials))
        }
        Meaning::BirthYear => Some(fits(customer::BIRTH_YEAR)),
        Meaning::Gender => Some(fits(customer::SEX)),
        Meaning::Kind => Some(fits(customer::KIND)),
        Meaning::Name | Meaning::FamilyName | Meaning::GivenName | Meaning::Organisation => {
            (profile.numbers || share(profile.emails) || profile.dates).then_some(false)
        }
        _ => None,
    }
}

/// What the cells look like where the header says nothing.
fn by_cells(profile: &ColumnProfile) -> Option<Guess> {
    if profile.filled == 0 {
        return None;
    }
    let most = |count: u64| count * 5 >= profile.filled * 4;
    let (meaning, score) = if most(profile.emails) {
        (Meaning::Email, 0.85)
    } else if most(profile.phones) {
        (Meaning::Phone, 0.75)
    } else if most(share_of(profile, is_gender)) {
        (Meaning::Gender, 0.7)
    } else if most(share_of(profile, |value| value.starts_with("wxid_"))) {
        (Meaning::WeChat, 0.8)
    } else if most(share_of(profile, is_page)) {
        (Meaning::Website, 0.7)
    } else if most(share_of(profile, is_birthday)) {
        // Days long past, and many different ones.
        (Meaning::Birthday, 0.35)
    } else if most(share_of(profile, is_chinese_name))
        && profile.distinct as u64 * 2 > profile.filled
    {
        (Meaning::Name, 0.4)
    } else {
        return None;
    };
    Some(Guess {
        meaning,
        score,
        ground: Ground::Cells,
    })
}

/// How many cells a test holds for, as far as values are listed, scaled to all.
fn share_of(profile: &ColumnProfile, test: impl Fn(&str) -> bool) -> u64 {
    let (mut all, mut good) = (0, 0);
    for (value, count) in &profile.frequent {
        all += count;
        good += if test(value) { *count } else { 0 };
    }
    good * profile.filled / all.max(1)
}

fn is_gender(value: &str) -> bool {
    const WORDS: [&str; 8] = ["男", "女", "male", "female", "m", "f", "先生", "女士"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(value))
}

fn is_page(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://") || value.starts_with("www.")
}

fn is_birthday(value: &str) -> bool {
    literal::date(value).is_some_and(|date| (1920..2010).contains(&date.ymd().0))
}

fn is_chinese_name(value: &str) -> bool {
    (2..=4).contains(&value.chars().count())
        && value
            .chars()
            .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && value.chars().next().is_some_and(words::is_surname)
}

#[cfg(test)]
mod tests;
