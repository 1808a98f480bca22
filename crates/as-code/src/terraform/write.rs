use serde_json::json;

use super::{
    connection,
    hcl::{Item, file, text},
    labels,
};
use crate::{
    document::{Bundle, ConnectionDocument},
    writing::{File, Loss, Written},
};

/// The applications that the provider changes in one call.
const AT_ONCE: usize = 50;

const HEAD: [&str; 4] = [
    "Written by Lintel, for the provider auth0/auth0.",
    "An update writes all options of a connection anew, from these files alone: what is stored on the tenant and not written here is lost,",
    "the client secret too. `lifecycle.ignore_changes` does not help. Keep every attribute that is here, and give every variable its value.",
    "What these files cannot hold was listed when they were written.",
];

/// `connections.tf` and what it needs, on no disk yet.
pub(crate) fn write(bundle: &Bundle) -> Written {
    let mut losses = Vec::new();
    let mut connections = Vec::new();
    let (mut imports, mut variables, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (document, label) in bundle.connections.iter().zip(labels::of(bundle)) {
        let secret = format!("{label}_client_secret");
        let body = connection::body(document, &secret, &mut losses);
        if document.options().is_some_and(|it| it.contains_key("client_secret")) {
            variables.push(Item::Block(
                format!("variable {}", text(&secret)),
                vec![Item::reference("type", "string"), Item::attribute("sensitive", &true.into())],
            ));
            values.push(Item::attribute(&secret, &"".into()));
        }
        let mut resources = Resources { document, label: &label, blocks: Vec::new(), imports: &mut imports };
        resources.push("auth0_connection", &label, document.id().map(str::to_owned), body);
        resources.applications(&mut losses);
        resources.scim();
        if document.organizations.as_ref().is_some_and(|it| !it.is_empty()) {
            let why =
                "Terraform keeps the connections of organizations in resources of their own, which are not written.";
            losses.push(Loss::new(&document.name, "/organizations", why));
        }
        let blocks = resources.blocks;
        connections.extend(blocks);
    }
    let head: Vec<_> = HEAD.iter().map(|it| Item::Comment((*it).to_owned())).collect();
    let mut files = vec![
        File::new("versions.tf", file(&versions())),
        File::new("connections.tf", format!("{}\n{}", file(&head), file(&connections))),
    ];
    for (name, items) in [("imports.tf", imports), ("variables.tf", variables), ("terraform.tfvars.example", values)] {
        if !items.is_empty() {
            files.push(File::new(name, file(&items)));
        }
    }
    Written { files, losses }
}

fn versions() -> Vec<Item> {
    let source = Item::reference("auth0", "{ source = \"auth0/auth0\", version = \"~> 1.55\" }");
    vec![Item::Block(
        "terraform".to_owned(),
        vec![
            Item::attribute("required_version", &">= 1.5".into()),
            Item::Block("required_providers".to_owned(), vec![source]),
        ],
    )]
}

/// The blocks of one connection.
struct Resources<'a> {
    document: &'a ConnectionDocument,
    label: &'a str,
    blocks: Vec<Item>,
    imports: &'a mut Vec<Item>,
}

impl Resources<'_> {
    /// A resource, and how it is found on the tenant where it is there already.
    fn push(&mut self, kind: &str, label: &str, id: Option<String>, body: Vec<Item>) {
        self.blocks.push(Item::Block(format!("resource {} {}", text(kind), text(label)), body));
        if let Some(id) = id {
            let body = vec![Item::reference("to", format!("{kind}.{label}")), Item::attribute("id", &id.into())];
            self.imports.push(Item::Block("import".to_owned(), body));
        }
    }

    fn reference(&self) -> Item {
        Item::reference("connection_id", format!("auth0_connection.{}.id", self.label))
    }

    fn applications(&mut self, losses: &mut Vec<Loss>) {
        let Some(applications) = &self.document.applications else { return };
        let known: Vec<_> =
            applications.iter().filter_map(|it| Some((it.name.clone(), it.client_id.clone()?))).collect();
        for unknown in applications.iter().filter(|it| it.client_id.is_none()) {
            let name = unknown.name.as_deref().unwrap_or_default();
            let why =
                format!("The application “{name}” has no client ID here, by which Terraform goes; it is left out.");
            losses.push(Loss::new(&self.document.name, "/enabled_clients", why));
        }
        if known.len() <= AT_ONCE {
            let body = vec![self.reference(), Item::List("enabled_clients".to_owned(), known)];
            self.push("auth0_connection_clients", self.label, self.document.id().map(str::to_owned), body);
            return;
        }
        for (index, (name, client_id)) in known.into_iter().enumerate() {
            let import = self.document.id().map(|id| format!("{id}::{client_id}"));
            let named = name.map(Item::Comment);
            let body = [self.reference()].into_iter().chain(named);
            let body = body.chain([Item::attribute("client_id", &client_id.into())]).collect();
            self.push("auth0_connection_client", &format!("{}_{}", self.label, index + 1), import, body);
        }
    }

    fn scim(&mut self) {
        let Some(Some(scim)) = &self.document.scim else { return };
        let mut body = vec![self.reference()];
        if let Some(attribute) = &scim.user_id_attribute {
            body.push(Item::attribute("user_id_attribute", &json!(attribute)));
            body.extend(scim.mapping.iter().map(|pair| {
                let pair = json!(pair);
                let half = |name: &str| Item::attribute(name, pair.get(name).unwrap_or(&json!("")));
                Item::Block("mapping".to_owned(), vec![half("auth0"), half("scim")])
            }));
        }
        self.push("auth0_connection_scim_configuration", self.label, self.document.id().map(str::to_owned), body);
    }
}
