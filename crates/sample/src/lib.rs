//! A seeded generator of customers and responses with known coefficients.
