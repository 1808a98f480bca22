/// The schema, one file a version.
pub(super) const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/001_tenant.sql"),
    include_str!("migrations/002_keys_and_domains.sql"),
    include_str!("migrations/003_grants_and_logins.sql"),
    include_str!("migrations/004_scim.sql"),
    include_str!("migrations/005_log_of_sign_ins.sql"),
];
