use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::Instant,
};

/// The calls that are ever under way together on one tenant. Whoever has many to make hands on so many: how many go out is
/// decided here.
pub const MOST_AT_ONCE: usize = 16;
const AT_FIRST: usize = 4;

/// The calls that are under way together: half as many when the tenant refuses one, and one more whenever as many as there are went
/// well.
#[derive(Debug)]
pub(super) struct Slots {
    places: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    most: usize,
    /// Places that go when they are given back.
    surplus: usize,
    well: usize,
    shrunk: Option<Instant>,
}

#[derive(Debug)]
pub(super) struct Place<'a> {
    slots: &'a Slots,
    permit: Option<SemaphorePermit<'a>>,
    since: Instant,
}

impl Default for Slots {
    fn default() -> Self {
        let state = State { most: AT_FIRST, surplus: 0, well: 0, shrunk: None };
        Slots { places: Semaphore::new(AT_FIRST), state: Mutex::new(state) }
    }
}

impl Slots {
    pub(super) async fn take(&self) -> Place<'_> {
        // It is never closed.
        let permit = self.places.acquire().await.ok();
        Place { slots: self, permit, since: Instant::now() }
    }

    pub(super) fn answered(&self, place: &Place<'_>, refused: bool, limit: Option<u32>) {
        let mut state = self.state();
        if refused {
            // Calls that went out together are refused together, which is one refusal.
            if state.shrunk.is_none_or(|shrunk| place.since > shrunk) {
                let most = (state.most / 2).max(1);
                let gone = state.most - most;
                state.surplus += gone - self.places.forget_permits(gone);
                (state.most, state.shrunk) = (most, Some(Instant::now()));
            }
            state.well = 0;
            return;
        }
        state.well += 1;
        let most = limit.map_or(MOST_AT_ONCE, |limit| MOST_AT_ONCE.min(limit.max(1) as usize));
        if state.well >= state.most && state.most < most {
            (state.most, state.well) = (state.most + 1, 0);
            match state.surplus {
                0 => self.places.add_permits(1),
                _ => state.surplus -= 1,
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.slots.state();
        if state.surplus > 0 {
            state.surplus -= 1;
            if let Some(permit) = self.permit.take() {
                permit.forget();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many can be under way together.
    fn room(slots: &Slots) -> usize {
        slots.places.available_permits()
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_the_calls_once_and_good_answers_bring_them_back_slowly() {
        let slots = Slots::default();
        let mut places = Vec::new();
        for _ in 0..AT_FIRST {
            places.push(slots.take().await);
        }
        tokio::time::advance(std::time::Duration::from_millis(1)).await;
        for place in &places {
            slots.answered(place, true, None);
        }
        drop(places);
        assert_eq!(room(&slots), 2, "four that were refused together");
        for answers in [2, 3, 4] {
            let before = room(&slots);
            for _ in 0..answers {
                slots.answered(&slots.take().await, false, None);
            }
            assert_eq!(room(&slots), before + 1);
        }
        for _ in 0..1000 {
            slots.answered(&slots.take().await, false, None);
        }
        assert_eq!(room(&slots), MOST_AT_ONCE);
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_is_always_possible_and_no_more_than_the_limit_holds() {
        let slots = Slots::default();
        for _ in 0..5 {
            tokio::time::advance(std::time::Duration::from_millis(1)).await;
            slots.answered(&slots.take().await, true, None);
        }
        assert_eq!(room(&slots), 1);
        for _ in 0..100 {
            slots.answered(&slots.take().await, false, Some(2));
        }
        assert_eq!(room(&slots), 2);
    }
}
