//! Machines: their names in several lists, their gear, their scans.

use crate::small::{finding, small, verdict};

const INVENTORY: &str = "assets.inventory";

fn covered(inventory: &str, sensors: &str) -> &'static str {
    let inventory = format!("hostname,platform,role,criticality\n{inventory}");
    let sensors =
        format!("Device name,Domain,Onboarding status,Sensor health state,Last device update\n{sensors}");
    let files = [(INVENTORY, "assets.csv", inventory.as_str()), ("edr.devices", "edr.csv", sensors.as_str())];
    verdict(&small(&files, ""), "detect.coverage")
}

#[test]
fn a_machine_of_another_domain_is_not_met_by_its_short_name() {
    let sensor = "tsuru,higashi.example,Onboarded,Active,2026-04-30T12:00:00Z\n";
    assert_eq!(covered("tsuru,linux,server,high\n", sensor), "pass");
    assert_eq!(covered("tsuru.higashi.example,linux,server,high\n", sensor), "pass");
    assert_eq!(covered("tsuru.nishi.example,linux,server,high\n", sensor), "unknown");
}

#[test]
fn gear_of_the_network_carries_no_sensor() {
    let sensor = "tsuru,higashi.example,Onboarded,Active,2026-04-30T12:00:00Z\n";
    for gear in
        ["kado,,wireless ap,critical", "mon,appliance,vpn gateway,critical", "kado,,本社VPN装置,最重要"]
    {
        assert_eq!(covered(&format!("tsuru,linux,server,high\n{gear}\n"), sensor), "pass", "{gear}");
    }
    assert_eq!(covered("tsuru,linux,server,high\nkado,linux,vpn gateway,critical\n", sensor), "fail");
}

fn scanned(of: &str, cve: &str, fix: &str, added: &str) -> hinomi_guard::Finding {
    let scan = format!(
        "{{\"SchemaVersion\":2,\"CreatedAt\":\"2026-04-30T00:00:00Z\",\"ArtifactName\":\"tsuru\",\"ArtifactType\":\"{of}\",\"Results\":[{{\"Target\":\"tsuru\",\"Vulnerabilities\":[{{\"VulnerabilityID\":\"{cve}\",\"PkgName\":\"p\",\"FixedVersion\":\"{fix}\"}}]}}]}}"
    );
    let list = format!(
        "{{\"count\":1,\"vulnerabilities\":[{{\"cveID\":\"CVE-2031-10002\",\"vendorProject\":\"Foxden\",\"product\":\"P\",\"dateAdded\":\"{added}\"}}]}}"
    );
    let inventory = "hostname,platform,role,criticality\ntsuru,linux,server,high\n";
    let files = [
        ("trivy.json", "scan.json", scan.as_str()),
        ("cisa.kev", "kev.json", list.as_str()),
        (INVENTORY, "assets.csv", inventory),
    ];
    finding(&small(&files, ""), "vuln.kev_overdue")
}

#[test]
fn the_scan_of_an_image_is_none_of_the_machine() {
    let word = |of| scanned(of, "CVE-2031-10009", "1.1", "2026-04-01").verdict.word();
    assert_eq!(word("filesystem"), "pass");
    assert_eq!(word("container_image"), "unknown");
    assert_eq!(word("repository"), "unknown");
    // What an image has is a witness all the same.
    assert_eq!(scanned("container_image", "CVE-2031-10002", "1.1", "2026-04-01").verdict.word(), "fail");
}

#[test]
fn what_is_within_its_limit_or_has_no_fix_is_not_late() {
    let found = |fix, added| scanned("filesystem", "CVE-2031-10002", fix, added);
    assert_eq!(found("1.1", "2026-04-01").verdict.word(), "fail");
    assert_eq!(found("1.1", "2026-04-25").verdict.word(), "pass");
    assert!(found("1.1", "2026-04-25").notes.iter().any(|note| note.en.contains("within its limit")));
    assert_eq!(found("", "2026-04-01").verdict.word(), "pass");
    assert_eq!(found("1.1", "2026-09-01").verdict.word(), "unknown");
}
