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
