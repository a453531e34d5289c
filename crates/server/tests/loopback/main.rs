//! The real binary, asked over loopback as a browser would.

#[cfg(test)]
mod chains;
#[cfg(test)]
mod client;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod process;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod throughput;
#[cfg(test)]
mod upgrade;
