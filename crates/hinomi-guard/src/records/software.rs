//! Software that is present, its flaws, and what advisories say of it.

use jiff::civil::Date;

use crate::product::Named;

/// A vulnerability that a scan or register says is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vulnerability {
    /// Ids under which it is known: CVE first.
    pub ids: Vec<String>,
    /// Machine or artefact.
    pub asset: String,
    /// Package.
    pub package: String,
    /// Whether a fix exists; `None` when the report does not say.
    pub has_fix: Option<bool>,
    /// When the fix came out, where told.
    pub fixed_on: Option<Date>,
    /// Closed: suppressed, not affected by a VEX statement, or done with.
    pub is_closed: bool,
    /// Where it stands.
    pub row: u32,
}

/// One scan of one machine or artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// What was scanned.
    pub asset: String,
    /// When.
    pub day: Option<Date>,
    /// Of a machine's own software, as against an image, a repository or a list of packages.
    pub is_of_machine: bool,
}

/// Software that is present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Name.
    pub name: String,
    /// Version as written; empty when not told.
    pub version: String,
    /// Package URL; empty when not told.
    pub purl: String,
    /// CPE name; empty when not told.
    pub cpe: String,
    /// Who makes it; empty when not told.
    pub vendor: String,
    /// Where it stands.
    pub row: u32,
}

/// A product that an advisory names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advised {
    /// The product, with what is said of its versions.
    pub named: Named,
    /// Where it stands.
    pub row: u32,
}

/// An entry of the list of known-exploited vulnerabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exploited {
    /// CVE id.
    pub cve: String,
    /// When it was listed.
    pub added: Option<Date>,
    /// Vendor as the list names it.
    pub vendor: String,
    /// Product as the list names it.
    pub product: String,
    /// Where it stands.
    pub row: u32,
}
