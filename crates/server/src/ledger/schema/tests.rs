use super::*;
use replica::Change;

const FORMAT_1: &str = include_str!("../../../tests/fixtures/format-1.sql");

/// A file that goes away with its owner, holding what this makes.
struct File(PathBuf);

impl File {
    fn new(name: &str, sql: &str) -> Self {
        let folder = std::env::temp_dir();
        let file = folder.join(format!("candor-{}-{name}.db", std::process::id()));
        let made = Self(file);
        made.remove();
        Connection::open(&made.0)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        made
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let mut file = self.0.clone().into_os_string();
            file.push(end);
            let _ = std::fs::remove_file(file);
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.remove();
    }
}

fn bodies(connection: &Connection) -> Vec<Vec<u8>> {
    let mut query = connection
        .prepare("SELECT body FROM changes ORDER BY position")
        .unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Everything but the bodies, and the tables themselves.
fn rest(connection: &Connection) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT quote(sql) FROM sqlite_schema ORDER BY name",
        "SELECT name || hex(value) FROM meta ORDER BY name",
        "SELECT hex(device) || name || hex(token_hash) || joined_at || revoked FROM devices
         ORDER BY device",
        "SELECT position || hex(device) || seq || ' ' || stamp || typeof(body) FROM changes
         ORDER BY position",
        "SELECT hex(device) || seq || reason || refused_at FROM refused ORDER BY device, seq",
    ] {
        let mut query = connection.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        all.extend(rows.map(|row| row.unwrap()));
    }
    all
}

fn version(connection: &Connection) -> i64 {
    let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    version.unwrap()
}

#[test]
fn changes_of_format_1_come_to_end_with_no_proof_and_nothing_else_changes() {
    let file = File::new("format-1", FORMAT_1);
    let before = Connection::open(&file.0).unwrap();
    let (old, others) = (bodies(&before), rest(&before));
    assert_eq!((version(&before), old.len()), (1, 5));
    assert!(old.iter().any(|body| std::str::from_utf8(body).is_err()));
    drop(before);
    // The second time there is nothing left to do.
    for _ in 0..2 {
        let after = open(&file.0).unwrap();
        let new = bodies(&after);
        assert_eq!((version(&after), rest(&after)), (2, others.clone()));
        for (old, new) in old.iter().zip(&new) {
            assert_eq!((&new[..old.len()], &new[old.len()..]), (&old[..], &[0][..]));
            let change: Change = postcard::from_bytes(new).unwrap();
            assert_eq!(change.proof, None);
            assert_eq!(postcard::to_allocvec(&change).unwrap(), *new);
        }
        assert_eq!(new.len(), old.len());
    }
}

#[test]
fn a_format_brought_up_has_the_tables_of_a_new_one() {
    let [old, new] = [("tables-old", V1), ("tables-new", "")].map(|(name, sql)| {
        let file = File::new(name, sql);
        let connection = open(&file.0).unwrap();
        (rest(&connection), version(&connection))
    });
    assert_eq!(old, new);
}

#[test]
fn a_step_that_fails_leaves_the_format_before() {
    // A body that may not grow stops the step on the way.
    let stop = "CREATE TRIGGER stop BEFORE UPDATE ON changes WHEN old.position = 4
                BEGIN SELECT raise(ABORT, 'stop'); END;";
    let file = File::new("stopped", &[FORMAT_1, stop].concat());
    let old = bodies(&Connection::open(&file.0).unwrap());
    assert!(matches!(open(&file.0), Err(ServerError::Storage(_))));
    let after = Connection::open(&file.0).unwrap();
    assert_eq!((version(&after), bodies(&after)), (1, old));
}

#[test]
fn other_formats_are_refused_with_words() {
    for found in [3, 99, -1] {
        let sql = format!("PRAGMA user_version = {found};");
        let file = File::new(&format!("other-{found}"), &sql);
        let refused = open(&file.0).unwrap_err();
        assert_eq!(refused.code(), "storage.newer");
        let words = format!("newer server (format {found}, this one knows 2)");
        assert!(refused.to_string().contains(&words), "{refused}");
    }
}
