//! Statistics: pure functions over columns.
