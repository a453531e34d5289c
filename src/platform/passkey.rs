//! Passkeys with a secret: WebAuthn credentials whose `prf` extension gives 32 bytes that only
//! this authenticator can give.
//!
//! Source: Web Authentication Level 3, section on the pseudo-random function extension.

use super::{random::Random, window};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use vault::Entropy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// This browser or authenticator cannot.
const UNSUPPORTED: &str = "passkey.unsupported";
/// The person, or the time, ended it.
const DECLINED: &str = "passkey.declined";
/// How long the person has, in milliseconds.
const PATIENCE: f64 = 120_000.0;

/// What a passkey gave.
pub struct Shown {
    /// Its credential id.
    pub credential: Vec<u8>,
    /// The secret that belongs to the salt it was asked with.
    pub secret: [u8; 32],
}

/// Whether the browser knows passkeys at all.
pub fn is_supported() -> bool {
    let has =
        |name: &str| Reflect::get(&js_sys::global(), &name.into()).is_ok_and(|v| v.is_function());
    has("PublicKeyCredential")
}

fn object(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn bytes(all: &[u8]) -> JsValue {
    Uint8Array::from(all).into()
}

fn challenge() -> JsValue {
    // Nobody checks the answer: what counts is the secret.
    let mut challenge = [0; 32];
    Random.fill(&mut challenge);
    bytes(&challenge)
}

async fn ask(method: &str, public_key: JsValue) -> Result<JsValue, &'static str> {
    let navigator = window().ok_or(UNSUPPORTED)?.navigator();
    let credentials = Reflect::get(&navigator, &"credentials".into()).map_err(|_| UNSUPPORTED)?;
    let method: Function = Reflect::get(&credentials, &method.into())
        .ok()
        .and_then(|m| m.dyn_into().ok())
        .ok_or(UNSUPPORTED)?;
    let promise = method
        .call1(&credentials, &object(&[("publicKey", public_key)]))
        .ok()
        .and_then(|p| p.dyn_into::<Promise>().ok())
        .ok_or(UNSUPPORTED)?;
    match JsFuture::from(promise).await {
        Ok(credential) if !credential.is_null() => Ok(credential),
        Ok(_) => Err(DECLINED),
        Err(error) => {
            let name = Reflect::get(&error, &"name".into()).ok();
            let name = name.and_then(|n| n.as_string()).unwrap_or_default();
            Err(
                if matches!(name.as_str(), "NotSupportedError" | "SecurityError") {
                    UNSUPPORTED
                } else {
                    DECLINED
                },
            )
        }
    }
}

fn read(credential: &JsValue) -> Option<(Vec<u8>, Option<[u8; 32]>)> {
    let id = Reflect::get(credential, &"rawId".into()).ok()?;
    let id = Uint8Array::new(&id).to_vec();
    let results: Function = Reflect::get(credential, &"getClientExtensionResults".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let results = results.call0(credential).ok()?;
    let prf = Reflect::get(&results, &"prf".into()).ok();
    let first = prf
        .and_then(|prf| Reflect::get(&prf, &"results".into()).ok())
        .filter(|results| results.is_object())
        .and_then(|results| Reflect::get(&results, &"first".into()).ok())
        .filter(|first| first.is_object());
    let secret = first.and_then(|first| Uint8Array::new(&first).to_vec().try_into().ok());
    Some((id, secret))
}

/// Makes a passkey and asks it for its secret of this salt.
pub async fn make(label: &str, user: &[u8], salt: &[u8; 32]) -> Result<Shown, &'static str> {
    if !is_supported() {
        return Err(UNSUPPORTED);
    }
    let kind = |alg: f64| object(&[("type", "public-key".into()), ("alg", alg.into())]);
    let eval = object(&[("first", bytes(salt))]);
    let public_key = object(&[
        ("challenge", challenge()),
        ("rp", object(&[("name", "Candor".into())])),
        (
            "user",
            object(&[
                ("id", bytes(user)),
                ("name", label.into()),
                ("displayName", label.into()),
            ]),
        ),
        (
            "pubKeyCredParams",
            Array::of2(&kind(-7.0), &kind(-257.0)).into(),
        ),
        (
            "authenticatorSelection",
            object(&[
                ("residentKey", "preferred".into()),
                ("userVerification", "required".into()),
            ]),
        ),
        ("timeout", PATIENCE.into()),
        ("extensions", object(&[("prf", object(&[("eval", eval)]))])),
    ]);
    let credential = ask("create", public_key).await?;
    let (id, secret) = read(&credential).ok_or(UNSUPPORTED)?;
    match secret {
        Some(secret) => Ok(Shown {
            credential: id,
            secret,
        }),
        // Some authenticators give the secret only when the passkey is shown.
        None => show(&[(id, *salt)]).await.map_err(|code| {
            if code == DECLINED {
                DECLINED
            } else {
                UNSUPPORTED
            }
        }),
    }
}

/// Asks the person to show one of these passkeys, each with its salt.
pub async fn show(known: &[(Vec<u8>, [u8; 32])]) -> Result<Shown, &'static str> {
    let allowed = Array::new();
    let by_credential = Object::new();
    for (id, salt) in known {
        allowed.push(&object(&[("type", "public-key".into()), ("id", bytes(id))]));
        let eval = object(&[("first", bytes(salt))]);
        let _ = Reflect::set(&by_credential, &base64url(id).into(), &eval);
    }
    let prf = object(&[("evalByCredential", by_credential.into())]);
    let public_key = object(&[
        ("challenge", challenge()),
        ("allowCredentials", allowed.into()),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE.into()),
        ("extensions", object(&[("prf", prf)])),
    ]);
    let credential = ask("get", public_key).await?;
    let (credential, secret) = read(&credential).ok_or(UNSUPPORTED)?;
    Ok(Shown {
        credential,
        secret: secret.ok_or(UNSUPPORTED)?,
    })
}

fn base64url(all: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for part in all.chunks(3) {
        let mut word = [0; 3];
        word.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
        let word = u32::from_be_bytes([0, word[0], word[1], word[2]]);
        for at in 0..=part.len() {
            let index = (word >> (18 - 6 * at)) & 63;
            let letter = LETTERS.get(index as usize).copied().unwrap_or(b'A');
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_as_the_standard_has_it() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (&[0xfb, 0xff], "-_8"),
        ] {
            assert_eq!(base64url(bytes), text);
        }
    }
}
