//! What faces the internet: how one signs in, who owns it, and what it is.

use crate::small::{finding, small, verdict};

const SERVICES: &str = "assets.exposed-services";
const HEADER: &str = "fqdn,ip,port,service,product,authentication,owner\n";

/// An organisation with one service of that name, sign-in and owner.
fn with(host: &str, service: &str, sign_in: &str, owner: &str) -> crate::org::Org {
    let list = format!("{HEADER}{host},203.0.113.70,443,{service},Hako 1.2,\"{sign_in}\",{owner}\n");
    let inventory =
        "hostname,platform,role,criticality\nkanri,linux,server,high\nadmin.kita.example,linux,server,high\n";
    let sensors = "Device name,Domain\nkanri,hatozuka.example\n";
    small(
        &[
            (SERVICES, "exposed.csv", &list),
            ("assets.inventory", "assets.csv", inventory),
            ("edr.devices", "edr.csv", sensors),
        ],
        "",
    )
}

#[test]
fn a_way_round_the_sign_in_of_a_panel_is_a_witness() {
    let panel = |sign_in| verdict(&with("kanri", "admin console", sign_in, "IT"), "asset.side_panels");
    assert_eq!(panel("SSO+MFA"), "pass");
    for sign_in in [
        "SSO+MFA (local password for vendor)",
        "SSO+MFA、保守業者はローカルパスワード",
        "パスワード（MFAなし）",
        "SSO, no MFA",
    ] {
        assert_eq!(panel(sign_in), "fail", "{sign_in}");
    }
    for sign_in in ["初期パスワード", "default password", "HTTP basic"] {
        assert_eq!(panel(sign_in), "fail", "{sign_in}");
    }
    for sign_in in ["SAML, MFA bypass on intranet", "SSO+MFA (Zunda)", "SSO, MFA optional", ""] {
        assert_eq!(panel(sign_in), "unknown", "{sign_in}");
    }
}

#[test]
fn a_way_in_without_a_second_factor_is_a_witness() {
    let edge = |sign_in| finding(&with("gate", "SSL-VPN", sign_in, "IT"), "edge.remote_access");
    for sign_in in
        ["MFA for staff; password for vendor", "self-signed certificate and password", "password (no MFA)"]
    {
        assert_eq!(edge(sign_in).verdict.word(), "fail", "{sign_in}");
    }
    let tells = |sign_in| {
        let missing = edge(sign_in).missing;
        missing.iter().any(|one| one.what.en.contains("demands MFA is not told"))
    };
    assert!(tells("certificate") && tells("MFA for staff"));
    assert!(!tells("password + MFA"));
    assert!(!tells("RADIUS + MFA"));
    assert!(tells("RADIUS"));
}

#[test]
fn a_word_that_names_nobody_is_no_owner() {
    let panel = |owner| verdict(&with("kanri", "admin console", "SSO+MFA", owner), "asset.side_panels");
    assert_eq!(panel("IT (TBD)"), "pass");
    for owner in ["なし", "none", "担当者なし", ""] {
        assert_eq!(panel(owner), "fail", "{owner}");
    }
    for owner in ["未定", "TBD", "調整中", "?"] {
        assert_eq!(panel(owner), "unknown", "{owner}");
    }
}

#[test]
fn an_open_page_is_public_only_by_a_plain_name() {
    let page = |name| verdict(&with("kanri", name, "none (public)", "IT"), "asset.side_panels");
    assert_eq!(page("corporate site"), "pass");
    for name in
        ["web order list", "会員情報公開ページ", "customer shop account site", "portal of members' website"]
    {
        assert_ne!(page(name), "pass", "{name}");
    }
    let behind = |owner| verdict(&with("kanri", "Suzume", "SSO+MFA", owner), "asset.side_panels");
    assert_eq!((behind("IT"), behind("")), ("pass", "unknown"));
}

#[test]
fn a_panel_of_another_domain_is_not_the_machine_of_that_name() {
    let panel = |host| verdict(&with(host, "admin console", "SSO+MFA", "IT"), "asset.side_panels");
    assert_eq!(panel("kanri.hatozuka.example"), "pass");
    assert_eq!(panel("kanri.tokyo.hatozuka.example"), "pass");
    assert_eq!(panel("kanri.elsewhere.example"), "unknown");
    assert_eq!(panel("admin.elsewhere.example"), "unknown");
    assert_eq!(panel("admin.kita.example"), "pass");
    assert_eq!(panel("other.hatozuka.example"), "fail");
    assert_eq!(panel("https://kanri.hatozuka.example:8443/login"), "pass");
}

#[test]
fn where_no_list_tells_a_domain_a_short_name_is_enough() {
    let panel = |device: &str| {
        let list = format!("{HEADER}kanri.kita.example,203.0.113.70,443,admin console,Hako 1.2,SSO+MFA,IT\n");
        let org = small(
            &[
                (SERVICES, "exposed.csv", &list),
                (
                    "assets.inventory",
                    "assets.csv",
                    "hostname,platform,role,criticality\nkanri,linux,server,high\n",
                ),
                ("edr.devices", "edr.csv", &format!("Device name,Domain\nkanri,{device}\n")),
            ],
            "",
        );
        verdict(&org, "asset.side_panels")
    };
    assert_eq!(panel(""), "pass");
    assert_eq!(panel("KITA"), "pass");
    assert_eq!(panel("kita.local"), "pass");
    assert_eq!(panel("minami.example"), "unknown");
}

#[test]
fn a_list_of_inside_addresses_was_not_made_from_outside() {
    let list = format!("{HEADER}www.hatozuka.example,192.168.4.9,443,corporate site,,none (public),PR\n");
    let org = small(&[(SERVICES, "exposed.csv", &list)], "");
    let found = finding(&org, "asset.side_panels");
    assert_eq!(found.verdict.word(), "unknown");
    assert!(found.reason.en.contains("not made from outside"), "{}", found.reason.en);
}
