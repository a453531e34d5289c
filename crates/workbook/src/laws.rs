//! What holds for every workbook: written and read back is equal; anything can be read.

use crate::tests::{Table, read};
use crate::{Column, Limits, Workbook, write_workbook};
use exchange::Cell;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write as _;

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "_x0041_", "_x", "_", "<", "&amp;", "]]>", "\"", "=1", "'", "\n", "\r", "\t", "0042",
            "1E5", "\u{1}", "\u{ffff}", "张三", "😀", " ",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A workbook of these parts.
fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, data) in parts {
        let file = archive
            .new_file(*name)
            .compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let mut out = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        out.write_all(data).unwrap();
        let (encoder, descriptor) = out.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

const BOOK: &[u8] = b"<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>";
const RELATIONS: &[u8] =
    b"<Relationships><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/>\
<Relationship Id='r2' Type='x/sharedStrings' Target='t.xml'/>\
<Relationship Id='r3' Type='x/styles' Target='f.xml'/></Relationships>";

/// XML with more than its share of what matters.
fn xml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "<sheetData>", "</sheetData>", "<row>", "</row>", "<row r=\"2\">", "<row r=\"9\"/>", "<c>",
            "</c>", "<c t=\"s\">", "<c r=\"C2\" s=\"1\">", "<c t=\"inlineStr\">", "<c t=\"b\">", "<c t=\"e\">",
            "<v>", "</v>", "<is>", "</is>", "<t>", "</t>", "<f>", "</f>", "<rPh>", "</rPh>", "<mergeCell ref=\"A1:B2\"/>",
            "<mergeCell ref=\"B1:B9\"/>", "1", "45356", "1.38E+10", "-1", "60", "0.5", "1e300", "NaN", "张", "&lt;",
            "&#65;", "&no;", "<!--", "-->", "<![CDATA[", "]]>", "<dimension ref=\"A1:B9\"/>", "_x0041_",
            "<cellXfs>", "<xf numFmtId=\"14\"/>", "<numFmt numFmtId=\"14\" formatCode=\"[h]:mm\"/>", "</cellXfs>",
            "<si>", "</si>", "<si/>", "<?xml version=\"1.0\"?>",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

/// A sheet whose elements close, more often than not.
fn sheet() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "0",
        "1",
        "45356.5",
        "1.3800138E10",
        "abc",
        "-7",
        "",
        "1e16",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        " t=\"s\"",
        " t=\"str\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"d\"",
        " s=\"1\"",
        " r=\"B1\"",
        " r=\"ZZ9\"",
        " r=\"XFD1\"",
    ]);
    let cell = (attributes, value).prop_map(|(a, v)| format!("<c{a}><v>{v}</v></c>"));
    let row = vec(cell, 0..5).prop_map(|cells| format!("<row>{}</row>", cells.concat()));
    vec(row, 0..6).prop_map(|rows| {
        format!(
            "<worksheet><sheetData>{}</sheetData><mergeCell ref=\"A1:B2\"/></worksheet>",
            rows.concat()
        )
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_equal(
        rows in vec((words(), any::<i64>(), -1e12..1e12f64, 60..60_000i32, "0{0,2}[0-9]{1,20}"), 1..6),
    ) {
        let columns = ["a", "b", "c", "d", "e"].map(|header| Column { header, width: None });
        let bytes = write_workbook(Vec::new(), "x", &columns, &mut |out| {
            for (words, int, number, day, digits) in &rows {
                let day = model::Date(*day);
                out.row(&[Cell::Text(words), Cell::Int(*int), Cell::Number(*number), Cell::Date(day), Cell::Text(digits)])?;
            }
            Ok(())
        }).unwrap();
        let (read, summary) = read(&bytes, 0, Limits::default()).unwrap();
        prop_assert!(summary.notes.is_empty());
        prop_assert_eq!(read.len(), rows.len() + 1);
        for ((words, int, number, day, digits), (_, cells)) in rows.iter().zip(&read[1..]) {
            // Blank text is a blank cell.
            let words = if words.trim().is_empty() { "" } else { words };
            let text = words.replace("\r\n", "\n");
            prop_assert_eq!(cells[0].replace("\r\n", "\n"), text);
            prop_assert_eq!(&cells[1], &int.to_string());
            let read: f64 = cells[2].parse().unwrap();
            prop_assert!((read - number).abs() <= number.abs() * 1e-14);
            prop_assert_eq!(&cells[3], &model::Date(*day).iso());
            prop_assert_eq!(&cells[4], digits);
        }
    }

    #[test]
    fn fuzz_any_bytes_are_opened(bytes in vec(any::<u8>(), 0..400)) {
        for start in [&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"] {
            let _told = Workbook::open(&[start, &bytes].concat(), Limits::default());
        }
    }

    #[test]
    fn fuzz_a_damaged_workbook_is_opened(
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = include_bytes!("../fixtures/typical.xlsx").to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _told = read(&bytes, 0, Limits::default());
        let cut = cut.index(bytes.len());
        let _told = read(&bytes[..cut], 0, Limits::default());
    }

    #[test]
    fn fuzz_parts_with_anything_in_them(
        sheet in prop_oneof![sheet(), xml().prop_map(|x| format!("<sheetData>{x}")), xml()],
        strings in prop_oneof![Just("<sst><si><t>a</t></si><si/></sst>".to_owned()), xml()],
        styles in prop_oneof![Just("<s><cellXfs><xf/><xf numFmtId='14'/></cellXfs></s>".to_owned()), xml()],
        cells in 0u64..20,
    ) {
        let bytes = pack(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/s.xml", sheet.as_bytes()),
            ("xl/t.xml", strings.as_bytes()),
            ("xl/f.xml", styles.as_bytes()),
        ]);
        let whole = read(&bytes, 0, Limits::default());
        if let Ok((rows, summary)) = &whole {
            prop_assert_eq!(rows.len(), summary.rows as usize);
            let width = rows.first().map_or(0, |(_, cells)| cells.len());
            prop_assert!(rows.iter().all(|(_, cells)| cells.len() >= width));
        }
        let few = Limits { cells, ..Limits::default() };
        let rows: Table = read(&bytes, 0, few).map(|(rows, _)| rows).unwrap_or_default();
        prop_assert!(rows.len() as u64 <= cells);
    }
}
