//! Whether a component of a list is the product of a story, and which lists could show it at all.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::Named;
use super::version::{Scheme, purl_type};
use crate::read::names::{fold, tokens};

/// A component or product as a list of ours names it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Here<'a> {
    /// Kind of the list.
    pub kind: &'a str,
    /// Who makes it; empty when not told.
    pub vendor: &'a str,
    /// Its name, or name and version in one text (exposed services).
    pub name: &'a str,
    /// Package URL; empty when not told.
    pub purl: &'a str,
    /// CPE 2.3 name; empty when not told.
    pub cpe: &'a str,
}

impl Here<'_> {
    /// How its version is written.
    pub fn scheme(&self) -> Scheme {
        Scheme::of_purl(self.purl)
    }
}

/// Whether two names mean one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// An identifier, or vendor and product, say so.
    Yes,
    /// A name says so and nothing confirms it.
    Perhaps,
    /// Nothing says so.
    No,
}

/// One row of `data/products.csv`.
#[derive(Debug, Default)]
struct Known {
    vendors: Vec<Vec<String>>,
    products: Vec<Vec<String>>,
    /// Kind of package and folded name.
    packages: Vec<(&'static str, String)>,
    cpes: Vec<&'static str>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    include_str!("../../data/products.csv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split(',');
            let mut known = Known::default();
            known.vendors.push(tokens(cells.next().unwrap_or_default()));
            known.products.push(tokens(cells.next().unwrap_or_default()));
            for (key, value) in cells.filter_map(|cell| cell.split_once('=')) {
                match key {
                    "vendor" => known.vendors.push(tokens(value)),
                    "name" => known.products.push(tokens(value)),
                    "cpe" => known.cpes.push(value),
                    kind => known.packages.push((kind, fold(value))),
                }
            }
            known
        })
        .collect()
});

/// Words that many products share and that tell none apart.
const COMMON: [&str; 14] = [
    "server",
    "client",
    "software",
    "system",
    "systems",
    "manager",
    "management",
    "enterprise",
    "for",
    "the",
    "and",
    "edition",
    "service",
    "サーバー",
];

/// Vendor and product of a CPE 2.3 name or URI.
fn cpe_product(cpe: &str) -> Option<(&str, &str)> {
    let rest = cpe.strip_prefix("cpe:2.3:").or_else(|| cpe.strip_prefix("cpe:/"))?;
    let mut parts = rest.split(':').skip(1);
    let (vendor, product) = (parts.next()?, parts.next()?);
    (!matches!(vendor, "" | "*" | "-") && !matches!(product, "" | "*" | "-")).then_some((vendor, product))
}

/// A package URL without version, qualifiers and sub-path, in lower case.
fn purl_name(purl: &str) -> String {
    let end = purl.find(['@', '?', '#']).map_or(purl.len(), |at| {
        // The @ of a scope (`pkg:npm/@scope/name`) starts a part.
        if purl[at..].starts_with('@') && purl[..at].ends_with('/') {
            purl[at + 1..].find(['@', '?', '#']).map_or(purl.len(), |next| at + 1 + next)
        } else {
            at
        }
    });
    purl[..end].to_lowercase().replace("%40", "@")
}

/// Whether the words of `needle` stand in `words`, in a row.
fn holds(words: &[String], needle: &[String]) -> bool {
    !needle.is_empty() && words.windows(needle.len()).any(|window| window == needle)
}

/// The rows of the table that the named product is.
fn rows(named: &Named) -> Vec<&'static Known> {
    let cpe = cpe_product(&named.cpe);
    let (vendor, product) = (tokens(&named.vendor), tokens(&named.product));
    KNOWN
        .iter()
        .filter(|known| {
            let by_cpe = cpe
                .is_some_and(|(v, p)| known.cpes.iter().any(|known| known.split_once(':') == Some((v, p))));
            let has_vendor = vendor.is_empty()
                || known.vendors.iter().any(|name| holds(&vendor, name) || holds(name, &vendor));
            by_cpe
                || has_vendor
                    && known.products.iter().any(|name| {
                        *name == product
                            || known.vendors.iter().any(|v| [v.as_slice(), name].concat() == product)
                    })
        })
        .collect()
}

/// Whether `here` is the product `named`.
pub fn meet(named: &Named, here: &Here<'_>) -> Same {
    if !named.purl.is_empty() && !here.purl.is_empty() && purl_type(&named.purl) == purl_type(here.purl) {
        return if purl_name(&named.purl) == purl_name(here.purl) { Same::Yes } else { Same::No };
    }
    if let (Some(a), Some(b)) = (cpe_product(&named.cpe), cpe_product(here.cpe))
        && a == b
    {
        return Same::Yes;
    }
    let rows = rows(named);
    let kind = package_kind(here);
    let name = fold(here.name.rsplit('/').next().unwrap_or(here.name));
    if rows.iter().any(|known| {
        known
            .packages
            .iter()
            .any(|(of, package)| *of == kind && (*package == name || *package == fold(here.name)))
            || cpe_product(here.cpe)
                .is_some_and(|(v, p)| known.cpes.iter().any(|c| c.split_once(':') == Some((v, p))))
    }) {
        return Same::Yes;
    }
    by_words(named, here, &rows)
}

