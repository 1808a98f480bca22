//! How every property test of the workspace runs. A crate takes this file into its module `properties` by its path.

use std::{
    env,
    fmt::Debug,
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};

/// A case that takes longer will not end for an input that is a little larger; machines under load take a tenth of it.
const CASE: Duration = Duration::from_secs(10);

/// Tries `cases` inputs, or as many as fit into `LINTEL_FUZZ_SECONDS` where that is set (`make fuzz`).
pub(crate) fn hold<S>(cases: u32, inputs: S, holds: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S: Strategy,
    S::Value: Debug,
{
    let seconds = env::var("LINTEL_FUZZ_SECONDS").ok().map(|seconds| seconds.parse().expect("a number of seconds"));
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() };
    let in_time = |input| {
        let started = Instant::now();
        holds(input)?;
        prop_assert!(started.elapsed() < CASE, "took {:?}", started.elapsed());
        Ok(())
    };
    loop {
        if let Err(failure) = TestRunner::new(config.clone()).run(&inputs, in_time) {
            panic!("{failure}");
        }
        if until.is_none_or(|until| Instant::now() >= until) {
            return;
        }
    }
}
