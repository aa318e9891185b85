//! How subjects are named in reasons.

use hinomi_guard::{Catalogue, FILE, Files, Naming, Pack, Posture};

/// Two directories in which one name is an administrator without a second factor.
struct Two;

impl Files for Two {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let text = match path {
            "entra.json" => {
                r#"{"value":[{"id":"1","userPrincipalName":"root@x.example","isAdmin":true,"isMfaCapable":false,
                "isMfaRegistered":false,"methodsRegistered":[],"userType":"member"}]}"#
            }
            _ => {
                r#"{"users":[{"id":"2","primaryEmail":"root@x.example","isAdmin":true,"isEnrolledIn2Sv":false,
                "isEnforcedIn2Sv":false,"suspended":false}]}"#
            }
        };
        Ok(text.as_bytes().to_vec())
    }
}

#[test]
fn a_name_of_several_directories_stands_once_with_their_names() {
    let source = |kind: &str, path: &str| {
        format!("[[source]]\nid = \"{path}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2025-10-18\n")
    };
    let text = format!(
        "schema = \"hinomi.posture/1\"\nas_of = 2025-10-18\n{}{}",
        source("entra.user-registration-details", "entra.json"),
        source("google.directory-users", "google.json")
    );
    let catalogue = Catalogue::bundled();
    let posture = Posture::parse(&text, FILE, &catalogue).unwrap();
    let pack = Pack::load(posture, FILE, &text, jiff::civil::date(2025, 10, 18), &Two);
    let report = hinomi_guard::check(&pack, &catalogue, &Naming::AsWritten);
    let finding = report.finding("identity.mfa.privileged").unwrap();
    let told = &finding.reason.en;
    assert!(told.contains("(root@x.example [Entra ID, Google Workspace])"), "{told}");
    assert_eq!(finding.subjects, ["root@x.example"]);
}
