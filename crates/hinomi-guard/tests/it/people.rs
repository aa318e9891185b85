//! Who was trained, and in what.

use crate::small::{finding, small};

fn user(principal: &str, belongs: &str) -> String {
    format!(
        "{{\"id\":\"{principal}\",\"userPrincipalName\":\"{principal}\",\"displayName\":\"\",\"userType\":\"Member\",\"accountEnabled\":true,\"employeeType\":\"{belongs}\"}}"
    )
}

fn registration(principal: &str, is_admin: bool) -> String {
    format!(
        "{{\"id\":\"{principal}\",\"userPrincipalName\":\"{principal}\",\"isAdmin\":{is_admin},\"isMfaCapable\":true,\"isMfaRegistered\":true,\"methodsRegistered\":[\"fido2\"],\"userType\":\"member\"}}"
    )
}

const SUPPLIERS: &str = "supplier_id,name,service,accounts\nH-1,Kumo Hoshu,operations,kumo-eng\n";

/// One administrator, one of staff, one contractor.
fn trained(records: &str) -> hinomi_guard::Finding {
    let all = [
        ("haru@hatozuka.example", "employee"),
        ("natsu@hatozuka.example", "employee"),
        ("kumo-eng@hatozuka.example", "contractor"),
    ];
    let users: Vec<String> = all.iter().map(|(name, belongs)| user(name, belongs)).collect();
    let registered: Vec<String> =
        all.iter().map(|(name, _)| registration(name, name.starts_with("haru"))).collect();
    let users = format!("{{\"value\":[{}]}}", users.join(","));
    let registered = format!("{{\"value\":[{}]}}", registered.join(","));
    let files = [
        ("entra.users", "users.json", users.as_str()),
        ("entra.user-registration-details", "reg.json", registered.as_str()),
        ("suppliers.register", "suppliers.csv", SUPPLIERS),
        ("training.records", "training.csv", records),
    ];
    finding(&small(&files, ""), "people.training")
}

const HEADER: &str = "person,course,completed_on\n";

#[test]
fn a_training_counts_for_whom_it_names() {
    let word = |rows: &str| trained(&format!("{HEADER}{rows}")).verdict.word();
    let rest = "natsu,security,2026-02-01\nkumo-eng,security,2026-02-01\n";
    assert_eq!(word(&format!("haru,security,2026-02-01\n{rest}")), "pass");
    assert_eq!(word(&format!("haru@hatozuka.example,security,2026-02-01\n{rest}")), "pass");
    assert_eq!(word(&format!("haru@elsewhere.example,security,2026-02-01\n{rest}")), "unknown");
}

#[test]
fn a_course_on_something_else_is_no_training() {
    let word = |course: &str, day: &str| {
        let rest = "natsu,security,2026-02-01\nkumo-eng,security,2026-02-01\n";
        trained(&format!("{HEADER}haru,{course},{day}\n{rest}")).verdict.word()
    };
    assert_eq!(word("情報セキュリティ研修", "2026-02-01"), "pass");
    assert_eq!(word("excel-basics", "2026-02-01"), "unknown");
    assert_eq!(word("excel-basics", ""), "unknown");
    assert_eq!(word("security", ""), "fail");
}

#[test]
fn records_without_any_contractor_say_nothing_of_contractors() {
    let found = trained(&format!("{HEADER}haru,security,2026-02-01\nnatsu,security,\n"));
    // The rate is too low whatever the contractor did; only who is shown not to have finished is named.
    assert_eq!(
        (found.verdict.word(), found.subjects.as_slice()),
        ("fail", &["natsu@hatozuka.example".to_owned()][..])
    );
    assert!(found.missing.iter().any(|one| one.what.en.contains("cover contractors")));
    let failed = trained(&format!("{HEADER}haru,security,2026-02-01\nnatsu,security,\nkumo-eng,security,\n"));
    assert_eq!(failed.verdict.word(), "fail");
    assert_eq!(failed.subjects.len(), 2);
}
