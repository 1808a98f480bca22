use clap::Args;

use crate::desk::Desk;

/// Which tenant is worked on.
#[derive(Debug, Args)]
pub(super) struct OnTenant {
    /// Name, domain or ID of the tenant, by default the one in front; or env:PREFIX, with PREFIX_DOMAIN, PREFIX_CLIENT_ID and
    /// PREFIX_CLIENT_SECRET in the environment, which needs no data folder
    #[arg(long, value_name = "TENANT")]
    pub(super) tenant: Option<String>,
    #[command(flatten)]
    pub(super) desk: Desk,
}
