//! Clauses and their frames: what is said, how sure, and who says it.
//!
//! A clause comes from `say.*`, its mood from the status of its facts (`mood.*`, or a phrase of its own such
//! as `say.data_exposed.possible`), and the frame names the speaker (`frame.*`). Neighbouring clauses of one
//! speaker share a sentence.

use hinomi_model::{ClaimValue, Fact, SaidBy, Slot, Status, Value, Voice};

use super::Desk;
use super::view::View;
use crate::phrase::{Fill, fill};
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};
use crate::wording::{body_name, clean, going_on, in_script};

/// Clauses in one sentence at most.
const CLAUSES_MAX: usize = 2;
/// Characters of a sentence beyond which no clause is added: Japanese, English.
const SENTENCE_CHARS_MAX: (usize, usize) = (90, 190);

/// Who speaks, as far as sentences tell speakers apart, in the order in which a paragraph lets them speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// Whoever it happened to.
    Victim,
    /// Nobody in particular: told in the source's own voice.
    Nobody,
    /// Police, regulator, CERT.
    Authority,
    /// Security companies.
    Vendor,
    /// Somebody else.
    ThirdParty,
    /// Whoever did it, or says so.
    Attacker,
}

/// Who speaks in a value. What stands plainly in a notice of those concerned is said by them.
pub fn speaker(desk: &Desk<'_>, view: &View<'_>, value: &ClaimValue) -> Speaker {
    let fact = &value.fact;
    if fact.status == Some(Status::Claimed) {
        return Speaker::Attacker;
    }
    let voice = || desk.article(value.article).and_then(|a| desk.source_of(a)).map(|s| s.voice);
    match fact.said_by {
        Some(SaidBy::Victim) => Speaker::Victim,
        Some(SaidBy::Authority) => Speaker::Authority,
        Some(SaidBy::Vendor) => Speaker::Vendor,
        Some(SaidBy::Attacker) => Speaker::Attacker,
        Some(SaidBy::ThirdParty) => Speaker::ThirdParty,
        _ if view.victim.is_some() && voice() == Some(Voice::Official) => Speaker::Victim,
        Some(SaidBy::Press) | None => Speaker::Nobody,
    }
}

/// The outlet through which the words of `speaker` became known: what X said is proved by X's own notice, else by
/// naming who reports that X said so. `None` for such a notice and for speakers whose words nobody else tells.
pub fn through(desk: &Desk<'_>, speaker: Speaker, value: &ClaimValue) -> Option<String> {
    let own = match speaker {
        Speaker::Victim => Voice::Official,
        Speaker::Authority => Voice::Authority,
        _ => return None,
    };
    let article = desk.article(value.article)?;
    let is_own = desk.source_of(article).is_some_and(|s| s.voice == own);
    (!is_own).then(|| desk.source_name(article))
}

/// The word for a status in phrase keys; plain statements have none.
pub fn mood(fact: &Fact) -> &'static str {
    match fact.status {
        None | Some(Status::Confirmed | Status::Claimed) => "plain",
        Some(status) => status.word(),
    }
}

/// The words of `key` in `mood`: its own phrase for that mood, else its plain phrase in the general mood.
///
/// `None` where neither is there: then it is better not said.
pub fn words(desk: &Desk<'_>, key: &str, mood: &str, fills: &[(&str, Fill)]) -> Option<Vec<Piece>> {
    let phrases = desk.phrases();
    let plain = || phrases.find(&format!("{key}.plain")).or_else(|| phrases.find(key));
    if mood == "plain" {
        return Some(fill(plain()?, fills));
    }
    let own = phrases.find(&format!("{key}.{mood}")).or_else(|| phrases.find(&format!("{key}_{mood}")));
    if let Some(own) = own {
        return Some(fill(own, fills));
    }
    let general = phrases.find(&format!("mood.{mood}"))?;
    Some(fill(general, &[("p", Fill::Pieces(fill(plain()?, fills)))]))
}

/// What a clause is about; only clauses of one topic share a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Extent,
    Service,
    Entry,
    Response,
    Urgency,
    Remedy,
    Others,
}

fn topic(slot: Slot) -> Topic {
    use Slot::*;
    match slot {
        Count | DataExposed | DataNotExposed => Topic::Extent,
        Service | DateRecovered | DateRecoveredPartial | DurationOutage => Topic::Service,
        DateInitialAccess | DateDetected | RootCause | Backup => Topic::Entry,
        Ransom | Misuse | ReportedTo | Action => Topic::Response,
        Kev | DateDue | Exploited => Topic::Urgency,
        Cvss | FixedVersion | Patch => Topic::Remedy,
        _ => Topic::Others,
    }
}

