//! The app as it is served: types, caching, encodings, headers, and nothing else on the disk.

use crate::client::{ask, get};
use crate::process::Folder;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

#[test]
fn each_path_has_its_type_and_caching() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let html = "text/html; charset=utf-8";
    let script = "text/javascript; charset=utf-8";
    for (path, status, kind, cache) in [
        ("/", 200, html, "no-cache"),
        ("/index.html", 200, html, "no-cache"),
        ("/customers/0190?tab=x", 200, html, "no-cache"),
        ("/assets/icons", 200, html, "no-cache"),
        ("/sw.js", 200, script, "no-cache"),
        (
            "/manifest.webmanifest",
            200,
            "application/manifest+json",
            "no-cache",
        ),
        ("/assets/icons/icon.svg", 200, "image/svg+xml", "no-cache"),
        ("/candor-0123456789abcdef.js", 200, script, IMMUTABLE),
        (
            "/candor-0123456789abcdef_bg.wasm",
            200,
            "application/wasm",
            IMMUTABLE,
        ),
        (
            "/style-0123456789abcdef.css",
            200,
            "text/css; charset=utf-8",
            IMMUTABLE,
        ),
        (
            "/candor-aaaaaaaaaaaaaaaa.js",
            404,
            "text/plain; charset=utf-8",
            "no-store",
        ),
        ("/favicon.ico", 404, "text/plain; charset=utf-8", "no-store"),
    ] {
        let answer = get(server.at, path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), cache, "{path}");
    }
    assert_eq!(get(server.at, "/deep/place").text(), "<!doctype html>知诚");
    let head = ask(server.at, "HEAD", "/", "", b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(ask(server.at, "POST", "/", "", b"").status, 405);
}

#[test]
fn every_answer_carries_the_security_headers() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    for path in [
        "/",
        "/sw.js",
        "/none.js",
        "/api/hello",
        "/api/pull",
        "/api/none",
    ] {
        let answer = get(server.at, path);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{path}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("inline"));
        assert!(!answer.header("permissions-policy").is_empty());
        assert_eq!(answer.header("strict-transport-security"), "");
    }
}

#[test]
fn the_smallest_form_taken_is_sent_and_a_known_one_is_not() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let path = "/candor-0123456789abcdef.js";
    let mut tags = Vec::new();
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "br"),
        ("gzip", "gzip", "gz"),
        ("br;q=0, gzip;q=0", "", "export {}"),
        ("identity", "", "export {}"),
    ] {
        let asked = format!("Accept-Encoding: {accept}\r\n");
        let answer = ask(server.at, "GET", path, &asked, b"");
        assert_eq!(answer.header("content-encoding"), encoding, "{accept}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(
            answer.header("content-type"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(answer.text(), body);
        tags.push(answer.header("etag").to_owned());
    }
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[2] == tags[3]);
    assert_eq!(get(server.at, "/candor-0123456789abcdef.js.br").status, 404);

    let index = get(server.at, "/");
    let known = format!("If-None-Match: \"x\", W/{}\r\n", index.header("etag"));
    let answer = ask(server.at, "GET", "/", &known, b"");
    assert_eq!((answer.status, answer.body.len()), (304, 0));
    assert_eq!(answer.header("cache-control"), "no-cache");
    let other = ask(server.at, "GET", "/", "If-None-Match: \"x\"\r\n", b"");
    assert_eq!(other.status, 200);
}

#[test]
fn no_path_leads_out_of_the_app() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/assets/../../outside.txt",
        "/assets/..%5c..%5coutside.txt",
        "//../outside.txt",
        "/.hidden",
        "/assets/../.hidden",
        "/..",
        "/%00",
        "/data/candor.db",
    ] {
        let answer = get(server.at, path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"));
    }
}
