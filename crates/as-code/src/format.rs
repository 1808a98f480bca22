//! Which formats there are.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Loses nothing.
    LintelJson,
    /// One YAML file of auth0-deploy-cli, with its configuration beside it.
    DeployCliYaml,
    /// A folder of auth0-deploy-cli: a file for each connection.
    DeployCliDirectory,
    /// A folder for the provider auth0/auth0.
    Terraform,
}

impl Format {
    pub const ALL: [Format; 4] =
        [Format::LintelJson, Format::DeployCliYaml, Format::DeployCliDirectory, Format::Terraform];

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Format::LintelJson => "Lintel file, JSON",
            Format::DeployCliYaml => "auth0-deploy-cli, YAML",
            Format::DeployCliDirectory => "auth0-deploy-cli, folder",
            Format::Terraform => "Terraform, folder",
        }
    }
}
