//! `vuln.kev_overdue`: flaws that are known to be exploited are fixed within the limit.
//!
//! Joins open findings of scanners and registers with the known-exploited list, on the CVE only. The limit runs from
//! the later of the day of listing and the day of the fix; where there is no fix yet nothing is overdue, and what is
//! within its limit is no witness. A pass needs a scan of every machine of the inventory that is not older than the
//! limit; the scan of a container image is none of the machine of that name. Misses: machines nobody inventoried.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::read::names::host_key;
use crate::records::{Exploited, Vulnerability};
use crate::said::said;

const SCANS: [&str; 5] = ["trivy.json", "grype.json", "osv-scanner.json", "vuln.register", "sarif"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let has_scan = judge.rely_on_kinds(&SCANS);
    let has_list = judge.rely_on_kinds(&["cisa.kev"]);
    if !has_scan || !has_list {
        judge.gap_no_evidence();
    }
    let listed: BTreeMap<&str, (&Evidence, &Exploited)> = pack
        .of_kinds(&["cisa.kev"])
        .flat_map(|one| one.records.exploited.iter().map(move |entry| (entry.cve.as_str(), (one, entry))))
        .collect();
    for one in pack.of_kinds(&SCANS).chain(pack.of_kinds(&["cyclonedx"])) {
        for found in one.records.vulnerabilities.iter().filter(|found| !found.is_closed) {
            look_at(judge, one, found, &listed);
        }
    }
    look_at_coverage(judge);
}

fn look_at(
    judge: &mut Judge<'_>,
    one: &Evidence,
    found: &Vulnerability,
    listed: &BTreeMap<&str, (&Evidence, &Exploited)>,
) {
    let limit = judge.days("kev_patch_days", 14.0);
    let as_of = judge.as_of();
    let hit = found.ids.iter().find_map(|id| listed.get(id.as_str()));
    let Some((list, entry)) = hit else {
        let is_nameless = found.ids.iter().all(|id| id.starts_with("GHSA-"));
        if is_nameless && !found.ids.is_empty() {
            judge.gap_of(
                &found.ids[0],
                said(
                    "CVE番号のない指摘は一覧と突き合わせられない",
                    "a finding without a CVE cannot be joined with the list",
                ),
                &[],
            );
        }
        return;
    };
    let subject =
        if found.asset.is_empty() { entry.cve.clone() } else { format!("{} {}", entry.cve, found.asset) };
    let from: Option<Date> = entry.added.map(|added| found.fixed_on.map_or(added, |fixed| fixed.max(added)));
    match (found.has_fix, from) {
        // Nothing is late before there is a fix.
        (Some(false), _) => judge.note(said(
            "悪用が確認された脆弱性に、まだ修正がないものがある",
            "a known-exploited flaw is open that has no fix yet",
        )),
        (_, None) => judge.gap_of(
            &subject,
            said("一覧に載った日が分からない", "when a flaw was listed as exploited is not told"),
            &["cisa.kev"],
        ),
        (_, Some(from)) if days(from, as_of) > limit => {
            let why = said(
                format!("悪用が確認された脆弱性が{limit}日を超えて残っている"),
                format!("a known-exploited flaw is open for more than {limit} days"),
            );
            judge.fail(subject, why, [one.place(found.row), list.place(entry.row)]);
        }
        // A day to come would be within its limit for ever.
        (_, Some(from)) if !one.can_know(from, as_of) && !list.can_know(from, as_of) => judge.gap_of(
            &subject,
            said(
                "公表または修正の日が、一覧を取った日より後",
                "a flaw was listed or fixed after the lists were made, they say",
            ),
            &["cisa.kev"],
        ),
        _ => judge.note(said(
            "悪用が確認された脆弱性が期限内だが残っている",
            "a known-exploited flaw is open, within its limit",
        )),
    }
}

/// Every machine of the inventory has a scan that is not too old.
fn look_at_coverage(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let (limit, as_of) = (judge.days("scan_max_age_days", 30.0), judge.as_of());
    if !judge.rely_on_kinds(&["assets.inventory"]) {
        judge.gap(
            said("走査の母数になる台帳がない", "there is no inventory to count scans against"),
            &["assets.inventory"],
        );
    }
    let mut scanned: BTreeMap<String, Option<Date>> = BTreeMap::new();
    let mut only_part: BTreeSet<String> = BTreeSet::new();
    for one in pack.of_kinds(&SCANS) {
        for scan in &one.records.scans {
            if !scan.is_of_machine {
                only_part.insert(host_key(&scan.asset));
                continue;
            }
            let day = scanned.entry(host_key(&scan.asset)).or_default();
            *day = (*day).max(scan.day.filter(|day| one.can_know(*day, as_of)));
        }
    }
    for one in pack.of_kinds(&["assets.inventory"]) {
        if one.records.assets.is_empty() {
            judge
                .gap(said("台帳に機器が一台もない", "the inventory lists no machine"), &["assets.inventory"]);
        }
        for asset in one.records.assets.iter().filter(|asset| !asset.is_retired) {
            match scanned.get(&host_key(&asset.host)) {
                Some(Some(day)) if *day <= as_of && days(*day, as_of) <= limit => {}
                Some(Some(_)) => judge.gap_of(
                    &asset.host,
                    said(
                        format!("走査が{limit}日より前の機器がある"),
                        format!("a machine's scan is more than {limit} days old"),
                    ),
                    &SCANS,
                ),
                Some(None) => judge.gap_of(
                    &asset.host,
                    said("走査日の分からない機器がある", "when a machine was scanned is not told"),
                    &SCANS,
                ),
                None if only_part.contains(&host_key(&asset.host)) => judge.gap_of(
                    &asset.host,
                    said(
                        "その名のイメージや部品表だけが走査され、機器そのものの走査がない",
                        "only an image or list of that name was scanned, and not the machine",
                    ),
                    &SCANS,
                ),
                None => judge.gap_of(
                    &asset.host,
                    said("走査していない機器がある", "a machine has no scan"),
                    &SCANS,
                ),
            }
        }
    }
}
