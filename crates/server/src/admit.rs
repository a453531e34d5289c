//! Whether a change may enter the log: what the server looks at in each.
//!
//! Must stay true: the verdict depends on the change and the device alone, so a change has the
//! same verdict whenever it is asked about. Kinds and fields need not be known: a newer app may
//! speak of ones this server has not heard of.
//!
//! Must not know: whether a proof holds. The server bounds its size, keeps it as it came and hands
//! it on; it never checks the chain, because devices check what they are given and would not take
//! a server's word for it.

use model::{DeviceId, MAX_NOTE, MAX_TAG, Value};
use replica::{Change, Op, Part, Respond};
use sync::{CHANGE_BYTES, Reason};

/// Most operations of one change.
pub const OPS: usize = 1_000;
/// Most parts of one proof: those of operations that are there, and of erased ones.
pub const PARTS: usize = 2 * OPS;
/// Most answers of one response.
pub const ANSWERS: usize = 2_000;
/// Most codes in one value of several choices.
pub const CHOICES: usize = 200;
/// Longest code of a choice, in characters.
pub const CODE: usize = 200;
/// Most bytes of an encoded structure.
pub const STRUCTURE: usize = 512_000;

/// The bytes to keep of a change that `device` sent, or why it is refused.
pub fn admit(device: DeviceId, change: &Change) -> Result<Vec<u8>, Reason> {
    if change.device != device {
        return Err(Reason::ForeignDevice);
    }
    if change.seq == 0 || i64::try_from(change.seq).is_err() {
        return Err(Reason::Malformed);
    }
    if change.ops.is_empty() && !is_erased(change) {
        return Err(Reason::Empty);
    }
    if change.ops.len() > OPS {
        return Err(Reason::TooManyOps);
    }
    if parts(change).len() > PARTS {
        return Err(Reason::Malformed);
    }
    let bytes = postcard::to_allocvec(change).map_err(|_| Reason::Malformed)?;
    if bytes.len() > CHANGE_BYTES {
        return Err(Reason::TooLarge);
    }
    change.ops.iter().try_for_each(op)?;
    Ok(bytes)
}

fn parts(change: &Change) -> &[Part] {
    change.proof.as_ref().map_or(&[], |proof| &proof.parts)
}

/// Whether all it did was erased: then it still is a link of its device's chain.
fn is_erased(change: &Change) -> bool {
    let parts = parts(change);
    !parts.is_empty() && parts.iter().all(|part| matches!(part, Part::Erased(_)))
}

fn op(op: &Op) -> Result<(), Reason> {
    match op {
        Op::Set { value: held, .. } => value(held),
        Op::Add { element, .. } | Op::Remove { element, .. } => {
            within(!element.is_empty() && !longer(element, MAX_TAG))
        }
        Op::Respond(response) => respond(response),
        Op::Create { .. } | Op::Delete { .. } | Op::Restore { .. } | Op::Erase { .. } => Ok(()),
    }
}

fn respond(response: &Respond) -> Result<(), Reason> {
    within(response.answers.len() <= ANSWERS)?;
    let mut last = None;
    for (question, answer) in &response.answers {
        if last.is_some_and(|last| last >= question) {
            return Err(Reason::Malformed);
        }
        last = Some(question);
        value(answer)?;
    }
    Ok(())
}

fn value(value: &Value) -> Result<(), Reason> {
    within(match value {
        Value::Text(text) => !longer(text, MAX_NOTE),
        Value::Number(number) => number.is_finite(),
        Value::Choice(code) => !longer(code, CODE),
        Value::Choices(codes) => {
            codes.len() <= CHOICES && !codes.iter().any(|code| longer(code, CODE))
        }
        Value::Money { currency, .. } => currency.iter().all(u8::is_ascii_uppercase),
        Value::Bytes(bytes) => bytes.len() <= STRUCTURE,
        Value::Nothing
        | Value::Int(_)
        | Value::Flag(_)
        | Value::Date(_)
        | Value::Instant(_)
        | Value::Ref(_) => true,
    })
}

fn longer(text: &str, limit: usize) -> bool {
    text.chars().nth(limit).is_some()
}

