//! Indicators: what six extractors promise in their own tests, `ioc-peers`, and the sequences of a recognizer,
//! `recognizers-sequence`.
//!
//! A row is 1 when the sets of values are the same for every type that the row speaks of and ours knows, after
//! lower-casing scheme, host and mail domain and dropping a lone trailing `/`. Rows about options, and about types that
//! are not indicators of ours (cloud resources, autonomous systems, user agents), are left out and counted in a note.
//! A row of `fang` is 1 when the rewritten text is the same. Precision, recall and F1 are over (type, value) with the
//! host of each URL and mail address added to both sides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_facts::indicators::{Chain, Indicator, Kind, indicators, refanged};
use serde::Deserialize;
use serde_json::Value;

use super::lines;
use crate::table::Table;

#[derive(Deserialize)]
struct Case {
    suite: String,
    id: String,
    text: String,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    expect: BTreeMap<String, Value>,
    #[serde(default)]
    function: String,
    #[serde(default)]
    row: Vec<Value>,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    args: serde_json::Map<String, Value>,
}

/// Values by type.
type Sets = BTreeMap<String, BTreeSet<String>>;

/// What a row asks.
enum Asked {
    /// These types, with these values.
    Sets(Sets),
    /// The text rewritten.
    Text(String),
    /// Whether the text as a whole is of this type.
    Is(&'static str, bool),
    /// Something that is no indicator of ours.
    Nothing,
}

#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
    hit: usize,
    wanted: usize,
    found: usize,
}

impl Count {
    fn f1(&self) -> f64 {
        2.0 * self.hit as f64 / (self.wanted + self.found).max(1) as f64
    }
}

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let path = data.join("ioc-peers/dev.jsonl");
    let mut table = Table::default();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut n_left_out = 0;
    for case in lines::<Case>(&path)? {
        let asked = asked(&case);
        let count = counts.entry(case.suite.clone()).or_default();
        let found = hinomi_text::fold(&case.text).text;
        let is_right = match &asked {
            Asked::Nothing => {
                n_left_out += 1;
                continue;
            }
            Asked::Text(want) => refanged(&case.text) == *want,
            Asked::Is(kind, want) => {
                let found = indicators(&found);
                found.iter().any(|one| name_of(one, &case) == *kind && one.span.len() == case.text.len())
                    == *want
            }
            Asked::Sets(want) => {
                let found = sets_of(&indicators(&found), want, &case);
                let (ours, theirs) = (pairs(&found), pairs(want));
                count.hit += ours.intersection(&theirs).count();
                count.found += ours.len();
                count.wanted += theirs.len();
                if found != *want {
                    table
                        .notes
                        .push(format!("{}: {:?}: wanted {want:?}, found {found:?}", case.id, case.text));
                }
                found == *want
            }
        };
        if !is_right && !matches!(asked, Asked::Sets(_)) {
            table.notes.push(format!(
                "{} {}: {:?} gave {:?}",
                case.id,
                case.function,
                case.text,
                refanged(&case.text)
            ));
        }
        count.right += usize::from(is_right);
        count.all += 1;
        table.rows.insert(format!("{}/{}", case.suite, case.id), f64::from(u8::from(is_right)));
    }
    sequence(data, &mut counts, &mut table)?;
    let mut rest = Count::default();
    for (suite, count) in &counts {
        let share = count.right as f64 / count.all.max(1) as f64;
        table.summary.push((format!("{suite} exact"), share));
        table.notes.push(format!("{suite}: {} of {} exact, F1 {:.3}", count.right, count.all, count.f1()));
        if suite != "xioc" {
            rest.hit += count.hit;
            rest.found += count.found;
            rest.wanted += count.wanted;
        }
    }
    table.summary.push(("f1 of the rest".to_owned(), rest.f1()));
    table.notes.push(format!("{n_left_out} rows left out: options, or types that are no indicators of ours"));
    Ok(table)
}

