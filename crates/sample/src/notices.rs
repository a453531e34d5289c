//! The texts of consent that the responses rest on.
//!
//! Must stay true: a notice's id follows from its purpose and text, so the same words are one
//! notice however often the data is made.

use model::{Language, NOTICE, RecordId, Value, notice};
use replica::Op;
use survey::{Form, consent_text};

/// A notice to be kept before anyone consents.
pub(crate) struct Notice {
    id: RecordId,
    purpose: String,
    text: String,
}

impl Notice {
    pub(crate) fn new(form: &Form, language: Language) -> Self {
        let purpose = form.purpose.of(language).to_owned();
        let text = consent_text(form, None).of(language).to_owned();
        let mut hasher = blake3::Hasher::new();
        hasher.update(purpose.as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        Self {
            id: RecordId::from_hash(hash),
            purpose,
            text,
        }
    }

    pub(crate) fn id(&self) -> RecordId {
        self.id
    }

    pub(crate) fn ops(self) -> Vec<Op> {
        let (kind, record) = (NOTICE.no, self.id);
        let set = |field, text| Op::Set {
            kind,
            record,
            field,
            value: Value::Text(text),
        };
        vec![
            Op::Create { kind, record },
            set(notice::PURPOSE, self.purpose),
            set(notice::TEXT, self.text),
        ]
    }
}

/// A notice for every survey asked, in both languages.
pub(crate) fn all(forms: &[Form]) -> Vec<Notice> {
    forms
        .iter()
        .flat_map(|form| [Language::Zh, Language::En].map(|language| Notice::new(form, language)))
        .collect()
}
