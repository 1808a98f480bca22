//! What a person settles for a tenant: colour, whether it is changed from here, whether people work on it, the way to it.

use super::{Tenants, credentials::network, roster::Kind, seen::unknown};
use crate::view::{DeskView, Problem, TenantOptions};

impl Tenants {
    /// Holds from the next call on; a call on its way is not ended.
    pub async fn change_options(&self, id: &str, options: &TenantOptions) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let way = network(&options.proxy, &options.authorities)?;
        let entry = roster.tenants.iter_mut().find(|entry| entry.id == id).ok_or_else(|| unknown(id))?;
        let elsewhere = options.production || !options.proxy.is_empty() || !options.authorities.is_empty();
        if entry.kind == Kind::Local && elsewhere {
            return Err(Problem::new(
                "tenant-local",
                "A local tenant is on this computer: no proxy leads to it, and nobody’s work depends on it.",
            ));
        }
        let moved = (&entry.options.proxy, &entry.options.authorities) != (&options.proxy, &options.authorities);
        entry.options = options.clone();
        self.keep(&mut roster).await?;
        let open = self.seen().open.get(id).cloned();
        if let Some(console) = open {
            console.client.set_read_only(options.read_only);
            if moved {
                console.client.change_network(&way)?;
            }
        }
        Ok(self.desk())
    }
}
