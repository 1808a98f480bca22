use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use proptest::prelude::*;
use tokio::time::{Instant, sleep, timeout};

use super::{LONGEST_WAIT, Pace, Told};

/// A tenant's own bucket: so many at once, one more every so often.
struct Tenant {
    most: u32,
    every: Duration,
    left: u32,
    since: Instant,
}

impl Tenant {
    fn new(most: u32, every: Duration) -> Arc<Mutex<Tenant>> {
        Arc::new(Mutex::new(Tenant { most, every, left: most, since: Instant::now() }))
    }

    /// What it says to a call that arrives now. Moments are in whole seconds, counted up.
    fn asked(&mut self) -> Told {
        while self.left < self.most && self.since + self.every <= Instant::now() {
            (self.left, self.since) = (self.left + 1, self.since + self.every);
        }
        if self.left == self.most {
            self.since = Instant::now();
        }
        let refused = self.left == 0;
        self.left = self.left.saturating_sub(1);
        let wait = (self.since + self.every).saturating_duration_since(Instant::now());
        let wait = Some(Duration::from_secs(wait.as_secs_f64().ceil() as u64));
        Told { refused, limit: Some(self.most), remaining: Some(self.left), wait }
    }
}

fn paused(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(test);
}

/// Asks so many times together; each call takes so long there and so long back. Some are given up under way.
async fn ask(pace: &Arc<Pace>, tenant: &Arc<Mutex<Tenant>>, ways: &[(u64, u64, bool)]) -> usize {
    let calls = ways.iter().map(|&(there, back, given_up)| {
        let (pace, tenant) = (Arc::clone(pace), Arc::clone(tenant));
        tokio::spawn(async move {
            let call = async {
                let mut slot = pace.enter().await;
                sleep(Duration::from_millis(there)).await;
                let told = tenant.lock().expect("the tenant").asked();
                sleep(Duration::from_millis(back)).await;
                slot.answered(&told);
                told.refused
            };
            // Given up while it waits for its place, or for its answer.
            let patience = if given_up { Duration::from_millis(there + back / 2) } else { Duration::MAX };
            timeout(patience, call).await.unwrap_or(false)
        })
    });
    let mut refused = 0;
    for call in calls.collect::<Vec<_>>() {
        refused += usize::from(call.await.expect("a call"));
    }
    refused
}

/// An answer that was long under way told of a moment whose call was taken meanwhile, and one more was taken for it.
#[test]
fn a_moment_that_is_told_of_late_is_not_spent_twice() {
    paused(async {
        let (pace, tenant) = (Arc::<Pace>::default(), Tenant::new(17, Duration::from_millis(1707)));
        let ways = [
            (0, 0),
            (225, 500),
            (0, 389),
            (146, 320),
            (726, 607),
            (677, 477),
            (76, 285),
            (247, 648),
            (69, 539),
            (137, 579),
            (637, 773),
            (371, 24),
            (39, 146),
            (170, 15),
            (43, 142),
            (0, 108),
            (242, 0),
            (221, 622),
            (242, 357),
            (527, 489),
            (593, 489),
            (734, 574),
            (136, 23),
        ];
        assert_eq!(ask(&pace, &tenant, &ways.map(|(there, back)| (there, back, false))).await, 0);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_bucket_never_exceeds_the_tenants_rate(
        most in 1_u32..60,
        every in 30_u64..2500,
        ways in prop::collection::vec((0_u64..800, 0_u64..800), 1..60),
    ) {
        paused(async {
            let (pace, tenant) = (Arc::<Pace>::default(), Tenant::new(most, Duration::from_millis(every)));
            let ways: Vec<_> = ways.iter().map(|&(there, back)| (there, back, false)).collect();
            assert_eq!(ask(&pace, &tenant, &ways).await, 0, "calls that the tenant refused");
        });
    }

    #[test]
    fn whoever_gives_up_leaves_nothing_taken(ways in prop::collection::vec((1_u64..800, 1_u64..800, any::<bool>()), 1..60)) {
        paused(async {
            let (pace, tenant) = (Arc::<Pace>::default(), Tenant::new(5, Duration::from_millis(100)));
            ask(&pace, &tenant, &ways).await;
            let again = [(1, 1, false); 40];
            let read = timeout(Duration::from_secs(60), ask(&pace, &tenant, &again)).await;
            assert!(read.is_ok(), "those that come later get through");
        });
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_call_goes_alone_and_without_a_limit_the_others_go_together() {
    let pace = Arc::new(Pace::default());
    let mut first = pace.enter().await;
    assert!(timeout(Duration::from_secs(5), pace.enter()).await.is_err(), "nobody knows yet what the tenant takes");
    first.answered(&Told::default());
    drop(first);
    let began = Instant::now();
    let (_one, _two, _three) = (pace.enter().await, pace.enter().await, pace.enter().await);
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn retry_after_holds_for_every_call_and_for_no_longer_than_anybody_waits() {
    let pace = Pace::default();
    for (told, waited) in [(7, 7), (31_536_000, LONGEST_WAIT.as_secs())] {
        let refused = Told { refused: true, wait: Some(Duration::from_secs(told)), ..Told::default() };
        pace.enter().await.answered(&refused);
        // An answer that was under way longer does not end the wait.
        let began = Instant::now();
        let mut slot = pace.enter().await;
        assert_eq!(began.elapsed(), Duration::from_secs(waited));
        slot.answered(&Told { remaining: Some(9), limit: Some(10), ..Told::default() });
    }
}

#[tokio::test(start_paused = true)]
async fn calls_without_an_answer_do_not_stop_the_next_one() {
    let pace = Pace::default();
    // Not even the first was answered, or sent.
    drop(pace.enter().await);
    pace.enter().await.unsent();
    pace.enter().await.answered(&Told { remaining: Some(0), limit: Some(1), ..Told::default() });
    let began = Instant::now();
    drop(pace.enter().await);
    drop(pace.enter().await);
    assert_eq!(began.elapsed(), Duration::from_secs(2), "one a second is tried");
}
