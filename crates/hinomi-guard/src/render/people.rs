//! Findings and paths for people: a short text, Markdown, and one self-contained HTML page. Words and mark-up stand
//! in `templates/`; everything from outside is escaped there, for Markdown too.

use hinomi_model::Lang;
use hinomi_model::warned::clean;
use minijinja::{AutoEscape, Environment, Value, context};

use super::{Setting, words};
use crate::checks::is_of_story;
use crate::path::Path;
use crate::verdict::{Finding, Report, Verdict};

/// Which mark-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Markdown.
    Md,
    /// HTML.
    Html,
}

const TEMPLATES: [(&str, &str); 5] = [
    ("report.md", include_str!("../../templates/report.md")),
    ("report.html", include_str!("../../templates/report.html")),
    ("path.md", include_str!("../../templates/path.md")),
    ("path.html", include_str!("../../templates/path.html")),
    ("page.css", include_str!("../../templates/page.css")),
];

/// Subjects and rows of one finding that are printed; the rest is counted.
const SHOWN_MAX: usize = 20;

/// One line a finding, fails first.
pub fn text(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    for finding in sorted(report) {
        out.push_str(&line(finding, lang));
    }
    let (pass, fail, unknown) =
        (report.n(Verdict::Pass), report.n(Verdict::Fail), report.n(Verdict::Unknown));
    out.push_str(&match lang {
        Lang::Ja => {
            format!("影響あり {fail}件、影響なし {pass}件、不明 {unknown}件（{} 時点）\n", report.as_of)
        }
        _ => format!("affected {fail}, not affected {pass}, unknown {unknown} (as of {})\n", report.as_of),
    });
    out
}

fn line(finding: &Finding, lang: Lang) -> String {
    let verdict = finding.verdict.said();
    let reason = clean(finding.reason.in_lang(lang));
    format!("{}\t{}\t{}\t{reason}\n", verdict.in_lang(lang), finding.check, finding.strength.word())
}

/// The path in lines: the answer, then each step with its checks, their rows and what is missing below.
pub fn path_text(path: &Path, report: &Report, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    let title = clean(if path.title.is_empty() { &path.incident } else { &path.title });
    let whose = clean(&report.organisation);
    let (said, as_of) = (path.said(), report.as_of);
    let mut out = if is_ja {
        format!("{title}\n{whose}、{as_of} 時点：{}\n", said.ja)
    } else {
        format!("{title}\n{whose}, as of {as_of}: {}\n", said.en)
    };
    for (step, n) in path.steps.iter().zip(1..) {
        out.push_str(&format!("{n}. {}: {}\n", clean(&step.name), step.said().in_lang(lang)));
        for finding in &step.findings {
            out.push_str(&format!("   {}", line(finding, lang)));
            for row in finding.rows.iter().take(SHOWN_MAX) {
                out.push_str(&format!("     - {}\n", clean(&words::place(row, lang))));
            }
            if finding.rows.len() > SHOWN_MAX {
                out.push_str(&format!("     - +{}\n", finding.rows.len() - SHOWN_MAX));
            }
            let missing = if finding.verdict == Verdict::Unknown { &finding.missing[..] } else { &[] };
            for missing in missing {
                let head = if is_ja { "足りないもの" } else { "Missing" };
                out.push_str(&format!("     - {head}: {}\n", clean(missing.what.in_lang(lang))));
            }
        }
    }
    out
}

/// Fails first, the gravest first, then unknowns, then passes.
fn sorted(report: &Report) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    let order = |finding: &Finding| match finding.verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    };
    let grave = |finding: &Finding| {
        ["critical", "high", "medium", "low"].iter().position(|word| *word == finding.severity)
    };
    findings.sort_by_key(|finding| (order(finding), grave(finding)));
    findings
}

/// Characters that would be mark-up in Markdown.
pub(crate) fn escape_md(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '!' | '~') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

fn environment(kind: Kind) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(
        move |_| if kind == Kind::Html { AutoEscape::Html } else { AutoEscape::None },
    );
    let syntax = minijinja::syntax::SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    env.set_syntax(syntax.expect("the default tags are well formed"));
    for (name, text) in TEMPLATES {
        env.add_template(name, text).expect("the bundled templates are rendered by a test");
    }
    env
}

/// A text of outside made safe: control characters out, and for Markdown its mark-up escaped. HTML is escaped by
/// the template engine.
fn safe(kind: Kind, text: &str) -> String {
    let text = clean(text);
    if kind == Kind::Md { escape_md(&text) } else { text }
}

