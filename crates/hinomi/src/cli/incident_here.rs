//! The section of an incident's file on one's own organisation: its path here, a row a finding.

use hinomi_guard::{Links, Path, PathStep, place};
use hinomi_model::Lang;

/// What one cell says: texts, each with an address where it is a link, else an empty one.
pub struct Cell(pub Vec<(String, String)>);

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self(vec![(text, String::new())])
    }
}

impl Cell {
    /// The texts alone.
    pub fn text(&self) -> String {
        self.0.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The path of an incident through one's own organisation, and where its links lead.
pub struct Here<'a> {
    /// The path.
    pub path: Path,
    /// Where findings and rows are.
    pub links: Links<'a>,
    /// The page of the path; empty for none.
    pub path_page: String,
}

/// Rows of evidence that are named in a cell; the rest is counted.
const ROWS_MAX: usize = 4;

/// Heading, names of columns, rows. Where nothing is configured, the one row says how to.
pub fn section(
    here: Option<&Here<'_>>,
    lang: Lang,
) -> (&'static str, &'static [&'static str], Vec<Vec<Cell>>) {
    let is_ja = lang == Lang::Ja;
    let heading = if is_ja { "うちでも起こるか" } else { "Could it happen to us" };
    let Some(here) = here else {
        let how = if is_ja {
            "自組織の証跡が設定されていないので不明。hinomi guard init フォルダー で posture を書き、--posture か hinomi.toml の posture で指定する"
        } else {
            "unknown: no evidence of your own organisation is configured; write a posture with hinomi guard init DIR, then name it with --posture or as posture in hinomi.toml"
        };
        return (heading, &[""], vec![vec![how.to_owned().into()]]);
    };
    let columns: &[&str] = if is_ja {
        &["段階", "状態", "検査", "答え", "理由", "根拠"]
    } else {
        &["step", "state", "check", "answer", "why", "evidence"]
    };
    let whole = (here.path.said().in_lang(lang).to_owned(), here.path_page.clone());
    let mut rows = vec![vec![Cell(vec![whole])]];
    rows.extend(here.path.steps.iter().flat_map(|step| step_rows(step, here, lang)));
    rows.iter_mut().for_each(|row| row.resize_with(columns.len(), || Cell(Vec::new())));
    (heading, columns, rows)
}

fn step_rows(step: &PathStep, here: &Here<'_>, lang: Lang) -> Vec<Vec<Cell>> {
    let row = |finding: &hinomi_guard::Finding| {
        let links = &here.links;
        let page = match links.findings {
            "" => String::new(),
            // What is asked of a story is answered on its own page.
            _ if hinomi_guard::is_of_story(&finding.check) => here.path_page.clone(),
            page => format!("{page}#{}", finding.check),
        };
        let rows = finding.rows.iter();
        let mut evidence: Vec<(String, String)> =
            rows.take(ROWS_MAX).map(|row| (place(row, lang), links.row(row))).collect();
        if finding.rows.len() > ROWS_MAX {
            evidence.push((format!("+{}", finding.rows.len() - ROWS_MAX), String::new()));
        }
        vec![
            step.name.clone().into(),
            step.said().in_lang(lang).to_owned().into(),
            Cell(vec![(finding.check.clone(), page)]),
            finding.verdict.said().in_lang(lang).to_owned().into(),
            finding.reason.in_lang(lang).to_owned().into(),
            Cell(evidence),
        ]
    };
    step.findings.iter().map(row).collect()
}
