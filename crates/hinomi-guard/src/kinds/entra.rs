//! Microsoft Entra ID: registration details, users, policies, sign-ins.
//!
//! Sources: Microsoft Graph v1.0 `userRegistrationDetails`, `user`, `conditionalAccessPolicy`, `signIn`; the
//! portal's CSV downloads. A registered method that policy does not permit (`isMfaRegistered` without
//! `isMfaCapable`) is no second factor. "member" says nothing about who pays the person: contractors are
//! created as members too.

use serde_json::Value;

use super::factors::methods;
use crate::kinds::belongs;
use crate::read::context::Context;
use crate::read::names::is_guest_name;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, list, text, texts, yes};
use crate::read::words::{Sense, means};
use crate::records::{Account, Belongs, OneFactorSignIn, Policy, Provider, Records, SignedIn};

/// Graph's `userRegistrationDetails`, or what PowerShell makes of it.
pub fn registration(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["value"], context, |user, row, context| {
        let principal = text(user, "userPrincipalName");
        if principal.is_empty() {
            context.damage_row(row, "has no userPrincipalName", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Entra, principal, row);
        account.id = text(user, "id").into();
        account.name = text(user, "userDisplayName").into();
        account.belongs = guest(text(user, "userType"), principal);
        account.privileged = yes(user, "isAdmin");
        // Registered but not permitted is not capable.
        account.mfa = yes(user, "isMfaCapable").or_else(|| yes(user, "isMfaRegistered").filter(|is| !is));
        account.methods = at(user, "methodsRegistered").map(|_| methods(&texts(user, "methodsRegistered")));
        records.accounts.push(account);
    });
}

/// The portal's download of the same report, in any portal language.
pub fn portal_registration(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "registration", &["principal"], context, |cells, context| {
        let principal = cells.get("principal");
        if principal.is_empty() {
            context.damage_row(cells.row(), "has no user", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Entra, principal, cells.row());
        account.name = cells.get("name").into();
        account.belongs = guest(cells.get("user_type"), principal);
        account.privileged = cells.yes("is_admin");
        account.mfa = cells.yes("mfa_capable").or_else(|| cells.yes("mfa_registered").filter(|is| !is));
        if cells.has("mfa_capable") && account.mfa.is_none() {
            let what = format!("row {}: the word for \"MFA capable\" is not known", cells.row());
            context.damage(what, "export it with the portal in English or Japanese");
        }
        if cells.has("methods") {
            let named: Vec<&str> = cells.get("methods").split([',', ';', '、']).map(str::trim).collect();
            account.methods = Some(methods(&named));
        }
        records.accounts.push(account);
    });
}

fn guest(user_type: &str, principal: &str) -> Option<Belongs> {
    (means(user_type, Sense::Guest) || is_guest_name(principal)).then_some(Belongs::Guest)
}

