//! `vuln.named_in_news`: the product in the story is not here, or is at a version that does not have the flaw.
//!
//! Answers only where a story names a product or a CVE; a check of the whole organisation has none. Products come with
//! their versions from the story's facts and from CVE records among the evidence. Witnesses: a component that is the
//! product (by package URL, CPE, or vendor and product) at an affected version in its own version scheme; an open
//! finding of a scanner on a CVE of the story. A name alone, no version, or a distribution's version without the
//! distribution's word is possible and never affected. A pass needs every machine of the inventory covered by a list in
//! which the product would be seen, and that is of the whole machine: the list of one application says nothing of what
//! else runs there, so it brings witnesses and no pass. Misses: software that no list shows, such as what is built into
//! other software.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Judge;
use crate::pack::{Evidence, Pack};
use crate::product::{Here, Named, Same, Shows, Status};
use crate::read::names::{fold, host_key};
use crate::records::{Asset, Component, Place, Service};
use crate::said::said;

const LISTS: [&str; 5] = ["cyclonedx", "spdx", "dpkg.list", "rpm.list", "winget.export"];
const SERVICES: &str = "assets.exposed-services";
const SCANS: [&str; 6] =
    ["trivy.json", "grype.json", "osv-scanner.json", "vuln.register", "sarif", "cyclonedx"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let cves: BTreeSet<&str> = judge.named.iter().flat_map(|named| &named.cves).map(String::as_str).collect();
    let of_story = |named: &Named| named.cves.iter().any(|cve| cves.contains(cve.as_str()));
    let advised =
        pack.evidence.iter().flat_map(|one| one.records.advised.iter().map(move |advised| (one, advised)));
    let advised: Vec<(&Evidence, &Named, u32)> = advised
        .filter(|(_, advised)| of_story(&advised.named))
        .map(|(one, advised)| (one, &advised.named, advised.row))
        .collect();
    let is_product =
        |named: &&Named| !named.product.is_empty() || !named.purl.is_empty() || !named.cpe.is_empty();
    let mut products: Vec<(&Named, Option<Place>)> =
        judge.named.iter().filter(is_product).map(|named| (named, None)).collect();
    for (one, named, row) in &advised {
        judge.rely(one);
        products.push((named, Some(one.place(*row))));
    }
    look_at_scans(judge, &cves);
    if products.is_empty() {
        let what = if cves.is_empty() {
            said("記事の製品が与えられていない", "no story names a product")
        } else {
            said(
                "記事の CVE がどの製品のものか示す CVE レコードがない",
                "no CVE record says which product a flaw of the story is in",
            )
        };
        judge.gap(
            what,
            &["cve.record", "cyclonedx", "spdx", "dpkg.list", "rpm.list", "winget.export", SERVICES],
        );
        return;
    }
    for (named, place) in &products {
        look_for(judge, named, *place);
    }
    look_at_coverage(judge, &products);
}

/// A scanner that found a CVE of the story open has found the product at an affected version.
fn look_at_scans(judge: &mut Judge<'_>, cves: &BTreeSet<&str>) {
    for one in judge.pack.of_kinds(&SCANS) {
        for found in one.records.vulnerabilities.iter().filter(|found| !found.is_closed) {
            let Some(cve) = found.ids.iter().find(|id| cves.contains(id.as_str())) else { continue };
            let subject = format!("{cve} {}", found.asset);
            judge.fail(
                subject.trim(),
                said("記事の脆弱性が走査で見つかっている", "a scan shows a flaw of the story"),
                [one.place(found.row)],
            );
        }
    }
}

/// What is here and could be the product.
struct Found<'p> {
    one: &'p Evidence,
    here: Here<'p>,
    version: &'p str,
    row: u32,
}

impl<'p> Found<'p> {
    fn component(one: &'p Evidence, component: &'p Component) -> Self {
        let here = Here {
            kind: &one.source.kind,
            vendor: &component.vendor,
            name: &component.name,
            purl: &component.purl,
            cpe: &component.cpe,
        };
        Self { one, here, version: &component.version, row: component.row }
    }

