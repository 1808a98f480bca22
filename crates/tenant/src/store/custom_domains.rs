use lintel_management::CustomDomain;
use rusqlite::{ErrorCode, params};
use serde_json::{Map, Value};

use super::{Rows, Store, StoreError, Unreadable, unreadable};

/// A domain beside `localhost` that the tenant answers at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CustomDomainRecord {
    pub(crate) id: String,
    /// In lower case.
    pub(crate) domain: String,
    /// As the API shows it, without what follows from its place among the others.
    pub(crate) document: Map<String, Value>,
}

impl Store {
    /// Every custom domain, oldest first.
    pub(crate) async fn custom_domains(&self) -> Result<Rows<CustomDomainRecord>, StoreError> {
        self.call(|database, _| {
            let mut query =
                database.prepare_cached("SELECT id, domain, document FROM custom_domain ORDER BY position")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, unreadable::stored(row, 2)?)))?;
            rows.map(|row| {
                let (id, domain, document): (String, String, Vec<u8>) = row?;
                Ok(match unreadable::document_of::<CustomDomain>(&document) {
                    Ok(document) => Ok(CustomDomainRecord { id, domain, document }),
                    Err(why) => Err(Unreadable { kind: "custom domain", id, name: domain, why }),
                })
            })
            .collect()
        })
        .await
    }

    pub(crate) async fn is_custom_domain(&self, domain: &str) -> Result<bool, StoreError> {
        let domain = domain.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached("SELECT 1 FROM custom_domain WHERE domain = ?1")?;
            Ok(query.exists([domain])?)
        })
        .await
    }

    /// Whether the domain was free.
    pub(crate) async fn insert_custom_domain(&self, custom_domain: CustomDomainRecord) -> Result<bool, StoreError> {
        self.call(move |database, _| {
            let document = serde_json::to_string(&custom_domain.document)?;
            let inserted = database.execute(
                "INSERT INTO custom_domain (id, domain, document) VALUES (?1, ?2, ?3)",
                params![custom_domain.id, custom_domain.domain, document],
            );
            match inserted {
                Ok(_) => Ok(true),
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(false),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    pub(crate) async fn delete_custom_domain(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            database.execute("DELETE FROM custom_domain WHERE id = ?1", [id])?;
            Ok(())
        })
        .await
    }
}
