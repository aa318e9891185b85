//! No loss, ageing, damage or waiting makes an answer better; other clothes change none.

use hinomi_guard::{Posture, Report, Story};
use jiff::ToSpan;

use crate::ORGS;
use crate::org::{Org, accused, better, verdicts};

/// Counts transitions, one for each check, and keeps what is wrong.
#[derive(Default)]
struct Moves {
    n: usize,
    wrong: Vec<String>,
}

impl Moves {
    fn no_better(&mut self, org: &Org, what: &str, before: &Report, after: &Report) {
        self.n += before.findings.len();
        let found = better(before, after);
        self.wrong.extend(found.into_iter().map(|one| format!("{} {what}: {one}", org.name)));
    }

    fn same(&mut self, org: &Org, what: &str, before: &Report, after: &Report) {
        self.n += before.findings.len();
        let (was, now) = (verdicts(before), verdicts(after));
        let changed = was.iter().filter(|(check, verdict)| now[*check] != **verdict);
        self.wrong.extend(
            changed
                .map(|(check, verdict)| format!("{} {what}: {check} {verdict} → {}", org.name, now[check])),
        );
    }

    fn edit(&mut self, org: &Org, what: &str, before: &Report, edit: impl FnOnce(&mut Posture)) {
        let mut other = org.clone();
        edit(&mut other.posture);
        let after = other.report(None);
        self.no_better(org, what, before, &after);
    }
}

fn drop_source(posture: &mut Posture, index: usize) {
    let id = posture.sources.remove(index).id;
    for copy in &mut posture.copies {
        for reference in [&mut copy.listing, &mut copy.lock, &mut copy.vault, &mut copy.restores] {
            reference.take_if(|named| *named == id);
        }
    }
}

fn posture_moves(moves: &mut Moves, org: &Org, before: &Report) {
    for index in 0..org.posture.sources.len() {
        let id = org.posture.sources[index].id.clone();
        moves.edit(org, &format!("drop {id}"), before, |p| drop_source(p, index));
        moves.edit(org, &format!("partial {id}"), before, |p| p.sources[index].is_all = false);
        moves.edit(org, &format!("undated {id}"), before, |p| p.sources[index].collected = None);
        for days in [-3_000, -400, -190, -100, -40, -8, 1, 30, 400] {
            moves.edit(org, &format!("{id} dated {days} days off"), before, |p| {
                let day = p.sources[index].collected.expect("a day");
                p.sources[index].collected = Some(day.saturating_add(days.days()));
            });
        }
    }
    for index in 0..org.posture.declarations.len() {
        let id = org.posture.declarations[index].id.clone();
        moves.edit(org, &format!("drop {id}"), before, |p| drop(p.declarations.remove(index)));
        moves.edit(org, &format!("no evidence {id}"), before, |p| p.declarations[index].evidence.clear());
        moves.edit(org, &format!("other evidence {id}"), before, |p| {
            p.declarations[index]
                .evidence
                .iter_mut()
                .for_each(|artefact| artefact.sha256 = Some("0".repeat(64)))
        });
        moves.edit(org, &format!("nobody says {id}"), before, |p| p.declarations[index].declared_by.clear());
    }
    for index in 0..org.posture.exceptions.len() {
        moves.edit(org, &format!("drop exception {index}"), before, |p| drop(p.exceptions.remove(index)));
    }
    for index in 0..org.posture.systems.len() {
        moves.edit(org, &format!("no copies of system {index}"), before, |p| p.systems[index].copies.clear());
    }
    for days in [1, 2, 7, 14, 15, 31, 46, 60, 91, 120, 181, 300, 366, 731, 4_000] {
        let later = before.as_of.saturating_add(days.days());
        moves.no_better(org, &format!("{days} days later"), before, &org.report(Some(later)));
    }
}

fn is_table(plain: &str) -> bool {
    !plain.trim_start().starts_with(['{', '[']) && !plain.starts_with("ii ")
}

