//! What must hold for forms, answers, drafts and bytes.

mod built_in;
mod bytes;
mod skip;
mod validity;