/// Graph's `users`, or the portal's bulk download.
pub fn users(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if !input.trim_start().starts_with(['[', '{']) {
        return users_csv(input, context, records);
    }
    each_element(input, &["value"], context, |user, row, context| {
        let principal = text(user, "userPrincipalName");
        if principal.is_empty() {
            context.damage_row(row, "has no userPrincipalName", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Entra, principal, row);
        account.id = text(user, "id").into();
        account.name = text(user, "displayName").into();
        account.enabled = yes(user, "accountEnabled");
        account.supplier = text(user, "companyName").into();
        let employee_type = text(user, "employeeType");
        account.belongs = guest(text(user, "userType"), principal).or_else(|| belongs(employee_type));
        account.is_break_glass = means(employee_type, Sense::BreakGlass);
        account.created = context.day(text(user, "createdDateTime"));
        account.last_sign_in = last_sign_in(user, context);
        records.accounts.push(account);
    });
}

/// A missing `signInActivity` means never, or before tracking began, or no licence: not known. The time of the
/// last attempt is no sign-in; it is used only where the export has no successful one at all.
fn last_sign_in(user: &Value, context: &Context<'_>) -> Option<SignedIn> {
    let activity = at(user, "signInActivity")?;
    let day = |path| context.day(text(activity, path));
    let has_success = activity
        .as_object()
        .is_some_and(|map| map.keys().any(|key| key.eq_ignore_ascii_case("lastSuccessfulSignInDateTime")));
    let day = day("lastSuccessfulSignInDateTime")
        .or_else(|| if has_success { None } else { day("lastSignInDateTime") })?;
    Some(SignedIn::On { day, slack_days: 0 })
}

fn users_csv(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "users", &["principal"], context, |cells, context| {
        let principal = cells.get("principal");
        if principal.is_empty() {
            context.damage_row(cells.row(), "has no user", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Entra, principal, cells.row());
        account.id = cells.get("id").into();
        account.name = cells.get("name").into();
        account.enabled = cells.yes("enabled");
        account.supplier = cells.get("company").into();
        account.belongs =
            guest(cells.get("user_type"), principal).or_else(|| belongs(cells.get("employee_type")));
        account.is_break_glass = means(cells.get("employee_type"), Sense::BreakGlass);
        account.created = cells.day("created");
        let day =
            if cells.has("last_sign_in") { cells.day("last_sign_in") } else { cells.day("last_sign_in_any") };
        account.last_sign_in = day.map(|day| SignedIn::On { day, slack_days: 0 });
        records.accounts.push(account);
    });
}

/// Graph's conditional access policies, ScubaGear's export of them, or one policy as the portal exports it.
pub fn conditional_access(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut found = Vec::new();
    let mut read = |value: &Value, row: u32, _: &mut Context<'_>| found.push(policy(value, row));
    let rest = each_element(input, &["value", "conditional_access_policies"], context, &mut read);
    if found.is_empty() && rest.keys().any(|key| key.eq_ignore_ascii_case("conditions")) {
        found.push(policy(&Value::Object(rest), 1));
    }
    records.policies.append(&mut found);
}

/// Built-in strengths of Entra that demand more than one factor. Source: Graph `authenticationStrengthPolicy`.
const STRENGTHS: [&str; 3] = [
    "00000000-0000-0000-0000-000000000002",
    "00000000-0000-0000-0000-000000000003",
    "00000000-0000-0000-0000-000000000004",
];

/// Combinations of a strength that are one factor only. Source: Graph `authenticationMethodModes`.
const ONE_FACTOR_COMBINATIONS: [&str; 7] = [
    "password",
    "sms",
    "voice",
    "email",
    "federatedSingleFactor",
    "x509CertificateSingleFactor",
    "hardwareOath",
];

fn policy(value: &Value, row: u32) -> Policy {
    let users = |key: &str| -> Vec<String> {
        texts(value, &format!("conditions.users.{key}")).iter().map(|id| (*id).to_owned()).collect()
    };
    let named = |ids: &[String], word: &str| ids.iter().any(|id| id.eq_ignore_ascii_case(word));
    let include_users = users("includeUsers");
    let apps = texts(value, "conditions.applications.includeApplications");
    let mut policy = Policy {
        name: text(value, "displayName").to_owned(),
        is_enabled: text(value, "state").eq_ignore_ascii_case("enabled"),
        demands_mfa: demands_mfa(value),
        all_users: named(&include_users, "All"),
        all_apps: apps.iter().any(|app| app.eq_ignore_ascii_case("All"))
            && list(value, "conditions.applications.excludeApplications").is_empty(),
        include_users,
        exclude_users: users("excludeUsers"),
        exclude_groups: users("excludeGroups"),
        exclude_roles: users("excludeRoles"),
        excludes_guests: has_content(value, "conditions.users.excludeGuestsOrExternalUsers"),
        row,
        ..Policy::default()
    };
    policy.exclude_users.retain(|id| !id.eq_ignore_ascii_case("GuestsOrExternalUsers") && !id.is_empty());
    policy.excludes_guests |= named(&users("excludeUsers"), "GuestsOrExternalUsers");
    narrow(value, &mut policy);
    policy
}

/// ScubaGear writes objects whose every field is null where Graph writes null.
fn has_content(value: &Value, path: &str) -> bool {
    fn said(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            // One level is enough: what is empty one level down says nothing.
            Value::Object(map) => {
                map.iter().any(|(key, value)| !key.starts_with('@') && !value.is_null() && !value.is_object())
            }
            _ => true,
        }
    }
    at(value, path).is_some_and(said)
}