/// By the words of vendor and product: both is yes, the product alone is perhaps.
fn by_words(named: &Named, here: &Here<'_>, rows: &[&Known]) -> Same {
    let words = tokens(&format!("{} {}", here.vendor, here.name));
    let mut products: BTreeSet<Vec<String>> =
        rows.iter().flat_map(|known| known.products.iter().cloned()).collect();
    products.insert(tokens(&named.product));
    products.insert(tokens(
        named.purl.split('@').next().unwrap_or_default().rsplit('/').next().unwrap_or_default(),
    ));
    let vendors: BTreeSet<Vec<String>> =
        rows.iter().flat_map(|known| known.vendors.iter().cloned()).chain([tokens(&named.vendor)]).collect();
    let is_named = products.iter().any(|product| holds(&words, product));
    // A library, plug-in or client of a product carries its name, and further words.
    let is_exact = products.iter().any(|product| {
        let rest: Vec<&String> = words
            .iter()
            .filter(|word| !product.contains(word) && !vendors.iter().any(|vendor| vendor.contains(word)))
            .filter(|word| !word.bytes().any(|b| b.is_ascii_digit()) && word.len() > 1)
            .collect();
        holds(&words, product) && rest.is_empty()
    });
    let has_vendor = vendors.iter().any(|vendor| holds(&words, vendor));
    // A known name of one word is nobody else's; of several common words it may be.
    let is_distinct = rows
        .iter()
        .any(|known| known.products.iter().any(|product| product.len() == 1 && holds(&words, product)));
    if is_exact && (has_vendor || is_distinct) && !here.scheme().is_distribution() {
        return Same::Yes;
    }
    let stem = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let shares = products.iter().any(|product| {
        let own: Vec<String> =
            product.iter().filter(|word| !COMMON.contains(&word.as_str())).map(|word| stem(word)).collect();
        !own.is_empty()
            && own.iter().all(|own| own.len() > 2 && words.iter().any(|word| stem(word).contains(own)))
    });
    if is_named || shares { Same::Perhaps } else { Same::No }
}

/// Whether `text` may name a product of `vendor`: by its name, or by a product that the table knows as its.
pub fn may_be_of(vendor: &str, text: &str) -> bool {
    let (vendor, words) = (tokens(vendor), tokens(text));
    let is_vendor = |name: &Vec<String>| holds(&vendor, name) || holds(name, &vendor);
    holds(&words, &vendor)
        || KNOWN
            .iter()
            .filter(|known| known.vendors.iter().any(is_vendor))
            .any(|known| known.vendors.iter().chain(&known.products).any(|name| holds(&words, name)))
}

/// The key under which the table names packages of a list.
fn package_kind(here: &Here<'_>) -> &'static str {
    match (here.kind, purl_type(here.purl)) {
        ("winget.export", _) => "winget",
        (_, "deb") => "deb",
        (_, "rpm") => "rpm",
        _ => "",
    }
}

/// What a list of components could show if it were there, told from what it does show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shows<'a> {
    kind: &'a str,
    /// Types of the package URLs in it.
    types: BTreeSet<&'a str>,
    /// It names products by CPE that are no packages of a programming language.
    has_product_cpes: bool,
}

impl<'a> Shows<'a> {
    /// A list of `kind` with the package URLs and CPE names of its components, each empty when not told.
    pub fn of(kind: &'a str, components: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut shows = Self { kind, ..Self::default() };
        for (purl, cpe) in components {
            let of_type = purl_type(purl);
            // A tool that gives every package of a language a CPE has not looked for products.
            shows.has_product_cpes |=
                !cpe.is_empty() && matches!(of_type, "" | "generic" | "deb" | "rpm" | "apk");
            if !of_type.is_empty() {
                shows.types.insert(of_type);
            }
        }
        shows
    }

