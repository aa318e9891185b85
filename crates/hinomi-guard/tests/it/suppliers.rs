//! Suppliers: their obligations, and the data they hold.

use crate::org::Org;
use crate::small::{small, verdict};

const REGISTER: &str = "suppliers.register";

fn with(contact: &str, data: &str, map: &str) -> Org {
    let register = format!(
        "supplier_id,name,service,criticality,privileged_access,data_shared,records,contract_end,security_clause,notify_within_hours,last_review,contact_24h\n\
         H-1,Kumo Hoshu,operations,critical,yes,\"{data}\",200,2027-03-31,yes,24,2026-02-01,\"{contact}\"\n"
    );
    let mut files = vec![(REGISTER, "suppliers.csv", register.as_str())];
    if !map.is_empty() {
        files.push(("data.map", "map.csv", map));
    }
    small(&files, "")
}

#[test]
fn a_contact_of_office_hours_is_none_at_any_hour() {
    let obligations = |contact| verdict(&with(contact, "names", ""), "supplier.obligations");
    for contact in ["+81-3-0000-0000", "24時間 03-0000-0000", "平日 03-0000-0000、夜間休日 090-0000-0000"]
    {
        assert_eq!(obligations(contact), "pass", "{contact}");
    }
    for contact in ["平日9-17時のみ", "weekdays only", "9:00-17:30", "なし"] {
        assert_eq!(obligations(contact), "fail", "{contact}");
    }
    for contact in ["未定", "TBD", "", "夜間は不可"] {
        assert_eq!(obligations(contact), "unknown", "{contact}");
    }
}

#[test]
fn yes_is_no_kind_of_data() {
    let map = |data, map| verdict(&with("+81-0", data, map), "supplier.data_map");
    assert_eq!(map("names and addresses", ""), "pass");
    assert_eq!(map("あり", ""), "fail");
    assert_eq!(map("未定", ""), "unknown");
    let known =
        "name,kind,records,purpose,holder,reviewed_on\nmembers,names,200,shipping,Kumo Hoshu,2026-02-01\n";
    assert_eq!(map("yes", known), "pass");
}

#[test]
fn a_map_of_our_own_data_looks_at_no_supplier() {
    let alone = |holder: &str| {
        let map = format!(
            "name,kind,records,purpose,holder,reviewed_on\nmembers,names,200,shipping,{holder},2026-02-01\n"
        );
        verdict(&small(&[("data.map", "map.csv", &map)], ""), "supplier.data_map")
    };
    assert_eq!(alone("Kumo Hoshu"), "pass");
    assert_eq!(alone("自社"), "unknown");
    assert_eq!(alone("未定"), "unknown");
}

fn grants(apps: &[&str]) -> Org {
    let register = "supplier_id,name,service\nH-1,Kumo Hoshu,operations\n";
    let list = format!("{{\"value\":[{}]}}", apps.join(","));
    small(&[(REGISTER, "suppliers.csv", register), ("entra.service-principals", "apps.json", &list)], "")
}

fn app(id: &str, name: &str, publisher: &str, right: &str, used: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"displayName\":\"{name}\",\"publisherName\":\"{publisher}\",\"oauth2PermissionScopes\":[\"{right}\"],\"signInActivity\":{{\"lastSignInDateTime\":\"{used}T00:00:00Z\"}}}}"
    )
}

#[test]
fn applications_that_share_a_name_are_looked_at_each() {
    let look = |apps: &[String]| {
        let apps: Vec<&str> = apps.iter().map(String::as_str).collect();
        verdict(&grants(&apps), "supplier.grants")
    };
    let recent = "2026-04-20";
    let own = app("a1", "Kumo Hoshu", "Kumo Hoshu", "Mail.Read", recent);
    let harmless = app("a2", "Kumo Hoshu", "Kumo Hoshu", "openid", recent);
    assert_eq!(look(std::slice::from_ref(&own)), "pass");
    assert_eq!(look(&[own.clone(), harmless.clone()]), "pass");
    // Idle, of nobody, named alike.
    assert_eq!(
        look(&[app("a3", "Kumo Hoshu", "Kumo Hoshu", "Mail.Read", "2024-01-10"), harmless.clone()]),
        "fail"
    );
    assert_eq!(
        look(&[
            app("", "Mail Helper", "", "Mail.Read", recent),
            app("", "Mail Helper", "", "openid", recent)
        ]),
        "fail"
    );
    assert_eq!(look(&[own.clone(), app("a4", "Kumo Hoshu", "Yoso KK", "Mail.Read", recent)]), "unknown");
    // A right that is not known.
    assert_eq!(look(&[app("a5", "Kumo Hoshu", "Kumo Hoshu", "Zunda.Read", recent)]), "unknown");
    assert_eq!(look(&[app("a6", "Yoso Sync", "Yoso", "EWS.AccessAsUser.All", recent)]), "fail");
}

#[test]
fn a_log_of_uses_is_one_application_each() {
    let register = "supplier_id,name,service\nH-1,Kumo Hoshu,operations\n";
    let look = |rows: &str| {
        let log = format!("App name,Client ID,Scope,Time\n{rows}");
        let files =
            [(REGISTER, "suppliers.csv", register), ("google.token-report", "tokens.csv", log.as_str())];
        verdict(&small(&files, ""), "supplier.grants")
    };
    assert_eq!(look("Kumo Hoshu,c1,gmail,2024-01-10\nKumo Hoshu,c1,openid,2026-04-20\n"), "pass");
    assert_eq!(look("Kumo Hoshu,c1,gmail,2024-01-10\nKumo Hoshu,c2,openid,2026-04-20\n"), "fail");
    assert_eq!(look("Yoso,c1,gmail,2026-04-10\nYoso,c1,openid,2026-04-20\n"), "fail");
}