/// Something to be said, not yet in a sentence.
#[derive(Debug, Clone)]
pub struct Clause<'a> {
    /// The words, without the end of a sentence.
    pub pieces: Vec<Piece>,
    /// The facts that it tells.
    pub said: Vec<&'a ClaimValue>,
    /// Who says it.
    pub speaker: Speaker,
    /// The outlet that reports what those concerned said, where it is not their own notice that says it.
    pub through: Option<String>,
    /// Whether it is a value reckoned from the facts of `said`: the days from the first to the second.
    pub is_days_between: bool,
}

impl<'a> Clause<'a> {
    /// A clause that tells `said`; all have the same mood and speaker.
    pub fn new(
        desk: &Desk<'_>,
        view: &View<'_>,
        said: Vec<&'a ClaimValue>,
        pieces: Vec<Piece>,
    ) -> Option<Self> {
        let first = said.first()?;
        let speaker = speaker(desk, view, first);
        let through = through(desk, speaker, first);
        (!pieces.is_empty()).then_some(Self { pieces, said, speaker, through, is_days_between: false })
    }

    fn topic(&self) -> Topic {
        self.said.first().map_or(Topic::Others, |value| topic(value.fact.slot))
    }

    fn n_chars(&self) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Own(text) | Piece::Strong(text) | Piece::Quote { text, .. } => text.chars().count(),
            Piece::Cites(_) => 0,
        };
        self.pieces.iter().map(of).sum()
    }

    /// Whether its frame brings words of doubt at the end or beginning, so that it stands alone.
    fn is_framed_with_doubt(&self) -> bool {
        matches!(self.speaker, Speaker::ThirdParty | Speaker::Vendor)
    }
}

/// Puts clauses into sentences, speaker by speaker, and verifies them.
///
/// Where a joined sentence is refused its clauses are tried one by one.
pub fn sentences<'a>(desk: &Desk<'_>, view: &View<'a>, clauses: Vec<Clause<'a>>) -> Vec<Sentence> {
    sentences_after(desk, view, clauses, None)
}

/// Who speaks, and through which outlet.
pub type Said = (Speaker, Option<String>);

/// A sentence that somebody just had.
#[derive(Debug, Clone)]
pub struct Before {
    /// Who spoke.
    pub said: Said,
    /// Whether it said no more than that there is a report, so that what follows is its first word.
    pub is_report: bool,
}

/// The same after a sentence in which `before` spoke, so that the name is not told again.
pub fn sentences_after<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    mut clauses: Vec<Clause<'a>>,
    before: Option<Before>,
) -> Vec<Sentence> {
    // What those concerned say in their own notice comes before what others report of them.
    clauses.sort_by_key(|clause| (clause.speaker, clause.through.is_some()));
    let chars_max =
        if desk.lang == hinomi_model::Lang::Ja { SENTENCE_CHARS_MAX.0 } else { SENTENCE_CHARS_MAX.1 };
    let mut groups: Vec<Vec<Clause<'a>>> = Vec::new();
    for clause in clauses {
        match groups.last_mut() {
            Some(group)
                if group.len() < CLAUSES_MAX
                    && group[0].speaker == clause.speaker
                    && group[0].through == clause.through
                    && group[0].topic() == clause.topic()
                    && !clause.is_framed_with_doubt()
                    && group.iter().map(Clause::n_chars).sum::<usize>() + clause.n_chars() <= chars_max
                    && group.iter().all(|c| goes_on(desk, c)) =>
            {
                group.push(clause);
            }
            _ => groups.push(vec![clause]),
        }
    }
    let mut out = Vec::new();
    let is_report = before.as_ref().is_some_and(|b| b.is_report);
    let mut last = before.map(|b| b.said);
    let mut n_again = 0;
    let mut n_told = 0;
    for group in groups {
        let voice = Some((group[0].speaker, group[0].through.clone()));
        n_again = if last == voice { n_again + 1 } else { 0 };
        let again =
            if is_report && n_told == 0 && n_again > 0 { Again::AfterReport } else { Again::of(n_again) };
        match tell(desk, view, &group, again) {
            Some(sentence) => out.push(sentence),
            None if group.len() > 1 => {
                out.extend(group.iter().filter_map(|c| tell(desk, view, std::slice::from_ref(c), again)));
            }
            None => continue,
        }
        n_told += 1;
        last = voice;
    }
    out
}

fn goes_on(desk: &Desk<'_>, clause: &Clause<'_>) -> bool {
    match clause.pieces.last() {
        Some(Piece::Own(text) | Piece::Strong(text)) => going_on(text, desk.lang).is_some(),
        _ => false,
    }
}

/// Whether a speaker just spoke, and in which words it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    First,
    AfterReport,
    Also,
    More,
}

