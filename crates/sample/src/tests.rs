//! What must hold for the data.

mod recovery;
mod rules;
