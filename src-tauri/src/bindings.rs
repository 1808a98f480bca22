//! The commands and events of the main window, and their TypeScript side.

use tauri_specta::{Builder, collect_commands, collect_events};

use crate::commands::{
    applications, bulk, connections, experience, exports, keys, organizations, practice, provider, scim, tenants,
    transfers, trials, users,
};

pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        // The numbers that cross are counts and JSON as it came: all of them fit.
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
        .commands(collect_commands![
            tenants::desk,
            tenants::start,
            tenants::restart,
            tenants::choose_tenant,
            tenants::offer_port,
            tenants::choose_tenant_at_port,
            tenants::at_stake,
            tenants::create_local_tenant,
            tenants::wanted_scopes,
            tenants::check_access,
            tenants::connect_auth0_tenant,
            tenants::renew_credentials,
            tenants::change_tenant_options,
            tenants::rename_tenant,
            tenants::remove_tenant,
            tenants::callback_urls,
            tenants::other_tenant,
            provider::check_provider,
            provider::cancel,
            provider::plan_preflight,
            provider::run_preflight,
            connections::list_connections,
            connections::cached_connections,
            connections::connections_of_application,
            connections::connection_row,
            connections::enabled_counts,
            connections::connection,
            connections::check_name,
            connections::create_connection,
            connections::review_changes,
            connections::save_connection,
            connections::keep_draft,
            connections::kept_draft,
            connections::drop_draft,
            connections::check_member,
            connections::issuer_details,
            connections::check_document,
            connections::live_document,
            connections::preview_mapping,
            connections::deletion,
            connections::connection_reach,
            connections::delete_connection,
            connections::history,
            connections::show_requests,
            connections::review_restore,
            connections::restore,
            connections::recreate_connection,
            connections::reveal_secret,
            bulk::change_connections,
            exports::read_export,
            exports::export_offers,
            exports::write_export,
            exports::close_export,
            transfers::choose_import,
            transfers::plan_transfer,
            transfers::run_transfer,
            transfers::resume_transfer,
            transfers::leave_transfer,
            transfers::take_back_transfer,
            transfers::transfer_runs,
            keys::connection_keys,
            keys::create_connection_keys,
            keys::rotate_connection_keys,
            experience::read_domains,
            experience::move_domains,
            experience::route_email,
            experience::preview_login_page,
            experience::read_logo,
            scim::scim,
            scim::turn_on_scim,
            scim::turn_off_scim,
            scim::save_scim,
            scim::default_scim_mapping,
            scim::review_scim,
            scim::create_scim_token,
            scim::revoke_scim_token,
            scim::activity,
            scim::start_provisioning_test,
            applications::list_applications,
            applications::switch_applications,
            organizations::list_organizations,
            organizations::switch_organizations,
            organizations::create_organization,
            organizations::delete_organization,
            organizations::organization_members,
            organizations::set_organization_member,
            applications::tenant_applications,
            applications::connections_per_application,
            applications::application,
            applications::read_callbacks,
            applications::create_application,
            applications::save_application,
            applications::delete_application,
            applications::reveal_application_secret,
            users::find_users,
            users::find_people,
            users::user,
            users::delete_user,
            practice::connect_practice_provider,
            practice::practice,
            practice::reveal_practice_secret,
            practice::course,
            practice::set_dial,
            trials::trial_applications,
            trials::allow_login,
            trials::start_trial,
            trials::cancel_trial,
            trials::kept_trials,
            trials::kept_trial,
            trials::trial_report,
            trials::save_trial_report,
            trials::kept_facts,
            trials::judge_trial,
            trials::compare_trials,
            trials::reveal_trial_tokens,
            trials::keeps_tokens,
            trials::keep_tokens,
            trials::forget_person,
            trials::sign_in_steps,
        ])
        .events(collect_events![
            bulk::BulkProgressed,
            provider::PreflightProgressed,
            scim::ProvisioningTestChanged,
            transfers::TransferProgressed,
            trials::TrialChanged
        ])
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, env, fs, path::Path};

    /// `UPDATE_BINDINGS=1` writes the file.
    #[test]
    fn the_typescript_side_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/api/bindings.ts");
        let fresh = fresh();
        if env::var_os("UPDATE_BINDINGS").is_some() {
            fs::write(&path, &fresh).expect("the file is written");
        }
        let there = fs::read_to_string(&path).expect("ui/src/lib/api/bindings.ts");
        assert!(there == fresh, "ui/src/lib/api/bindings.ts is stale: run this test with UPDATE_BINDINGS=1");
    }

    /// A command that the window may not call, or that no page can reach, is found by whoever presses its button.
    #[test]
    fn every_command_is_allowed_and_within_the_pages_reach_and_no_other_is() {
        let fresh = fresh();
        let commands = quoted_after(&fresh, "__TAURI_INVOKE(");
        let allowed = include_str!("../permissions/commands.toml");
        assert_eq!(quoted_after(&allowed[allowed.find("commands.allow").expect("a list")..], ""), commands);
        let pages = include_str!("../../ui/src/lib/api/index.ts");
        let reached = pages.split("unwrapped(commands.").skip(1).filter_map(|rest| rest.split(')').next());
        assert_eq!(reached.map(snake_case).collect::<BTreeSet<_>>(), commands);
    }

    fn fresh() -> String {
        let language = specta_typescript::Typescript::default()
            .header("// Generated from the Rust commands: `UPDATE_BINDINGS=1 cargo test -p lintel-desktop`.\n");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("bindings.ts");
        super::builder().export(language, &file).expect("the bindings");
        fs::read_to_string(&file).expect("the fresh bindings")
    }

    /// The texts in quotation marks, each right after `mark`.
    fn quoted_after(text: &str, mark: &str) -> BTreeSet<String> {
        let mark = format!("{mark}\"");
        let parts = text.split(&mark).skip(1).step_by(if mark.len() == 1 { 2 } else { 1 });
        parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    }

    fn snake_case(camel: &str) -> String {
        let mut snake = String::new();
        for letter in camel.chars() {
            if letter.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    }
}
