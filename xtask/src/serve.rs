//! `serve`: the app and the server at one address, rebuilt only when something changed.

use crate::run::{self, Running};
use crate::workspace::Workspace;
use crate::{bundle, e2e};
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const PORT: u16 = 8080;
/// How often the two processes of `--dev` are looked at.
const GLANCE: Duration = Duration::from_millis(200);

#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    dev: bool,
}

/// Serves until Ctrl-C.
///
/// # Errors
/// When something cannot be built or the port is taken.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<()> {
    let options = options(rest)?;
    free(options.port)?;
    if options.dev {
        develop(place, options.port)
    } else {
        serve(place, options.port)
    }
}

fn options(rest: &[&str]) -> Result<Options> {
    let mut options = Options {
        port: PORT,
        dev: false,
    };
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let port = match *word {
            "--dev" => {
                options.dev = true;
                continue;
            }
            "--port" => words.next().copied(),
            other => other.strip_prefix("--port="),
        };
        options.port = port
            .and_then(|port| port.parse().ok())
            .filter(|port| *port != 0)
            .with_context(|| format!("`{word}`: serve takes --port <1–65535> and --dev"))?;
    }
    Ok(options)
}

fn serve(place: &Workspace, port: u16) -> Result<()> {
    bundle::ensure(place)?;
    let program = e2e::build_server(place)?;
    let mut command = server(place, &program, port, &place.dist())?;
    let status = run::watch(&mut command, |line| {
        if line.starts_with("listening on") {
            println!("\nCandor is at http://127.0.0.1:{port} (Ctrl-C ends it)");
        }
    })?;
    bail!("the server ended ({status})");
}

/// Trunk answers at the port and hands what is under `/api/` to the server behind it.
fn develop(place: &Workspace, port: u16) -> Result<()> {
    let program = e2e::build_server(place)?;
    let output = place.workshop().join("dev");
    // The server insists on an app to hand out; here trunk does that.
    let nothing = place.workshop().join("behind");
    std::fs::create_dir_all(&nothing)?;
    std::fs::write(nothing.join("index.html"), "The app is at trunk's port.\n")?;
    let behind = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut endpoint = Running::start(&mut server(place, &program, behind, &nothing)?)?;

    let mut trunk = bundle::trunk(place)?;
    trunk.args(["serve", "--port", &port.to_string()]);
    trunk.args([
        "--proxy-backend",
        &format!("http://127.0.0.1:{behind}/api/"),
    ]);
    let mut pages = Running::start(trunk.arg("--dist").arg(&output))?;
    println!("\nCandor will be at http://127.0.0.1:{port} once built (Ctrl-C ends it)");
    loop {
        let ends = [("the server", endpoint.ended()?), ("trunk", pages.ended()?)];
        for (name, end) in ends {
            // After Ctrl-C both end, and so does this process as soon as they have.
            if let Some(status) = end.filter(|_| !run::interrupted()) {
                bail!("{name} ended ({status})");
            }
        }
        std::thread::sleep(GLANCE);
    }
}

fn server(place: &Workspace, program: &Path, port: u16, dist: &Path) -> Result<Command> {
    let data = place.target.join("candor-data");
    std::fs::create_dir_all(&data)?;
    let mut command = run::command(program);
    command
        .args(["--listen", &format!("127.0.0.1:{port}"), "--dist"])
        .arg(dist);
    command.arg("--data").arg(data);
    Ok(command)
}

/// Said before minutes of building rather than after.
fn free(port: u16) -> Result<()> {
    TcpListener::bind(("127.0.0.1", port))
        .map(drop)
        .with_context(|| {
            format!("port {port} is taken; end what uses it or choose another with --port")
        })
}

#[cfg(test)]
mod tests {
    use super::{Options, options};

    #[test]
    fn the_port_and_the_mode_are_read_in_any_order() {
        let cases = [
            ("", Some((8080, false))),
            ("--port 9000 --dev", Some((9000, true))),
            ("--dev --port=9000", Some((9000, true))),
            ("--port", None),
            ("--port 0", None),
            ("--port 70000", None),
            ("--prot 9000", None),
        ];
        for (line, expected) in cases {
            let words: Vec<&str> = line.split_whitespace().collect();
            let expected = expected.map(|(port, dev)| Options { port, dev });
            assert_eq!(options(&words).ok(), expected, "{line}");
        }
    }
}
