//! Serves the built app: right types, right caching, the smallest form the browser takes.
//!
//! Must stay true: only files found when the server started are served, by looking their name
//! up, so no path leads anywhere else. A file whose name holds its hash may be kept for ever;
//! every other is asked about each time.

mod accept;
mod dist;

pub use dist::Dist;

use crate::error::ServerError;
use crate::state::Server;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use dist::File;

/// Answers anything that is not part of the API.
pub async fn serve(
    State(server): State<Server>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response<Body>, ServerError> {
    if method != Method::GET && method != Method::HEAD {
        return Err(ServerError::Method);
    }
    let name = dist::name(uri.path()).ok_or(ServerError::NotFound)?;
    let file = match server.dist.file(&name) {
        Some(file) => file,
        // A place inside the app: the app itself knows which.
        None if !dist::has_extension(&name) => server
            .dist
            .file("index.html")
            .ok_or(ServerError::NotFound)?,
        None => return Err(ServerError::NotFound),
    };
    Ok(answer(file, &headers))
}

fn answer(file: &File, asked: &HeaderMap) -> Response<Body> {
    let accepts = accept::Accepts::read(asked.get_all(header::ACCEPT_ENCODING));
    let (form, encoding) = match (&file.brotli, &file.gzip) {
        (Some(form), _) if accepts.brotli => (form, Some("br")),
        (_, Some(form)) if accepts.gzip => (form, Some("gzip")),
        _ => (&file.plain, None),
    };
    let known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag.as_bytes() == form.tag.as_bytes());

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    let cache = if file.hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::ETAG, form.tag.clone());
    if file.brotli.is_some() || file.gzip.is_some() {
        let vary = HeaderValue::from_static("Accept-Encoding");
        headers.insert(header::VARY, vary);
    }
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    if let Some(encoding) = encoding {
        let encoding = HeaderValue::from_static(encoding);
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    *response.body_mut() = Body::from(form.bytes.clone());
    response
}