/// An address for an attribute in double quotes: it is escaped as a URL already, and only `&` means more in HTML.
fn href(address: &str) -> Value {
    Value::from_safe_string(address.replace('&', "&amp;").replace('"', "%22"))
}

fn value(kind: Kind, finding: &Finding, setting: &Setting<'_>) -> Value {
    let lang = setting.lang;
    let remedy = if lang == Lang::Ja { &finding.remedy_ja } else { &finding.remedy_en };
    let safe = |text: &str| safe(kind, text);
    let controls: Vec<String> = finding
        .controls
        .iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(name, ids)| format!("{} {}", words::framework(name).in_lang(lang), ids.join(" ")))
        .collect();
    context! {
        check => finding.check.clone(),
        lesson => finding.lesson.clone(),
        title => safe(finding.title.in_lang(lang)),
        verdict => finding.verdict.word(),
        said => finding.verdict.said().in_lang(lang),
        severity => words::severity(&finding.severity).in_lang(lang),
        strength => words::strength(finding.strength).in_lang(lang),
        // The page of all findings answers without a story.
        page => if is_of_story(&finding.check) { href("") } else { href(setting.links.findings) },
        dated => finding.dated.map(|day| day.to_string()),
        reason => safe(finding.reason.in_lang(lang)),
        subjects => finding.subjects.iter().take(SHOWN_MAX).map(|subject| safe(subject)).collect::<Vec<_>>(),
        n_more_subjects => finding.subjects.len().saturating_sub(SHOWN_MAX),
        rows => finding.rows.iter().take(SHOWN_MAX).map(|row| context! {
            place => safe(&words::place(row, lang)),
            sha256 => row.sha256.clone(),
            link => href(&setting.links.row(row)),
        }).collect::<Vec<_>>(),
        n_more_rows => finding.rows.len().saturating_sub(SHOWN_MAX),
        missing => finding.missing.iter().map(|missing| context! { what => safe(missing.what.in_lang(lang)), n => missing.n_subjects, kinds => missing.kinds.clone() }).collect::<Vec<_>>(),
        notes => finding.notes.iter().map(|note| safe(note.in_lang(lang))).collect::<Vec<_>>(),
        remedy => if finding.verdict == Verdict::Pass { Vec::new() } else { remedy.iter().map(|step| safe(step)).collect::<Vec<_>>() },
        controls => controls,
        attack => finding.attack.clone(),
    }
}

/// The report.
pub fn report(report: &Report, kind: Kind, setting: &Setting<'_>) -> String {
    let lang = setting.lang;
    let name = if kind == Kind::Md { "report.md" } else { "report.html" };
    let env = environment(kind);
    let template = env.get_template(name).expect("it was added above");
    let all = context! {
        lang => lang.tag(),
        ja => lang == Lang::Ja,
        organisation => safe(kind, &report.organisation),
        as_of => report.as_of.to_string(),
        n_fail => report.n(Verdict::Fail),
        n_pass => report.n(Verdict::Pass),
        n_unknown => report.n(Verdict::Unknown),
        up => href(setting.links.up),
        findings => sorted(report).into_iter().map(|finding| value(kind, finding, setting)).collect::<Vec<_>>(),
    };
    template.render(all).expect("the bundled templates are rendered by a test")
}

/// The path.
pub fn path(path: &Path, report: &Report, kind: Kind, setting: &Setting<'_>) -> String {
    let lang = setting.lang;
    let name = if kind == Kind::Md { "path.md" } else { "path.html" };
    let env = environment(kind);
    let template = env.get_template(name).expect("it was added above");
    let steps: Vec<Value> = path
        .steps
        .iter()
        .map(|step| {
            context! {
                name => safe(kind, &step.name),
                state => step.state.word(),
                said => step.said().in_lang(lang),
                findings => step.findings.iter().map(|finding| value(kind, finding, setting)).collect::<Vec<_>>(),
            }
        })
        .collect();
    let all = context! {
        lang => lang.tag(),
        ja => lang == Lang::Ja,
        organisation => safe(kind, &report.organisation),
        as_of => report.as_of.to_string(),
        title => safe(kind, if path.title.is_empty() { &path.incident } else { &path.title }),
        said => path.said().in_lang(lang),
        steps => steps,
        up => href(setting.links.up),
        findings => href(setting.links.findings),
    };
    template.render(all).expect("the bundled templates are rendered by a test")
}
