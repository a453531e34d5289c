//! What a file is, from its first bytes.
//!
//! Must stay true: only the head is looked at, and a character cut at its end counts for
//! nothing; decoding is the caller's, so there are no encoding tables here.

use crate::ExchangeError;

/// How much of a file's beginning [`sniff`] looks at.
pub const HEAD_BYTES: usize = 256 * 1024;

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8, and plain ASCII.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first, with or without a mark.
    Utf16Le,
    /// UTF-16, high byte first, with or without a mark.
    Utf16Be,
    /// GB18030, and with it GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// Every encoding, for a person to choose another than was found.
    pub const ALL: [Self; 5] = [
        Self::Utf8,
        Self::Utf8Bom,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Gb18030,
    ];

    /// The label that a browser's `TextDecoder` knows; it strips byte order marks itself.
    ///
    /// Decode with `fatal`: the end of the file may break what its head promised.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Bom => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// What a file is that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    Webp,
    /// A HEIC, HEIF or AVIF picture.
    Heic,
    /// A workbook of current spreadsheet programs.
    Xlsx,
    /// A workbook (or another document) of spreadsheet programs before 2007.
    Xls,
    /// A ZIP archive.
    Zip,
    /// A PDF document.
    Pdf,
    /// Compressed with gzip.
    Gzip,
    /// Something else with bytes that no text has.
    Binary,
}

impl FileKind {
    /// A stable name for the app to translate.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "file.png",
            Self::Jpeg => "file.jpeg",
            Self::Gif => "file.gif",
            Self::Webp => "file.webp",
            Self::Heic => "file.heic",
            Self::Xlsx => "file.xlsx",
            Self::Xls => "file.xls",
            Self::Zip => "file.zip",
            Self::Pdf => "file.pdf",
            Self::Gzip => "file.gzip",
            Self::Binary => "file.binary",
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        matches!(
            self,
            Self::Png | Self::Jpeg | Self::Gif | Self::Webp | Self::Heic
        )
    }
}

/// The encoding of a file, from its first bytes; more than [`HEAD_BYTES`] are not looked at.
///
/// # Errors
/// [`ExchangeError::Empty`], [`ExchangeError::NotText`] or [`ExchangeError::UnknownEncoding`].
pub fn sniff(head: &[u8]) -> Result<Encoding, ExchangeError> {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    if head.is_empty() {
        return Err(ExchangeError::Empty);
    }
    if let Some(kind) = magic(head) {
        return Err(ExchangeError::NotText(kind));
    }
    let binary = Err(ExchangeError::NotText(FileKind::Binary));
    if let Some(rest) = head.strip_prefix(b"\xEF\xBB\xBF") {
        return match utf8(rest) && !control(rest) {
            true => Ok(Encoding::Utf8Bom),
            false => binary,
        };
    }
    for (mark, encoding) in [
        (b"\xFF\xFE", Encoding::Utf16Le),
        (b"\xFE\xFF", Encoding::Utf16Be),
    ] {
        if let Some(rest) = head.strip_prefix(mark) {
            return if utf16(rest, encoding) {
                Ok(encoding)
            } else {
                binary
            };
        }
    }
    if head.contains(&0) {
        let zeros = |odd: usize| {
            head.iter()
                .enumerate()
                .any(|(i, byte)| *byte == 0 && i % 2 == odd)
        };
        for (odd, encoding) in [(1, Encoding::Utf16Le), (0, Encoding::Utf16Be)] {
            if zeros(odd) && !zeros(1 - odd) && utf16(head, encoding) {
                return Ok(encoding);
            }
        }
    }
    if control(head) {
        return binary;
    }
    if utf8(head) {
        Ok(Encoding::Utf8)
    } else if gb18030(head) {
        Ok(Encoding::Gb18030)
    } else {
        Err(ExchangeError::UnknownEncoding)
    }
}

fn magic(head: &[u8]) -> Option<FileKind> {
    const STARTS: &[(&[u8], FileKind)] = &[
        (b"\x89PNG\r\n\x1A\n", FileKind::Png),
        (b"\xFF\xD8\xFF", FileKind::Jpeg),
        (b"GIF87a", FileKind::Gif),
        (b"GIF89a", FileKind::Gif),
        (b"%PDF-", FileKind::Pdf),
        (b"\x1F\x8B", FileKind::Gzip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Xls),
        (b"PK\x05\x06", FileKind::Zip),
    ];
    if let Some((_, kind)) = STARTS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(*kind);
    }
    if head.starts_with(b"PK\x03\x04") {
        let workbook = b"xl/wor"; // of xl/workbook.xml and xl/worksheets/
        let found = head.windows(workbook.len()).any(|part| part == workbook);
        return Some(if found { FileKind::Xlsx } else { FileKind::Zip });
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(FileKind::Webp);
    }
    if head.get(4..8) == Some(b"ftyp") {
        const BRANDS: [&[u8]; 7] = [
            b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif",
        ];
        let brand = head.get(8..12).unwrap_or_default();
        let picture = BRANDS.contains(&brand);
        return Some(if picture {
            FileKind::Heic
        } else {
            FileKind::Binary
        });
    }
    None
}

/// Whether a byte or code unit is a control character that no table of text holds.
fn is_control(unit: u32) -> bool {
    unit < 0x20 && !matches!(unit, 0x09..=0x0D) || unit == 0x7F
}

