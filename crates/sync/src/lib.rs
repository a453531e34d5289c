//! Wire types and the client side of the exchange.
