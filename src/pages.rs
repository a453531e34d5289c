//! A folder for each place a person can be. Pages never import pages.

pub mod about;
pub mod customers;
pub mod door;
pub mod duplicates;
pub mod frame;
pub mod import;
pub mod overview;
pub mod records;
pub mod settings;
pub mod surveys;
pub mod today;
