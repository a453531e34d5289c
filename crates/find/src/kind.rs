//! What a part of a document is, and what an answer says.

/// What a part of a document is. Kinds weigh in the order in which they stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person's name, surname first where it is Chinese; or a customer's, whatever they are.
    Name,
    /// Where they work.
    Organisation,
    /// A number given out: of a customer, an order, a contract. Its punctuation does not count.
    Code,
    /// A telephone number, or several with commas, semicolons or strokes between them.
    Phone,
    /// An e-mail address.
    Email,
    /// A tag, a region, a choice: a few words that many share.
    Tag,
    /// Running text: notes, answers. It ranks last and is not searched by pinyin.
    Text,
}

impl Kind {
    /// Every kind, in its order.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Organisation,
        Self::Code,
        Self::Phone,
        Self::Email,
        Self::Tag,
        Self::Text,
    ];

    /// Whether its Chinese is found by pinyin.
    pub(crate) fn sounds(self) -> bool {
        matches!(self, Self::Name | Self::Organisation | Self::Tag)
    }

    /// Whether typing errors are forgiven in its Latin words.
    pub(crate) fn forgives(self) -> bool {
        matches!(self, Self::Name | Self::Organisation)
    }
}

/// How something matched, the best first: the order in which hits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// What was typed is the whole name.
    ExactName,
    /// A name begins with it.
    NamePrefix,
    /// A word begins with it.
    WordPrefix,
    /// Whole syllables of pinyin, the last perhaps not yet typed to its end.
    Pinyin,
    /// Pinyin with at least one syllable given by its initial only.
    Initials,
    /// It stands inside a word or a run of characters.
    Inside,
    /// A Latin word that differs by a typing error or two.
    Near,
    /// Running text has it.
    Text,
}

/// One reason why a document was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// What the part that matched is.
    pub kind: Kind,
    /// Which part: its place in what was given to `put`. Parts in which there was nothing to
    /// find (no letter, digit or character) count too.
    pub part: u32,
    /// How it matched.
    pub manner: Manner,
}

/// One document found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub doc: u32,
    /// Its rank: less is better. Comparable within one answer only.
    pub rank: u16,
    /// Why, in the order of the words typed; words read together as pinyin or as one telephone
    /// number count once.
    pub why: Vec<Why>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many documents match.
    pub total: u32,
    /// The best of them: by rank, then by the larger tie, then by the smaller document.
    pub hits: Vec<Hit>,
}