impl Again {
    fn of(n_again: usize) -> Self {
        match n_again {
            0 => Self::First,
            n if n % 2 == 1 => Self::Also,
            _ => Self::More,
        }
    }
}

/// Several clauses of one speaker as one sentence.
fn tell(desk: &Desk<'_>, view: &View<'_>, clauses: &[Clause<'_>], again: Again) -> Option<Sentence> {
    let first = clauses.first()?;
    let mut draft = Draft::default();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut marks = Vec::new();
    for (idx, clause) in clauses.iter().enumerate() {
        let told: Vec<usize> =
            clause.said.iter().map(|v| draft.cite(Cite::fact(v.article, &v.fact))).collect();
        if clause.is_days_between {
            draft.computed.push(Computed::DaysBetween(told[0], *told.last()?));
        }
        // The word that makes a claim of it stands at one end: marks in between would part them.
        if first.speaker == Speaker::Attacker {
            marks.extend(told);
        } else {
            marks = told;
        }
        if idx + 1 < clauses.len() {
            let key = match first.speaker {
                Speaker::Victim => "join.said",
                Speaker::Attacker => "join.claimed",
                _ => "join.told",
            };
            let mut part = clause.pieces.clone();
            if let Some(Piece::Own(text) | Piece::Strong(text)) = part.last_mut() {
                *text = going_on(text, desk.lang)?;
            }
            let fills = [("p", part.into()), ("c", Fill::from(Piece::Cites(marks.clone())))];
            pieces.extend(fill(desk.phrases().get(key), &fills));
        } else {
            pieces.extend(clause.pieces.clone());
        }
    }
    let mut fills: Vec<(&str, Fill)> = vec![("p", pieces.into()), ("c", Piece::Cites(marks).into())];
    fills.extend(first.through.iter().map(|source| ("source", Fill::from(source.as_str()))));
    let value = first.said.first()?;
    let mut name = |slot: Slot| {
        let found = name_in(desk, view, slot, value);
        if let Some((name, cite)) = found
            && let Some(name) = if slot == Slot::Agency { body_name(&name, desk.lang) } else { Some(name) }
        {
            draft.cite(cite);
            fills.push(("who", name.into()));
            return true;
        }
        false
    };
    let frame = match first.speaker {
        Speaker::Nobody => "frame.none",
        Speaker::Vendor => "frame.vendor",
        Speaker::ThirdParty => "frame.third_party",
        Speaker::Victim => match &view.victim {
            Some(_) if again == Again::AfterReport => "frame.victim_report",
            Some(_) if again == Again::Also => "frame.victim_again",
            Some(_) if again == Again::More => "frame.victim_more",
            Some(victim) => {
                draft.cite(victim.cite.clone());
                fills.push(("who", victim.text.clone().into()));
                if first.through.is_some() { "frame.victim_told" } else { "frame.victim" }
            }
            None => "frame.none",
        },
        Speaker::Authority if name(Slot::Agency) => match (again != Again::First, first.through.is_some()) {
            (true, _) => "frame.authority_again",
            (false, true) => "frame.authority_told",
            (false, false) => "frame.authority",
        },
        Speaker::Authority => "frame.authority_unnamed",
        Speaker::Attacker => match (name(Slot::Actor), again == Again::First) {
            (true, true) => "frame.attacker",
            (true, false) => "frame.attacker_again",
            (false, true) => "frame.attacker_unnamed",
            (false, false) => "frame.attacker_unnamed_again",
        },
    };
    desk.say_phrase(frame, &fills, draft)
}

/// The name in `slot` that the article of `value` gives, where it gives exactly one.
fn name_in(desk: &Desk<'_>, view: &View<'_>, slot: Slot, value: &ClaimValue) -> Option<(String, Cite)> {
    let mut found: Vec<&ClaimValue> = view
        .values(slot)
        .filter(|v| v.said_in.iter().any(|(article, _)| *article == value.article))
        .collect();
    found.retain(|v| matches!(v.fact.value, Value::Name(_)));
    let [one] = found.as_slice() else { return None };
    name_of(desk, one)
}

/// The name of a value in the brief's script where known, and the cite that carries it.
pub fn name_of(desk: &Desk<'_>, value: &ClaimValue) -> Option<(String, Cite)> {
    let Value::Name(own) = &value.fact.value else { return None };
    let names: Vec<&str> =
        std::iter::once(own.as_str()).chain(value.fact.aliases.iter().map(String::as_str)).collect();
    let name = clean(in_script(&names, desk.lang)?);
    // An id is nobody's name.
    if name.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("CVE-")) {
        return None;
    }
    // What is made of everyday words of a brief alone (第7報, 続報) is no name.
    (!name.is_empty() && !desk.is_own_word(&name)).then(|| (name, Cite::fact(value.article, &value.fact)))
}
