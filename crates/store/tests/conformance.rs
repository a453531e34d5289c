//! What every backend must do under the store: one suite, run in memory natively and on IndexedDB
//! in a browser.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "conformance/browser.rs"]
#[cfg(target_arch = "wasm32")]
mod browser;
#[path = "kit/kit.rs"]
mod kit;
#[path = "conformance/laws.rs"]
mod laws;

use store::{Backend, Step};

/// Where databases are kept.
trait Place {
    type Disk: Backend;

    /// One more connection to the same database.
    async fn open(&self) -> Self::Disk;

    /// A connection to a database that was written by format 1.
    async fn open_old(&self, steps: Vec<Step>) -> Self::Disk;
}

macro_rules! laws {
    ($($law:ident),* $(,)?) => {
        #[cfg(not(target_arch = "wasm32"))]
        mod memory {
            $(#[test]
            fn $law() {
                pollster::block_on(crate::laws::$law(&super::InMemory::default()));
            })*
        }

        #[cfg(target_arch = "wasm32")]
        mod indexed_db {
            $(#[wasm_bindgen_test::wasm_bindgen_test]
            async fn $law() {
                crate::laws::$law(&crate::browser::InBrowser(stringify!($law))).await;
            })*
        }
    };
}

laws!(
    what_is_appended_reads_back_in_order,
    an_append_behind_another_keeps_nothing,
    a_block_behind_one_that_was_refused_is_refused,
    looking_takes_nothing_in,
    a_log_that_was_cut_off_goes_on,
    folding_and_merging_change_no_payload,
    a_fold_replaces_only_the_keys_it_is_given,
    a_fold_of_an_earlier_moment_is_behind,
    state_made_anew_replaces_all,
    a_state_that_is_folded_while_it_is_read_is_behind,
    rewriting_alters_what_it_is_asked_to,
    slots_hold_what_was_put,
    blobs_are_kept_once_and_collected,
    names_of_blobs_do_not_reveal_their_hash,
    resealing_can_be_cut_off_and_continued,
    format_1_moves_into_the_log,
    everything_is_bound_to_its_place,
    a_write_happens_whole_or_not_at_all,
    both_ends_of_a_stretch_belong_to_it,
);

#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
struct InMemory(std::cell::OnceCell<kit::Shared<store::Memory>>);

#[cfg(not(target_arch = "wasm32"))]
impl Place for InMemory {
    type Disk = kit::Shared<store::Memory>;

    async fn open(&self) -> Self::Disk {
        self.0
            .get_or_init(|| kit::Shared(std::rc::Rc::default()))
            .clone()
    }

    async fn open_old(&self, steps: Vec<Step>) -> Self::Disk {
        let disk = self.open().await;
        for step in steps {
            disk.0.force(step);
        }
        disk
    }
}
