//! Whatever fails, and whenever: what was acknowledged is there, and nothing is half there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod stage;

use engine::EngineError;
use model::{BatchId, Channel, KindNo, RecordId};
use stage::{Shared, Tab, create, fresh, id, made, open, run, set, text};

const KIND: KindNo = KindNo(1);

/// A vault with some of everything, folded once and written to since.
async fn furnished() -> (Shared, Tab) {
    let shared = Shared::default();
    let tab = fresh(&shared).await;
    for n in 0..12 {
        tab.save(Channel::Desk, create(id(n), &format!("name {n}")))
            .await
            .unwrap();
    }
    tab.fold().await.unwrap();
    for n in 12..20 {
        tab.save(Channel::Desk, create(id(n), &format!("name {n}")))
            .await
            .unwrap();
    }
    (shared, tab)
}

/// Opens what a kill would have left and expects everything that was there before.
async fn holds(shared: &Shared, label: &str) -> Tab {
    let tab = open(&shared.killed()).await;
    assert!(tab.damage().is_empty(), "{label}: {:?}", tab.damage());
    for n in 0..20 {
        assert_eq!(
            text(&tab, id(n)).as_deref(),
            Some(format!("name {n}").as_str()),
            "{label}"
        );
    }
    let (verdict, damage) = tab.verify(|_| ()).await.unwrap();
    assert!(
        verdict.holds() && damage.is_empty(),
        "{label}: {verdict:?} {damage:?}"
    );
    tab
}

/// Lets an action fail at its first request, its second, and so on until it no longer fails;
/// `check` looks at what a kill would leave after each failure.
async fn at_every_request(
    name: &str,
    act: impl AsyncFn(&Tab) -> Result<(), EngineError>,
    check: impl AsyncFn(&Tab, bool, &str),
) -> usize {
    for n in 0..10_000 {
        let (shared, tab) = furnished().await;
        shared.0.fail_after(n);
        let done = act(&tab).await;
        shared.0.fail_after(usize::MAX);
        let label = format!("{name} failing at request {n}");
        let after = holds(&shared, &label).await;
        check(&after, done.is_ok(), &label).await;
        // The tab itself can go on, and what it failed to do can be done again.
        if done.is_err() {
            act(&tab).await.unwrap();
            let again = holds(&shared, &label).await;
            check(&again, true, &label).await;
        }
        tab.save(Channel::Desk, create(id(200), "after"))
            .await
            .unwrap();
        tab.fold().await.unwrap();
        let last = holds(&shared, &label).await;
        assert_eq!(text(&last, id(200)).as_deref(), Some("after"), "{label}");
        if done.is_ok() {
            return n;
        }
    }
    panic!("{name} never succeeds");
}

#[test]
fn a_save_is_kept_whole_or_not_at_all() {
    run(async {
        let requests = at_every_request(
            "a save",
            async |tab| {
                tab.save(Channel::Desk, create(id(99), "new"))
                    .await
                    .map(drop)
            },
            async |tab, acknowledged, label| {
                let there = text(tab, id(99));
                if acknowledged {
                    assert_eq!(there.as_deref(), Some("new"), "{label}");
                }
                assert!(
                    there.is_none() || there.as_deref() == Some("new"),
                    "{label}"
                );
            },
        )
        .await;
        assert!(requests >= 1);
    });
}

#[test]
fn an_import_keeps_what_it_counted_and_rows_are_whole() {
    run(async {
        let requests = at_every_request(
            "an import",
            async |tab| {
                let mut bulk = tab.bulk(Channel::Import, BatchId([3; 16]));
                for n in 0..9_000u32 {
                    bulk.add(create(made(n), "row")).await?;
                }
                bulk.finish().await.map(drop)
            },
            async |tab, acknowledged, label| {
                let replica = tab.replica().borrow();
                let there = |n: u32| replica.get(KIND, made(n));
                let count = (0..9_000).filter(|n| there(*n).is_some()).count();
                if acknowledged {
                    assert_eq!(count, 9_000, "{label}");
                }
                // From the first on, without a hole, and each with its name.
                for n in 0..u32::try_from(count).unwrap() {
                    let row = there(n).unwrap();
                    assert_eq!(row.text(stage::NAME), Some("row"), "{label}");
                }
            },
        )
        .await;
        assert!(requests > 3, "{requests}");
    });
}

