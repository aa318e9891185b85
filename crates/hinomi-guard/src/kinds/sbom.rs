//! Lists of software that is present: CycloneDX, SPDX 2, dpkg, rpm, winget.
//!
//! A component without a version is known to be there and no more. VEX statements in CycloneDX close or open
//! vulnerabilities; `rc` rows of dpkg are removed software, `gpg-pubkey` rows of rpm none.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::tree::{at, each_element, list, text};
use crate::records::{Component, Records, Vulnerability};

/// Purposes of packages that are kept; the standard has 13.
const PURPOSES_MAX: usize = 32;

/// How deep components may nest in each other.
const NESTING_MAX: usize = 32;

/// What is a machine and not something on one. Sources: CycloneDX 1.6 `component.type`, SPDX 2.3
/// `primaryPackagePurpose`.
const MACHINES: [&str; 3] = ["device", "operating-system", "firmware"];

/// Whether a list is of a whole machine: its subject is one, or an operating system is among what it lists. Images
/// hold the packages of an operating system too, and are no machine.
fn is_of_machine(subject: &str, parts: &[String]) -> bool {
    let is_machine = |kind: &str| MACHINES.iter().any(|known| known.eq_ignore_ascii_case(kind));
    let is_image = |kind: &str| kind.eq_ignore_ascii_case("container");
    !is_image(subject)
        && !parts.iter().any(|kind| is_image(kind))
        && (is_machine(subject) || parts.iter().any(|kind| is_machine(kind)))
}

/// CycloneDX JSON: components, at any nesting, and VEX statements.
pub fn cyclonedx(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut parts: Vec<String> = Vec::new();
    let rest = each_element(input, &["components"], context, |component, row, context| {
        // A device as a part (a disk, a card) says nothing of the whole.
        if matches!(text(component, "type"), "operating-system" | "container") {
            parts.push(text(component, "type").to_owned());
        }
        let mut level: Vec<&Value> = vec![component];
        for depth in 0.. {
            let mut next = Vec::new();
            for component in level {
                records.components.push(read_component(component, row));
                next.extend(list(component, "components"));
            }
            if next.is_empty() {
                break;
            }
            if depth > NESTING_MAX {
                context.damage(format!("components nest deeper than {NESTING_MAX}"), "export it again");
                break;
            }
            level = next;
        }
    });
    let rest = Value::Object(rest);
    if text(&rest, "bomFormat") != "CycloneDX" {
        context.damage("is no CycloneDX document", "export it as CycloneDX JSON");
    }
    records.is_of_machine = is_of_machine(text(&rest, "metadata.component.type"), &parts);
    if let Some(whole) = at(&rest, "metadata.component") {
        records.listed_for = text(whole, "name").to_owned();
        records.components.push(read_component(whole, 0));
    }
    for (found, row) in list(&rest, "vulnerabilities").iter().zip(1..) {
        records.vulnerabilities.push(Vulnerability {
            ids: vec![text(found, "id").to_ascii_uppercase()],
            asset: text(&rest, "metadata.component.name").to_owned(),
            package: String::new(),
            has_fix: None,
            fixed_on: None,
            is_closed: is_closed(found, context, row),
            row,
        });
    }
}

/// Whether a VEX statement closes a finding. "Not affected" without a justification or a word of detail is a bare
/// claim and closes nothing.
fn is_closed(found: &Value, context: &mut Context<'_>, row: u32) -> bool {
    let is_reasoned =
        !text(found, "analysis.justification").is_empty() || !text(found, "analysis.detail").is_empty();
    match text(found, "analysis.state") {
        "resolved" | "resolved_with_pedigree" => true,
        "not_affected" | "false_positive" if is_reasoned => true,
        "not_affected" | "false_positive" => {
            context.damage_row(row, "says not affected without a justification", "let its author give one");
            false
        }
        _ => false,
    }
}

fn read_component(component: &Value, row: u32) -> Component {
    let vendor = ["supplier.name", "manufacturer.name", "publisher", "group"];
    Component {
        name: name(component),
        version: text(component, "version").to_owned(),
        purl: text(component, "purl").to_owned(),
        cpe: text(component, "cpe").to_owned(),
        vendor: vendor
            .into_iter()
            .map(|path| text(component, path))
            .find(|v| !v.is_empty())
            .unwrap_or_default()
            .to_owned(),
        row,
    }
}

