//! One organisation: its posture and files, any of which can be replaced.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hinomi_guard::{Catalogue, FILE, Files, Naming, Pack, Posture, Report, Story, Verdict};
use jiff::civil::Date;

/// An organisation in memory.
#[derive(Clone)]
pub struct Org {
    pub name: &'static str,
    pub posture: Posture,
    pub text: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Files for Org {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "is not there".to_owned())
    }
}

impl Org {
    pub fn load(name: &'static str) -> Self {
        let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/orgs").join(name);
        let text = std::fs::read_to_string(dir.join(FILE)).expect("the posture is there");
        let posture = Posture::parse(&text, FILE, &Catalogue::bundled()).expect("the posture is right");
        let files = std::fs::read_dir(dir)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry"))
            .map(|entry| {
                let name = entry.file_name().into_string().expect("a name");
                (name, std::fs::read(entry.path()).expect("a file"))
            })
            .collect();
        Self { name, posture, text, files }
    }

    pub fn pack(&self, as_of: Option<Date>) -> Pack {
        let day = as_of.or(self.posture.as_of).expect("a day");
        Pack::load(self.posture.clone(), FILE, &self.text, day, self)
    }

    pub fn report(&self, as_of: Option<Date>) -> Report {
        hinomi_guard::check(&self.pack(as_of), &Catalogue::bundled(), &Naming::AsWritten)
    }

    /// The answers in view of a story.
    pub fn report_on(&self, story: &Story) -> Report {
        let (pack, catalogue) = (self.pack(None), Catalogue::bundled());
        let report = hinomi_guard::check(&pack, &catalogue, &Naming::AsWritten);
        hinomi_guard::check_story(&report, &pack, &catalogue, &Naming::AsWritten, story)
    }

    /// With other bytes under `path`.
    pub fn with(&self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let mut other = self.clone();
        assert!(other.files.insert(path.to_owned(), bytes.into()).is_some(), "no file {path}");
        other
    }

    pub fn file(&self, path: &str) -> &[u8] {
        &self.files[path]
    }
}

/// The checks whose answer became a pass.
pub fn better(before: &Report, after: &Report) -> Vec<String> {
    let pairs = before.findings.iter().zip(&after.findings);
    pairs
        .filter(|(was, now)| was.verdict != Verdict::Pass && now.verdict == Verdict::Pass)
        .map(|(was, _)| format!("{} {} → pass", was.check, was.verdict.word()))
        .collect()
}

/// What became a fail, or fails with other reasons, of other subjects, than before.
pub fn accused(before: &Report, after: &Report) -> Vec<String> {
    let pairs = before.findings.iter().zip(&after.findings).filter(|(_, now)| now.verdict == Verdict::Fail);
    pairs
        .filter(|(was, now)| {
            let is_new = |subject: &String| !was.subjects.contains(subject);
            was.verdict != Verdict::Fail
                || now.subjects.iter().any(is_new)
                || (now.subjects.is_empty() && now.reason != was.reason)
        })
        .map(|(was, now)| format!("{} {} → fail: {}", was.check, was.verdict.word(), now.reason.en))
        .collect()
}

/// The verdicts by check.
pub fn verdicts(report: &Report) -> BTreeMap<String, &'static str> {
    report.findings.iter().map(|finding| (finding.check.clone(), finding.verdict.word())).collect()
}