fn file_moves(moves: &mut Moves, org: &Org, before: &Report) {
    for source in &org.posture.sources {
        let path = &source.path;
        let raw = org.file(path).to_vec();
        let n = raw.len();
        for (what, bytes) in [
            ("emptied", Vec::new()),
            ("cut in half", raw[..n / 2].to_vec()),
            ("cut at nine tenths", raw[..n * 9 / 10].to_vec()),
            ("a zero byte", [&raw[..n / 2], &[0], &raw[n / 2..]].concat()),
            ("a bad row", bad_row(&raw)),
        ] {
            moves.no_better(org, &format!("{path} {what}"), before, &org.with(path, bytes).report(None));
        }
        let Ok(text) = String::from_utf8(raw) else { continue };
        let utf16 = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (what, bytes) in [
            ("with a byte order mark", format!("\u{feff}{text}").into_bytes()),
            ("in UTF-16", utf16),
            ("with CRLF", text.replace('\n', "\r\n").into_bytes()),
        ] {
            moves.same(org, &format!("{path} {what}"), before, &org.with(path, bytes).report(None));
        }
        if is_table(&text) && !text.starts_with("#TYPE") {
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            let turned = lines.join("\n");
            moves.same(org, &format!("{path} rows reversed"), before, &org.with(path, turned).report(None));
            let header_only = format!("{}\n", lines[0]);
            moves.no_better(
                org,
                &format!("{path} header only"),
                before,
                &org.with(path, header_only).report(None),
            );
        }
    }
}

/// The file with one row or element more that is none.
fn bad_row(raw: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(raw);
    let text = text.trim_end();
    match text.rfind(']') {
        Some(at) if !is_table(text) && text.lines().count() > 1 => {
            format!("{}, {{\"odd\": true}}{}", &text[..at], &text[at..]).into_bytes()
        }
        _ => [raw, b"odd\n"].concat(),
    }
}

/// The same of what the news names: no list of software is lost to advantage.
#[test]
fn no_loss_makes_a_product_of_the_news_absent() {
    let products = [
        "[[product]]\npurl = \"pkg:npm/emberlib\"\naffected = [\"< 3.1.5\"]\nothers_unaffected = true\n",
        "[[product]]\npurl = \"pkg:npm/emberlib\"\naffected = [\"< 3.0\"]\n",
        "[[product]]\nvendor = \"Foxden\"\nname = \"TunnelGate\"\naffected = [\"< 8.3\"]\n",
        "[[product]]\npurl = \"pkg:deb/openssl\"\naffected = [\"< 3.0.16-1~deb12u1\"]\n",
        "[facts]\ncve = [\"CVE-2031-10001\"]\n",
    ];
    let mut moves = Moves::default();
    for name in ORGS {
        let org = Org::load(name);
        for product in products {
            let text = format!("schema = \"hinomi.incident-facts/1\"\nid = \"s\"\n{product}");
            let story = Story::parse(&text, "s.toml", &hinomi_guard::Catalogue::bundled()).unwrap();
            let before = org.report_on(&story);
            for index in 0..org.posture.sources.len() {
                let id = org.posture.sources[index].id.clone();
                for what in ["drop", "partial", "file lost"] {
                    let mut other = org.clone();
                    match what {
                        "drop" => drop_source(&mut other.posture, index),
                        "partial" => other.posture.sources[index].is_all = false,
                        _ => other.posture.sources[index].path = "lost".to_owned(),
                    }
                    moves.no_better(&org, &format!("{what} {id}"), &before, &other.report_on(&story));
                }
            }
        }
    }
    println!("{} transitions, {} violations", moves.n, moves.wrong.len());
    assert!(moves.wrong.is_empty(), "{} of {}:\n{}", moves.wrong.len(), moves.n, moves.wrong.join("\n"));
}

#[test]
fn nothing_lost_aged_or_broken_makes_an_answer_better() {
    let mut moves = Moves::default();
    for name in ORGS {
        let org = Org::load(name);
        let before = org.report(None);
        posture_moves(&mut moves, &org, &before);
        file_moves(&mut moves, &org, &before);
    }
    println!("{} transitions, {} violations", moves.n, moves.wrong.len());
    assert!(moves.wrong.is_empty(), "{} of {}:\n{}", moves.wrong.len(), moves.n, moves.wrong.join("\n"));
    assert!(moves.n > 15_000, "only {} transitions", moves.n);
}