fn demands_mfa(value: &Value) -> bool {
    let controls = texts(value, "grantControls.builtInControls");
    let by_control = controls.iter().any(|control| control.eq_ignore_ascii_case("mfa"));
    let by_strength = strength(value);
    let others = controls.iter().filter(|control| !control.eq_ignore_ascii_case("mfa")).count()
        + list(value, "grantControls.customAuthenticationFactors").len()
        + list(value, "grantControls.termsOfUse").len();
    // With OR, any other control can stand in for the second factor.
    let is_or = !text(value, "grantControls.operator").eq_ignore_ascii_case("AND");
    (by_control || by_strength) && !(is_or && others > 0)
}

fn strength(value: &Value) -> bool {
    let path = "grantControls.authenticationStrength";
    let id = text(value, &format!("{path}.id"));
    if id.is_empty() {
        return false;
    }
    let satisfied = text(value, &format!("{path}.requirementsSatisfied"));
    let combinations = texts(value, &format!("{path}.allowedCombinations"));
    let weak =
        combinations.iter().any(|c| ONE_FACTOR_COMBINATIONS.iter().any(|one| one.eq_ignore_ascii_case(c)));
    STRENGTHS.contains(&id) || ((satisfied.is_empty() || satisfied.eq_ignore_ascii_case("mfa")) && !weak)
}

/// Conditions under which a policy holds for some sign-ins only.
fn narrow(value: &Value, policy: &mut Policy) {
    let has = |path: &str| has_content(value, &format!("conditions.{path}"));
    let clients = texts(value, "conditions.clientAppTypes");
    let client = |name: &str| clients.iter().any(|client| client.eq_ignore_ascii_case(name));
    let all_clients =
        clients.is_empty() || client("all") || (client("browser") && client("mobileAppsAndDesktopClients"));
    if !all_clients {
        policy.narrowed_by.push("clientAppTypes");
    }
    for path in ["userRiskLevels", "signInRiskLevels", "insiderRiskLevels", "servicePrincipalRiskLevels"] {
        if has(path) {
            policy.narrowed_by.push("risk");
        }
    }
    let platforms = texts(value, "conditions.platforms.includePlatforms");
    if !platforms.is_empty() && !platforms.iter().any(|p| p.eq_ignore_ascii_case("all")) {
        policy.narrowed_by.push("platforms");
    }
    let locations = texts(value, "conditions.locations.includeLocations");
    if !locations.is_empty() && !locations.iter().any(|l| l.eq_ignore_ascii_case("All")) {
        policy.narrowed_by.push("locations");
    }
    if has("applications.includeUserActions")
        || has("applications.includeAuthenticationContextClassReferences")
    {
        policy.narrowed_by.push("userActions");
    }
    for (path, word) in [
        ("locations.excludeLocations", "excludeLocations"),
        ("platforms.excludePlatforms", "excludePlatforms"),
        ("devices.deviceFilter", "deviceFilter"),
        ("devices.excludeDevices", "excludeDevices"),
        ("devices.includeDevices", "includeDevices"),
        ("deviceStates", "deviceStates"),
        ("applications.applicationFilter", "applicationFilter"),
        ("authenticationFlows", "authenticationFlows"),
        ("times", "times"),
    ] {
        if has(path) {
            policy.doubts.push(word);
        }
    }
}

