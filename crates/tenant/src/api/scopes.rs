//! The scopes of the Management API that this tenant knows.

pub(crate) const READ_CONNECTIONS: &str = "read:connections";
pub(crate) const READ_CONNECTIONS_OPTIONS: &str = "read:connections_options";
pub(crate) const CREATE_CONNECTIONS: &str = "create:connections";
pub(crate) const UPDATE_CONNECTIONS: &str = "update:connections";
pub(crate) const UPDATE_CONNECTIONS_OPTIONS: &str = "update:connections_options";
pub(crate) const DELETE_CONNECTIONS: &str = "delete:connections";
pub(crate) const READ_CONNECTIONS_KEYS: &str = "read:connections_keys";
pub(crate) const CREATE_CONNECTIONS_KEYS: &str = "create:connections_keys";
pub(crate) const UPDATE_CONNECTIONS_KEYS: &str = "update:connections_keys";
pub(crate) const READ_CLIENTS: &str = "read:clients";
pub(crate) const READ_CLIENT_KEYS: &str = "read:client_keys";
pub(crate) const READ_CLIENT_SUMMARY: &str = "read:client_summary";
pub(crate) const CREATE_CLIENTS: &str = "create:clients";
pub(crate) const UPDATE_CLIENTS: &str = "update:clients";
pub(crate) const UPDATE_CLIENT_KEYS: &str = "update:client_keys";
pub(crate) const DELETE_CLIENTS: &str = "delete:clients";
pub(crate) const READ_USERS: &str = "read:users";
pub(crate) const DELETE_USERS: &str = "delete:users";
pub(crate) const READ_CUSTOM_DOMAINS: &str = "read:custom_domains";
pub(crate) const CREATE_CUSTOM_DOMAINS: &str = "create:custom_domains";
pub(crate) const DELETE_CUSTOM_DOMAINS: &str = "delete:custom_domains";
pub(crate) const READ_SCIM_CONFIG: &str = "read:scim_config";
pub(crate) const CREATE_SCIM_CONFIG: &str = "create:scim_config";
pub(crate) const UPDATE_SCIM_CONFIG: &str = "update:scim_config";
pub(crate) const DELETE_SCIM_CONFIG: &str = "delete:scim_config";
pub(crate) const READ_SCIM_TOKEN: &str = "read:scim_token";
pub(crate) const CREATE_SCIM_TOKEN: &str = "create:scim_token";
pub(crate) const DELETE_SCIM_TOKEN: &str = "delete:scim_token";
pub(crate) const READ_DIRECTORY_PROVISIONINGS: &str = "read:directory_provisionings";
pub(crate) const READ_GROUPS: &str = "read:groups";
pub(crate) const DELETE_GROUPS: &str = "delete:groups";
pub(crate) const READ_GROUP_MEMBERS: &str = "read:group_members";
pub(crate) const READ_TENANT_SETTINGS: &str = "read:tenant_settings";
pub(crate) const READ_LOGS: &str = "read:logs";
pub(crate) const READ_LOGS_USERS: &str = "read:logs_users";
pub(crate) const READ_ORGANIZATIONS: &str = "read:organizations";
pub(crate) const READ_ORGANIZATIONS_SUMMARY: &str = "read:organizations_summary";
pub(crate) const CREATE_ORGANIZATIONS: &str = "create:organizations";
pub(crate) const UPDATE_ORGANIZATIONS: &str = "update:organizations";
pub(crate) const DELETE_ORGANIZATIONS: &str = "delete:organizations";
pub(crate) const READ_ORGANIZATION_CONNECTIONS: &str = "read:organization_connections";
pub(crate) const CREATE_ORGANIZATION_CONNECTIONS: &str = "create:organization_connections";
pub(crate) const UPDATE_ORGANIZATION_CONNECTIONS: &str = "update:organization_connections";
pub(crate) const DELETE_ORGANIZATION_CONNECTIONS: &str = "delete:organization_connections";
pub(crate) const READ_ORGANIZATION_MEMBERS: &str = "read:organization_members";
pub(crate) const CREATE_ORGANIZATION_MEMBERS: &str = "create:organization_members";
pub(crate) const DELETE_ORGANIZATION_MEMBERS: &str = "delete:organization_members";

pub(crate) const ALL: [&str; 47] = [
    READ_CONNECTIONS,
    READ_CONNECTIONS_OPTIONS,
    CREATE_CONNECTIONS,
    UPDATE_CONNECTIONS,
    UPDATE_CONNECTIONS_OPTIONS,
    DELETE_CONNECTIONS,
    READ_CONNECTIONS_KEYS,
    CREATE_CONNECTIONS_KEYS,
    UPDATE_CONNECTIONS_KEYS,
    READ_CLIENTS,
    READ_CLIENT_KEYS,
    READ_CLIENT_SUMMARY,
    CREATE_CLIENTS,
    UPDATE_CLIENTS,
    UPDATE_CLIENT_KEYS,
    DELETE_CLIENTS,
    READ_USERS,
    DELETE_USERS,
    READ_CUSTOM_DOMAINS,
    CREATE_CUSTOM_DOMAINS,
    DELETE_CUSTOM_DOMAINS,
    READ_SCIM_CONFIG,
    CREATE_SCIM_CONFIG,
    UPDATE_SCIM_CONFIG,
    DELETE_SCIM_CONFIG,
    READ_SCIM_TOKEN,
    CREATE_SCIM_TOKEN,
    DELETE_SCIM_TOKEN,
    READ_DIRECTORY_PROVISIONINGS,
    READ_TENANT_SETTINGS,
    READ_LOGS,
    READ_LOGS_USERS,
    READ_GROUPS,
    DELETE_GROUPS,
    READ_GROUP_MEMBERS,
    READ_ORGANIZATIONS,
    READ_ORGANIZATIONS_SUMMARY,
    CREATE_ORGANIZATIONS,
    UPDATE_ORGANIZATIONS,
    DELETE_ORGANIZATIONS,
    READ_ORGANIZATION_CONNECTIONS,
    CREATE_ORGANIZATION_CONNECTIONS,
    UPDATE_ORGANIZATION_CONNECTIONS,
    DELETE_ORGANIZATION_CONNECTIONS,
    READ_ORGANIZATION_MEMBERS,
    CREATE_ORGANIZATION_MEMBERS,
    DELETE_ORGANIZATION_MEMBERS,
];
