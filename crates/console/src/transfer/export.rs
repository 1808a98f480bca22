//! One export: connections are read once, what each format would lose of them is told, and one of the formats is written.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use lintel_as_code::{Choices, Format, Loss, Written};

use super::{
    exports::closed,
    file::{write_files, written},
    source::MOST,
};
use crate::{
    Console,
    change::seen::GONE,
    connection::BulkObserver,
    view::{
        BulkFailure, BulkProgress, ExportChoices, ExportEnd, ExportFormat, ExportLoss, ExportOffer, ExportReading,
        Problem,
    },
};

/// Why one connection alone is not read: the others are all the same.
const OF_ITS_OWN: [&str; 3] = [GONE, "connection-unreadable", "options-hidden"];

impl Console {
    /// Reads the connections with these IDs and holds them under the ticket, by which the reading is cancelled as well.
    pub async fn read_export(
        &self,
        ticket: &str,
        ids: Vec<String>,
        observer: &BulkObserver<'_>,
    ) -> Result<ExportReading, Problem> {
        if ids.len() > MOST {
            let message = format!("These are {} connections; up to {MOST} are exported at once.", ids.len());
            return Err(Problem::new("too-many", message).remedy("Choose some of them."));
        }
        let told = |done: usize, total: usize| {
            observer(BulkProgress { ticket: ticket.to_owned(), done: number(done), total: number(total) });
        };
        let mut unread = Vec::new();
        let mut left_out = |id, problem: Problem| match OF_ITS_OWN.contains(&problem.code.as_str()) {
            true => {
                unread.push(BulkFailure { id, problem });
                Ok(())
            }
            false => Err(problem),
        };
        let documents = self.common.tickets.run(ticket, self.read_documents(ids, &told, &mut left_out)).await??;
        if documents.is_empty()
            && let Some(first) = unread.first()
        {
            return Err(first.problem.clone());
        }
        let (at, read) = (self.common.world.clock.now(), number(documents.len()));
        let bundle = Arc::new(self.bundle(documents, at));
        self.exports.hold(ticket, bundle);
        Ok(ExportReading { id: ticket.to_owned(), at, read, unread })
    }

    /// What each format would be, and what it cannot hold.
    pub async fn export_offers(&self, id: &str, pin_metadata: bool) -> Result<Vec<ExportOffer>, Problem> {
        let bundle = self.exports.get(id)?.bundle;
        let mut offers = Vec::new();
        for format in ExportFormat::ALL {
            let choices = Choices { pin_metadata, ..Choices::default() };
            offers.push(offered(format, written(format.into(), Arc::clone(&bundle), choices).await?));
        }
        Ok(offers)
    }

    /// Writes one format to the file, or into the folder. Files of that folder are replaced where all of them are among `replacing`;
    /// otherwise they are named, and the folder is remembered: it stands where no other is given.
    pub async fn write_export(
        &self,
        id: &str,
        choices: ExportChoices,
        to: Option<PathBuf>,
        replacing: &[String],
    ) -> Result<ExportEnd, Problem> {
        let held = self.exports.get(id)?;
        let path = to.or(held.occupied).ok_or_else(closed)?;
        let format = choices.format;
        let made = written(format.into(), held.bundle, choices.into()).await?;
        let there = if format.is_folder() { there(&path, &made).await? } else { Vec::new() };
        if there.iter().any(|file| !replacing.contains(file)) {
            self.exports.occupied(id, path.clone());
            return Ok(ExportEnd::Occupied { path, files: there });
        }
        let files = number(made.files.len());
        write_files(&path, made).await?;
        Ok(ExportEnd::Written { path, files })
    }

    /// Forgets what was read, and ends the reading if it is under way.
    pub fn close_export(&self, id: &str) {
        self.common.tickets.cancel(id);
        self.exports.forget(id);
    }
}

fn offered(format: ExportFormat, made: Written) -> ExportOffer {
    ExportOffer {
        format,
        label: Format::from(format).label().to_owned(),
        files: number(made.files.len()),
        bytes: number(made.files.iter().map(|file| file.text.len()).sum()),
        losses: grouped(made.losses),
    }
}

/// Each loss once, with all who have it.
fn grouped(losses: Vec<Loss>) -> Vec<ExportLoss> {
    let mut grouped: Vec<ExportLoss> = Vec::new();
    let mut places = HashMap::new();
    for Loss { connection, path, why } in losses {
        let place = *places.entry((path.clone(), why.clone())).or_insert(grouped.len());
        match grouped.get_mut(place) {
            Some(group) => group.connections.push(connection),
            None => grouped.push(ExportLoss { connections: vec![connection], path, why }),
        }
    }
    grouped.sort_by_key(|loss| loss.connections.len());
    grouped
}

/// Which of the files are in the folder already.
async fn there(folder: &Path, made: &Written) -> Result<Vec<String>, Problem> {
    let (folder, paths) = (folder.to_owned(), made.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>());
    let looking = tokio::task::spawn_blocking(move || {
        paths.into_iter().filter(|path| fs::symlink_metadata(folder.join(path)).is_ok()).collect()
    });
    looking.await.map_err(|cause| Problem::new("export-failed", format!("The folder could not be looked at: {cause}.")))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