fn asked(case: &Case) -> Asked {
    match case.suite.as_str() {
        "xioc" => Asked::Sets(
            case.types.iter().map(|kind| (kind.clone(), values(kind, case.expect.get(kind)))).collect(),
        ),
        "ioc-finder" if !case.args.is_empty() => Asked::Nothing,
        "ioc-finder" => {
            let known = |kind: &&&str| case.expect.contains_key(**kind);
            if !case.expect.is_empty() && !FINDER.iter().any(|(theirs, _)| known(&theirs)) {
                return Asked::Nothing;
            }
            let sets = FINDER
                .iter()
                .map(|(theirs, ours)| ((*ours).to_owned(), values(ours, case.expect.get(*theirs))));
            Asked::Sets(sets.collect())
        }
        "iocsearcher" => {
            let sets: Sets =
                case.expect.iter().map(|(kind, value)| (kind.clone(), values(kind, Some(value)))).collect();
            let is_ours = |kind: &str| kind == "registry" || CHAINS.iter().any(|(_, name)| *name == kind);
            if sets.keys().all(|kind| is_ours(kind)) { Asked::Sets(sets) } else { Asked::Nothing }
        }
        "ioc-fanger" if case.function == "fang" => {
            Asked::Text(case.result.as_str().unwrap_or_default().to_owned())
        }
        "iocextract" => {
            let kind = match case.function.as_str() {
                "extract_urls" => "url",
                "extract_emails" => "email",
                "extract_ipv4s" => "ipv4",
                "extract_ipv6s" => "ipv6",
                "extract_md5_hashes" => "md5",
                "extract_sha1_hashes" => "sha1",
                "extract_sha256_hashes" => "sha256",
                "extract_sha512_hashes" => "sha512",
                "refang_email" | "refang_ipv4" | "refang_data" => {
                    return Asked::Text(case.result.as_str().unwrap_or_default().to_owned());
                }
                _ => return Asked::Nothing,
            };
            Asked::Sets(Sets::from([(kind.to_owned(), values(kind, Some(&case.result)))]))
        }
        "ioc-extractor-npm" => npm(case),
        _ => Asked::Nothing,
    }
}

fn npm(case: &Case) -> Asked {
    let result = case.row.get(1).cloned().unwrap_or_default();
    let kind = match case.function.trim_start_matches("extract").trim_start_matches("is") {
        "refang" => return Asked::Text(result.as_str().unwrap_or_default().to_owned()),
        "MD5" => "md5",
        "SHA1" => "sha1",
        "SHA256" => "sha256",
        "SHA512" => "sha512",
        "SSDEEP" => "ssdeep",
        "Domain" => "domain",
        "IPv4" => "ipv4",
        "IPv6" => "ipv6",
        "URL" => "url",
        "Email" => "email",
        _ => return Asked::Nothing,
    };
    match result.as_bool() {
        Some(is) => Asked::Is(kind, is),
        None => Asked::Sets(Sets::from([(kind.to_owned(), values(kind, Some(&result)))])),
    }
}

/// Types of ioc-finder that ours knows, and how they are called here.
const FINDER: &[(&str, &str)] = &[
    ("domains", "domain"),
    ("urls", "url"),
    ("email_addresses", "email"),
    ("ipv4s", "ipv4"),
    ("ipv6s", "ipv6"),
    ("md5s", "md5"),
    ("sha1s", "sha1"),
    ("sha256s", "sha256"),
    ("sha512s", "sha512"),
    ("ssdeeps", "ssdeep"),
    ("registry_key_paths", "registry"),
    ("file_paths", "path"),
    ("monero_addresses", "monero"),
    ("bitcoin_addresses", "bitcoin"),
];

const CHAINS: &[(Chain, &str)] = &[
    (Chain::Bitcoin, "bitcoin"),
    (Chain::BitcoinCash, "bitcoincash"),
    (Chain::Cardano, "cardano"),
    (Chain::Dash, "dashcoin"),
    (Chain::Dogecoin, "dogecoin"),
    (Chain::Ethereum, "ethereum"),
    (Chain::Litecoin, "litecoin"),
    (Chain::Monero, "monero"),
    (Chain::Ripple, "ripple"),
    (Chain::Solana, "solana"),
    (Chain::Tezos, "tezos"),
    (Chain::Tron, "tron"),
    (Chain::Zcash, "zcash"),
];

/// A set of values as a row writes them: one string, a list, or nothing.
fn values(kind: &str, value: Option<&Value>) -> BTreeSet<String> {
    let list = match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    list.into_iter().map(|value| normal(kind, &refanged(value))).collect()
}

fn normal(kind: &str, value: &str) -> String {
    match kind {
        "url" => {
            let (scheme, rest) = value.split_once("://").map_or(("", value), |(scheme, rest)| (scheme, rest));
            let host_len = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(host_len);
            let sign = if scheme.is_empty() { "" } else { "://" };
            let url = format!("{}{sign}{}{path}", scheme.to_lowercase(), host.to_lowercase());
            url.strip_suffix('/').map(str::to_owned).unwrap_or(url)
        }
        "registry" | "path" => value.replace(['<', '>'], ""),
        "email" | "domain" | "ipv6" | "md5" | "sha1" | "sha256" | "sha512" => value.to_lowercase(),
        _ => value.to_owned(),
    }
}

