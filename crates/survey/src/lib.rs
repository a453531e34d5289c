//! Forms as data: questions, skip logic, built-in surveys, responses in the making.
