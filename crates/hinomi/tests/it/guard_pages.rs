//! From news to answer in one go: `brief --out`, and every link of its pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::run::{Desk, example, root};

/// Every page of a folder: name, text.
fn pages(dir: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(dir).unwrap().flatten();
    let page = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap())
    };
    entries.map(page).collect()
}

/// The values of an attribute, entities resolved as far as addresses hold any.
fn attribute(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    html.split(&start)
        .skip(1)
        .map(|part| part.split('"').next().unwrap().replace("&amp;", "&").replace("&#x2f;", "/"))
        .collect()
}

fn brief(desk: &Desk, more: &[&str]) -> PathBuf {
    let out = desk.dir.path().join("pages");
    let args = ["brief", "--replay", &example(), "--date", "2025-11-11", "--out", &out.display().to_string()];
    let told = desk.out(&[&args[..], more].concat());
    assert_eq!(told, format!("{}\n", out.join("index.html").display()));
    out
}

/// Every link that does not lead to the web leads to a page and an anchor that are there, or to a file.
fn every_link_resolves(dir: &Path, pages: &BTreeMap<String, String>) {
    let ids: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .map(|(name, text)| (name.as_str(), attribute(text, "id").into_iter().collect()))
        .collect();
    for (name, text) in pages {
        for href in attribute(text, "href") {
            if href.starts_with("https://") || href.starts_with("http://") {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((&href, ""));
            let file = if file.is_empty() { name } else { file };
            match ids.get(file) {
                Some(ids) => assert!(fragment.is_empty() || ids.contains(fragment), "{name}: {href}"),
                None => {
                    assert!(dir.join(file).is_file(), "{name}: {href}");
                    let row: usize = fragment.strip_prefix("row=").map_or(1, |row| row.parse().unwrap());
                    let n_lines = std::fs::read(dir.join(file)).unwrap().split(|byte| *byte == b'\n').count();
                    assert!((1..=n_lines).contains(&row), "{name}: {href}");
                }
            }
        }
    }
}

#[test]
fn from_the_brief_to_the_row_each_step_is_a_link() {
    let posture = root().join("examples/autumn-2025-posture").display().to_string();
    for lang in ["ja", "en"] {
        let desk = Desk::new();
        let dir = brief(&desk, &["--posture", &posture, "--lang", lang]);
        let pages = pages(&dir);
        every_link_resolves(&dir, &pages);
        let leads = |page: &str, to: &str| {
            let hrefs = attribute(&pages[page], "href");
            hrefs.into_iter().filter(|href| href.starts_with(to)).collect::<Vec<_>>()
        };
        let walk = leads("index.html", "incident-").into_iter().find_map(|incident| {
            let path = leads(&incident, "path-").pop()?;
            leads(&path, "findings.html#").into_iter().find_map(|finding| {
                let id = format!("id=\"{}\"", finding.split_once('#')?.1);
                let section = pages["findings.html"].split("<section").find(|part| part.contains(&id))?;
                attribute(section, "href").into_iter().find(|href| href.contains("#row="))
            })
        });
        assert!(walk.is_some(), "no way from the brief to a row");
        assert!(
            !leads("index.html", "findings.html#").is_empty(),
            "an answer of the brief leads to its finding"
        );
        assert!(!pages["index.html"].contains("maint-kura"), "a brief is passed on and names nobody");
        assert!(pages.values().all(|page| !page.contains("<script") && !page.contains("file:")));
    }
}

#[test]
fn without_exports_the_pages_say_how_to() {
    let desk = Desk::new();
    let dir = brief(&desk, &["--lang", "en"]);
    let pages = pages(&dir);
    every_link_resolves(&dir, &pages);
    assert!(!pages.contains_key("findings.html"));
    let incidents: Vec<_> = pages.iter().filter(|(name, _)| name.starts_with("incident-")).collect();
    assert!(!incidents.is_empty());
    assert!(incidents.iter().all(|(_, text)| text.contains("hinomi guard init DIR")));
}

#[test]
fn the_file_of_an_incident_has_its_path_here() {
    let desk = Desk::new();
    let posture = root().join("examples/autumn-2025-posture").display().to_string();
    desk.out(&["brief", "--replay", &example(), "--date", "2025-11-11"]);
    let taught = |line: &str| {
        let id = serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        let show = ["incident", "show", &id, "--posture", &posture, "--lang", "en", "--format"];
        let json: serde_json::Value =
            serde_json::from_str(&desk.out(&[&show[..], &["json"]].concat())).unwrap();
        assert_eq!(json["guard"]["schema"], "hinomi.path/1");
        (!json["guard"]["steps"].as_array().unwrap().is_empty()).then_some(id)
    };
    let listed = desk.out(&["incidents"]);
    let id = listed.lines().find_map(taught).expect("an incident of the example teaches something");
    let show = |more: &[&str]| desk.out(&[&["incident", "show", &id, "--lang", "en"], more].concat());
    for format in ["text", "md", "html"] {
        let with = show(&["--posture", &posture, "--format", format]).to_lowercase();
        assert!(with.contains("could it happen to us") && !with.contains("guard init"), "{format}");
        let without = show(&["--format", format]);
        assert!(without.contains("hinomi guard init DIR"), "{format}");
    }
    let without: serde_json::Value = serde_json::from_str(&show(&["--format", "json"])).unwrap();
    assert!(without["guard"].is_null());
}