/// What the row calls an indicator of ours.
fn name_of(one: &Indicator, case: &Case) -> &'static str {
    // Only two of the extractors take a host with a path for a URL.
    let is_bare_known = matches!(case.suite.as_str(), "ioc-finder" | "iocextract");
    match one.kind {
        Kind::Url => "url",
        Kind::BareUrl if is_bare_known => "url",
        Kind::Email => "email",
        Kind::Ipv4 => "ipv4",
        Kind::Ipv6 => "ipv6",
        Kind::Domain => "domain",
        Kind::Md5 => "md5",
        Kind::Sha1 => "sha1",
        Kind::Sha256 => "sha256",
        Kind::Sha512 => "sha512",
        Kind::Ssdeep => "ssdeep",
        Kind::Path => "path",
        Kind::Registry => "registry",
        Kind::Wallet(chain) => CHAINS.iter().find(|(known, _)| *known == chain).map_or("", |(_, name)| name),
        _ => "",
    }
}

/// What was found of the types that are asked for.
fn sets_of(found: &[Indicator], want: &Sets, case: &Case) -> Sets {
    let mut sets: Sets = want.keys().map(|kind| (kind.clone(), BTreeSet::new())).collect();
    for one in found {
        let kind = name_of(one, case);
        // iocextract takes a harmless host alone for a URL, and nothing that is written plainly without a scheme.
        let is_theirs = case.suite == "iocextract" && matches!(one.kind, Kind::Domain | Kind::Ipv4);
        let is_url = is_theirs && one.within.is_none() && one.mark.is_some() && want.contains_key("url");
        if case.suite == "iocextract" && one.kind == Kind::BareUrl && one.mark.is_none() {
            continue;
        }
        let kind = if is_url { "url" } else { kind };
        if let Some(set) = sets.get_mut(kind) {
            set.insert(normal(kind, &one.value));
        }
    }
    sets
}

/// (Type, value), with the hosts of URLs and mail addresses.
fn pairs(sets: &Sets) -> BTreeSet<(String, String)> {
    let mut out = BTreeSet::new();
    for (kind, values) in sets {
        for value in values {
            out.insert((kind.clone(), value.clone()));
            let host = match kind.as_str() {
                "url" => {
                    let rest = value.split_once("://").map_or(value.as_str(), |(_, rest)| rest);
                    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                    authority
                        .rsplit('@')
                        .next()
                        .map(|server| server.split(':').next().unwrap_or(server).to_owned())
                }
                "email" => value.rsplit('@').next().map(str::to_owned),
                _ => None,
            };
            out.extend(host.map(|host| ("host".to_owned(), host)));
        }
    }
    out
}

#[derive(Deserialize)]
struct Sequence {
    #[serde(rename = "Input")]
    input: String,
    #[serde(rename = "Results")]
    results: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(rename = "Text")]
    text: String,
    #[serde(rename = "TypeName")]
    kind: String,
}

/// The files of `recognizers-sequence` that are about indicators. A row is 1 when all spans and types are right;
/// telephone numbers must be no addresses and no URLs.
fn sequence(data: &Path, counts: &mut BTreeMap<String, Count>, table: &mut Table) -> Result<()> {
    for (file, kind) in [
        ("English/URLModel", "url"),
        ("English/IpAddressModel", "ip"),
        ("English/EmailModel", "email"),
        ("English/GUIDModel", "guid"),
        ("English/PhoneNumberModel", "ip"),
    ] {
        let path = data.join(format!("recognizers-sequence/dev/{file}.json"));
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let cases: Vec<Sequence> = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        let count = counts.entry("recognizers-sequence".to_owned()).or_default();
        for (idx, case) in cases.iter().enumerate() {
            let folded = hinomi_text::fold(&case.input).text;
            let found = indicators(&folded);
            let ours: BTreeSet<String> = found
                .iter()
                .filter(|one| one.within.is_none() && type_of(one.kind) == kind)
                .filter_map(|one| one.span.of(&folded).map(str::to_lowercase))
                .collect();
            let wanted = case.results.iter().filter(|one| one.kind == kind);
            let theirs: BTreeSet<String> = wanted.map(|one| one.text.to_lowercase()).collect();
            count.hit += ours.intersection(&theirs).count();
            count.found += ours.len();
            count.wanted += theirs.len();
            count.right += usize::from(ours == theirs);
            count.all += 1;
            if ours != theirs {
                table.notes.push(format!("{file} {:?}: wanted {theirs:?}, found {ours:?}", case.input));
            }
            let row = format!("recognizers-sequence/{file}-{idx:03}");
            table.rows.insert(row, f64::from(u8::from(ours == theirs)));
        }
    }
    Ok(())
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Url | Kind::BareUrl | Kind::Domain => "url",
        Kind::Ipv4 | Kind::Ipv6 => "ip",
        Kind::Email => "email",
        Kind::Guid => "guid",
        _ => "",
    }
}
