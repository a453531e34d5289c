//! The page, as far as a build changes it: one stylesheet, hashed names with integrity values, early
//! fetches, and what the app must know of its own build. It edits tags in our own index.html and is
//! no parser of HTML at large.

use super::files::Files;
use anyhow::{Context, Result, bail};
use std::ops::Range;

/// A file with the integrity value that goes beside its name.
pub struct Asset {
    url: String,
    integrity: String,
}

impl Asset {
    /// Names a file of the build.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn of(files: &Files, url: &str) -> Result<Self> {
        Ok(Self {
            url: url.to_owned(),
            integrity: files.integrity(url)?,
        })
    }
}

/// The files a page refers to, by their final names.
pub struct Parts<'a> {
    /// All styles.
    pub style: Asset,
    /// The script that starts the app on the page.
    pub boot: Asset,
    /// wasm-bindgen's script between Rust and the browser.
    pub glue: Asset,
    /// The app itself.
    pub module: &'a str,
    /// The script that starts the app in a worker.
    pub worker: &'a str,
    /// The script of the worker for workbooks and vCards.
    pub office: &'a str,
}

/// The addresses of our own stylesheets, in order.
pub fn stylesheets(page: &str) -> Vec<String> {
    let links = tags(page, "link").filter_map(|range| stylesheet(page.get(range)?));
    links.map(str::to_owned).collect()
}

/// Puts the final names in, and takes out comments and what was meant for trunk.
///
/// # Errors
/// When the page has no stylesheet, no boot script or no place for what the app must know.
pub fn finish(page: &str, parts: &Parts) -> Result<String> {
    let page = &without_comments(page);
    let mut edits = Vec::new();
    let mut sheets = tags(page, "link")
        .filter(|range| page.get(range.clone()).and_then(stylesheet).is_some())
        .peekable();
    if sheets.peek().is_none() {
        bail!("index.html links no stylesheet of ours");
    }
    let Asset { url, integrity } = &parts.style;
    let mut head = format!(
        "<link rel=\"stylesheet\" href=\"{url}\" integrity=\"{integrity}\">\n    \
         <link rel=\"modulepreload\" href=\"{}\" integrity=\"{}\">\n    \
         <link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
        parts.glue.url, parts.glue.integrity, parts.module,
    );
    for range in sheets {
        edits.push((range, std::mem::take(&mut head)));
    }
    let boot = tags(page, "script")
        .find(|range| {
            page.get(range.clone())
                .and_then(|tag| attribute(tag, "src"))
                == Some("/boot.js")
        })
        .context("index.html does not start /boot.js")?;
    let Asset { url, integrity } = &parts.boot;
    edits.push((
        boot,
        format!("<script type=\"module\" src=\"{url}\" integrity=\"{integrity}\">"),
    ));
    let leftovers = tags(page, "link").filter(|range| {
        page.get(range.clone())
            .is_some_and(|tag| tag.contains(" data-trunk"))
    });
    edits.extend(leftovers.map(|range| (range, String::new())));
    edits.sort_by_key(|(range, _)| range.start);
    let page = set_meta(&edited(page, edits)?, "candor-worker", parts.worker)?;
    let page = set_meta(&page, "candor-office", parts.office)?;
    let lines: Vec<_> = page
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    Ok(lines.join("\n") + "\n")
}

/// Sets the content of a `<meta>` of this name.
///
/// # Errors
/// When the page has none.
pub fn set_meta(page: &str, name: &str, content: &str) -> Result<String> {
    let range = tags(page, "meta")
        .find(|range| {
            page.get(range.clone())
                .and_then(|tag| attribute(tag, "name"))
                == Some(name)
        })
        .with_context(|| format!("index.html has no <meta name=\"{name}\">"))?;
    edited(
        page,
        vec![(
            range,
            format!("<meta name=\"{name}\" content=\"{content}\">"),
        )],
    )
}

/// Fails when the page holds what the content security policy would refuse.
///
/// # Errors
/// Names the offending tag.
pub fn refuse_inline(page: &str) -> Result<()> {
    let plain = without_comments(page);
    if tags(&plain, "style").next().is_some() {
        bail!("the page has an inline <style>, which the content security policy forbids");
    }
    for range in tags(&plain, "script") {
        let tag = plain.get(range.clone()).unwrap_or_default();
        let body = plain
            .get(range.end..)
            .and_then(|rest| rest.split_once("</script>"));
        let empty = body.is_some_and(|(body, _)| body.trim().is_empty());
        if attribute(tag, "src").is_none() || !empty {
            bail!(
                "the page has an inline script, which the content security policy forbids: {tag}"
            );
        }
    }
    let mut rest = plain.as_str();
    while let Some((_, from)) = rest.split_once('<') {
        let tag = from.split_once('>').map_or(from, |(tag, _)| tag);
        for word in tag.split_whitespace().skip(1) {
            let name = word.split('=').next().unwrap_or_default();
            if word.contains('=') && (name == "style" || name.starts_with("on")) {
                bail!("the page has an inline {name}=, which the content security policy forbids");
            }
        }
        rest = from;
    }
    Ok(())
}

