//! Who a policy covers, what counts as an exception, and what a log confirms.

use hinomi_guard::Strength;

use crate::org::Org;
use crate::small::{made, told};

const USERS: &str = r#"{"value":[
 {"id":"a1","userPrincipalName":"adm@kita.example","displayName":"Adm","accountEnabled":true,"userType":"Member","signInActivity":{"lastSuccessfulSignInDateTime":"2026-03-08T01:00:00Z"}},
 {"id":"b1","userPrincipalName":"abe@kita.example","displayName":"Abe","accountEnabled":true,"userType":"Member","signInActivity":{"lastSuccessfulSignInDateTime":"2026-03-08T01:00:00Z"}}]}"#;

const REGISTERED: &str = r#"{"value":[
 {"id":"a1","userPrincipalName":"adm@kita.example","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"userType":"member","methodsRegistered":["fido2SecurityKey"]},
 {"id":"b1","userPrincipalName":"abe@kita.example","isAdmin":false,"isMfaCapable":true,"isMfaRegistered":true,"userType":"member","methodsRegistered":["fido2SecurityKey"]}]}"#;

/// A policy that demands MFA of all; `excluded` and `places` are JSON lists.
fn policy(excluded: &str, places: &str) -> String {
    let locations = if places.is_empty() {
        String::new()
    } else {
        format!(r#","locations":{{"includeLocations":["All"],"excludeLocations":{places}}}"#)
    };
    format!(
        r#"{{"id":"p","displayName":"p","state":"enabled","conditions":{{"users":{{"includeUsers":["All"],"excludeUsers":{excluded},"excludeGroups":[],"excludeRoles":[],"includeRoles":[],"includeGroups":[]}},"applications":{{"includeApplications":["All"],"excludeApplications":[]}},"clientAppTypes":["all"]{locations}}},"grantControls":{{"operator":"OR","builtInControls":["mfa"]}}}}"#
    )
}

fn org(policies: &[String], more: &str, log: Option<&str>) -> Org {
    let mut text = "directories = [\"entra\"]\n".to_owned();
    let source = |id: &str, kind: &str, path: &str| {
        format!(
            "[[source]]\nid = \"{id}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2026-03-09\nscope = \"all\"\n"
        )
    };
    text += &source("users", "entra.users", "users.json");
    text += &source("registered", "entra.user-registration-details", "registered.json");
    text += &source("ca", "entra.conditional-access", "ca.json");
    let ca = format!(r#"{{"value":[{}]}}"#, policies.join(","));
    let mut files = vec![("users.json", USERS), ("registered.json", REGISTERED), ("ca.json", &*ca)];
    if let Some(log) = log {
        text += &source("log", "entra.signins", "log.csv");
        files.push(("log.csv", log));
    }
    made(&(text + more), &files)
}

fn exception(control: &str, approved_by: &str) -> String {
    format!(
        "[[exception]]\ncontrol = \"{control}\"\nsubject = \"adm@kita.example\"\nreason = \"two keys are on order\"\n\
         approved_by = \"{approved_by}\"\ngranted = 2026-01-01\nexpires = 2026-06-30\n"
    )
}

#[test]
fn a_policy_with_conditions_does_not_mend_what_another_leaves_out() {
    let verdict = |policies: &[String]| told(&org(policies, "", None), "identity.mfa.enforced");
    assert_eq!(verdict(&[policy("[]", "")]).0, "pass");
    assert_eq!(verdict(&[policy("[\"a1\"]", ""), policy("[]", "")]).0, "pass");
    assert_eq!(verdict(&[policy("[\"a1\"]", "")]).0, "fail");
    let (found, reason) = verdict(&[policy("[\"a1\"]", ""), policy("[]", "[\"AllTrusted\"]")]);
    assert_eq!(found, "unknown", "{reason}");
    assert!(reason.contains("adm@kita.example"), "{reason}");
}

#[test]
fn an_exception_is_from_the_control_it_names() {
    let verdict = |control: &str, approver: &str| {
        told(&org(&[policy("[\"a1\"]", "")], &exception(control, approver), None), "identity.mfa.enforced").0
    };
    assert_eq!(verdict("identity.mfa", "CISO"), "pass");
    assert_eq!(verdict("多要素認証", "情報システム部長"), "pass");
    assert_eq!(verdict("identity.keys.age", "CISO"), "fail");
    for nobody in ["未定", "-", "TBD", "なし", ""] {
        assert_eq!(verdict("identity.mfa", nobody), "fail", "{nobody}");
    }
}

#[test]
fn only_a_log_that_holds_the_days_confirms() {
    let strength = |log: Option<&str>, more: &str| {
        let report = org(&[policy("[]", "")], more, log).report(None);
        let finding = report.finding("identity.mfa.enforced").expect("the check is there");
        assert_eq!(finding.verdict.word(), "pass", "{}", finding.reason.en);
        finding.strength
    };
    let header = "Date (UTC),Username,Status,Authentication requirement\n";
    let row = "2026-03-08T01:00:00Z,adm@kita.example,Success,Multifactor authentication\n";
    let whole = format!("{header}{row}");
    assert_eq!(strength(None, ""), Strength::E3);
    assert_eq!(strength(Some(header), ""), Strength::E3);
    assert_eq!(strength(Some(&whole), ""), Strength::E4);
    let ended = "covers = { from = 2020-01-01, to = 2020-12-31 }\n";
    assert_eq!(strength(Some(&whole), ended), Strength::E3);
}

#[test]
fn codes_of_an_app_are_neither_weak_nor_resistant() {
    let verdict = |methods: &str| {
        let registered = REGISTERED.replacen(r#"["fido2SecurityKey"]"#, methods, 1);
        let org = org(&[policy("[]", "")], "", None).with("registered.json", registered);
        told(&org, "identity.mfa.phishing_resistant")
    };
    assert_eq!(verdict(r#"["mobilePhone"]"#).0, "fail");
    assert_eq!(verdict("[]").0, "fail");
    for methods in [r#"["softwareOneTimePasscode"]"#, r#"["mobilePhone","methodOfTomorrow"]"#] {
        let (found, reason) = verdict(methods);
        assert_eq!(found, "unknown");
        assert!(reason.contains("without a phishing-resistant method"), "{reason}");
    }
}
