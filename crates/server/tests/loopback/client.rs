//! As much HTTP as the tests need, and a device that speaks it.

use model::{Channel, DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use replica::{Change, Op};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use sync::{JoinRequest, JoinResponse, PullResponse, PushRequest, PushResponse};

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Sends a request and leaves the answer unread.
pub fn send(at: SocketAddr, method: &str, path: &str, headers: &str, body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(at).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    // A refused body may find the connection closed; the answer says why.
    let _ = stream.write_all(body);
    stream
}

/// Reads the answer to a request.
pub fn receive(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("an answer");
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer {
        status,
        headers,
        body,
    }
}

/// A request and its answer.
pub fn ask(at: SocketAddr, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
    receive(send(at, method, path, headers, body))
}

/// A plain GET.
pub fn get(at: SocketAddr, path: &str) -> Answer {
    ask(at, "GET", path, "", b"")
}

/// A device that joined.
pub struct Device {
    pub id: DeviceId,
    pub token: String,
    pub server: [u8; 16],
}

impl Device {
    /// Tries to join.
    pub fn try_join(at: SocketAddr, code: &str, no: u8) -> Result<Self, Answer> {
        let id = DeviceId([no; 16]);
        let request = JoinRequest {
            code: code.to_owned(),
            device: id,
            device_name: format!("平板 {no}"),
        };
        let answer = ask(at, "POST", "/api/join", "", &request.encode());
        if answer.status != 200 {
            return Err(answer);
        }
        let joined = JoinResponse::decode(&answer.body).unwrap();
        Ok(Self {
            id,
            token: joined.token,
            server: joined.server,
        })
    }

    /// Joins.
    pub fn join(at: SocketAddr, code: &str, no: u8) -> Self {
        Self::try_join(at, code, no).expect("joined")
    }

    pub fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token)
    }

    pub fn change(&self, seq: u64) -> Change {
        Change {
            device: self.id,
            seq,
            stamp: Stamp::new(1_700_000_000_000 + seq, 0),
            author: RecordId([9; 16]),
            channel: Channel::Visit,
            seen: 0,
            batch: None,
            ops: vec![Op::Set {
                kind: KindNo(1),
                record: RecordId([7; 16]),
                field: FieldNo(1),
                value: Value::Text(format!("客户 {seq}")),
            }],
            proof: None,
        }
    }

    pub fn changes(&self, seqs: impl IntoIterator<Item = u64>) -> Vec<Change> {
        seqs.into_iter().map(|seq| self.change(seq)).collect()
    }

    pub fn push_raw(&self, at: SocketAddr, body: &[u8]) -> Answer {
        ask(at, "POST", "/api/push", &self.bearer(), body)
    }

    pub fn push(&self, at: SocketAddr, changes: Vec<Change>) -> (u16, PushResponse) {
        let answer = self.push_raw(at, &PushRequest { changes }.encode());
        (answer.status, PushResponse::decode(&answer.body).unwrap())
    }

    pub fn pull_start(&self, at: SocketAddr, cursor: u64, wait: u32) -> TcpStream {
        let path = format!("/api/pull?cursor={cursor}&wait={wait}");
        send(at, "GET", &path, &self.bearer(), b"")
    }

    pub fn pull(&self, at: SocketAddr, cursor: u64, wait: u32) -> PullResponse {
        let answer = receive(self.pull_start(at, cursor, wait));
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
        PullResponse::decode(&answer.body).unwrap()
    }
}
