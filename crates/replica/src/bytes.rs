//! Numbers and strings as bytes, and back.
//!
//! Must stay true: reading never panics, never runs past the end, and never allocates more than
//! the bytes that are left could hold.

use crate::CodecError;
use model::Value;
use serde::Serialize;

type Read<T> = Result<T, CodecError>;

/// Appends an unsigned number: seven bits a byte, lowest first.
pub fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        #[allow(clippy::cast_possible_truncation)]
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    #[allow(clippy::cast_possible_truncation)]
    out.push(value as u8);
}

/// Appends a signed number, small ones of either sign short.
pub fn put_signed(out: &mut Vec<u8>, value: i64) {
    #[allow(clippy::cast_sign_loss)]
    put_varint(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// Appends bytes behind their length.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Appends a value as postcard has it, the frequent kinds without the detour.
pub fn put_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Nothing => out.push(0),
        Value::Text(text) => {
            out.push(1);
            put_bytes(out, text.as_bytes());
        }
        Value::Int(int) => {
            out.push(2);
            put_signed(out, *int);
        }
        Value::Flag(flag) => out.extend_from_slice(&[4, u8::from(*flag)]),
        Value::Date(date) => {
            out.push(5);
            put_signed(out, i64::from(date.0));
        }
        Value::Instant(at) => {
            out.push(6);
            put_signed(out, *at);
        }
        Value::Choice(code) => {
            out.push(7);
            put_bytes(out, code.as_bytes());
        }
        other => append(out, other),
    }
}

/// Appends in postcard.
pub fn append<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let taken = core::mem::take(out);
    *out = postcard::to_extend(value, taken).unwrap_or_default();
}

/// Appends numbers as runs of equal ones.
pub fn put_runs(out: &mut Vec<u8>, values: impl Iterator<Item = u64>) {
    let mut run: Option<(u64, u64)> = None;
    for value in values {
        match &mut run {
            Some((same, length)) if *same == value => *length += 1,
            _ => {
                if let Some((value, length)) = run {
                    put_varint(out, value);
                    put_varint(out, length);
                }
                run = Some((value, 1));
            }
        }
    }
    if let Some((value, length)) = run {
        put_varint(out, value);
        put_varint(out, length);
    }
}

/// Reads what was appended.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(CodecError::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(CodecError::Damaged)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub fn byte(&mut self) -> Read<u8> {
        let (byte, rest) = self.rest.split_first().ok_or(CodecError::Damaged)?;
        self.rest = rest;
        Ok(*byte)
    }

    pub fn varint(&mut self) -> Read<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f)
                .checked_shl(shift)
                .ok_or(CodecError::Damaged)?;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(CodecError::Damaged)
    }

    #[allow(clippy::cast_possible_wrap)]
    pub fn signed(&mut self) -> Read<i64> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A number that must fit.
    pub fn small<T: TryFrom<u64>>(&mut self) -> Read<T> {
        T::try_from(self.varint()?).map_err(|_| CodecError::Damaged)
    }

    /// A count of things that take at least `least` bytes each of what is left.
    pub fn count(&mut self, least: usize) -> Read<usize> {
        let count: usize = self.small()?;
        if count.saturating_mul(least.max(1)) > self.rest.len() {
            return Err(CodecError::Damaged);
        }
        Ok(count)
    }

    pub fn bytes(&mut self) -> Read<&'a [u8]> {
        let length: usize = self.small()?;
        self.take(length)
    }

    pub fn text(&mut self) -> Read<&'a str> {
        core::str::from_utf8(self.bytes()?).map_err(|_| CodecError::Damaged)
    }

    /// `count` numbers written as runs; `count` itself must be justified by other bytes.
    pub fn runs(&mut self, count: usize) -> Read<Vec<u64>> {
        let mut all = Vec::with_capacity(count);
        while all.len() < count {
            let value = self.varint()?;
            let length: usize = self.small()?;
            if length == 0 || length > count - all.len() {
                return Err(CodecError::Damaged);
            }
            all.resize(all.len() + length, value);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for value in [0u64, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.varint(), Ok(value));
            assert!(reader.is_empty());
        }
        for value in [0i64, -1, 1, 63, -64, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            put_signed(&mut out, value);
            assert_eq!(Reader::new(&out).signed(), Ok(value));
        }
        let mut out = Vec::new();
        put_runs(&mut out, [5, 5, 5, 0, 7].into_iter());
        assert_eq!(out.len(), 6);
        assert_eq!(Reader::new(&out).runs(5), Ok(vec![5, 5, 5, 0, 7]));
    }

    #[test]
    fn values_are_written_as_postcard_writes_them() {
        let text = "客户 ab".to_owned();
        for value in [
            Value::Nothing,
            Value::Text(text.clone()),
            Value::Int(0),
            Value::Int(-64),
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Number(0.5),
            Value::Flag(true),
            Value::Flag(false),
            Value::Date(model::Date(i32::MIN)),
            Value::Date(model::Date(20_000)),
            Value::Instant(-1),
            Value::Instant(i64::MAX),
            Value::Choice(text.clone()),
            Value::Choices(vec![text]),
            Value::Ref(model::RecordId([3; 16])),
            Value::Bytes(vec![1, 2]),
        ] {
            let mut out = vec![9];
            put_value(&mut out, &value);
            let expected = postcard::to_extend(&value, vec![9]).unwrap();
            assert_eq!(out, expected, "{value:?}");
        }
    }

    #[test]
    fn what_is_cut_or_too_long_is_refused() {
        assert!(Reader::new(&[0x80]).varint().is_err());
        assert!(Reader::new(&[0xff; 11]).varint().is_err());
        assert!(Reader::new(&[200, 1]).count(1).is_err());
        assert!(Reader::new(&[3, b'a']).text().is_err());
        assert!(Reader::new(&[1, 9]).runs(5).is_err());
        assert!(Reader::new(&[1, 0]).runs(5).is_err());
    }
}
