//! What a person's device would differ in: its size, its colours, its storage.

use super::Browser;
use anyhow::Result;
use serde_json::json;
use std::path::Path;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// As CSS has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The size of a screen in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Look {
    /// A small laptop, a tablet, a telephone.
    pub const ALL: [Self; 3] = [
        Self {
            width: 1280,
            height: 800,
        },
        Self {
            width: 1024,
            height: 768,
        },
        Self {
            width: 390,
            height: 844,
        },
    ];
}

impl Browser {
    /// Pretends to be a screen of this size.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn resize(&self, look: Look) -> Result<()> {
        let metrics = json!({
            "width": look.width,
            "height": look.height,
            "deviceScaleFactor": 1,
            "mobile": look.width < 500,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", &metrics)?;
        Ok(())
    }

    /// Pretends that the person prefers light or dark.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn prefer(&self, theme: Theme) -> Result<()> {
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.cdp(
            "Emulation.setEmulatedMedia",
            &json!({ "features": features }),
        )?;
        Ok(())
    }

    /// Remembers a language for the next load, as the settings do.
    ///
    /// # Errors
    /// When the page may keep nothing.
    pub fn speak(&self, language: &str) -> Result<()> {
        self.run(
            "localStorage.setItem('language', arguments[0])",
            &language.into(),
        )?;
        Ok(())
    }

    /// Runs a script in every page before its own scripts, from the next load on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn before_every_page(&self, script: &str) -> Result<()> {
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({ "source": script }),
        )?;
        Ok(())
    }

    /// Saves what the page hands out into this folder, without asking.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn save_files_into(&self, folder: &Path) -> Result<()> {
        let way = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Browser.setDownloadBehavior", &way)?;
        Ok(())
    }

    /// Pretends that this is all the storage there is, in bytes; none lifts it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn limit_storage(&self, origin: &str, bytes: Option<u64>) -> Result<()> {
        let mut limit = json!({ "origin": origin });
        if let (Some(bytes), Some(limit)) = (bytes, limit.as_object_mut()) {
            limit.insert("quotaSize".into(), bytes.into());
        }
        self.cdp("Storage.overrideQuotaForOrigin", &limit)?;
        Ok(())
    }
}
