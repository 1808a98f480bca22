//! The window in which a person signs in during a trial: a clean cookie jar, no command, nothing but pages from the web.

mod engine;
mod posted_form;
mod title;

use lintel_console::trial::{Page, SignInWindow, WindowEvent, refuses_windows, same_place};
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent as TauriEvent,
    webview::{NewWindowResponse, PageLoadEvent, PageLoadPayload},
};
use tokio::sync::mpsc::UnboundedSender;

use crate::browser;

pub(crate) struct Windows {
    app: AppHandle,
}

impl Windows {
    pub(crate) fn new(app: AppHandle) -> Self {
        Windows { app }
    }
}

impl SignInWindow for Windows {
    fn open(
        &self,
        label: &str,
        url: &Url,
        watched: Option<&Url>,
        events: UnboundedSender<WindowEvent>,
    ) -> Result<(), String> {
        let blank: Url = "about:blank".parse().map_err(|error| format!("{error}"))?;
        let watched = watched.cloned();
        let (on_navigation, on_close, on_load) = (events.clone(), events.clone(), events.clone());
        let (app, own) = (self.app.clone(), label.to_owned());
        let (watching_app, watching_own) = (self.app.clone(), label.to_owned());
        let window = WebviewWindowBuilder::new(&self.app, label, WebviewUrl::External(blank))
            .title(title::NOWHERE)
            .inner_size(560.0, 720.0)
            .incognito(!driven())
            .devtools(cfg!(debug_assertions))
            .initialization_script_for_all_frames(if watched.is_some() { posted_form::WATCH } else { "" })
            .on_navigation(move |url| {
                if watched.as_ref().is_some_and(|watched| same_place(url, watched)) {
                    caught(url, watching_app.get_webview_window(&watching_own), &on_navigation);
                    return false;
                }
                if refuses_windows(url) {
                    // Its page is shown all the same, for as long as the window is there.
                    let _ = on_navigation.send(WindowEvent::Refused);
                }
                from_the_web(url)
            })
            .on_new_window(move |url, _| {
                // A provider's pop-up continues in this window, where it is watched. An empty one would only take its page away.
                if matches!(url.scheme(), "http" | "https")
                    && let Some(window) = app.get_webview_window(&own)
                    && let Err(error) = window.navigate(url)
                {
                    tracing::warn!(%error, "a pop-up of the provider could not be shown");
                }
                NewWindowResponse::Deny
            })
            .on_download(|_, _| false)
            .on_page_load(move |window, load| loads(&window, &load, &on_load))
            .build()
            .map_err(|error| error.to_string())?;
        window.on_window_event(move |event| {
            if matches!(event, TauriEvent::Destroyed) {
                // Nobody listens any more once the trial is over.
                let _ = on_close.send(WindowEvent::Closed);
            }
        });
        engine::load(&window, url.clone(), events)
    }

    fn open_in_browser(&self, url: &Url) -> Result<(), String> {
        browser::open(url)
    }

    fn close(&self, label: &str) {
        if let Some(window) = self.app.get_webview_window(label)
            && let Err(error) = window.destroy()
        {
            tracing::warn!(%error, "the sign-in window did not close");
        }
    }
}

/// The title follows the page as soon as it is the window's. Where the engine does not read pages, their addresses are all there is.
fn loads(window: &WebviewWindow, load: &PageLoadPayload<'_>, events: &UnboundedSender<WindowEvent>) {
    let url = load.url();
    match load.event() {
        PageLoadEvent::Started => {
            if let Err(error) = window.set_title(&title::title(url)) {
                tracing::warn!(%error, "the title of the sign-in window does not follow its page");
            }
        }
        PageLoadEvent::Finished if !engine::READS && matches!(url.scheme(), "http" | "https") => {
            drop(events.send(WindowEvent::Shows(Page { url: url.clone(), status: None, title: None, text: None })));
        }
        PageLoadEvent::Finished => {}
    }
}

/// Pages and what they put into their frames. The engine does not say whether a navigation is a frame's; in the window itself these
/// are as harmless, for they are of the page that opens them.
fn from_the_web(url: &Url) -> bool {
    match url.scheme() {
        "http" | "https" => true,
        "about" => matches!(url.path(), "blank" | "srcdoc"),
        "blob" => url.origin().is_tuple() && Url::parse(url.path()).is_ok_and(|inner| from_the_web(&inner)),
        _ => false,
    }
}

/// Reports an answer that carries its parameters in the address, or else the form that is posted there.
fn caught(url: &Url, window: Option<WebviewWindow>, events: &UnboundedSender<WindowEvent>) {
    let told = |event: WindowEvent| drop(events.send(event));
    let in_the_address = url.query().is_some() || url.fragment().is_some();
    let Some(window) = window.filter(|_| !in_the_address) else { return told(WindowEvent::Caught(url.clone())) };
    let (events, empty) = (events.clone(), WindowEvent::Caught(url.clone()));
    let read = posted_form::read(&window, url, move |form| {
        drop(events.send(form.map_or_else(|| empty.clone(), WindowEvent::Posted)));
    });
    if let Err(error) = read {
        tracing::warn!(%error, "a posted answer could not be read");
        told(WindowEvent::Caught(url.clone()));
    }
}

/// WebDriver sees windows of the first web context only, and a private window has its own.
fn driven() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_their_frames_are_shown_and_nothing_of_this_computer() {
        let shown = |url: &str| from_the_web(&url.parse().expect("a URL"));
        for url in [
            "https://op.example/",
            "http://localhost:4400/",
            "about:blank",
            "about:srcdoc",
            "blob:https://op.example/1-2",
        ] {
            assert!(shown(url), "{url}");
        }
        for url in [
            "tauri://localhost",
            "blob:tauri://localhost/1",
            "blob:null/1",
            "file:///etc/passwd",
            "about:config",
            "data:text/html,x",
            "ipc://localhost",
        ] {
            assert!(!shown(url), "{url}");
        }
    }
}
