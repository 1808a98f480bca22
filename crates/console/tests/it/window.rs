//! The window of a trial, without a screen.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use lintel_console::trial::{Page, SignInWindow, WindowEvent};
use tokio::sync::{mpsc, watch};
use url::Url;

use crate::browser::{Arrived, Browser};

/// What the person in front of the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    SignsIn,
    /// The same; and where the provider stops on a page of its own, reads that and closes the window.
    ReadsAndCloses,
    ClosesIt,
    /// Nothing at all.
    Waits,
    /// Nobody is there: the window does not open.
    HasNoScreen,
    /// The window system is busy: the window opens when the test says so.
    IsKeptWaiting,
    /// The window system breaks down.
    SeesItBreak,
}

#[derive(Debug)]
pub(crate) struct Window {
    person: Person,
    /// How many have been asked for, and how many have been opened.
    asked: watch::Sender<usize>,
    opened: watch::Sender<usize>,
    /// Where a window waits for the window system.
    busy: (Mutex<bool>, Condvar),
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// As long as a window is open it can still report something.
    open: Vec<Open>,
    /// What was opened in the system's browser.
    browsed: Vec<Url>,
    secrets: Vec<String>,
    challenges: Vec<String>,
}

#[derive(Debug, Clone)]
struct Open {
    label: String,
    url: Url,
    watched: Option<Url>,
    events: mpsc::UnboundedSender<WindowEvent>,
}

impl Window {
    pub(crate) fn new(person: Person) -> Arc<Window> {
        let busy = (Mutex::new(person == Person::IsKeptWaiting), Condvar::new());
        let (asked, opened) = (watch::Sender::new(0), watch::Sender::new(0));
        Arc::new(Window { person, asked, opened, busy, kept: Arc::default() })
    }

    /// A window has been asked for, whether or not it has opened.
    pub(crate) async fn asked_for(&self) {
        self.asked.subscribe().wait_for(|asked| *asked > 0).await.expect("the window is there");
    }

    /// The window system has time again.
    pub(crate) fn may_open(&self) {
        *lock(&self.busy.0) = false;
        self.busy.1.notify_all();
    }

    /// The first page loads, and nobody does anything there.
    pub(crate) async fn loads(&self) {
        let open = lock(&self.kept).open[0].clone();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        http.expect("an HTTP client").get(open.url).send().await.expect("a page");
    }

    /// The page goes somewhere, as far as the window can tell.
    pub(crate) fn tells(&self, event: WindowEvent) {
        let open = lock(&self.kept).open.clone();
        open.iter().for_each(|window| window.events.send(event.clone()).expect("the trial listens"));
    }

    /// Where the window stops.
    pub(crate) fn watched(&self) -> Url {
        lock(&self.kept).open[0].watched.clone().expect("an address to stop at")
    }

    /// Its first address.
    pub(crate) fn begins_at(&self) -> Url {
        lock(&self.kept).open[0].url.clone()
    }