#[test]
fn a_fold_changes_nothing_that_can_be_seen() {
    run(async {
        let requests = at_every_request(
            "a fold",
            async |tab| tab.fold().await.map(drop),
            async |_, _, _| (),
        )
        .await;
        assert!(requests > 3, "{requests}");
    });
}

#[test]
fn an_erasure_that_was_acknowledged_left_nothing() {
    run(async {
        let gone = async |tab: &Tab| {
            let plain = stage::plain_of(tab).await;
            !plain.windows(10).any(|w| w == b"secretname")
        };
        at_every_request(
            "an erasure",
            async |tab| {
                tab.save(Channel::Desk, create(id(150), "secretname"))
                    .await?;
                tab.erase(Channel::Desk, &[id(150)]).await.map(drop)
            },
            async |tab, acknowledged, label| {
                if acknowledged {
                    assert_eq!(text(tab, id(150)), None, "{label}");
                    assert!(gone(tab).await, "{label}");
                }
                if tab.replica().borrow().is_erased(id(150)) {
                    // Cut short: the next fold does the rest.
                    tab.fold().await.unwrap();
                    assert!(gone(tab).await, "{label}");
                }
            },
        )
        .await;
    });
}

#[test]
fn a_restore_can_be_done_again_where_it_broke_off() {
    run(async {
        let other = fresh(&Shared::default()).await;
        for n in 0..3_000 {
            other
                .save(Channel::Desk, create(made(n), "theirs"))
                .await
                .unwrap();
        }
        let (file, _) = stage::backup(&other).await;
        at_every_request(
            "a restore",
            async |tab| stage::restore(tab, &file).await.map(drop),
            async |tab, acknowledged, label| {
                let replica = tab.replica().borrow();
                let count = (0..3_000)
                    .filter(|n| replica.get(KIND, made(*n)).is_some())
                    .count();
                if acknowledged {
                    assert_eq!(count, 3_000, "{label}");
                }
            },
        )
        .await;
    });
}

#[test]
fn a_kill_in_the_middle_of_a_long_day_loses_nothing() {
    run(async {
        let shared = Shared::default();
        let mut tab = fresh(&shared).await;
        let mut known: Vec<(RecordId, String)> = Vec::new();
        let mut random = 12_345u64;
        for step in 0..400u32 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let pick = (random >> 33) as usize;
            // Dies some requests from now, in whatever it is doing then.
            shared.0.fail_after(pick % 40);
            let name = format!("step {step}");
            let record = made(step);
            let done = match pick % 5 {
                0 => tab.fold().await.map(drop),
                1 if !known.is_empty() => {
                    let at = pick % known.len();
                    let saved = tab.save(Channel::Desk, vec![set(known[at].0, &name)]).await;
                    if saved.is_ok() {
                        known[at].1 = name;
                    } else {
                        // It may be kept or not: either is fine, so it is no longer asked for.
                        known.remove(at);
                    }
                    saved.map(drop)
                }
                _ => {
                    let saved = tab.save(Channel::Desk, create(record, &name)).await;
                    if saved.is_ok() {
                        known.push((record, name));
                    }
                    saved.map(drop)
                }
            };
            shared.0.fail_after(usize::MAX);
            if done.is_err() {
                // Killed: a new process opens what is there.
                tab = open(&shared).await;
                assert!(tab.damage().is_empty(), "step {step}: {:?}", tab.damage());
                for (record, name) in &known {
                    assert_eq!(text(&tab, *record).as_ref(), Some(name), "step {step}");
                }
            }
        }
        let (verdict, damage) = tab.verify(|_| ()).await.unwrap();
        assert!(verdict.holds() && damage.is_empty());
        assert!(known.len() > 100);
    });
}
