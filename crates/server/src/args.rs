//! What the command line asks for.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What `--help` prints.
pub const HELP: &str = "\
Serves the Candor app and lets the devices of one team agree.

usage: candor-server [options]

  --listen ADDRESS    where to listen (default 127.0.0.1:8080; port 0 picks one)
  --dist DIR          the built app (default dist)
  --data DIR          where the team's data is kept, made if missing (default data)
  --new-join-code     make a new join code, print it and serve; the old one ends
  --version           print the version
  --help              print this

The join code is printed on the first start. A device needs it once, to join.";

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub struct Args {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder with the built app.
    pub dist: PathBuf,
    /// The folder with the team's data.
    pub data: PathBuf,
    /// Whether to replace the join code.
    pub new_join_code: bool,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// To serve.
    Serve(Args),
    /// To explain the options.
    Help,
    /// To name the version.
    Version,
}

/// Reads the command line, the program's name first.
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Asked, lexopt::Error> {
    use lexopt::prelude::*;
    let mut args = Args {
        listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
        dist: PathBuf::from("dist"),
        data: PathBuf::from("data"),
        new_join_code: false,
    };
    let mut parser = lexopt::Parser::from_iter(line);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("listen") => args.listen = parser.value()?.parse()?,
            Long("dist") => args.dist = parser.value()?.into(),
            Long("data") => args.data = parser.value()?.into(),
            Long("new-join-code") => args.new_join_code = true,
            Long("version") => return Ok(Asked::Version),
            Short('h') | Long("help") => return Ok(Asked::Help),
            _ => return Err(arg.unexpected()),
        }
    }
    Ok(Asked::Serve(args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let read = |line: &[&str]| parse(line.iter().map(OsString::from));
        let Ok(Asked::Serve(args)) = read(&["x", "--listen", "[::1]:9", "--data=d"]) else {
            panic!("refused");
        };
        assert_eq!(args.listen.to_string(), "[::1]:9");
        assert_eq!((args.data, args.dist), ("d".into(), "dist".into()));
        assert_eq!(read(&["x", "--help"]).ok(), Some(Asked::Help));
        for bad in ["--listen=here", "--port=1", "dist"] {
            assert!(read(&["x", bad]).is_err(), "{bad}");
        }
    }
}
