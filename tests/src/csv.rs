//! CSV files as people have them, made with a known truth inside.