/// More than one control character in fifty: not text.
fn control(head: &[u8]) -> bool {
    let count = head.iter().filter(|b| is_control(u32::from(**b))).count();
    count * 50 > head.len()
}

fn utf8(head: &[u8]) -> bool {
    match core::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// Whole surrogate pairs, no non-characters and hardly a control character.
fn utf16(bytes: &[u8], encoding: Encoding) -> bool {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(*pair),
        _ => u16::from_le_bytes(*pair),
    });
    let (mut all, mut bad, mut broken) = (0usize, 0usize, false);
    for unit in char::decode_utf16(units) {
        all += 1;
        // A broken pair is forgiven when it is the last: the head may have cut it.
        if broken {
            return false;
        }
        match unit {
            Ok(c) => {
                let odd = is_control(u32::from(c)) || ('\u{FFFE}'..='\u{FFFF}').contains(&c);
                bad += usize::from(odd);
            }
            Err(_) => broken = true,
        }
    }
    bad * 50 <= all
}

/// One byte below 0x80 (or the euro sign 0x80), two or four bytes in the ranges of GB18030.
fn gb18030(head: &[u8]) -> bool {
    let mut bytes = head.iter().copied();
    while let Some(first) = bytes.next() {
        match first {
            0..=0x80 => {}
            0xFF => return false,
            _ => match bytes.next() {
                None => return true,
                Some(0x40..=0x7E | 0x80..=0xFE) => {}
                Some(0x30..=0x39) => match (bytes.next(), bytes.next()) {
                    (None, _) | (Some(0x81..=0xFE), None | Some(0x30..=0x39)) => {}
                    _ => return false,
                },
                Some(_) => return false,
            },
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], want: Result<Encoding, ExchangeError>) {
        assert_eq!(sniff(head), want, "{:?}", String::from_utf8_lossy(head));
    }

    fn utf16_bytes(text: &str, big: bool) -> Vec<u8> {
        let swap = |u: u16| {
            if big {
                u.to_be_bytes()
            } else {
                u.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(swap).collect()
    }

    #[test]
    fn text_is_told_by_its_bytes() {
        check("name,phone\r\n".as_bytes(), Ok(Encoding::Utf8));
        check("姓名,电话\n张三,1\n".as_bytes(), Ok(Encoding::Utf8));
        check("\u{feff}姓名".as_bytes(), Ok(Encoding::Utf8Bom));
        // 姓名,电话 张三 in GBK, and a four-byte character.
        check(
            b"\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n\xD5\xC5\xC8\xFD,1\n",
            Ok(Encoding::Gb18030),
        );
        check(b"a,\x81\x30\x81\x30\n", Ok(Encoding::Gb18030));
        check(b"caf\xE9,1\n", Err(ExchangeError::UnknownEncoding));
        for big in [false, true] {
            let want = if big {
                Encoding::Utf16Be
            } else {
                Encoding::Utf16Le
            };
            check(&utf16_bytes("\u{feff}姓名,电话😀\n", big), Ok(want));
            check(&utf16_bytes("姓名,电话\n张三,1\n", big), Ok(want));
            check(&utf16_bytes("name\tphone\n", big), Ok(want));
        }
        assert!(Encoding::ALL.iter().all(|e| !e.label().is_empty()));
    }

    #[test]
    fn a_character_cut_at_the_end_of_the_head_does_not_count() {
        let text = "a客户😀".repeat(3);
        for cut in 1..=text.len() {
            check(&text.as_bytes()[..cut], Ok(Encoding::Utf8));
        }
        let mut long = "x".repeat(HEAD_BYTES - 1).into_bytes();
        long.extend("客".as_bytes());
        long.extend([0xFF; 9]);
        check(&long, Ok(Encoding::Utf8));
        check(b"\xD0\xD5\xC3\xFB\xD0", Ok(Encoding::Gb18030));
        check(b"\xD0\xD5\x81\x30\x81", Ok(Encoding::Gb18030));
    }

    #[test]
    fn what_is_not_text_is_named() {
        let not = |kind| Err(ExchangeError::NotText(kind));
        check(b"", Err(ExchangeError::Empty));
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1A\n\0\0"[..], FileKind::Png),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileKind::Jpeg),
            (b"GIF89a\x01\0", FileKind::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"\0\0\0\x18ftypheic\0\0", FileKind::Heic),
            (b"PK\x03\x04\x14\0....xl/workbook.xml", FileKind::Xlsx),
            (b"PK\x03\x04\x14\0....notes.txt", FileKind::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Xls),
            (b"%PDF-1.7", FileKind::Pdf),
            (b"\x1F\x8B\x08", FileKind::Gzip),
            (b"\x00\x01\x02\x03\x00\x00", FileKind::Binary),
            (b"\xFF\xFE\x00\x00a\x00\x00\x00", FileKind::Binary),
            (&[0; 64], FileKind::Binary),
        ] {
            check(head, not(kind));
        }
        assert!(FileKind::Heic.is_picture() && !FileKind::Pdf.is_picture());
        // Words that resemble such beginnings remain text.
        check(b"PK,GIF,RIFF\n1,2,3\n", Ok(Encoding::Utf8));
    }
}
