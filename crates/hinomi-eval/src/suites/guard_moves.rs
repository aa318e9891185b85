//! Guard, metamorphic: no loss, ageing or re-encoding of evidence makes an answer better.
//!
//! On the packs of `posture/synthetic/packs` and the days around theirs: each source dropped, marked partial, aged,
//! emptied, cut off, given one bad row, reordered or re-encoded; each declaration and exception dropped; time moved forward. From unknown
//! or fail to pass is a violation; re-encoding and reordering may change nothing. A row a move: the share of its
//! transitions that hold.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use hinomi_guard::{Catalogue, Files, Naming, Report, Verdict};
use jiff::ToSpan;

use super::guard::{Folder, PACKS, load, read};
use crate::table::Table;

/// The files of a folder with one of them replaced.
struct Changed<'a> {
    folder: &'a Folder,
    path: &'a str,
    bytes: &'a [u8],
}

impl Files for Changed<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.path { Ok(self.bytes.to_vec()) } else { self.folder.read(path) }
    }
}

/// Measures.
pub fn run(data: &Path) -> Result<Table> {
    let mut moves = Moves::default();
    for name in PACKS {
        let dir = data.join("posture/synthetic/packs").join(name);
        let text = read(&dir.join(hinomi_guard::FILE))?;
        moves.pack(&text, &Folder(dir))?;
    }
    let mut table = Table::default();
    let (mut n_all, mut n_bad) = (0, 0);
    for (name, (all, bad)) in &moves.counts {
        table.rows.insert(name.clone(), 1.0 - *bad as f64 / *all as f64);
        n_all += all;
        n_bad += bad;
    }
    table.summary.push(("transitions that hold".to_owned(), 1.0 - f64::from(n_bad) / f64::from(n_all)));
    table.notes.push(format!("{n_all} transitions, {n_bad} violations"));
    table.notes.extend(moves.bad);
    Ok(table)
}

#[derive(Default)]
struct Moves {
    counts: BTreeMap<String, (u32, u32)>,
    bad: Vec<String>,
}

fn report(text: &str, files: &dyn Files, as_of: Option<jiff::civil::Date>) -> Result<Report> {
    Ok(hinomi_guard::check(&load(text, files, as_of)?, &Catalogue::bundled(), &Naming::AsWritten))
}

impl Moves {
    /// Compares every check; `same` when nothing may change at all.
    fn compare(&mut self, name: &str, before: &Report, after: &Report, same: bool, about: &str) {
        let entry = self.counts.entry(name.to_owned()).or_default();
        for (was, now) in before.findings.iter().zip(&after.findings) {
            let better = was.verdict != Verdict::Pass && now.verdict == Verdict::Pass;
            let is_bad = if same { was.verdict != now.verdict } else { better };
            entry.0 += 1;
            entry.1 += u32::from(is_bad);
            if is_bad {
                self.bad.push(format!(
                    "{name} {about}: {} {} → {}",
                    was.check,
                    was.verdict.word(),
                    now.verdict.word()
                ));
            }
        }
    }

    fn pack(&mut self, text: &str, folder: &Folder) -> Result<()> {
        let before = report(text, folder, None)?;
        let blocks = blocks(text);
        for (head, block) in &blocks {
            let without = text.replacen(block.as_str(), "", 1);
            match *head {
                "[[source]]" => self.source(text, block, folder, &before)?,
                "[[declaration]]" => {
                    self.compare("drop declaration", &before, &report(&without, folder, None)?, false, block)
                }
                "[[exception]]" => {
                    self.compare("drop exception", &before, &report(&without, folder, None)?, false, block)
                }
                _ => {}
            }
        }
        let day = before.as_of;
        for days in [1, 7, 15, 31, 46, 91, 181, 366, 731] {
            let later = day.checked_add(days.days())?;
            self.compare(
                "time forward",
                &before,
                &report(text, folder, Some(later))?,
                false,
                &later.to_string(),
            );
        }
        Ok(())
    }