    fn service(one: &'p Evidence, service: &'p Service) -> Self {
        let here = Here { kind: &one.source.kind, name: &service.product, ..Here::default() };
        Self { one, here, version: version_in(&service.product).unwrap_or_default(), row: service.row }
    }
}

/// The one version in a text such as `nginx/1.18.0` or `FortiGate v7.2.3`; none when there are several.
pub(super) fn version_in(text: &str) -> Option<&str> {
    let is_version = |word: &&str| {
        let plain = word.strip_prefix(['v', 'V']).unwrap_or(word);
        plain.starts_with(|c: char| c.is_ascii_digit()) && plain.contains('.')
    };
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '_' | '(' | ')' | ',' | '、' | '（' | '）'))
        .filter(is_version);
    let first = words.next()?;
    words.all(|word| word == first).then_some(first)
}

fn look_for(judge: &mut Judge<'_>, named: &Named, advised: Option<Place>) {
    let pack = judge.pack;
    let components = pack
        .of_kinds(&LISTS)
        .flat_map(|one| one.records.components.iter().map(move |component| Found::component(one, component)));
    let services = pack
        .of_kinds(&[SERVICES])
        .flat_map(|one| one.records.services.iter().map(move |service| Found::service(one, service)));
    for found in components.chain(services) {
        let same = named.meets(&found.here);
        if same == Same::No {
            continue;
        }
        let scheme = found.here.scheme();
        let who = called(&found);
        match (named.status(found.version, scheme), same) {
            (Status::Unaffected, _) | (_, Same::No) => {}
            (Status::Affected, Same::Yes) if is_excused(pack, named, found.here.name) => judge.gap_of(
                &who,
                said(
                    "影響する版だが、影響なしとする根拠つきの記録がある",
                    "an affected version, which a reasoned statement on record calls not affected",
                ),
                &[],
            ),
            (Status::Affected, Same::Yes) => {
                let why = said(
                    format!("記事の製品（{}）の影響を受ける版がある", named.called()),
                    format!("the product of the story ({}) is here at an affected version", named.called()),
                );
                judge.fail(&who, why, [found.one.place(found.row)].into_iter().chain(advised));
            }
            (_, Same::Perhaps) => judge.gap_of(
                &who,
                said(
                    "名前だけが記事の製品と重なるものがある",
                    "something shares only its name with the product of the story",
                ),
                &["cyclonedx"],
            ),
            (Status::Unknown, _) if found.version.is_empty() => judge.gap_of(
                &who,
                said(
                    "記事の製品があるが、版が分からない",
                    "the product of the story is here, and its version is not told",
                ),
                &LISTS,
            ),
            (Status::Unknown, _) if scheme.is_distribution() => judge.gap_of(
                &who,
                said(
                    "記事の製品が配布元の版であり、配布元の記述がない",
                    "the product of the story is here at a distribution's version, and the distribution says nothing of it",
                ),
                &["trivy.json", "grype.json"],
            ),
            (Status::Unknown, _) => judge.gap_of(
                &who,
                said(
                    "記事の製品があるが、その版が影響を受けるか述べられていない",
                    "the product of the story is here, and nothing says whether its version is affected",
                ),
                &["cve.record"],
            ),
        }
    }
}

fn called(found: &Found<'_>) -> String {
    let list = &found.one.records.listed_for;
    let name = found.here.name;
    let name = if found.version.is_empty() || name.contains(found.version) {
        name.to_owned()
    } else {
        format!("{name} {}", found.version)
    };
    if list.is_empty() { name } else { format!("{list}: {name}") }
}

/// Whether a scanner or VEX statement closed a CVE of the product on that component, with its reason.
fn is_excused(pack: &Pack, named: &Named, name: &str) -> bool {
    pack.of_kinds(&SCANS)
        .filter(|one| one.doubts.is_empty())
        .flat_map(|one| &one.records.vulnerabilities)
        .any(|found| {
            found.is_closed
                && found.ids.iter().any(|id| named.cves.contains(id))
                && !found.package.is_empty()
                && fold(&found.package) == fold(name)
        })
}

