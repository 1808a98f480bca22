//! The list of connections as it was read last, so that a tenant with thousands opens at once: its rows, sealed one by one.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use lintel_oidc::Clock;
use lintel_tenant::{Sealer, owner};

use crate::view::{CachedList, ConnectionRow};

const FILE: &str = "connections.list";
/// The first line, before the time of the reading. A file of another version is none.
const VERSION: &str = "lintel-list-1";
const MOST_ROWS: usize = 20_000;
/// The rows of the beginning, which the window draws while the rest is opened.
const BEGINNING: usize = 100;
const LARGEST: u64 = 64 * 1024 * 1024;
const OLDEST: TimeDelta = TimeDelta::days(30);

#[derive(Debug)]
pub(crate) struct ListCache {
    file: PathBuf,
    sealer: Sealer,
    clock: Clock,
    reading: Mutex<Reading>,
}

/// A list whose pages are coming.
#[derive(Debug, Default)]
struct Reading {
    /// A sealed row a line, as they are written down.
    lines: String,
    rows: usize,
    /// Where the page begins that comes next. Pages of another reading are not mixed in.
    next: Option<String>,
}

impl ListCache {
    pub(crate) fn new(folder: &Path, sealer: Sealer, clock: Clock) -> Self {
        ListCache { file: folder.join(FILE), sealer, clock, reading: Mutex::default() }
    }

    /// The rows that open still, where they are not too old: the beginning of them, or what comes after it.
    pub(super) async fn read(&self, rest: bool) -> Option<CachedList> {
        let (file, sealer, now) = (self.file.clone(), self.sealer.clone(), self.clock.now());
        tokio::task::spawn_blocking(move || {
            if std::fs::metadata(&file).ok()?.len() > LARGEST {
                return None;
            }
            opened(&String::from_utf8_lossy(&std::fs::read(&file).ok()?), &sealer, now, rest)
        })
        .await
        .ok()
        .flatten()
    }

    /// A page of the list came. The last one writes down what all of them said; a list that is not read to its end leaves what was
    /// kept before.
    pub(super) async fn page(&self, from: Option<&str>, rows: &[ConnectionRow], next: Option<&str>) {
        let whole = {
            let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
            if from.is_none() {
                *reading = Reading::default();
            } else if reading.next.as_deref() != from {
                return;
            }
            let room = MOST_ROWS - reading.rows;
            for row in rows.iter().take(room) {
                seal(row, &self.sealer, &mut reading.lines);
                reading.rows += 1;
            }
            reading.next = next.map(str::to_owned);
            match next {
                Some(_) => return,
                None => std::mem::take(&mut *reading).lines,
            }
        };
        let (file, at) = (self.file.clone(), self.clock.now().to_rfc3339());
        let written =
            tokio::task::spawn_blocking(move || owner::write(&file, format!("{VERSION} {at}\n{whole}").as_bytes()));
        if let Ok(Err(error)) = written.await {
            tracing::warn!(%error, "the list of connections was not kept");
        }
    }
}

fn seal(row: &ConnectionRow, sealer: &Sealer, lines: &mut String) {
    if let Ok(plain) = serde_json::to_vec(row) {
        STANDARD.encode_string(sealer.seal(&plain, VERSION), lines);
        lines.push('\n');
    }
}

fn opened(text: &str, sealer: &Sealer, now: DateTime<Utc>, rest: bool) -> Option<CachedList> {
    let (head, lines) = text.split_once('\n')?;
    let at = DateTime::parse_from_rfc3339(head.strip_prefix(VERSION)?.trim()).ok()?.to_utc();
    if at > now || now - at > OLDEST {
        return None;
    }
    let row = |line: &str| -> Option<ConnectionRow> {
        let plain = sealer.unseal(&STANDARD.decode(line).ok()?, VERSION).ok()?;
        serde_json::from_slice(&plain).ok()
    };
    let (from, to) = if rest { (BEGINNING, MOST_ROWS) } else { (0, BEGINNING) };
    Some(CachedList {
        at,
        rows: lines.lines().take(to).skip(from).filter_map(row).collect(),
        more: !rest && lines.lines().nth(BEGINNING).is_some(),
    })
}
