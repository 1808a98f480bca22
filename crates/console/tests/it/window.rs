//! The window of a trial, without a screen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lintel_console::trials::{SignInWindow, WindowEvent};
use tokio::sync::{mpsc, watch};
use url::Url;

use crate::browser::{Arrived, Browser};

/// What the person in front of the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    SignsIn,
    ClosesIt,
    /// Nothing at all.
    Waits,
    /// Nobody is there: the window does not open.
    HasNoScreen,
}

#[derive(Debug)]
pub(crate) struct Window {
    person: Person,
    /// How many have been opened.
    opened: watch::Sender<usize>,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// As long as a window is open it can still report something.
    open: Vec<(String, mpsc::UnboundedSender<WindowEvent>)>,
    secrets: Vec<String>,
    challenges: Vec<String>,
}

impl Window {
    pub(crate) fn new(person: Person) -> Arc<Window> {
        Arc::new(Window { person, opened: watch::Sender::new(0), kept: Arc::default() })
    }

    pub(crate) async fn opened(&self) {
        self.opened.subscribe().wait_for(|opened| *opened > 0).await.expect("the window is there");
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
        if self.person == Person::HasNoScreen {
            return Err("there is no screen".to_owned());
        }
        lock(&self.kept).open.push((label.to_owned(), events.clone()));
        self.opened.send_modify(|opened| *opened += 1);
        match self.person {
            Person::SignsIn => {
                tokio::spawn(sign_in(url.clone(), watched.cloned(), events, Arc::clone(&self.kept)));
            }
            Person::ClosesIt => events.send(WindowEvent::Closed).expect("the trial listens"),
            Person::Waits | Person::HasNoScreen => {}
        }
        Ok(())
    }

    fn close(&self, label: &str) {
        lock(&self.kept).open.retain(|(other, _)| other != label);
    }
}

async fn sign_in(url: Url, watched: Option<Url>, events: mpsc::UnboundedSender<WindowEvent>, kept: Arc<Mutex<Kept>>) {
    let mut browser = Browser::default();
    let arrived = browser.sign_in(&url, watched.as_ref()).await;
    lock(&kept).secrets.append(&mut browser.secrets);
    lock(&kept).challenges.append(&mut browser.challenges);
    let event = match arrived {
        Arrived::Watched { posted: Some(form), .. } => WindowEvent::Posted(form),
        Arrived::Watched { url, posted: None } => WindowEvent::Caught(url),
        Arrived::Page { status, .. } if status.is_success() => return,
        Arrived::Page { status, body } => {
            WindowEvent::LoadFailed { url: url.into(), reason: format!("{status} {body}") }
        }
    };
    // A trial that has ended does not listen any more.
    let _ = events.send(event);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
