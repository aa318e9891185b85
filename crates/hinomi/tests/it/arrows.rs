//! The layout that `ARCHITECTURE.md` promises: arrows between crates point down only.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::run::root;

const FLOORS: &[(&str, u8)] = &[
    ("hinomi", 3),
    ("hinomi-eval", 3),
    ("hinomi-gather", 2),
    ("hinomi-read", 2),
    ("hinomi-facts", 2),
    ("hinomi-incidents", 2),
    ("hinomi-brief", 2),
    ("hinomi-guard", 2),
    ("hinomi-store", 2),
    ("hinomi-text", 1),
    ("hinomi-model", 0),
];

#[test]
fn arrows_point_down_only() {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut seen = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let floor =
            *floors.get(name).unwrap_or_else(|| panic!("crate {name} has no floor: add it to FLOORS"));
        seen.push(name.to_owned());
        for dependency in &package.dependencies {
            // Development dependencies count too: a test that needs a neighbour belongs on floor 3.
            let Some(below) = floors.get(dependency.name.as_str()) else { continue };
            assert!(
                *below < floor,
                "{name} (floor {floor}) uses {} (floor {below}){}",
                dependency.name,
                if dependency.kind == DependencyKind::Development { " in its tests" } else { "" },
            );
        }
    }
    seen.sort();
    let mut expected: Vec<String> = floors.keys().map(|name| (*name).to_owned()).collect();
    expected.sort();
    assert_eq!(seen, expected, "FLOORS and crates/ differ");
}

#[test]
fn only_gather_opens_sockets_and_only_store_speaks_sql() {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    for (library, owner) in [("ureq", "hinomi-gather"), ("rusqlite", "hinomi-store")] {
        for package in &metadata.packages {
            let uses = |d: &cargo_metadata::Dependency| d.name == library && d.kind == DependencyKind::Normal;
            let name = package.name.as_str();
            assert!(
                name == owner || !package.dependencies.iter().any(uses),
                "{name} uses {library}; only {owner} may"
            );
        }
    }
}
