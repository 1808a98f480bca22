//! One writer at a time. A save, a restore or a change of many connections reads a connection and writes it back with its edit;
//! between the two nobody else in this program may write it, or the one would undo the other. The API itself has no condition
//! for a write (RFC 9110, section 13.1.1): against other programs there is only the merge and the comparison afterwards.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{Mutex as Turning, OwnedMutexGuard};

/// Who writes what at the moment; nothing is kept of what nobody writes.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Weak<Turning<()>>>>);

/// Whoever has it is the only writer of this connection in the program. What it writes is based on what it read since.
#[derive(Debug)]
pub(crate) struct Turn {
    subject: String,
    _held: OwnedMutexGuard<()>,
}

impl Turn {
    /// The ID of the connection.
    pub(crate) fn connection(&self) -> &str {
        &self.subject
    }
}

impl Turns {
    pub(crate) async fn take(&self, subject: &str) -> Turn {
        let turning = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turning| turning.strong_count() > 0);
            turns.get(subject).and_then(Weak::upgrade).unwrap_or_else(|| {
                let turning = Arc::default();
                turns.insert(subject.to_owned(), Arc::downgrade(&turning));
                turning
            })
        };
        Turn { subject: subject.to_owned(), _held: turning.lock_owned().await }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_turn_is_waited_for_and_nothing_is_left_of_those_that_are_over() {
        let turns = Turns::default();
        let first = turns.take("con_1").await;
        assert_eq!(first.connection(), "con_1");
        assert!(turns.take("con_1").now_or_never().is_none(), "somebody has it");
        let other = turns.take("con_2").now_or_never().expect("nobody writes that one");
        drop(first);
        let second = turns.take("con_1").now_or_never().expect("it is free again");
        drop((second, other));
        for number in 0..100 {
            turns.take(&number.to_string()).await;
        }
        assert_eq!(turns.0.lock().expect("no panic").len(), 1);
    }
}
