//! Which formats there are.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Loses nothing.
    LintelJson,
    /// One YAML file of auth0-deploy-cli, with its configuration beside it.
    DeployCliYaml,
    /// A folder of auth0-deploy-cli: a file for each connection.
    DeployCliDirectory,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::LintelJson, Format::DeployCliYaml, Format::DeployCliDirectory];

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Format::LintelJson => "Lintel file, JSON",
            Format::DeployCliYaml => "auth0-deploy-cli, YAML",
            Format::DeployCliDirectory => "auth0-deploy-cli, folder",
        }
    }
}
