//! Placements of articles, folded into incidents as of a moment.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, Fact, Incident, IncidentId, Life, Member, Slot, Status, Story, Value};
use jiff::Timestamp;

use crate::claims::{Said, claims};
use crate::decisions::{Decision, Grouping, group};
use crate::sound::{Sound, alike, are_twins, sounds};
use crate::{Candidate, Placement};

/// Days without news after which an incident is quiet.
pub const QUIET_DAYS: i64 = 7;

/// Days without news after which an incident is closed.
pub const CLOSED_DAYS: i64 = 183;

const DAY_SECONDS: i64 = 86_400;

/// Makes all incidents as of `as_of`, sorted by id.
///
/// Articles, merges and decisions that could not be known by then are left out. `placements` may come in any order.
/// An article that `lookup` does not know stays a member and says nothing.
pub fn fold<'a>(
    placements: &[Placement],
    decisions: &[Decision],
    lookup: &dyn Fn(ArticleId) -> Option<Candidate<'a>>,
    as_of: Timestamp,
) -> Vec<Incident> {
    let grouping = group(placements, decisions, as_of);
    fold_some(placements, &grouping, &grouping.members().keys().copied().collect(), lookup, as_of)
}

/// Makes the incidents of `ids` as of `as_of`, sorted by id, from placements that are grouped already: at least those
/// of all their members. Ids that the grouping has not are passed over.
pub fn fold_some<'a>(
    placements: &[Placement],
    grouping: &Grouping,
    ids: &BTreeSet<IncidentId>,
    lookup: &dyn Fn(ArticleId) -> Option<Candidate<'a>>,
    as_of: Timestamp,
) -> Vec<Incident> {
    let by_article: BTreeMap<ArticleId, &Placement> =
        placements.iter().map(|placement| (placement.article, placement)).collect();
    let fold = |id: &IncidentId| {
        let members = grouping.members().get(id)?;
        let mut placed: Vec<&Placement> =
            members.iter().filter_map(|member| by_article.get(member).copied()).collect();
        placed.sort_by_key(|placement| (placement.known_at, placement.article));
        Some(incident(*id, placed, lookup, as_of))
    };
    ids.iter().filter_map(fold).collect()
}

