//! The list: opened, filtered, sorted, scrolled.

use crate::page::{self, Until, longest_task, number, time};
use crate::report::{Report, median};
use anyhow::{Context, Result, ensure};
use e2e::Browser;
use serde_json::json;
use std::time::{Duration, Instant};

const PLACE: &str = ".list-page";
const AGAIN: usize = 5;
/// How long the list is scrolled in either way, in milliseconds.
const SCROLLED: u64 = 5_000;

/// From the click on its mark until rows are in the page.
///
/// # Errors
/// When there is no list.
pub fn open(browser: &Browser, report: &mut Report) -> Result<()> {
    let mut all = Vec::new();
    for _ in 0..=AGAIN {
        browser.go("/settings")?;
        browser.see("#language-en")?;
        let row = Some("a.customer-row");
        all.push(time(browser, "click", "body", row, Until::Seen, || {
            browser.go("/customers")
        })?);
    }
    report.note("open_list", median(&all).context("no list")?);
    report.note_part("open_list", "first", *all.first().context("no list")?);
    report.note_task("open_list", longest_task(browser)?);
    Ok(())
}

/// Three conditions in the editor of the filter; from the last letter of the last until the rows
/// are in the page.
///
/// # Errors
/// When there is no such editor.
pub fn filter(browser: &Browser, report: &mut Report) -> Result<()> {
    browser.click("#filter-toggle")?;
    ask(browser, 1, "sex", "0")?;
    let female = condition(1, "input[value=female]");
    browser.click(&female)?;
    browser.click(".filter-group > .row > button:first-child")?;
    ask(browser, 2, "since", "2")?;
    date(browser, &condition(2, "[data-part=value]"), "2018-06-01")?;
    browser.click(".filter-group > .row > button:first-child")?;
    ask(browser, 3, "name", "0")?;
    let text = condition(3, "[data-part=value]");
    browser.click(&text)?;
    longest_task(browser)?;
    let mut all = Vec::new();
    for letter in ["a", "王", "e", "李", "n", "张"]
        .into_iter()
        .take(AGAIN + 1)
    {
        browser.run(
            "document.querySelector(arguments[0]).select()",
            &json!(text),
        )?;
        all.push(time(browser, "input", PLACE, None, Until::Settled, || {
            browser.cdp("Input.insertText", &json!({ "text": letter }))?;
            Ok(())
        })?);
        let found = browser.customer_count()?;
        ensure!(found > 0, "nobody is found by {letter}");
    }
    let choice = time(browser, "change", PLACE, None, Until::Settled, || {
        browser.click(&female)
    })?;
    browser.click(&female)?;
    report.note("filter", median(&all).context("no filter")?);
    report.note_part("filter", "choice", choice);
    report.note_part("filter", "most", all.iter().copied().fold(0.0, f64::max));
    report.note_task("filter", longest_task(browser)?);
    for _ in 0..3 {
        browser.click(".filter-condition > button")?;
    }
    browser.click("#filter-toggle")?;
    browser.see_gone("#filter")
}

fn condition(no: usize, part: &str) -> String {
    format!(".filter-parts > li:nth-child({no}) {part}")
}

/// Asks a field something, by the place of the test among those it offers.
fn ask(browser: &Browser, no: usize, field: &str, test: &str) -> Result<()> {
    browser.see(&condition(no, "[data-part=field]"))?;
    browser.choose(&condition(no, "[data-part=field]"), field)?;
    browser.choose(&condition(no, "[data-part=test]"), test)
}

fn date(browser: &Browser, css: &str, day: &str) -> Result<()> {
    browser.see(css)?;
    browser.run(
        "const [css, day] = arguments[0];
         const input = document.querySelector(css);
         input.value = day;
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([css, day]),
    )?;
    Ok(())
}

/// By a name, by a date, by who looks after them: up and down. The worst of the three counts.
///
/// # Errors
/// When a column is not there.
pub fn sort(browser: &Browser, report: &mut Report) -> Result<()> {
    if browser.count(".column-head[data-column=owner]")? == 0 {
        browser.click("#columns-open")?;
        browser.click("input[data-column=owner]")?;
        browser.click("#columns-done")?;
    }
    browser.see(".column-head[data-column=owner]")?;
    longest_task(browser)?;
    let mut worst: f64 = 0.0;
    for column in ["name", "since", "owner"] {
        let head = format!("button.column-head[data-column={column}]");
        let mut all = Vec::new();
        // Up, down, and not at all, which is no sorting.
        for turn in 0..3 * AGAIN.div_ceil(2) {
            let ms = time(browser, "click", PLACE, None, Until::Settled, || {
                browser.click(&head)
            })?;
            if turn == 0 {
                report.note_part("sort", &format!("{column}_first"), ms);
            }
            if turn % 3 < 2 {
                all.push(ms);
            }
        }
        let ms = median(&all).context("no sorting")?;
        report.note_part("sort", column, ms);
        worst = worst.max(ms);
    }
    report.note("sort", worst);
    report.note_task("sort", longest_task(browser)?);
    Ok(())
}

/// By the wheel, and dragged to places all over.
///
/// # Errors
/// When there is nothing to scroll.
pub fn scroll(browser: &Browser, report: &mut Report) -> Result<()> {
    const LIST: &str = ".records .window";
    browser.see(LIST)?;
    longest_task(browser)?;
    browser.run(
        "bench.begin_frames(...arguments[0])",
        &json!([LIST, SCROLLED]),
    )?;
    let began = Instant::now();
    let mut turns = 0;
    while began.elapsed() < Duration::from_millis(SCROLLED) {
        let wheel = json!({
            "type": "mouseWheel", "x": 640, "y": 500, "deltaX": 0,
            "deltaY": if turns % 60 < 50 { 400 } else { -900 },
        });
        browser.cdp("Input.dispatchMouseEvent", &wheel)?;
        turns += 1;
    }
    let wheel = browser.value("bench.counting")?;
    ensure!(number(&wheel, "top")? > 0.0, "the wheel scrolled nothing");
    let dragged = browser.run(
        "return bench.frames(...arguments[0])",
        &json!([LIST, SCROLLED, true]),
    )?;
    let (wheel_most, dragged_most) = (number(&wheel, "most")?, number(&dragged, "most")?);
    report.note("scroll_longest_frame", wheel_most.max(dragged_most));
    report.note_part("scroll_longest_frame", "wheel", wheel_most);
    report.note_part("scroll_longest_frame", "dragged", dragged_most);
    let mean = number(&dragged, "ms")? / (number(&dragged, "frames")? - 1.0).max(1.0);
    report.note_part("scroll_longest_frame", "dragged_mean", mean);
    report.note_task("scroll", page::longest_task(browser)?);
    browser.run(
        "document.querySelector(arguments[0]).scrollTop = 0",
        &json!(LIST),
    )?;
    Ok(())
}