/// A list that is not whole does not show that something is missing from it: nobody is called affected for a row that
/// a loss took away.
#[test]
fn no_loss_makes_anybody_affected() {
    let mut wrong = Vec::new();
    let mut n = 0;
    for name in ORGS {
        let org = Org::load(name);
        let before = org.report(None);
        for (index, source) in org.posture.sources.iter().enumerate() {
            let raw = org.file(&source.path).to_vec();
            let mut partial = org.clone();
            partial.posture.sources[index].is_all = false;
            let mut lost = org.clone();
            lost.posture.sources[index].path = "lost".to_owned();
            // A row that the cut leaves in half may say anything, so cuts come at the ends of rows.
            let end = |at: usize| raw[..at].iter().rposition(|b| *b == b'\n').map_or(at, |end| end + 1);
            let cuts = [raw.len() / 4, raw.len() / 2, raw.len() * 9 / 10].map(|at| {
                let mut cut = org.with(&source.path, &raw[..end(at)]);
                cut.posture.sources[index].is_all = false;
                cut
            });
            let mut noise = org.with(&source.path, &b"\xff\xff\x80,\x81"[..]);
            noise.posture.sources[index].is_all = true;
            for (what, other) in [("partial", partial), ("lost", lost), ("noise", noise)]
                .into_iter()
                .chain(cuts.into_iter().map(|cut| ("cut", cut)))
            {
                n += before.findings.len();
                let after = other.report(None);
                wrong.extend(
                    accused(&before, &after)
                        .into_iter()
                        .map(|one| format!("{name} {} {what}: {one}", source.id)),
                );
            }
        }
    }
    println!("{n} transitions, {} violations", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n > 5_000, "only {n} transitions");
}

/// One row more that breaks the rule turns a pass into a fail, which names that row.
#[test]
fn one_row_turns_a_pass_and_is_named() {
    let cases: [(&str, &str, &str, &str); 6] = [
        ("kawabe", "inventory.csv", "db-new,Linux,サーバ,最重要,使用中,\n", "detect.coverage"),
        (
            "kawabe",
            "edr.csv",
            "nms01;kawabe.example;オンボード済み;アクティブ;2026-03-09T23:00:00Z;無効;\n",
            "detect.tamper",
        ),
        (
            "kawabe",
            "exposed.csv",
            "rdp.kawabe.example,203.0.113.42,3389,リモートデスクトップ,,パスワード,情報システム課,\n",
            "edge.remote_access",
        ),
        (
            "kawabe",
            "ad.csv",
            "\"v-kage\",\"影 山\",\"True\",\"業務委託\",\"無名商会\",\"2026/05/31 0:00:00\",\"0\",\"2026/03/02 10:00:00\",\"2025/06/01 9:00:00\",\"\"\n",
            "identity.external.owned",
        ),
        (
            "minato",
            "suppliers.csv",
            "Quiet KK,hosting,critical,yes,none,,2026-12-31,no,24,2025-10-01,+81-0,\n",
            "supplier.obligations",
        ),
        (
            "northquay",
            "aws.csv",
            "admin-x,arn:aws:iam::000000000000:root,2025-12-20T00:00:00+00:00,true,2026-03-01T00:00:00+00:00,N/A,N/A,false,true,2020-02-01T00:00:00+00:00,2026-03-01T00:00:00+00:00,N/A,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n",
            "identity.keys.age",
        ),
    ];
    for (name, path, row, check) in cases {
        let org = Org::load(name);
        let raw = org.file(path).to_vec();
        let after = org.with(path, [raw.as_slice(), row.as_bytes()].concat()).report(None);
        let finding = after.finding(check).unwrap();
        assert_eq!(finding.verdict.word(), "fail", "{name} {check}: {}", finding.reason.en);
        let n = raw.iter().filter(|b| **b == b'\n').count() as u32 + 1;
        assert!(
            finding.rows.iter().any(|found| found.file == path && found.row.abs_diff(n) <= 1),
            "{name} {check}: {:?}, not {n}",
            finding.rows
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Several losses at once are no better than none, even when a directory loses everything that told of it.
    #[test]
    fn losses_add_up(which in 0..3_usize, mask in proptest::prelude::any::<u64>(), later in 0..500_i64) {
        let org = Org::load(ORGS[which]);
        let before = org.report(None);
        let mut other = org.clone();
        for index in (0..other.posture.sources.len()).rev() {
            match mask >> (index * 2 % 60) & 3 {
                0 => drop_source(&mut other.posture, index),
                1 => other.posture.sources[index].is_all = false,
                _ => {}
            }
        }
        let after = other.report(Some(before.as_of.saturating_add(later.days())));
        proptest::prop_assert_eq!(better(&before, &after), Vec::<String>::new());
    }
}
