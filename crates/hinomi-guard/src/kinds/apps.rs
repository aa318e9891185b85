//! Outside applications with rights, and keys of applications.
//!
//! Sources: Microsoft Graph `servicePrincipal` and `application`, ScubaGear's risky-application lists, Google's
//! token report, GitHub's installations and fine-grained tokens.

use std::sync::LazyLock;

use serde_json::Value;

use crate::read::context::Context;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, list, text, texts, whole, yes};
use crate::records::{AccessKey, AppKey, Grant, Records, Used};

/// Rights by class. Data: `data/app_rights.csv`.
static RIGHTS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let data = include_str!("../../data/app_rights.csv");
    let lines = data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(','))
        .map(|(class, words)| (class, words.split(',').collect()))
        .collect()
});

/// Whether one of the rights reaches data; `None` where a right is not known and none of the others does.
fn reaches_data(rights: &[&str]) -> Option<bool> {
    let of = |class: &'static str| {
        RIGHTS.iter().filter(move |(name, _)| *name == class).flat_map(|(_, words)| words.iter())
    };
    let reaches = |right: &&str| {
        let right = right.trim().to_ascii_lowercase();
        if of("harmless").any(|known| *known == right) {
            Some(false)
        } else {
            // At the start of a word: "profiles" is no "files".
            let starts = |at: usize| !right[..at].ends_with(|c: char| c.is_ascii_alphabetic());
            of("data").any(|part| right.match_indices(part).any(|(at, _)| starts(at))).then_some(true)
        }
    };
    let all: Vec<Option<bool>> = rights.iter().map(reaches).collect();
    if all.contains(&Some(true)) {
        return Some(true);
    }
    (!all.is_empty() && !all.contains(&None)).then_some(false)
}

/// Publishers of the platform itself, whose applications no supplier register lists.
/// Source: `appOwnerOrganizationId` of Microsoft's own applications.
const MICROSOFT_TENANTS: [&str; 2] =
    ["f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47"];

/// Service principals of Entra, or ScubaGear's list of risky ones.
pub fn service_principals(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let keys = ["value", "risky_third_party_service_principals", "risky_applications"];
    each_element(input, &keys, context, |app, row, context| {
        let owner = text(app, "appOwnerOrganizationId");
        let mut rights = texts(app, "scopes");
        rights.extend(texts(app, "oauth2PermissionScopes"));
        for role in
            list(app, "appRoles").iter().chain(list(app, "Permissions")).chain(list(app, "RiskyPermissions"))
        {
            let names =
                [text(role, "value"), text(role, "RoleDisplayName"), role.as_str().unwrap_or_default()];
            rights.extend(names.into_iter().filter(|name| !name.is_empty()));
        }
        let used = context.day(text(app, "signInActivity.lastSignInDateTime"));
        records.grants.push(Grant {
            app: text(app, "displayName").to_owned(),
            id: [text(app, "id"), text(app, "appId"), text(app, "AppId"), text(app, "ObjectId")]
                .into_iter()
                .find(|id| !id.is_empty())
                .unwrap_or_default()
                .to_owned(),
            publisher: [text(app, "verifiedPublisher.displayName"), text(app, "publisherName")]
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or_default()
                .to_owned(),
            is_own: MICROSOFT_TENANTS
                .contains(&owner)
                .then_some(true)
                .or_else(|| yes(app, "IsMultiTenantEnabled").filter(|multi| !multi).map(|_| true)),
            reaches_data: reaches_data(&rights),
            used: used.map(Used::On),
            row,
        });
    });
}

/// Secrets and certificates of Entra applications. When they were last used is not in it.
pub fn app_credentials(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["value", "risky_applications"], context, |app, row, context| {
        for credential in list(app, "passwordCredentials").iter().chain(list(app, "keyCredentials")) {
            let day = |key| context.day(text(credential, key));
            let key = AccessKey { rotated: day("startDateTime"), used: None, ends: day("endDateTime") };
            records.app_keys.push(AppKey { app: text(app, "displayName").to_owned(), key, row });
        }
    });
}

/// Which methods the tenant allows. Allowed is not registered: no check passes by it.
pub fn auth_method_policy(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["authenticationMethodConfigurations"], context, |method, row, _| {
        let is_met = match text(method, "state") {
            "enabled" => Some(true),
            "disabled" => Some(false),
            _ => None,
        };
        let rule = format!("method:{}", text(method, "id"));
        records.others.push(crate::records::OtherVerdict { rule, is_met, row });
    });
}

/// Google's token report, from the Reports API or as the console's CSV.
pub fn google_tokens(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if !input.trim_start().starts_with(['[', '{']) {
        each_row(input, "grants", &["app"], context, |cells, _| {
            let rights: Vec<&str> =
                cells.get("scopes").split([',', ';', ' ']).filter(|s| !s.is_empty()).collect();
            records.grants.push(Grant {
                app: cells.get("app").to_owned(),
                id: cells.get("client").to_owned(),
                publisher: String::new(),
                is_own: None,
                reaches_data: reaches_data(&rights),
                used: cells.day("at").map(Used::On),
                row: cells.row(),
            });
        });
        return;
    }
    each_element(input, &["items"], context, |item, row, context| {
        for event in list(item, "events") {
            let parameter = |name: &str| {
                list(event, "parameters").iter().find(|parameter| text(parameter, "name") == name)
            };
            let rights = parameter("scope").map(|p| texts(p, "multiValue")).unwrap_or_default();
            let value = |name: &str| parameter(name).map(|p| text(p, "value")).unwrap_or_default().to_owned();
            records.grants.push(Grant {
                app: value("app_name"),
                id: value("client_id"),
                publisher: String::new(),
                is_own: None,
                reaches_data: reaches_data(&rights),
                used: context.day(text(item, "id.time")).map(Used::On),
                row,
            });
        }
    });
}

/// Applications installed in a GitHub organisation. When they were last used is not in it.
pub fn github_installations(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["installations"], context, |app, row, _| {
        if !text(app, "suspended_at").is_empty() {
            return;
        }
        let rights = at(app, "permissions").and_then(Value::as_object);
        let rights: Vec<&str> = rights.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        records.grants.push(Grant {
            app: text(app, "app_slug").to_owned(),
            id: whole(app, "id").map(|id| id.to_string()).unwrap_or_default(),
            publisher: String::new(),
            is_own: None,
            reaches_data: reaches_data(&rights),
            used: None,
            row,
        });
    });
}

/// Fine-grained tokens of a GitHub organisation; classic ones are not listed anywhere.
pub fn github_tokens(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |token, row, context| {
        if yes(token, "token_expired") == Some(true) {
            return;
        }
        let day = |key| context.day(text(token, key));
        let used = day("token_last_used_at").map(Used::On);
        let key = AccessKey { rotated: day("access_granted_at"), used, ends: day("token_expires_at") };
        records.app_keys.push(AppKey { app: text(token, "owner.login").to_owned(), key, row });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_rights_reach_no_data() {
        assert_eq!(reaches_data(&["openid", "User.Read", "offline_access"]), Some(false));
        for right in [
            "EWS.AccessAsUser.All",
            "Exchange.ManageAsApp",
            "Application.ReadWrite.All",
            "Tasks.ReadWrite",
            "Mail.Read",
        ] {
            assert_eq!(reaches_data(&["openid", right]), Some(true), "{right}");
        }
        for right in ["Zunda.Read", "Reports.Read.All", "Profiles.Read", "News.Read"] {
            assert_eq!(reaches_data(&["openid", right]), None, "{right}");
        }
        assert_eq!(reaches_data(&[]), None);
    }
}
