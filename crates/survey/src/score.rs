//! The score of one ethical practice within one response.

use crate::{Form, Practice, Role};

/// The mean of a practice's items, when at least two thirds of them are answered (two of three
/// in the built-in survey); on the scale of the items.
///
/// This is person-mean imputation with the usual limit on how much may be missing, see
/// Schafer & Graham (2002), "Missing data: our view of the state of the art",
/// Psychological Methods 7(2), on averaging the available items.
/// `answer` gives a question's answer as a number; one that is not finite counts as missing.
pub fn practice_score(
    form: &Form,
    practice: Practice,
    answer: &dyn Fn(u16) -> Option<f64>,
) -> Option<f64> {
    let (mut items, mut answered, mut sum) = (0u16, 0u16, 0.0);
    for question in form.with_role(Role::Practice(practice)) {
        items = items.saturating_add(1);
        if let Some(value) = answer(question.no).filter(|value| value.is_finite()) {
            answered = answered.saturating_add(1);
            sum += value;
        }
    }
    let enough = answered > 0 && u32::from(answered) * 3 >= u32::from(items) * 2;
    enough.then(|| sum / f64::from(answered))
}
