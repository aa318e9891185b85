//! The path of an incident through an organisation: each step open, blocked or unknown here. Never a score.

use hinomi_model::Lang;

use crate::catalogue::Catalogue;
use crate::said::{Said, said};
use crate::story::Story;
use crate::verdict::{Finding, Report, Verdict};

/// Whether one step could be taken here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// A lesson that would stop it is not learnt.
    Open,
    /// All are.
    Blocked,
    /// Neither is shown.
    Unknown,
}

impl StepState {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }

    /// The words for people.
    fn said(self) -> Said {
        match self {
            Self::Open => said("通ってしまう", "open"),
            Self::Blocked => said("止まる", "blocked"),
            Self::Unknown => said("不明", "unknown"),
        }
    }
}

/// Whether the whole path could be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathState {
    /// Every step is open.
    Open,
    /// None is blocked and some are open.
    OpenSoFar,
    /// A step is blocked: this path, not every path.
    Blocked,
    /// Nothing is known.
    Unknown,
}

impl PathState {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OpenSoFar => "open-so-far",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }
}

/// One step with what is known of it here.
#[derive(Debug, Clone, PartialEq)]
pub struct PathStep {
    /// What happened.
    pub name: String,
    /// Whether it could happen here.
    pub state: StepState,
    /// Whether an intruder who cannot take it goes no further.
    pub is_stop: bool,
    /// The lessons, each with its verdict over all its checks; a lesson without checks is unknown.
    pub lessons: Vec<(String, Verdict)>,
    /// The findings of those lessons.
    pub findings: Vec<Finding>,
}

/// The path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Id of the incident.
    pub incident: String,
    /// Its title.
    pub title: String,
    /// The whole.
    pub state: PathState,
    /// The steps, in order.
    pub steps: Vec<PathStep>,
    /// All lessons that the incident teaches.
    pub taught: Vec<String>,
}

impl PathStep {
    /// Its state for people.
    pub fn said(&self) -> Said {
        match self.state {
            StepState::Blocked if !self.is_stop => said("起こらない", "does not happen"),
            state => state.said(),
        }
    }
}

impl Path {
    /// The answer in a sentence: never a score, and a blocked path is not called safe.
    pub fn said(&self) -> Said {
        match self.state {
            _ if self.steps.is_empty() => said(
                "この事案の段階のうち、教訓で答えられるものは知られていない。",
                "No step of this incident is known that a lesson speaks of.",
            ),
            PathState::Blocked => said(
                "この経路は途中で止まる。止まるのはこの経路であって、すべての経路ではない。",
                "This path is blocked. It blocks this path, not every path.",
            ),
            PathState::Open => said("この経路は最後まで通ってしまう。", "This path is open from end to end."),
            PathState::OpenSoFar => said(
                "分かっている範囲では通ってしまう。途中で止めるものは示されていない。",
                "This path is open as far as is known; nothing is shown to stop it.",
            ),
            PathState::Unknown => said(
                "不明。通るとも止まるとも示せない。",
                "Unknown. Nothing shows this path open or blocked.",
            ),
        }
    }
}

/// Lays an incident's steps against the findings of a report.
pub fn path(story: &Story, report: &Report, catalogue: &Catalogue, lang: Lang) -> Path {
    let steps: Vec<PathStep> = story
        .steps(catalogue, lang)
        .into_iter()
        .map(|step| {
            let lessons: Vec<(String, Verdict)> =
                step.lessons.iter().map(|id| (id.clone(), of_lesson(report, id))).collect();
            let findings = report
                .findings
                .iter()
                .filter(|finding| step.lessons.contains(&finding.lesson))
                .cloned()
                .collect();
            PathStep { name: step.name, state: state(&lessons), is_stop: step.is_stop, lessons, findings }
        })
        .collect();
    Path {
        incident: story.id.clone(),
        title: story.title.clone(),
        state: match whole(&steps) {
            // The steps that follow from lessons are those that are known, not all that were taken.
            PathState::Open if story.steps.is_empty() => PathState::OpenSoFar,
            state => state,
        },
        steps,
        taught: story.lessons(catalogue).iter().map(|lesson| lesson.id.clone()).collect(),
    }
}

/// A lesson fails when one of its checks does, and passes when all do.
pub fn of_lesson(report: &Report, lesson: &str) -> Verdict {
    let mut verdicts = report
        .findings
        .iter()
        .filter(|finding| finding.lesson == lesson)
        .map(|finding| finding.verdict)
        .peekable();
    if verdicts.peek().is_none() {
        return Verdict::Unknown;
    }
    verdicts.fold(Verdict::Pass, |whole, one| match (whole, one) {
        (Verdict::Fail, _) | (_, Verdict::Fail) => Verdict::Fail,
        (Verdict::Pass, Verdict::Pass) => Verdict::Pass,
        _ => Verdict::Unknown,
    })
}

fn state(lessons: &[(String, Verdict)]) -> StepState {
    if lessons.iter().any(|(_, verdict)| *verdict == Verdict::Fail) {
        StepState::Open
    } else if !lessons.is_empty() && lessons.iter().all(|(_, verdict)| *verdict == Verdict::Pass) {
        StepState::Blocked
    } else {
        StepState::Unknown
    }
}

fn whole(steps: &[PathStep]) -> PathState {
    let any = |state| steps.iter().any(|step| step.state == state);
    if steps.iter().any(|step| step.is_stop && step.state == StepState::Blocked) {
        PathState::Blocked
    } else if !steps.is_empty() && steps.iter().all(|step| step.state == StepState::Open) {
        PathState::Open
    } else if any(StepState::Open) {
        PathState::OpenSoFar
    } else {
        PathState::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(steps: &[(StepState, bool)], expected: PathState) {
        let step = |(state, is_stop): &(StepState, bool)| PathStep {
            name: String::new(),
            state: *state,
            is_stop: *is_stop,
            lessons: Vec::new(),
            findings: Vec::new(),
        };
        assert_eq!(whole(&steps.iter().map(step).collect::<Vec<_>>()), expected, "{steps:?}");
    }

    #[test]
    fn only_a_step_that_stops_somebody_blocks_a_path() {
        use StepState::{Blocked, Open, Unknown};
        check(&[(Open, true), (Blocked, true)], PathState::Blocked);
        check(&[(Blocked, false)], PathState::Unknown);
        check(&[(Open, true), (Blocked, false)], PathState::OpenSoFar);
        check(&[(Open, true), (Open, false)], PathState::Open);
        check(&[(Open, true), (Unknown, true)], PathState::OpenSoFar);
        check(&[(Unknown, true)], PathState::Unknown);
        check(&[], PathState::Unknown);
    }
}
