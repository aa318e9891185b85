//! Products as news and advisories name them, and whether what is here is one of them at an affected version.
//!
//! ```text
//! advisory, facts → Named        component of a list → Here
//!          Named::meets(Here) → Same        Named::status(version) → Status
//! ```
//!
//! A name alone is possible and never affected: `Same::Yes` needs an identifier (package URL, CPE) or vendor and
//! product; a status needs both versions in one scheme.

mod names;
mod range;
mod version;

pub use names::{Here, Same, Shows, may_be_of};
pub use range::{Statement, Status, Until};
pub use version::{Scheme, compare};

/// A product in the story.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Named {
    /// Who makes it; empty when not told.
    pub vendor: String,
    /// Its name as written.
    pub product: String,
    /// Package URL without version; empty when not told.
    pub purl: String,
    /// CPE 2.3 name; empty when not told.
    pub cpe: String,
    /// The flaws that it is named for.
    pub cves: Vec<String>,
    /// What is said of which versions.
    pub statements: Vec<Statement>,
    /// What holds of versions that no statement names.
    pub default: Status,
}

impl Named {
    /// What is said of `version`, which a list writes in `scheme`.
    pub fn status(&self, version: &str, scheme: Scheme) -> Status {
        range::status(&self.statements, self.default, version, scheme)
    }

    /// Whether `here` is this product.
    pub fn meets(&self, here: &Here<'_>) -> Same {
        names::meet(self, here)
    }

    /// How it is called in messages.
    pub fn called(&self) -> String {
        let named = format!("{} {}", self.vendor, self.product);
        let named = named.trim();
        if named.is_empty() { self.purl.clone() } else { named.to_owned() }
    }
}
