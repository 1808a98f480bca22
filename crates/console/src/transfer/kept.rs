//! What is written down of transfers, in the journal and sealed as its entries are: each run with its connections, and what is
//! remembered of two tenants.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{item::Item, pairing::Pairing};
use crate::{
    change::journal::{Journal, JournalError},
    view::{Problem, RunState, TransferSide},
};

/// The newest runs and pairs of tenants that are kept.
const MOST: u32 = 20;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) source: TransferSide,
    pub(crate) target: TransferSide,
    pub(crate) state: RunState,
    pub(crate) problem: Option<Problem>,
    /// What is remembered stands under this.
    pub(crate) identity: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct KeptRun {
    pub(crate) id: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) head: Head,
}

impl Journal {
    /// Writes a run down with all of its connections, or nothing of it.
    pub(super) async fn begin_transfer(&self, id: &str, head: &Head, items: &[Item]) -> Result<(), JournalError> {
        let sealed_head = self.sealed(head, &place(id))?;
        let items: Vec<Vec<u8>> = items
            .iter()
            .enumerate()
            .map(|(n, item)| self.sealed(item, &item_place(id, n)))
            .collect::<Result<_, _>>()?;
        let (id, at) = (id.to_owned(), self.now().to_rfc3339());
        self.call(move |_, database| {
            let writing = database.unchecked_transaction()?;
            writing.execute("INSERT INTO transfer (id, at, head) VALUES (?1, ?2, ?3)", params![id, at, sealed_head])?;
            for (number, item) in (0_i64..).zip(&items) {
                let insert = "INSERT INTO transfer_item (transfer, number, item) VALUES (?1, ?2, ?3)";
                writing.execute(insert, params![id, number, item])?;
            }
            let newest = "SELECT id FROM transfer ORDER BY at DESC, rowid DESC LIMIT ?1";
            writing.execute(&format!("DELETE FROM transfer_item WHERE transfer NOT IN ({newest})"), [MOST])?;
            writing.execute(&format!("DELETE FROM transfer WHERE id NOT IN ({newest})"), [MOST])?;
            Ok(writing.commit()?)
        })
        .await
    }

    pub(super) async fn keep_transfer(&self, id: &str, head: &Head) -> Result<(), JournalError> {
        let head = self.sealed(head, &place(id))?;
        let id = id.to_owned();
        self.call(move |_, database| {
            database.execute("UPDATE transfer SET head = ?2 WHERE id = ?1", params![id, head])?;
            Ok(())
        })
        .await
    }

    pub(super) async fn keep_item(&self, id: &str, number: usize, item: &Item) -> Result<(), JournalError> {
        let item = self.sealed(item, &item_place(id, number))?;
        let (id, number) = (id.to_owned(), i64::try_from(number).unwrap_or(i64::MAX));
        self.call(move |_, database| {
            let update = "UPDATE transfer_item SET item = ?3 WHERE transfer = ?1 AND number = ?2";
            database.execute(update, params![id, number, item])?;
            Ok(())
        })
        .await
    }

    /// Newest first.
    pub(super) async fn transfers(&self) -> Result<Vec<KeptRun>, JournalError> {
        self.call(|journal, database| {
            let mut query = database.prepare("SELECT id, at, head FROM transfer ORDER BY at DESC, rowid DESC")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let mut runs = Vec::new();
            for row in rows {
                let (id, at, head): (String, String, Vec<u8>) = row?;
                // One that does not open hides no other.
                if let Ok(head) = journal.unseal(&place(&id), head) {
                    let at = DateTime::parse_from_rfc3339(&at).map(|at| at.to_utc()).unwrap_or_default();
                    runs.push(KeptRun { id, at, head });
                }
            }
            Ok(runs)
        })
        .await
    }

    pub(super) async fn transfer_items(&self, id: &str) -> Result<Vec<Item>, JournalError> {
        let id = id.to_owned();
        self.call(move |journal, database| {
            let mut query = database.prepare("SELECT item FROM transfer_item WHERE transfer = ?1 ORDER BY number")?;
            let rows: Vec<Vec<u8>> = query.query_map([&id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            rows.into_iter().enumerate().map(|(n, item)| journal.unseal(&item_place(&id, n), item)).collect()
        })
        .await
    }

    /// What is remembered of this source; nothing where it does not open.
    pub(super) async fn pairing(&self, source: &str) -> Result<Pairing, JournalError> {
        let source = source.to_owned();
        self.call(move |journal, database| {
            let query = "SELECT sealed FROM pairing WHERE source = ?1";
            let sealed: Option<Vec<u8>> = database.query_row(query, [&source], |row| row.get(0)).optional()?;
            Ok(sealed.and_then(|sealed| journal.unseal(&pairing_place(&source), sealed).ok()).unwrap_or_default())
        })
        .await
    }

    pub(super) async fn remember_pairing(&self, source: &str, pairing: &Pairing) -> Result<(), JournalError> {
        let sealed = self.sealed(pairing, &pairing_place(source))?;
        let (source, at) = (source.to_owned(), self.now().to_rfc3339());
        self.call(move |_, database| {
            let writing = database.unchecked_transaction()?;
            let insert = "INSERT OR REPLACE INTO pairing (source, at, sealed) VALUES (?1, ?2, ?3)";
            writing.execute(insert, params![source, at, sealed])?;
            writing.execute(
                "DELETE FROM pairing WHERE source NOT IN (SELECT source FROM pairing ORDER BY at DESC, rowid DESC LIMIT ?1)",
                [MOST],
            )?;
            Ok(writing.commit()?)
        })
        .await
    }
}

fn place(id: &str) -> String {
    format!("transfer/{id}")
}

fn item_place(id: &str, number: usize) -> String {
    format!("transfer/{id}/{number}")
}

fn pairing_place(source: &str) -> String {
    format!("pairing/{source}")
}
