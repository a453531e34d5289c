//! Pictures: one stroke, 24 units square, always beside or in place of words that say the same.

use leptos::prelude::*;

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Figures.
    Overview,
    /// People.
    Customers,
    /// What lets some through.
    Filter,
    /// Columns of a table.
    Columns,
    /// Lines of anything.
    List,
    /// A survey.
    Survey,
    /// Bringing in.
    Import,
    /// Settings.
    Settings,
    /// Locking.
    Lock,
    /// Looking for something.
    Search,
    /// Making something new.
    Plus,
    /// Going back.
    Back,
    /// Going on.
    Forward,
    /// No network.
    Offline,
    /// Syncing.
    Sync,
    /// Done.
    Check,
    /// Mind this.
    Warning,
    /// Removing.
    Trash,
    /// Editing.
    Pencil,
    /// Out to a file.
    Download,
    /// Printing.
    Print,
    /// What was.
    History,
    /// Taking away.
    Close,
    /// Trying out.
    Trial,
    /// A key.
    Key,
    /// Taking back.
    Undo,
    /// Safe elsewhere.
    Backup,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Filter => "M4 5h16l-6.500 8v5.500l-3 1.500V13Z",
            Self::Columns => "M4 5h16v14H4ZM9.300 5v14M14.600 5v14",
            Self::Overview => "M4 20V10M10 20V4M16 20v-7M21 20H3",
            Self::List => "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
            Self::Customers => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.4a3.4 3.4 0 0 1 0 6.4M18 14.9c1.9.8 3.1 2.5 3.5 5.1"
            }
            Self::Survey => {
                "M8 5H6a1.5 1.5 0 0 0-1.500 1.500v12A1.500 1.500 0 0 0 6 20h12a1.500 1.500 0 0 0 1.500-1.500v-12A1.500 1.500 0 0 0 18 5h-2M9 3.500h6V7H9zM8.500 13.500l2.300 2.300 4.700-4.800"
            }
            Self::Import => {
                "M12 4v11M7.500 10.800 12 15.300l4.500-4.500M4 16.500V19a1.500 1.500 0 0 0 1.500 1.500h13A1.500 1.500 0 0 0 20 19v-2.500"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600ZM9 19.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z"
            }
            Self::Lock => {
                "M6.500 11h11A1.500 1.500 0 0 1 19 12.500v6a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 5 18.500v-6A1.500 1.500 0 0 1 6.500 11ZM8 11V8a4 4 0 0 1 8 0v3"
            }
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20.500 20.500 16 16",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Back => "M14.500 6 8.500 12l6 6",
            Self::Forward => "M9.500 6l6 6-6 6",
            Self::Offline => {
                "M3 3l18 18M8.500 16.500a5 5 0 0 1 5.600-1M5.300 12.800a9.600 9.600 0 0 1 4.500-2.400M2.500 9a14 14 0 0 1 4-2.500M10.500 5.300A14 14 0 0 1 21.500 9M14.500 10.500a9.600 9.600 0 0 1 4.200 2.300M12 20h.010"
            }
            Self::Sync => {
                "M20 11.500a8 8 0 0 0-14.300-4L4 9.500M4 4.500v5h5M4 12.500a8 8 0 0 0 14.300 4l1.700-2M20 19.500v-5h-5"
            }
            Self::Check => "M5 12.500l4.500 4.500L19 7.500",
            Self::Warning => "M12 4 2.800 19.500h18.400ZM12 10v4M12 17h.010",
            Self::Trash => {
                "M4 6.500h16M9.500 6.500V4h5v2.500M6 6.500 7 20h10l1-13.500M10 10.500v6M14 10.500v6"
            }
            Self::Pencil => "M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19ZM14 6.500l3.500 3.500",
            Self::Download => "M12 3.500v11M7.500 10.500l4.500 4.500 4.500-4.500M4.500 20h15",
            Self::Print => {
                "M7 8V3.500h10V8M7 17H5a1.500 1.500 0 0 1-1.500-1.500v-6A1.500 1.500 0 0 1 5 8h14a1.500 1.500 0 0 1 1.500 1.500v6A1.500 1.500 0 0 1 19 17h-2M7 14h10v6.500H7z"
            }
            Self::History => {
                "M4 12a8 8 0 1 0 2.600-5.900L4 8.500M4 4v4.500h4.500M12 8v4.300l3 1.800"
            }
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Key => {
                "M8 19.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM11.200 11.800 20 3M16.500 6.500l3 3M13.500 9.500l2 2"
            }
            Self::Undo => "M8.500 5 4.500 9l4 4M4.500 9h9a5.500 5.500 0 0 1 0 11H9",
            Self::Backup => {
                "M4 7.500h16V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1ZM5 7.500V19a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V7.500M12 10.500v6M9.500 14l2.500 2.500 2.500-2.500"
            }
            Self::Trial => {
                "M9 3.500h6M10 3.500v6L4.500 19a1 1 0 0 0 .9 1.500h13.200a1 1 0 0 0 .9-1.500L14 9.500v-6M7.500 15h9"
            }
        }
    }
}

/// Draws a picture; readers of the screen pass it by.
pub fn icon(which: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=which.path() />
        </svg>
    }
    .into_any()
}
