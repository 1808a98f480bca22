//! Logs: to a file for each day in the data folder and to stderr. Nothing logged here or below carries a secret, code or token.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, Utc};
use lintel_tenant::owner;
use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// How much is logged.
pub use tracing::Level;
/// Writes what is still queued when it is dropped.
pub use tracing_appender::non_blocking::WorkerGuard as Guard;

/// Of so many days.
const KEPT: usize = 7;
/// Bytes after which a day's file begins anew; the one before is kept beside it.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Starts logging: the folder's file and stderr, which hears of Lintel's own work from this level on. `LINTEL_LOG` sets the filter of both.
/// Keep the guard until the end: it writes what is still queued. The folder is made where it is not there, before anything else is in it.
pub fn start(folder: Option<&Path>, stderr: Level) -> Option<Guard> {
    let filter = |level: Level| {
        let said = std::env::var("LINTEL_LOG").ok().and_then(|said| said.parse().ok());
        said.unwrap_or_else(|| Targets::new().with_default(Level::WARN).with_target("lintel", level))
    };
    let stderr = fmt::layer().with_writer(io::stderr).with_filter(filter(stderr));
    let file = folder.and_then(|folder| Daily::open(folder.join("logs"), today()).ok());
    let (file, guard) = file.map(tracing_appender::non_blocking).unzip();
    let file = file.map(|file| fmt::layer().json().with_writer(file).with_filter(filter(Level::INFO)));
    let started = tracing_subscriber::registry().with(stderr).with(file).try_init();
    started.is_ok().then_some(guard).flatten()
}

/// A file for each day, of its owner alone.
struct Daily {
    folder: PathBuf,
    day: NaiveDate,
    file: File,
    length: u64,
    largest: u64,
}

impl Daily {
    fn open(folder: PathBuf, day: NaiveDate) -> io::Result<Self> {
        owner::create_folder(&folder)?;
        owner::tighten_folder(&folder)?;
        let file = owner::open(&folder.join(format!("lintel.{day}.log")))?;
        forget_oldest(&folder)?;
        let length = file.metadata()?.len();
        Ok(Daily { folder, day, file, length, largest: LARGEST })
    }

    /// The newest lines are those that are kept.
    fn begin_anew(&mut self) -> io::Result<()> {
        let (now, before) = (format!("lintel.{}.log", self.day), format!("lintel.{}.before.log", self.day));
        fs::rename(self.folder.join(&now), self.folder.join(before))?;
        self.file = owner::open(&self.folder.join(now))?;
        self.length = 0;
        Ok(())
    }
}

impl Write for Daily {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let today = today();
        if today != self.day {
            *self = Daily::open(self.folder.clone(), today)?;
        }
        if self.length > self.largest {
            self.begin_anew()?;
        }
        let written = self.file.write(line)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn forget_oldest(folder: &Path) -> io::Result<()> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<String>>>()?;
    names.retain(|name| name.starts_with("lintel.") && name.ends_with(".log"));
    let mut days: Vec<&str> = names.iter().map(|name| day_of(name)).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.dedup();
    let gone = days.get(KEPT..).unwrap_or_default();
    names.iter().filter(|name| gone.contains(&day_of(name))).try_for_each(|name| fs::remove_file(folder.join(name)))
}

/// What stands between the first two dots.
fn day_of(name: &str) -> &str {
    name.split('.').nth(1).unwrap_or_default()
}

/// The day that a line is of.
#[expect(clippy::disallowed_methods, reason = "logs begin before there is a clock to pass in")]
fn today() -> NaiveDate {
    Utc::now().date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_a_file_and_the_newest_seven_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let logs = folder.path().join("logs");
        let mut names = Vec::new();
        for number in 1..=9 {
            let day = NaiveDate::from_ymd_opt(2026, 2, number).expect("a day");
            writeln!(Daily::open(logs.clone(), day).expect("a log").file, "{number}").expect("written");
            names.push(format!("lintel.{day}.log"));
        }
        let mut daily = Daily::open(logs.clone(), NaiveDate::from_ymd_opt(2026, 2, 9).expect("a day")).expect("a log");
        writeln!(daily, "today").expect("written");
        names.push(format!("lintel.{}.log", today()));
        let mut kept: Vec<String> = fs::read_dir(&logs)
            .expect("a folder")
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        kept.sort_unstable();
        assert_eq!(kept, names[names.len() - KEPT..]);
        assert_eq!(fs::read_to_string(logs.join("lintel.2026-02-09.log")).expect("a log"), "9\n");
    }

    #[test]
    fn a_day_that_says_much_keeps_what_it_said_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut daily = Daily::open(folder.path().to_owned(), today()).expect("a log");
        daily.largest = 10;
        for number in 1..=9 {
            daily.write_all(format!("line {number}\n").as_bytes()).expect("written");
        }
        let read =
            |end: &str| fs::read_to_string(folder.path().join(format!("lintel.{}{end}.log", today()))).expect("a log");
        assert_eq!((read(".before").as_str(), read("").as_str()), ("line 7\nline 8\n", "line 9\n"));
        for day in 1..=KEPT {
            fs::write(folder.path().join(format!("lintel.2026-02-0{day}.before.log")), "").expect("written");
        }
        forget_oldest(folder.path()).expect("forgotten");
        let kept = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(kept, KEPT + 1, "of seven days, of which one has two files");
    }
}
