//! When and through which channel a value came.

use serde::{Deserialize, Serialize};

/// A hybrid logical clock reading: 48 bits of milliseconds since 1970, 16 bits of counter.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Stamp(pub u64);

impl Stamp {
    /// A stamp from milliseconds since 1970 and a counter.
    pub const fn new(ms: u64, counter: u16) -> Self {
        Self((ms << 16) | counter as u64)
    }

    /// Milliseconds since 1970.
    pub const fn ms(self) -> u64 {
        self.0 >> 16
    }
}

/// How something reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Channel {
    /// Typed in the app, by a member, not in front of the customer.
    Desk,
    /// During a visit, in front of the customer.
    Visit,
    /// By telephone.
    Phone,
    /// By WeChat.
    WeChat,
    /// By the customer on the web.
    Web,
    /// From a file.
    Import,
    /// Made by the app itself.
    App,
}

impl Channel {
    /// The name shown to people.
    pub const fn label(self) -> crate::Label {
        use crate::Label;
        match self {
            Self::Desk => Label {
                zh: "录入",
                en: "Typed in",
            },
            Self::Visit => Label {
                zh: "拜访",
                en: "Visit",
            },
            Self::Phone => Label {
                zh: "电话",
                en: "Phone",
            },
            Self::WeChat => Label {
                zh: "微信",
                en: "WeChat",
            },
            Self::Web => Label {
                zh: "网页",
                en: "Web",
            },
            Self::Import => Label {
                zh: "导入",
                en: "Import",
            },
            Self::App => Label {
                zh: "系统",
                en: "App",
            },
        }
    }
}
