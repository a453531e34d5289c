//! E-mail addresses in the one form that compares.

/// Longest address that is compared, in bytes.
const LONGEST: usize = 254;

/// The address in lower case, without what follows a `+`, and without the dots that Gmail
/// ignores; `None` where it is no address.
pub fn email_key(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    let lower = lower.strip_prefix("mailto:").unwrap_or(&lower);
    let (local, domain) = lower.rsplit_once('@')?;
    let local = local.split('+').next().filter(|local| !local.is_empty())?;
    if domain.is_empty() || lower.contains(char::is_whitespace) {
        return None;
    }
    let gmail = matches!(domain, "gmail.com" | "googlemail.com");
    let mut out = if gmail {
        local.replace('.', "")
    } else {
        local.to_owned()
    };
    out.push('@');
    out.push_str(if gmail { "gmail.com" } else { domain });
    Some(out)
}

/// Whether a key is an address that a whole organisation answers.
pub fn is_shared(key: &str) -> bool {
    const NAMES: [&str; 16] = [
        "info",
        "sales",
        "office",
        "service",
        "support",
        "contact",
        "admin",
        "mail",
        "hr",
        "kefu",
        "hello",
        "team",
        "post",
        "kontakt",
        "noreply",
        "webmaster",
    ];
    let local = key.split('@').next().unwrap_or_default();
    NAMES.contains(&local)
}
