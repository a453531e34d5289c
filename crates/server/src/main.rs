//! Starts the server, says so, and stops it in good order.
//!
//! Must stay true: it listens only where it was told to; nothing is made in the data folder
//! before the address is ours; one line on stdout says when it is ready. The clock is read here
//! and nowhere else.

mod admit;
mod api;
mod args;
mod error;
mod headers;
mod ledger;
mod limits;
mod secret;
mod serve_app;
mod state;

use anyhow::{Context, bail};
use args::{Args, Asked};
use axum::serve::ListenerExt;
use ledger::Ledger;
use serve_app::Dist;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long open requests may take to end once the server stops.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let asked = match args::parse(std::env::args_os()) {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("candor-server: {error}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let done = match asked {
        Asked::Help => say(args::HELP),
        Asked::Version => say(env!("CARGO_PKG_VERSION")),
        Asked::Serve(args) => run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("candor-server: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(args: &Args) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(32)
        .enable_all()
        .build()
        .context("cannot start the runtime")?
        .block_on(serve(args))
}

async fn serve(args: &Args) -> anyhow::Result<()> {
    let dist = Dist::load(&args.dist)
        .with_context(|| format!("cannot serve the app from {}", args.dist.display()))?;
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}", args.listen))?;
    let address = listener.local_addr()?;
    let ledger = Ledger::open(&args.data, now_ms)
        .with_context(|| format!("cannot use the data in {}", args.data.display()))?;
    if args.new_join_code || !ledger.has_join_code()? {
        let code = secret::join_code()?;
        ledger.set_join_code(&code)?;
        say(&format!("join code: {code}"))?;
    }

    // Before anyone can know that we run, so that no request to stop is missed.
    let signalled = signalled()?;
    let (stop, stopping) = watch::channel(false);
    let app = api::router(ledger.clone(), dist, now_ms, stopping.clone())
        .into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Answers are whole messages; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
    });
    let serving = tokio::spawn(
        axum::serve(listener, app)
            .with_graceful_shutdown(stopped(stopping.clone()))
            .into_future(),
    );
    say(&format!("listening on http://{address}"))?;

    signalled.await;
    let _ = stop.send(true);
    let ended = tokio::time::timeout(GRACE, serving).await;
    ledger.close();
    match ended {
        Ok(Ok(Ok(()))) | Err(_) => Ok(()),
        Ok(Ok(Err(error))) => Err(error).context("cannot go on serving"),
        Ok(Err(_)) => bail!("serving ended unexpectedly"),
    }
}

/// One line on stdout, at once; a reader that went away is no reason to stop.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    Ok(())
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// What ends when someone asks the server to stop; heard from the moment this returns.
#[cfg(unix)]
fn signalled() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What ends when someone asks the server to stop.
#[cfg(not(unix))]
fn signalled() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0))
}
