//! The sealed journal and pages: in memory and in IndexedDB.