fn incident<'a>(
    id: IncidentId,
    placed: Vec<&Placement>,
    lookup: &dyn Fn(ArticleId) -> Option<Candidate<'a>>,
    as_of: Timestamp,
) -> Incident {
    let members: Vec<Member> = placed
        .iter()
        .map(|placement| Member {
            article: placement.article,
            url: placement.url.clone(),
            known_at: placement.known_at,
            copy_of: placement.copy_of,
            because: placement.because.clone(),
        })
        .collect();
    // A copy is no voice of its own: what it says was said by the article that it repeats. Only what a fuller
    // copy adds to a cut original is heard.
    let mut voices: Vec<(&Placement, Candidate<'a>)> = Vec::new();
    let mut said: Vec<Said<'a>> = Vec::new();
    for placement in placed {
        let Some(candidate) = lookup(placement.article) else { continue };
        let original = placement.copy_of.and_then(lookup);
        let is_new = |fact: &Fact| {
            let mut known = original.iter().flat_map(|original| &original.facts.facts);
            !known.any(|other| other.slot == fact.slot && other.value == fact.value)
        };
        let facts = candidate.facts.facts.iter().filter(|fact| is_new(fact));
        said.extend(facts.map(|fact| Said {
            article: placement.article,
            known_at: placement.known_at,
            fact,
        }));
        if placement.copy_of.is_none() {
            voices.push((placement, candidate));
        }
    }
    let life = life(&members, &said, as_of);
    Incident { id, story: story(&voices), life, victims: victims(&said), members, claims: claims(&said) }
}

/// The kind of story that most voices tell; one that says too little counts a quarter. Ties go to the first
/// in the vocabulary's order.
fn story(voices: &[(&Placement, Candidate<'_>)]) -> Story {
    let mut votes: BTreeMap<Story, u32> = BTreeMap::new();
    for (_, candidate) in voices {
        let story = candidate.facts.story;
        *votes.entry(story).or_default() += if story == Story::Other { 1 } else { 4 };
    }
    let most = votes.iter().max_by_key(|(story, n)| (**n, std::cmp::Reverse(**story)));
    most.map_or(Story::Other, |(story, _)| *story)
}

fn life(members: &[Member], said: &[Said<'_>], as_of: Timestamp) -> Life {
    let voices: Vec<&Member> = members.iter().filter(|member| member.copy_of.is_none()).collect();
    let Some(last) = voices.iter().map(|member| member.known_at).max() else { return Life::Closed };
    let days = (as_of.as_second() - last.as_second()) / DAY_SECONDS;
    let before = voices.iter().map(|member| member.known_at).filter(|at| *at < last).max();
    let gap = before.map_or(0, |before| (last.as_second() - before.as_second()) / DAY_SECONDS);
    if days >= CLOSED_DAYS || (days >= QUIET_DAYS && is_recovered(said)) {
        Life::Closed
    } else if days >= QUIET_DAYS {
        Life::Quiet
    } else if voices.len() > 1 && gap >= CLOSED_DAYS {
        Life::Reopened
    } else if voices.len() > 1 {
        Life::Growing
    } else {
        Life::Open
    }
}

/// Whether the last word on the service is that all of it works again.
fn is_recovered(said: &[Said<'_>]) -> bool {
    let mut told =
        said.iter().filter(|one| !matches!(one.fact.status, Some(Status::Denied | Status::Possible)));
    let last = told.rfind(|one| matches!(one.fact.slot, Slot::Service | Slot::DateRecovered));
    last.is_some_and(|one| match &one.fact.value {
        Value::Word(word) => word == "resumed",
        _ => one.fact.slot == Slot::DateRecovered,
    })
}

/// Organisations it happened to, the most used first, one name each: forms that are aliases of one another or
/// sound the same are one, and the form most used speaks for them.
fn victims(said: &[Said<'_>]) -> Vec<String> {
    struct Group {
        forms: Vec<String>,
        sounds: Vec<Sound>,
        uses: BTreeMap<String, usize>,
        first: usize,
    }
    let mut groups: Vec<Group> = Vec::new();
    for (at, one) in said.iter().enumerate() {
        let (Slot::Victim, Value::Name(name)) = (one.fact.slot, &one.fact.value) else { continue };
        if one.fact.status == Some(Status::Denied) {
            continue;
        }
        let forms: Vec<String> =
            std::iter::once(name).chain(&one.fact.aliases).map(|form| hinomi_text::name_key(form)).collect();
        let heard: Vec<Sound> =
            std::iter::once(name).chain(&one.fact.aliases).flat_map(|form| sounds(form)).collect();
        let known = groups.iter().position(|group| {
            group.forms.iter().any(|form| forms.contains(form))
                || group.sounds.iter().any(|a| heard.iter().any(|b| alike(a, b)))
                || group.uses.keys().any(|known| are_twins(known, name))
        });
        let group = match known {
            Some(idx) => &mut groups[idx],
            None => {
                groups.push(Group {
                    forms: Vec::new(),
                    sounds: Vec::new(),
                    uses: BTreeMap::new(),
                    first: at,
                });
                let last = groups.len() - 1;
                &mut groups[last]
            }
        };
        group.forms.extend(forms);
        group.sounds.extend(heard);
        *group.uses.entry(name.clone()).or_default() += 1;
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.uses.values().sum::<usize>()), group.first));
    groups
        .iter()
        .filter_map(|group| {
            let most = group.uses.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse((*name).clone())));
            most.map(|(name, _)| name.clone())
        })
        .collect()
}