fn stylesheet(tag: &str) -> Option<&str> {
    let href = attribute(tag, "href")?;
    (attribute(tag, "rel") == Some("stylesheet") && href.starts_with('/')).then_some(href)
}

/// The opening tags of one kind.
fn tags<'a>(page: &'a str, kind: &str) -> impl Iterator<Item = Range<usize>> + 'a {
    let opening = format!("<{kind}");
    let starts: Vec<usize> = page.match_indices(&opening).map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |start| {
        let rest = page.get(start..)?;
        let after = rest.get(opening.len()..)?.chars().next()?;
        let end = rest.find('>')?;
        (after == '>' || after.is_whitespace()).then_some(start..start + end + 1)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Replaces ranges, given in their order; a line that is left with nothing goes.
fn edited(page: &str, edits: Vec<(Range<usize>, String)>) -> Result<String> {
    let mut out = String::with_capacity(page.len());
    let mut at = 0;
    for (range, text) in edits {
        let before = page
            .get(at..range.start)
            .context("two edits of the page overlap")?;
        out.push_str(if text.is_empty() {
            before.trim_end()
        } else {
            before
        });
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(page.get(at..).unwrap_or_default());
    Ok(out)
}

fn without_comments(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{Asset, Parts, finish, refuse_inline, set_meta, stylesheets};

    const PAGE: &str = "<head>
  <meta name=\"candor-worker\" content=\"/worker.js\">
  <meta name=\"candor-office\" content=\"/office-worker.js\">
  <link rel=\"stylesheet\" href=\"/boot.css\">
  <link rel=\"icon\" href=\"/icon.svg\">
  <!-- For people. -->
  <link rel=\"stylesheet\" href=\"/style/main.css\">
  <link data-trunk rel=\"rust\" data-trunk-id=\"0\">

  <script type=\"module\" src=\"/boot.js\"></script>
</head>";

    fn asset(url: &str) -> Asset {
        Asset {
            url: url.to_owned(),
            integrity: format!("sha384-of{url}"),
        }
    }

    #[test]
    fn the_finished_page_names_only_hashed_files() {
        assert_eq!(stylesheets(PAGE), ["/boot.css", "/style/main.css"]);
        let parts = Parts {
            style: asset("/style-1.css"),
            boot: asset("/boot-2.js"),
            glue: asset("/app-3.js"),
            module: "/app_bg-4.wasm",
            worker: "/worker-5.js",
            office: "/office-worker-6.js",
        };
        let page = finish(PAGE, &parts).unwrap();
        assert_eq!(
            page,
            "<head>
  <meta name=\"candor-worker\" content=\"/worker-5.js\">
  <meta name=\"candor-office\" content=\"/office-worker-6.js\">
  <link rel=\"stylesheet\" href=\"/style-1.css\" integrity=\"sha384-of/style-1.css\">
    <link rel=\"modulepreload\" href=\"/app-3.js\" integrity=\"sha384-of/app-3.js\">
    <link rel=\"preload\" href=\"/app_bg-4.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>
  <link rel=\"icon\" href=\"/icon.svg\">
  <script type=\"module\" src=\"/boot-2.js\" integrity=\"sha384-of/boot-2.js\"></script>
</head>
"
        );
        refuse_inline(&page).unwrap();
        assert!(set_meta(PAGE, "absent", "x").is_err());
    }

    #[test]
    fn what_the_policy_forbids_is_refused() {
        let cases = [
            ("<p class=\"on\">style= and onclick= in words</p>", true),
            ("<!-- <style> -->", true),
            ("<script src=\"/a.js\"></script>", true),
            ("<script>go()</script>", false),
            ("<script src=\"/a.js\">go()</script>", false),
            ("<style>a{}</style>", false),
            ("<p style=\"color:red\">", false),
            ("<p class=\"a\" onclick=\"go()\">", false),
        ];
        for (page, fine) in cases {
            assert_eq!(refuse_inline(page).is_ok(), fine, "{page}");
        }
    }
}
