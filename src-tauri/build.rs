/// Commands are denied to every window but the one whose capability names them.
const COMMANDS: [&str; 43] = [
    "desk",
    "start",
    "restart",
    "choose_tenant",
    "create_local_tenant",
    "check_access",
    "connect_auth0_tenant",
    "renew_credentials",
    "rename_tenant",
    "remove_tenant",
    "callback_urls",
    "check_provider",
    "cancel",
    "list_connections",
    "connection",
    "check_name",
    "create_connection",
    "review_changes",
    "save_connection",
    "issuer_details",
    "preview_mapping",
    "deletion",
    "delete_connection",
    "history",
    "restore",
    "reveal_secret",
    "connection_keys",
    "create_connection_keys",
    "rotate_connection_keys",
    "read_domains",
    "route_email",
    "preview_login_page",
    "read_logo",
    "scim",
    "list_applications",
    "enable_application",
    "connect_practice_provider",
    "practice",
    "reveal_practice_secret",
    "set_dial",
    "start_trial",
    "cancel_trial",
    "last_trial",
];

fn main() {
    let attributes = tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(&COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}
