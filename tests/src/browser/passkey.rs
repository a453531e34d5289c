//! A fingerprint reader that is not there: the browser's virtual authenticator.

use super::Browser;
use anyhow::{Context, Result};
use serde_json::{Value, json};

impl Browser {
    /// Plugs in an authenticator that knows its person and has secrets to give; returns its name.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn plug_in_authenticator(&self) -> Result<String> {
        self.cdp("WebAuthn.enable", &json!({}))?;
        let options = json!({
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "hasPrf": true,
            "automaticPresenceSimulation": true,
        });
        let made = self.cdp(
            "WebAuthn.addVirtualAuthenticator",
            &json!({ "options": options }),
        )?;
        let name = made.get("authenticatorId").and_then(Value::as_str);
        Ok(name.context("the authenticator has no name")?.to_owned())
    }

    /// From now on the authenticator knows its person, or takes them for somebody else.
    ///
    /// # Errors
    /// When there is none.
    pub fn recognise(&self, authenticator: &str, known: bool) -> Result<()> {
        self.cdp(
            "WebAuthn.setUserVerified",
            &json!({ "authenticatorId": authenticator, "isUserVerified": known }),
        )?;
        Ok(())
    }
}
