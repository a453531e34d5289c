//! What a place to keep bytes must do; it sees sealed bytes only.

use crate::StoreError;

/// Bytes with their number.
pub type Numbered = (u32, Vec<u8>);

/// How much has to have happened before a write resolves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: what a person saved.
    Strict,
    /// Handed to the system: the middle of a bulk action that ends strict, or what can be made
    /// again from what is on the disk.
    Relaxed,
}

/// A place within the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Entries of the log, by number.
    Log,
    /// Pages of the state, by number.
    State,
    /// Small things by name, such as drafts.
    Slots,
    /// Photos and signatures, by name.
    Blobs,
    /// By name, and the only one with unsealed bytes: the envelope, the count of failed unlocks.
    Plain,
    /// Journal entries of format 1, by number; written no more.
    OldJournal,
    /// Pages of format 1, by number; written no more.
    OldPages,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 7] = [
        Self::Log,
        Self::State,
        Self::Slots,
        Self::Blobs,
        Self::Plain,
        Self::OldJournal,
        Self::OldPages,
    ];

    /// The name of the object store, and of the place that seals are bound to.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::State => "state",
            Self::Slots => "slots",
            Self::Blobs => "blobs",
            Self::Plain => "envelope",
            Self::OldJournal => "journal",
            Self::OldPages => "pages",
        }
    }
}

/// One step of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Puts bytes under a number, replacing what is there.
    Put(Area, u32, Vec<u8>),
    /// Puts bytes under a name, replacing what is there.
    PutNamed(Area, String, Vec<u8>),
    /// Removes what is under these numbers, both included.
    Remove(Area, u32, u32),
    /// Removes what is under a name.
    RemoveNamed(Area, String),
}

impl Step {
    /// The area it is about.
    pub fn area(&self) -> Area {
        match self {
            Self::Put(area, ..)
            | Self::PutNamed(area, ..)
            | Self::Remove(area, ..)
            | Self::RemoveNamed(area, ..) => *area,
        }
    }
}

/// What a write left under a name: where, the name, and bytes that nobody else could have put.
pub type Mark = (Area, String, Vec<u8>);

/// Steps that happen all or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The log must end right before this number: where it does not, another tab was faster, or
    /// the write before this one failed.
    pub next: Option<u32>,
    /// What the write before this one put under a name, where that one is still under way: these
    /// very bytes must be there. Where they are not it failed, and so does this one, even if
    /// somebody else filled its place.
    pub upon: Option<Mark>,
    /// What is done, in this order.
    pub steps: Vec<Step>,
    /// How much has to have happened.
    pub durability: Durability,
}

impl Write {
    /// Steps that depend on nothing.
    pub fn new(steps: Vec<Step>, durability: Durability) -> Self {
        Self {
            next: None,
            upon: None,
            steps,
            durability,
        }
    }
}

/// What a tab is told about its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Other tabs hold an older version open; opening goes on when they are closed.
    Blocked,
    /// A newer version of the app needs the database; this tab has let go of it.
    SteppedAside,
}

/// A place to keep bytes.
#[allow(async_fn_in_trait)]
pub trait Backend {
    /// Does all steps or none.
    ///
    /// # Errors
    /// [`StoreError::Behind`] when the log does not end before [`Write::next`], or what
    /// [`Write::upon`] says is not there; any other when the backend cannot do it. Then nothing has changed.
    async fn write(&self, write: Write) -> Result<(), StoreError>;

    /// What is under these numbers, both included, by number.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError>;

    /// The numbers in use, rising.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError>;

    /// What is under a name.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// The names in use, sorted.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError>;

    /// Gives the connection back; nothing is read or written through it any more.
    fn close(&self);
}