/// The sign-in log, as the portal or Graph gives it. Only successful sign-ins with one factor are kept, since they
/// are witnesses; the others are counted.
pub fn sign_ins(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if input.trim_start().starts_with(['[', '{']) {
        each_element(input, &["value"], context, |value, row, context| {
            records.n_sign_ins += 1;
            let worked = at(value, "status.errorCode").and_then(Value::as_i64) == Some(0);
            if worked && means(text(value, "authenticationRequirement"), Sense::SingleFactor) {
                let day = context.day(text(value, "createdDateTime"));
                let principal = text(value, "userPrincipalName").into();
                records.sign_ins.push(OneFactorSignIn { principal, day, row });
            }
        });
        return;
    }
    each_row(input, "signins", &["principal", "status", "requirement"], context, |cells, _| {
        records.n_sign_ins += 1;
        if means(cells.get("requirement"), Sense::SingleFactor) && means(cells.get("status"), Sense::Success)
        {
            let (principal, day, row) = (cells.get("principal").into(), cells.day("at"), cells.row());
            records.sign_ins.push(OneFactorSignIn { principal, day, row });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn read(read: super::super::Read, input: &str) -> Records {
        let map = BTreeMap::new();
        let mut context = Context::new("t", None, &map);
        let mut records = Records::default();
        read(input, &mut context, &mut records);
        records
    }

    #[test]
    fn registered_but_not_permitted_is_no_second_factor() {
        let input = r#"{"value":[{"userPrincipalName":"a@x","isMfaRegistered":true,"isMfaCapable":false,"isAdmin":true,
            "methodsRegistered":["mobilePhone"]},{"userPrincipalName":"b@x","isMfaRegistered":true}]}"#;
        let accounts = read(registration, input).accounts;
        assert_eq!(accounts[0].mfa, Some(false));
        assert_eq!(
            accounts[0].methods,
            Some(crate::records::Methods { resistant: false, telephone: true, other: false })
        );
        assert_eq!(accounts[1].mfa, None);
    }

    #[test]
    fn portal_words_are_read_in_japanese() {
        let input = "ユーザー プリンシパル名,名前,MFA 対応,登録された方法\na@x,あ,対応,FIDO2 セキュリティ キー\nb@x,い,非対応,\n";
        let accounts = read(portal_registration, input).accounts;
        assert_eq!((accounts[0].mfa, accounts[1].mfa), (Some(true), Some(false)));
        assert!(accounts[0].methods.unwrap().resistant);
    }

    fn policy_of(controls: &str, more: &str) -> Policy {
        let input = format!(
            r#"[{{"displayName":"p","state":"enabled","conditions":{{"users":{{"includeUsers":["All"],"excludeUsers":["u1"]}},
            "applications":{{"includeApplications":["All"]}}{more}}},"grantControls":{controls}}}]"#
        );
        read(conditional_access, &input).policies.remove(0)
    }

    #[test]
    fn strengths_demand_mfa_and_alternatives_do_not() {
        let strength = r#"{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}"#;
        assert!(policy_of(strength, "").demands_mfa);
        let empty = r#"{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":null,"displayName":null}}"#;
        assert!(!policy_of(empty, "").demands_mfa);
        assert!(policy_of(r#"{"operator":"OR","builtInControls":["mfa"]}"#, "").demands_mfa);
        assert!(
            !policy_of(r#"{"operator":"OR","builtInControls":["mfa","compliantDevice"]}"#, "").demands_mfa
        );
        assert!(
            policy_of(r#"{"operator":"AND","builtInControls":["mfa","compliantDevice"]}"#, "").demands_mfa
        );
    }

    #[test]
    fn conditions_narrow_a_policy() {
        let mfa = r#"{"operator":"OR","builtInControls":["mfa"]}"#;
        assert_eq!(policy_of(mfa, r#","signInRiskLevels":["high"]"#).narrowed_by, ["risk"]);
        assert_eq!(
            policy_of(mfa, r#","locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}"#)
                .doubts,
            ["excludeLocations"]
        );
        assert!(
            policy_of(mfa, r#","platforms":{"includePlatforms":null,"excludePlatforms":null}"#)
                .narrowed_by
                .is_empty()
        );
    }

    #[test]
    fn only_successful_sign_ins_with_one_factor_are_kept() {
        let input = "日付 (UTC),ユーザー名,状態,認証要件\n2025-10-01T00:00:00Z,a@x,成功,単一要素認証\n\
                     2025-10-01T00:00:00Z,b@x,失敗,単一要素認証\n2025-10-01T00:00:00Z,c@x,成功,多要素認証\n";
        let found = read(sign_ins, input).sign_ins;
        assert_eq!(found.iter().map(|s| &*s.principal).collect::<Vec<_>>(), ["a@x"]);
    }
}