    /// What the answer has to carry.
    pub(crate) fn state(&self) -> String {
        let url = lock(&self.kept).open[0].url.clone();
        let state = url.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned());
        state.expect("a state")
    }

    /// The person who waited signs in after all.
    pub(crate) fn signs_in(&self) {
        for window in lock(&self.kept).open.clone() {
            tokio::spawn(sign_in(window, Arc::clone(&self.kept)));
        }
    }

    /// Somebody signs in by the same request, and nobody hears of the answer.
    pub(crate) async fn somebody_signs_in_unseen(&self) {
        let open = lock(&self.kept).open[0].clone();
        Browser::default().sign_in(&open.url, open.watched.as_ref()).await;
    }

    /// What the system's browser was given first.
    pub(crate) fn browsed(&self) -> Url {
        lock(&self.kept).browsed[0].clone()
    }

    pub(crate) async fn opened(&self) {
        self.opened.subscribe().wait_for(|opened| *opened > 0).await.expect("the window is there");
    }

    /// It was open, and is not any more.
    pub(crate) async fn gone(&self) {
        while self.is_open() {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn was_opened(&self) -> bool {
        *self.opened.borrow() > 0
    }

    pub(crate) fn is_open(&self) -> bool {
        !lock(&self.kept).open.is_empty()
    }

    /// The cookies, codes and tokens that the browser saw.
    pub(crate) fn secrets(&self) -> Vec<String> {
        lock(&self.kept).secrets.clone()
    }

    /// The PKCE challenges that it saw, whose verifiers it cannot see.
    pub(crate) fn challenges(&self) -> Vec<String> {
        lock(&self.kept).challenges.clone()
    }
}

impl SignInWindow for Window {
    fn open(
        &self,
        label: &str,
        url: &Url,
        watched: Option<&Url>,
        events: mpsc::UnboundedSender<WindowEvent>,
    ) -> Result<(), String> {
        match self.person {
            Person::HasNoScreen => return Err("there is no screen".to_owned()),
            Person::SeesItBreak => panic!("the window system broke down"),
            _ => self.asked.send_modify(|asked| *asked += 1),
        }
        drop(self.busy.1.wait_while(lock(&self.busy.0), |busy| *busy));
        let window = Open { label: label.to_owned(), url: url.clone(), watched: watched.cloned(), events };
        lock(&self.kept).open.push(window.clone());
        self.opened.send_modify(|opened| *opened += 1);
        match self.person {
            Person::SignsIn => drop(tokio::spawn(sign_in(window, Arc::clone(&self.kept)))),
            Person::ReadsAndCloses => drop(tokio::spawn(async move {
                let Open { url, watched, events, .. } = window;
                let shown = match Browser::default().sign_in(&url, watched.as_ref()).await {
                    Arrived::Page { url, status, body } if !status.is_success() => read(&url, status.as_u16(), &body),
                    _ => return,
                };
                // A trial that has ended does not listen any more.
                let _ = events.send(WindowEvent::Shows(shown)).and_then(|()| events.send(WindowEvent::Closed));
            })),
            Person::ClosesIt => window.events.send(WindowEvent::Closed).expect("the trial listens"),
            _ => {}
        }
        Ok(())
    }

    fn open_in_browser(&self, url: &Url) -> Result<(), String> {
        if self.person == Person::HasNoScreen {
            return Err("there is no browser".to_owned());
        }
        lock(&self.kept).browsed.push(url.clone());
        self.opened.send_modify(|opened| *opened += 1);
        if self.person == Person::SignsIn {
            let url = url.clone();
            tokio::spawn(async move { Browser::default().sign_in(&url, None).await });
        }
        Ok(())
    }

    fn close(&self, label: &str) {
        lock(&self.kept).open.retain(|other| other.label != label);
    }
}

async fn sign_in(window: Open, kept: Arc<Mutex<Kept>>) {
    let Open { url, watched, events, .. } = window;
    let mut browser = Browser::default();
    let arrived = browser.sign_in(&url, watched.as_ref()).await;
    lock(&kept).secrets.append(&mut browser.secrets);
    lock(&kept).challenges.append(&mut browser.challenges);
    let event = match arrived {
        Arrived::Watched { posted: Some(form), .. } => WindowEvent::Posted(form),
        Arrived::Watched { url, posted: None } => WindowEvent::Caught(url),
        Arrived::Page { status, .. } if status.is_success() => return,
        Arrived::Page { status, body, .. } => {
            WindowEvent::LoadFailed { url: url.into(), reason: format!("{status} {body}") }
        }
    };
    // A trial that has ended does not listen any more.
    let _ = events.send(event);
}

/// What a person sees of a page.
fn read(url: &Url, status: u16, body: &str) -> Page {
    let between =
        |from: &str, to: &str| body.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(text, _)| text);
    let text = between("<main>", "</main>").unwrap_or_default();
    let words = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    Page {
        url: url.clone(),
        status: Some(status),
        title: between("<title>", "</title>").map(str::to_owned),
        text: Some(words.collect::<Vec<_>>().join("\n")),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
