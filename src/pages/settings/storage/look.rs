//! Looking at everything that rests, for as long as somebody wants to know.

use crate::platform::clock;
use crate::session::Open;
use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use store::{Health, StoreError};

/// What rests and whether it can be read. `stays` hears the share done and says whether to go on;
/// none when it said no. The work ends between two requests, never inside one: the browser would
/// answer to nobody.
pub async fn look(open: &Open, stays: impl Fn(f64) -> bool) -> Option<Result<Health, StoreError>> {
    let left = Cell::new(false);
    let mut slice = clock::Slice::new();
    let pause = async |share: f64| {
        if stays(share) {
            slice.pause().await;
        } else {
            left.set(true);
            pending::<()>().await;
        }
    };
    let mut work = pin!(open.engine.store().health(pause));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(found) => Poll::Ready(Some(found)),
        Poll::Pending if left.get() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}