    fn source(&mut self, text: &str, block: &str, folder: &Folder, before: &Report) -> Result<()> {
        let about = block.lines().nth(1).unwrap_or_default().to_owned();
        let id = about.split('"').nth(1).unwrap_or_default().to_owned();
        // References to the source go with it: a dangling one is an error of the posture.
        let unreferenced = |text: &str| -> String {
            let names = |line: &str| {
                ["listing", "lock", "vault", "restores"].iter().any(|key| line.trim_start().starts_with(key))
                    && line.contains(&format!("\"{id}\""))
            };
            text.lines().filter(|line| !names(line)).map(|line| format!("{line}\n")).collect()
        };
        let edited = |new: &str| text.replacen(block, new, 1);
        let dropped = unreferenced(&edited(""));
        self.compare("drop source", before, &report(&dropped, folder, None)?, false, &about);
        let partial = edited(&block.replace("\"all\"", "\"partial\""));
        self.compare("mark partial", before, &report(&partial, folder, None)?, false, &about);
        let collected =
            block.lines().find(|line| line.starts_with("collected")).unwrap_or_default().to_owned();
        for years in [1, 2, 5] {
            let year =
                collected.split(['=', '-']).nth(1).unwrap_or("2025").trim().parse::<i32>().unwrap_or(2025);
            let aged =
                edited(&block.replace(
                    &collected,
                    &collected.replacen(&year.to_string(), &(year - years).to_string(), 1),
                ));
            self.compare("age", before, &report(&aged, folder, None)?, false, &about);
        }
        self.compare(
            "no date",
            before,
            &report(&edited(&block.replace(&collected, "")), folder, None)?,
            false,
            &about,
        );
        let path = block
            .lines()
            .find(|line| line.starts_with("path"))
            .and_then(|line| line.split('"').nth(1))
            .unwrap_or_default()
            .to_owned();
        let raw = folder.read(&path).map_err(anyhow::Error::msg)?;
        for (name, bytes, same) in rewritten(&raw) {
            let files = Changed { folder, path: &path, bytes: &bytes };
            self.compare(name, before, &report(text, &files, None)?, same, &about);
        }
        Ok(())
    }
}

/// The tables of a posture file, each with its head, as they stand.
fn blocks(text: &str) -> Vec<(&'static str, String)> {
    let heads = ["[[source]]", "[[system]]", "[[copy]]", "[[declaration]]", "[[exception]]"];
    let mut out: Vec<(&'static str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(head) = heads.iter().find(|head| line.starts_with(**head)) {
            out.push((head, String::new()));
        } else if line.starts_with('[') {
            out.push(("", String::new()));
        }
        if let Some((_, block)) = out.last_mut() {
            block.push_str(line);
        }
    }
    out
}

/// The same file in other clothes (nothing may change), and with less in it (nothing may get better).
fn rewritten(raw: &[u8]) -> Vec<(&'static str, Vec<u8>, bool)> {
    let mut out = vec![
        ("emptied", Vec::new(), false),
        ("cut off", raw[..raw.len() / 2].to_vec(), false),
        ("bad row", bad_row(raw), false),
    ];
    let Ok(text) = std::str::from_utf8(raw) else { return out };
    let plain = text.trim_start_matches('\u{feff}');
    out.push(("byte order mark", format!("\u{feff}{plain}").into_bytes(), true));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    out.push(("UTF-16", utf16, true));
    out.push(("CRLF", plain.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes(), true));
    if !plain.starts_with(['{', '[']) && plain.contains(',') {
        let mut lines: Vec<&str> = plain.lines().collect();
        if lines.len() > 2 {
            lines[1..].reverse();
            out.push(("rows reversed", lines.join("\n").into_bytes(), true));
        }
        if !plain.contains('"') {
            let wider: Vec<String> = plain
                .lines()
                .enumerate()
                .map(|(n, line)| if n == 0 { format!("{line},zz extra") } else { format!("{line},1") })
                .collect();
            out.push(("extra column", wider.join("\n").into_bytes(), true));
            let turned: Vec<String> =
                plain.lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",")).collect();
            out.push(("columns reversed", turned.join("\n").into_bytes(), true));
            out.push(("semicolons", plain.replace(';', "/").replace(',', ";").into_bytes(), true));
        }
    }
    out
}

/// The file with one row, element or line more that is none.
fn bad_row(raw: &[u8]) -> Vec<u8> {
    let end = raw.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(0, |at| at + 1);
    match raw[..end].iter().rposition(|b| *b == b']') {
        Some(at) if raw.starts_with(b"{") || raw.starts_with(b"[") => {
            [&raw[..at], b",{\"odd\":true}", &raw[at..]].concat()
        }
        _ => [&raw[..end], b"\nodd\n"].concat(),
    }
}
