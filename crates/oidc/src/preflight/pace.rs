use std::{fmt, pin::Pin, sync::Arc, time::Duration};

/// How long is waited between two requests, passed in so that tests need not wait.
#[derive(Clone)]
pub struct Pace(Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>);

impl Pace {
    /// A second after each answer, so at most one request a second.
    pub fn one_a_second() -> Self {
        Pace::by(|| tokio::time::sleep(Duration::from_secs(1)))
    }

    /// Whatever `wait` waits for.
    pub fn by<F: Future<Output = ()> + Send + 'static>(wait: impl Fn() -> F + Send + Sync + 'static) -> Self {
        Pace(Arc::new(move || Box::pin(wait())))
    }

    pub(super) async fn wait(&self) {
        (self.0)().await;
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pace")
    }
}