fn name(component: &Value) -> String {
    let group = text(component, "group");
    let name = text(component, "name");
    if group.is_empty() { name.to_owned() } else { format!("{group}/{name}") }
}

/// SPDX 2 JSON.
pub fn spdx(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut parts: Vec<String> = Vec::new();
    let rest = each_element(input, &["packages"], context, |package, row, _| {
        let purpose = text(package, "primaryPackagePurpose");
        if !purpose.is_empty() && parts.len() < PURPOSES_MAX && !parts.iter().any(|known| known == purpose) {
            parts.push(purpose.to_owned());
        }
        let reference = |kinds: &[&str]| {
            let found =
                list(package, "externalRefs").iter().find(|r| kinds.contains(&text(r, "referenceType")));
            found.map(|r| text(r, "referenceLocator")).unwrap_or_default().to_owned()
        };
        let version = text(package, "versionInfo");
        let maker = text(package, "supplier");
        records.components.push(Component {
            name: text(package, "name").to_owned(),
            version: if version == "NOASSERTION" { String::new() } else { version.to_owned() },
            purl: reference(&["purl"]),
            cpe: reference(&["cpe23Type", "cpe22Type"]),
            vendor: maker.strip_prefix("Organization:").unwrap_or_default().trim().to_owned(),
            row,
        });
    });
    let rest = Value::Object(rest);
    if text(&rest, "spdxVersion").is_empty() {
        context.damage("is no SPDX 2 document", "export it as SPDX 2.3 JSON");
    }
    records.listed_for = text(&rest, "name").to_owned();
    records.is_of_machine = is_of_machine("", &parts);
}

/// `dpkg-query -W` with status, package, version, architecture, source package, source version, or the bare list.
pub fn dpkg(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut n_odd = 0;
    for (line, row) in input.lines().zip(1..) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        match cells.as_slice() {
            [status, package, version, ..] if status.len() <= 3 && !package.is_empty() => {
                if status.starts_with("ii") {
                    let (name, version) = ((*package).to_owned(), (*version).to_owned());
                    records.components.push(Component {
                        purl: format!("pkg:deb/{name}@{version}"),
                        name,
                        version,
                        cpe: String::new(),
                        vendor: String::new(),
                        row,
                    });
                }
            }
            [""] => {}
            _ => n_odd += 1,
        }
    }
    if n_odd > 0 {
        context.damage(
            format!("{n_odd} lines are not of dpkg-query's form"),
            "use the command that `hinomi guard ask` prints",
        );
    }
}

/// `rpm -qa` with name, epoch, version, release, architecture, source package.
pub fn rpm(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut n_odd = 0;
    for (line, row) in input.lines().zip(1..) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        match cells.as_slice() {
            ["gpg-pubkey", ..] | [""] => {}
            [name, epoch, version, release, ..] if !name.is_empty() => {
                let version = format!("{epoch}:{version}-{release}");
                records.components.push(Component {
                    purl: format!("pkg:rpm/{name}@{version}"),
                    name: (*name).to_owned(),
                    version,
                    cpe: String::new(),
                    vendor: String::new(),
                    row,
                });
            }
            _ => n_odd += 1,
        }
    }
    if n_odd > 0 {
        context.damage(
            format!("{n_odd} lines are not of rpm's form"),
            "use the command that `hinomi guard ask` prints",
        );
    }
}

/// `winget export`: software that winget knows, on one machine.
pub fn winget(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["Sources"], context, |source, row, _| {
        for package in list(source, "Packages") {
            records.components.push(Component {
                name: text(package, "PackageIdentifier").to_owned(),
                version: at(package, "Version").and_then(Value::as_str).unwrap_or_default().to_owned(),
                purl: String::new(),
                cpe: String::new(),
                vendor: text(package, "PackageIdentifier").split('.').next().unwrap_or_default().to_owned(),
                row,
            });
        }
    });
}
