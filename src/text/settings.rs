//! Words of the place.
crate::words! {}
