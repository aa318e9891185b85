//! Keycloak: a realm export with users.
//!
//! Source: Server Administration Guide, realm export; `RealmRepresentation`. The file holds private keys, client
//! secrets and password hashes; only the fields named here are looked at. Without `--users` there is no `users`
//! key: that is no list of nobody.

use serde_json::Value;

use super::factors::methods;
use crate::kinds::belongs;
use crate::read::context::Context;
use crate::read::names::tokens;
use crate::read::tree::{at, each_element, list, text, texts, yes};
use crate::records::{Account, Belongs, Provider, Records};

/// Realm and client roles that administer. Source: Keycloak's built-in roles.
const ADMIN_ROLES: [&str; 6] =
    ["admin", "realm-admin", "create-realm", "manage-users", "manage-realm", "impersonation"];

/// Client roles of these clients only are administrative; an application's own "admin" is another matter.
const ADMIN_CLIENTS: [&str; 2] = ["realm-management", "master-realm"];

/// Reads the users of a realm.
pub fn realm(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let rest =
        each_element(input, &["users"], context, |user, row, _| records.accounts.push(account(user, row)));
    if records.accounts.is_empty() && !rest.is_empty() {
        context.damage("holds no users", "export with --users realm_file");
    }
}

fn account(user: &Value, row: u32) -> Account {
    let mut account = Account::new(Provider::Keycloak, text(user, "username"), row);
    account.id = text(user, "id").into();
    account.enabled = yes(user, "enabled");
    let types = at(user, "credentials").map(|_| {
        list(user, "credentials").iter().map(|credential| text(credential, "type")).collect::<Vec<_>>()
    });
    // An export may leave credentials out; then nothing is known of them.
    if let Some(types) = types {
        let methods = methods(&types);
        account.mfa = Some(methods.resistant || types.contains(&"otp"));
        account.methods = Some(methods);
    }
    account.privileged = privileged(user);
    let groups = texts(user, "groups");
    let words = groups
        .iter()
        .flat_map(|group| group.split('/').map(str::to_owned).chain(tokens(group)).collect::<Vec<_>>());
    account.belongs = words.filter(|word| !word.is_empty()).find_map(|word| belongs(&word));
    // A group says that they are from outside, not by which contract.
    if account.belongs == Some(Belongs::Contractor) {
        account.belongs = Some(Belongs::External);
    }
    if let Some(supplier) = texts(user, "attributes.supplier").first() {
        account.supplier = (*supplier).into();
        account.belongs = account.belongs.or(Some(Belongs::External));
    }
    if !text(user, "serviceAccountClientId").is_empty() {
        account.belongs = Some(Belongs::Service);
    }
    account
}

fn privileged(user: &Value) -> Option<bool> {
    let names = |roles: &[&str]| roles.iter().any(|role| ADMIN_ROLES.contains(role));
    if at(user, "realmRoles").is_none() && at(user, "clientRoles").is_none() {
        return None;
    }
    let by_client = ADMIN_CLIENTS.iter().any(|client| {
        let roles = at(user, "clientRoles").and_then(Value::as_object).and_then(|map| map.get(*client));
        roles
            .and_then(Value::as_array)
            .is_some_and(|roles| names(&roles.iter().filter_map(Value::as_str).collect::<Vec<_>>()))
    });
    Some(names(&texts(user, "realmRoles")) || by_client)
}