/// Every machine of the inventory has a list in which each product would be seen.
fn look_at_coverage(judge: &mut Judge<'_>, products: &[(&Named, Option<Place>)]) {
    let pack = judge.pack;
    judge.rely_on_kinds(&LISTS);
    if !judge.rely_on_kinds(&["assets.inventory"]) {
        judge.gap(
            said("母数になる台帳がない", "there is no inventory to count lists of software against"),
            &["assets.inventory"],
        );
    }
    // A product of a vendor may be an appliance, which only the outside view shows.
    if products.iter().any(|(named, _)| named.purl.is_empty()) && !judge.rely_on_kinds(&[SERVICES]) {
        judge.gap(said("公開サービスの一覧がない", "there is no list of exposed services"), &[SERVICES]);
    }
    let assets: Vec<(&Evidence, &Asset)> = pack
        .of_kinds(&["assets.inventory"])
        .flat_map(|one| one.records.assets.iter().map(move |asset| (one, asset)))
        .filter(|(_, asset)| !asset.is_retired)
        .collect();
    if assets.is_empty() {
        judge.gap(said("台帳に機器が一台もない", "the inventory lists no machine"), &["assets.inventory"]);
    }
    let hosts: BTreeSet<String> = assets.iter().map(|(_, asset)| host_key(&asset.host)).collect();
    let mut listed: BTreeMap<String, Vec<(&Evidence, Shows<'_>)>> = BTreeMap::new();
    for one in pack.of_kinds(&LISTS).filter(|one| !one.records.components.is_empty()) {
        if let Some(host) = covers(one, &hosts) {
            let components = one.records.components.iter();
            let named = components.map(|component| (&*component.purl, &*component.cpe));
            listed.entry(host).or_default().push((one, Shows::of(&one.source.kind, named)));
        }
    }
    let seen_outside = seen_outside(pack);
    for (named, _) in products {
        for (_, asset) in &assets {
            let key = host_key(&asset.host);
            let lists = listed.get(&key).map(Vec::as_slice).unwrap_or_default();
            let mut showing = lists.iter().filter(|(_, shows)| shows.could_show(named)).peekable();
            let has_any = showing.peek().is_some();
            if showing.any(|(one, _)| is_whole(one)) || asset.is_network && seen_outside.contains(&key) {
                continue;
            }
            let what = if has_any {
                said(
                    "機器全体の一覧でなく、その上のアプリケーションの一覧しかない機器がある",
                    "of a machine only what is on it is listed (an application, an image), not the whole machine",
                )
            } else {
                said(
                    "記事の製品の有無が分かるソフトウェア一覧のない機器がある",
                    "a machine has no list of software in which the product of the story would be seen",
                )
            };
            judge.gap_of(&asset.host, what, &LISTS);
        }
    }
}

/// Whether a list is of everything on its machine: a package manager's own, or a bill that says so.
fn is_whole(one: &Evidence) -> bool {
    !matches!(one.source.kind.as_str(), "cyclonedx" | "spdx") || one.records.is_of_machine
}

/// The machine that a list is of: named inside, else by the id or file name that the posture gives it.
fn covers(one: &Evidence, hosts: &BTreeSet<String>) -> Option<String> {
    let inside = host_key(&one.records.listed_for);
    if hosts.contains(&inside) {
        return Some(inside);
    }
    let stem = one.source.path.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_lowercase();
    let id = one.source.id.to_lowercase();
    let names = |text: &str, host: &str| {
        text.match_indices(host).any(|(at, _)| {
            let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            is_edge(text[..at].chars().next_back()) && is_edge(text[at + host.len()..].chars().next())
        })
    };
    // The longest name: a list of web-proxy is not one of web.
    let mut found: Vec<&String> =
        hosts.iter().filter(|host| !host.is_empty() && (names(&stem, host) || names(&id, host))).collect();
    found.sort_by_key(|host| std::cmp::Reverse(host.len()));
    match found.as_slice() {
        [one, other, ..] if !one.contains(other.as_str()) => None,
        [one, ..] => Some((*one).clone()),
        [] => None,
    }
}

/// The machines that are listed from outside with their product and version.
fn seen_outside(pack: &Pack) -> BTreeSet<String> {
    pack.of_kinds(&[SERVICES])
        .flat_map(|one| &one.records.services)
        .filter(|service| version_in(&service.product).is_some())
        .map(|service| host_key(&service.host))
        .collect()
}
