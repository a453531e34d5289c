//! What is true now: changes, the clock, merging, columns and queries.
//!
//! Must stay true: applying changes is commutative, associative and idempotent; an erased
//! record never comes back; nothing here reads a clock or makes randomness.
//!
//! Must not know: the browser, sealing, the network, how a form is written.

mod answers;
mod bytes;
mod chain;
mod change;
mod chunk;
mod clock;
mod codec;
mod column;
mod content;
mod cycle;
mod hash;
mod history;
mod meta;
mod replica;
mod responses;
mod run;
mod state;
mod table;
mod unite;
mod view;
mod words;

pub use chain::{Broken, Hash, Part, Proof, Tip, Verdict, Verifier, redact};
pub use change::{Change, Consent, Op, Respond};
pub use clock::Clock;
pub use codec::{Answer, CodecError, Entry, decode_entry, encode_entry, encode_made, encode_run};
pub use content::ContentSum;
pub use cycle::would_cycle;
pub use history::{FieldHistory, Origin, Version};
pub use replica::{Mark, Replica, Standing, Touched};
pub use responses::{ResponseRow, Responses};
pub use run::Run;
pub use state::{Loading, Piece};
pub use table::{Row, Table};
pub use unite::{Parting, Plan, Reference, Union};
pub use view::{Cells, Choices, Ints, Members, Mixed, Refs, Stretch, Texts};
