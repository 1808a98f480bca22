//! What can be read on the page of a view: asked for when it has loaded, and every second after that, since pages change by
//! themselves. Whoever closes the window so waits for nothing.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use gtk::{
    gio::Cancellable,
    glib::{ControlFlow, WeakRef, object::ObjectExt, timeout_add_local},
};
use lintel_console::trial::{Page, WindowEvent};
use serde::Deserialize;
use tauri::Url;
use tokio::sync::mpsc::UnboundedSender;
use webkit2gtk::{LoadEvent, URIResponseExt, WebResourceExt, WebView, WebViewExt};

const SCRIPT: &str = include_str!("page.js");
/// A world of scripts of its own: the page sees nothing of ours there, and can change nothing of it.
const WORLD: &str = "lintel";
const OFTEN: Duration = Duration::from_secs(1);

struct Reader {
    view: WeakRef<WebView>,
    events: UnboundedSender<WindowEvent>,
    /// A page that does not answer is not asked again.
    asking: Cell<bool>,
    told: RefCell<Option<Page>>,
}

/// As the script says it.
#[derive(Deserialize)]
struct Read {
    url: Url,
    title: String,
    text: String,
}

pub(super) fn follow(view: &WebView, events: UnboundedSender<WindowEvent>) {
    let reader = Rc::new(Reader { view: view.downgrade(), events, asking: Cell::new(false), told: RefCell::default() });
    let on_load = Rc::clone(&reader);
    view.connect_load_changed(move |_, event| match event {
        // What was asked of the page before gets no answer any more.
        LoadEvent::Committed => on_load.asking.set(false),
        LoadEvent::Finished => on_load.read(),
        _ => {}
    });
    timeout_add_local(OFTEN, move || match reader.view.upgrade() {
        Some(_) => {
            reader.read();
            ControlFlow::Continue
        }
        None => ControlFlow::Break,
    });
}

impl Reader {
    fn read(self: &Rc<Self>) {
        let Some(view) = self.view.upgrade().filter(|_| !self.asking.get()) else { return };
        let Some(resource) = view.main_resource() else { return };
        self.asking.set(true);
        let (reader, nothing) = (Rc::clone(self), None::<&Cancellable>);
        view.evaluate_javascript(SCRIPT, Some(WORLD), None, nothing, move |answer| {
            reader.asking.set(false);
            let now = reader.view.upgrade().and_then(|view| view.main_resource());
            // Another page has come meanwhile, and is read by itself.
            if now.as_ref() != Some(&resource) {
                return;
            }
            let read = answer.ok().and_then(|value| serde_json::from_str(&value.to_string()).ok());
            let status = resource.response().map(|response| response.status_code());
            if let Some(read) = read {
                reader.tell(read, status);
            }
        });
    }

    fn tell(&self, Read { url, title, text }: Read, status: Option<u32>) {
        if !matches!(url.scheme(), "http" | "https") {
            return;
        }
        // A page that came from no server has none.
        let status = status.and_then(|status| u16::try_from(status).ok()).filter(|status| *status >= 100);
        let page = Page { url, status, title: Some(title), text: Some(text) };
        if self.told.borrow().as_ref() == Some(&page) {
            return;
        }
        self.told.replace(Some(page.clone()));
        // Nobody listens any more once the trial is over.
        let _ = self.events.send(WindowEvent::Shows(page));
    }
}
