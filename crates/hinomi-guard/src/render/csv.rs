//! One row a finding, for spreadsheets. A cell that a spreadsheet would run as a formula gets a leading apostrophe
//! (OWASP, "CSV Injection").

use hinomi_model::Lang;

use crate::verdict::{Finding, Report, RowRef};

const HEADER: [&str; 13] = [
    "check", "lesson", "title", "verdict", "severity", "strength", "dated", "subjects", "rows", "reason",
    "missing", "controls", "attack",
];

/// The report.
pub fn report(report: &Report, lang: Lang) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let wrote = writer.write_record(HEADER).and_then(|()| {
        report
            .findings
            .iter()
            .try_for_each(|finding| writer.write_record(row(finding, lang).map(|cell| safe(&cell))))
    });
    wrote.expect("memory takes what is written");
    String::from_utf8(writer.into_inner().expect("memory takes what is written")).expect("cells are UTF-8")
}

fn row(finding: &Finding, lang: Lang) -> [String; 13] {
    let place = |row: &RowRef| format!("{}:{}", row.file, row.row);
    [
        finding.check.clone(),
        finding.lesson.clone(),
        finding.title.in_lang(lang).to_owned(),
        finding.verdict.word().to_owned(),
        finding.severity.clone(),
        finding.strength.word().to_owned(),
        finding.dated.map(|day| day.to_string()).unwrap_or_default(),
        finding.subjects.join("; "),
        finding.rows.iter().map(place).collect::<Vec<_>>().join("; "),
        finding.reason.in_lang(lang).to_owned(),
        finding
            .missing
            .iter()
            .map(|missing| missing.what.in_lang(lang).to_owned())
            .collect::<Vec<_>>()
            .join("; "),
        finding
            .controls
            .iter()
            .flat_map(|(name, ids)| ids.iter().map(move |id| format!("{name}:{id}")))
            .collect::<Vec<_>>()
            .join("; "),
        finding.attack.join("; "),
    ]
}

fn safe(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}