fn within(fine: bool) -> Result<(), Reason> {
    if fine {
        Ok(())
    } else {
        Err(Reason::ValueOutOfBounds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Channel, FieldNo, KindNo, RecordId, Stamp};
    use replica::Proof;

    fn change(ops: Vec<Op>) -> Change {
        Change {
            device: DeviceId([1; 16]),
            seq: 1,
            stamp: Stamp::new(1, 0),
            author: RecordId([2; 16]),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops,
            proof: None,
        }
    }

    fn set(value: Value) -> Op {
        Op::Set {
            kind: KindNo(1),
            record: RecordId([3; 16]),
            field: FieldNo(1),
            value,
        }
    }

    fn answers(questions: &[u16]) -> Op {
        Op::Respond(Box::new(Respond {
            id: RecordId([4; 16]),
            form: RecordId([5; 16]),
            version: 1,
            subject: None,
            taken_at: 0,
            consent: None,
            supersedes: None,
            answers: questions.iter().map(|q| (*q, Value::Int(1))).collect(),
        }))
    }

    #[test]
    fn each_bound_holds_and_names_its_reason() {
        let text = |n: usize| Value::Text("长".repeat(n));
        let tag = |n: usize| Op::Add {
            kind: KindNo(1),
            record: RecordId([3; 16]),
            field: FieldNo(10),
            element: "t".repeat(n),
        };
        let money = |currency| Value::Money { minor: 1, currency };
        for (ops, verdict) in [
            (vec![set(text(MAX_NOTE))], None),
            (
                vec![set(text(MAX_NOTE + 1))],
                Some(Reason::ValueOutOfBounds),
            ),
            (vec![], Some(Reason::Empty)),
            (vec![set(Value::Nothing); OPS], None),
            (vec![set(Value::Nothing); OPS + 1], Some(Reason::TooManyOps)),
            (vec![set(text(MAX_NOTE)); 20], Some(Reason::TooLarge)),
            (
                vec![set(Value::Number(f64::NAN))],
                Some(Reason::ValueOutOfBounds),
            ),
            (vec![set(money(*b"CNY"))], None),
            (vec![set(money(*b"cny"))], Some(Reason::ValueOutOfBounds)),
            (vec![set(Value::Bytes(vec![0; STRUCTURE]))], None),
            (
                vec![set(Value::Bytes(vec![0; STRUCTURE + 1]))],
                Some(Reason::ValueOutOfBounds),
            ),
            (
                vec![set(Value::Choices(vec![String::new(); CHOICES + 1]))],
                Some(Reason::ValueOutOfBounds),
            ),
            (vec![tag(MAX_TAG)], None),
            (vec![tag(MAX_TAG + 1)], Some(Reason::ValueOutOfBounds)),
            (vec![tag(0)], Some(Reason::ValueOutOfBounds)),
            (vec![answers(&[1, 2, 9])], None),
            (vec![answers(&[1, 1])], Some(Reason::Malformed)),
        ] {
            let got = admit(DeviceId([1; 16]), &change(ops)).err();
            assert_eq!(got, verdict);
        }
        let foreign = admit(DeviceId([9; 16]), &change(vec![set(Value::Nothing)]));
        assert_eq!(foreign, Err(Reason::ForeignDevice));
    }

    #[test]
    fn a_proof_is_bounded_and_an_empty_change_passes_only_as_an_erased_link() {
        let op = || set(Value::Nothing);
        let (salt, erased) = (Part::Salt([6; 16]), Part::Erased([7; 32]));
        for (ops, parts, verdict) in [
            (vec![op()], vec![salt.clone()], None),
            (vec![op()], vec![erased.clone(), salt.clone()], None),
            (vec![op(); OPS], vec![erased.clone(); PARTS], None),
            (
                vec![op()],
                vec![erased.clone(); PARTS + 1],
                Some(Reason::Malformed),
            ),
            (vec![], vec![erased.clone()], None),
            (vec![], vec![erased.clone(); PARTS], None),
            (
                vec![],
                vec![erased.clone(); PARTS + 1],
                Some(Reason::Malformed),
            ),
            (vec![], vec![], Some(Reason::Empty)),
            (vec![], vec![salt.clone()], Some(Reason::Empty)),
            (vec![], vec![erased, salt], Some(Reason::Empty)),
        ] {
            let mut change = change(ops);
            change.proof = Some(Proof {
                stamp: Stamp::new(1, 0),
                parts,
                link: [8; 32],
            });
            let got = admit(DeviceId([1; 16]), &change).err();
            assert_eq!(got, verdict);
        }
    }
}
