use serde_json::{Map, Value, json};

use super::{
    FORMAT, VERSION,
    secrets::{self, Put},
};
use crate::{
    document::{Bundle, ConnectionDocument},
    numbers, placeholder,
    sealing::{NotSealed, Sealing},
    writing::{Choices, File, Loss, Secrets, Written},
};

pub(crate) fn write(bundle: &Bundle, choices: &Choices) -> Result<Written, NotSealed> {
    let mut file = Map::new();
    file.insert("format".to_owned(), FORMAT.into());
    file.insert("version".to_owned(), VERSION.into());
    for (name, value) in [("tenant", &bundle.tenant), ("at", &bundle.at)] {
        if let Some(value) = value {
            file.insert(name.to_owned(), value.clone().into());
        }
    }
    let sealer = match &choices.secrets {
        Secrets::Sealed(passphrase) => {
            let sealing = Sealing::new();
            let sealer = sealing.sealer(passphrase)?;
            file.insert("sealing".to_owned(), json!(sealing));
            Some(sealer)
        }
        Secrets::LeftOut | Secrets::Placeholders => None,
    };
    let placeholders = placeholder::of_secrets(bundle);
    let connections = bundle.connections.iter().zip(&placeholders).map(|(document, name)| {
        let put = match (&sealer, &choices.secrets) {
            (Some(sealer), _) => Put::Sealed(sealer),
            (None, Secrets::Placeholders) => Put::Placeholder(name),
            (None, _) => Put::LeftOut,
        };
        let mut document = document.clone();
        secrets::put(&mut document, &put);
        entry(&document)
    });
    file.insert("connections".to_owned(), connections.collect());
    let text = format!("{:#}\n", Value::Object(file));
    let losses = bundle.connections.iter().flat_map(rounded).collect();
    Ok(Written { files: vec![File::new("connections.json", text)], losses })
}

fn entry(document: &ConnectionDocument) -> Value {
    let mut entry = Map::new();
    entry.insert("connection".to_owned(), document.connection().into());
    if let Some(applications) = &document.applications {
        entry.insert("applications".to_owned(), json!(applications));
    }
    if let Some(scim) = &document.scim {
        entry.insert("scim".to_owned(), json!(scim));
    }
    if let Some(organizations) = &document.organizations {
        entry.insert("organizations".to_owned(), json!(organizations));
    }
    entry.into()
}

/// A number that was rounded when it was read is no longer what the tenant has.
fn rounded(document: &ConnectionDocument) -> Vec<Loss> {
    let mut losses = Vec::new();
    numbers::beyond_doubles("", &Value::Object(document.members.clone()), &mut |path, number| {
        if number.is_f64() {
            let why = format!(
                "The number was rounded to {number} when it was read: it has more digits than are carried here."
            );
            losses.push(Loss::new(&document.name, path, why));
        }
    });
    losses
}