    /// Whether the product would be seen in it: a package URL where packages of its type are listed, a name only where
    /// the table knows the list's own name for it, a CPE where products have one. A bill that lists no package of a
    /// type may come from a tool that does not look for them, and does not show that there is none.
    pub fn could_show(&self, named: &Named) -> bool {
        let is_bill = matches!(self.kind, "cyclonedx" | "spdx");
        let packages = match self.kind {
            "dpkg.list" => "deb",
            "rpm.list" => "rpm",
            "winget.export" => "winget",
            _ => "",
        };
        if !named.purl.is_empty() {
            let of_type = purl_type(&named.purl);
            return of_type == packages || is_bill && self.types.contains(of_type);
        }
        let rows = rows(named);
        let is_known = rows.iter().any(|known| known.packages.iter().any(|(of, _)| *of == packages));
        let has_cpe = !named.cpe.is_empty() || rows.iter().any(|known| !known.cpes.is_empty());
        is_known || is_bill && self.has_product_cpes && has_cpe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(vendor: &str, product: &str) -> Named {
        Named { vendor: vendor.to_owned(), product: product.to_owned(), ..Named::default() }
    }

    fn check(named: &Named, kind: &str, name: &str, purl: &str, expected: Same) {
        let here = Here { kind, name, purl, ..Here::default() };
        assert_eq!(meet(named, &here), expected, "{} ~ {name} {purl}", named.called());
    }

    #[test]
    fn identifiers_decide_and_names_only_suggest() {
        let by_purl = |purl: &str| Named { purl: purl.to_owned(), ..Named::default() };
        let lodash = by_purl("pkg:npm/lodash");
        check(&lodash, "cyclonedx", "lodash", "pkg:npm/lodash@4.17.20", Same::Yes);
        check(&lodash, "cyclonedx", "lodash", "pkg:npm/%40types/lodash@4.14.1", Same::No);
        check(&lodash, "dpkg.list", "node-lodash", "pkg:deb/debian/node-lodash@4.17", Same::Perhaps);
        check(&by_purl("pkg:npm/%40acme/kit"), "cyclonedx", "kit", "pkg:npm/@acme/kit@1.0.0", Same::Yes);
        let fortios = named("Fortinet", "FortiOS");
        check(&fortios, "assets.exposed-services", "FortiGate 7.2.3", "", Same::Yes);
        check(&fortios, "assets.exposed-services", "フォーティネット FortiGate 60F v7.2.3", "", Same::Yes);
        check(&fortios, "assets.exposed-services", "FortiMail 7.2.3", "", Same::No);
        check(&named("", "Kitsune"), "cyclonedx", "kitsune", "", Same::Perhaps);
        check(&named("Acme", "Kitsune"), "cyclonedx", "acme/kitsune", "", Same::Yes);
        check(&named("Acme", "Kitsune"), "cyclonedx", "acme/kitsune-plugin-x", "", Same::Perhaps);
        check(&named("Apache", "HTTP Server"), "dpkg.list", "apache2", "pkg:deb/apache2@2.4", Same::Yes);
        check(&named("Apache", "HTTP Server"), "rpm.list", "httpd", "pkg:rpm/httpd@2.4", Same::Yes);
        check(&named("RARLAB", "WinRAR"), "winget.export", "RARLab.WinRAR", "", Same::Yes);
    }

    #[test]
    fn only_lists_that_could_show_it_prove_absence() {
        let by_purl = |purl: &str| Named { purl: purl.to_owned(), ..Named::default() };
        let (npm, maven) = (by_purl("pkg:npm/lodash"), by_purl("pkg:maven/org.acme/kit"));
        let scripts = Shows::of("cyclonedx", [("pkg:npm/left@1.0.0", "cpe:2.3:a:left:left:1.0.0")]);
        assert!(scripts.could_show(&npm));
        assert!(!scripts.could_show(&maven), "a bill without any package of that type");
        assert!(!scripts.could_show(&named("OpenSSL", "OpenSSL")), "CPEs of packages of a language only");
        let machine = Shows::of("cyclonedx", [("pkg:deb/debian/bash@5.2", "cpe:2.3:a:gnu:bash:5.2")]);
        assert!(machine.could_show(&named("OpenSSL", "OpenSSL")) && !machine.could_show(&npm));
        assert!(!machine.could_show(&named("Acme", "Kitsune")), "no CPE of it is known");
        assert!(!Shows::of("cyclonedx", []).could_show(&npm));
        let packages = Shows::of("dpkg.list", [("pkg:deb/bash@5.2", "")]);
        assert!(packages.could_show(&named("Apache", "HTTP Server")) && !packages.could_show(&npm));
        assert!(!packages.could_show(&named("Acme", "Kitsune")));
    }

    #[test]
    fn every_row_of_the_table_has_a_vendor_and_a_product() {
        for known in KNOWN.iter() {
            assert!(known.vendors.iter().chain(&known.products).all(|name| !name.is_empty()));
            assert!(known.packages.iter().all(|(kind, _)| matches!(*kind, "deb" | "rpm" | "winget")));
            assert!(known.cpes.iter().all(|cpe| cpe.contains(':')));
        }
    }
}
