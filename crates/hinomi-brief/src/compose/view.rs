//! One incident as this brief sees it: what is known by the end of the window, and what of it is new.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use hinomi_model::{
    Article, ArticleId, ClaimValue, Fate, Incident, Lang, Member, Reliability, Slot, Status, Story, Value,
    Voice,
};
use hinomi_text::name_key;
use jiff::civil::Date;

use super::Desk;
use super::counts::{is_of_people, is_worth_telling};
use super::incident::is_recap;
use super::role::{Role, role};
use crate::sentence::Cite;
use crate::verify::certainty::rank_of;
use crate::wording::{clean, is_in_script};
use crate::{advice, home};

/// One in this many articles of a language must use a name for it to be taken for the translation of another.
const NAME_SHARE: usize = 3;

/// A name, and the fact that carries it.
#[derive(Debug, Clone)]
pub struct Named {
    /// As told in this brief.
    pub text: String,
    /// A fact with that name as value or alias.
    pub cite: Cite,
}

/// One incident as this brief sees it.
pub struct View<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// Whether nothing was known of it before the window.
    pub is_new: bool,
    /// Whether it is told at home.
    pub is_home: bool,
    /// The name of the victim in the language of the brief.
    pub victim: Option<Named>,
    /// Articles that are about another victim: what they say is of that one, but for sentences that name this one.
    others: BTreeSet<ArticleId>,
    /// Every name of the victim, as keys.
    keys: BTreeSet<String>,
    desk: &'a Desk<'a>,
}

/// A claim whose value changed within the window.
pub struct Change<'a> {
    /// The last value known before.
    pub old: &'a ClaimValue,
    /// The value now.
    pub new: &'a ClaimValue,
}

impl<'a> View<'a> {
    /// Looks at `incident`.
    pub fn of(incident: &'a Incident, desk: &'a Desk<'a>) -> Self {
        let is_new = incident.members.iter().all(|member| member.known_at > desk.input.window.start);
        let is_home = home::is_home(incident, desk.input.home, desk.input.articles, &desk.sources);
        let (others, keys) = (BTreeSet::new(), BTreeSet::new());
        let mut view = Self { incident, is_new, is_home, victim: None, others, keys, desk };
        view.victim = view.name_of_victim();
        view.keys = view.keys_of_victim();
        view.others = view.articles_of_others();
        view
    }

    /// Members known within the window, copies left out, earliest first.
    pub fn new_members(&self) -> impl Iterator<Item = &'a Member> + '_ {
        let window = self.desk.input.window;
        self.incident.members.iter().filter(move |m| window.holds(m.known_at) && m.copy_of.is_none())
    }

    /// Their articles, as far as they are in a language that is read.
    pub fn new_articles(&self) -> impl Iterator<Item = &'a Article> + '_ {
        self.new_members()
            .filter_map(|member| self.desk.article(member.article))
            .filter(|article| is_read(article))
    }

    /// The article of the window that is quoted: in the language of the brief, with the victim in its title, one that
    /// tells the event, of the better source; the earliest of several.
    pub fn leading(&self) -> Option<&'a Article> {
        let event = self.event();
        self.new_articles().min_by_key(|article| {
            let source = self.desk.source_of(article);
            let is_own = self.victim.is_some() && source.is_some_and(|s| s.voice == Voice::Official);
            let reliability = source.map_or(Reliability::F, |s| s.reliability);
            (
                article.lang != self.desk.lang,
                !is_own && !is_named_in(&article.title, &self.keys),
                !event.is_some_and(|v| v.said_in.iter().any(|(id, _)| *id == article.id)),
                advice::is_advice(&article.title, article.lang),
                reliability,
                article.known_at,
                article.id,
            )
        })
    }

    /// Outlets that tell it in a voice of their own: in the window, and ever. Ten articles of one outlet, and
    /// copies of another's, are one voice.
    pub fn n_outlets(&self) -> (usize, usize) {
        let outlets = |of: &mut dyn Iterator<Item = &'a Article>| {
            of.map(|article| self.desk.source_name(article)).collect::<BTreeSet<_>>().len()
        };
        let end = self.desk.input.window.end;
        let ever = self.incident.members.iter().filter(|m| m.known_at <= end && m.copy_of.is_none());
        (outlets(&mut self.new_articles()), outlets(&mut ever.filter_map(|m| self.desk.article(m.article))))
    }

    /// All values of `slot` known by the end of the window, claim by claim; of a matter of many victims those that
    /// are told of this one, or of none.
    pub fn values(&self, slot: Slot) -> impl Iterator<Item = &'a ClaimValue> + '_ {
        let end = self.desk.input.window.end;
        self.incident
            .claims_of(slot)
            .iter()
            .flat_map(|claim| &claim.values)
            .filter(move |v| v.known_at <= end && self.is_of_this(v))
    }

    /// Whether a value is of this victim: said by an article about it, or in a sentence that names it.
    fn is_of_this(&self, value: &ClaimValue) -> bool {
        let names = |article: &Article| is_named_in(article.slice(value.fact.sentence), &self.keys);
        !self.others.contains(&value.article) || self.desk.article(value.article).is_some_and(names)
    }

    /// The members that are about another victim: that name it in their title, or at all, and not the one that this
    /// brief tells of.
    fn articles_of_others(&self) -> BTreeSet<ArticleId> {
        let keys = &self.keys;
        // Whoever folded the incident also heard which names of two scripts are one body's.
        if keys.is_empty() || self.incident.victims.len() < 2 {
            return BTreeSet::new();
        }
        let (own, others): (Vec<_>, Vec<_>) = self
            .incident
            .claims_of(Slot::Victim)
            .iter()
            .flat_map(|claim| &claim.values)
            .partition(|value| !keys_of(value).is_disjoint(keys));
        let said_in = |values: &[&ClaimValue]| -> BTreeSet<ArticleId> {
            values.iter().flat_map(|value| &value.said_in).map(|(article, _)| *article).collect()
        };
        let own = said_in(&own);
        // A name in another script may be this victim's own.
        let in_titles: BTreeSet<String> = others
            .iter()
            .filter(|value| {
                let name = value.fact.value.to_text();
                is_in_script(&name, Lang::Ja)
                    == self.victim.as_ref().is_some_and(|v| is_in_script(&v.text, Lang::Ja))
                    && !home::is_country(&name)
            })
            .flat_map(|value| keys_of(value))
            .collect();
        let is_others = |id: &ArticleId| {
            self.desk.article(*id).is_some_and(|article| {
                let is_official = self.desk.source_of(article).is_some_and(|s| s.voice == Voice::Official);
                let is_about_other = !own.contains(id) || is_named_in(&article.title, &in_titles);
                !is_official && !is_named_in(&article.title, keys) && is_about_other
            })
        };
        said_in(&others).into_iter().filter(is_others).collect()
    }

    /// Those that stand or are alleged.
    pub fn standing(&self, slot: Slot) -> impl Iterator<Item = &'a ClaimValue> + '_ {
        self.values(slot).filter(|v| matches!(v.fate, Fate::Stands | Fate::Alleged))
    }

    /// Those that are to be told now: all that stand of a new matter, the new ones of a known one.
    pub fn news(&self, slot: Slot) -> impl Iterator<Item = &'a ClaimValue> + '_ {
        let window = self.desk.input.window;
        self.standing(slot).filter(move |v| window.holds(v.known_at))
    }

    /// The one day of something that happens once: the day told most often, of those told plainly; the earliest of
    /// several. A recap with another year, or the day of a later find, does not move it.
    pub fn day_of(&self, slot: Slot) -> Option<(Date, &'a ClaimValue)> {
        let zone = &self.desk.input.zone;
        let day = |v: &ClaimValue| match v.fact.value {
            Value::When(when) if when.n_days(zone) == 1 => Some(when.first_day(zone)),
            _ => None,
        };
        self.values(slot)
            .filter(|v| matches!(v.fate, Fate::Stands | Fate::Superseded))
            .filter(|v| matches!(v.fact.status, None | Some(Status::Confirmed)))
            .filter_map(|v| Some((day(v)?, v)))
            .min_by_key(|(day, v)| (Reverse(v.said_in.len()), *day))
    }

    /// Claims with a value that stands, was first known in the window, and followed another one.
    pub fn changes(&self) -> Vec<Change<'a>> {
        let window = self.desk.input.window;
        let mut out = Vec::new();
        for claim in self.incident.claims.values().flatten() {
            let is_told = matches!(claim.slot, Slot::Count | Slot::Service | Slot::Misuse);
            if !is_told {
                continue;
            }
            let is_ours = |v: &&ClaimValue| v.known_at <= window.end && self.is_of_this(v);
            let known = || claim.values.iter().filter(is_ours).filter(|v| v.fate != Fate::Alleged);
            let new = known().rfind(|v| window.holds(v.known_at) && v.fate == Fate::Stands);
            let old = known().rfind(|v| v.known_at <= window.start);
            if let (Some(new), Some(old)) = (new, old) {
                let is_same = (old.fact.value == new.fact.value && old.fact.status == new.fact.status)
                    || is_vaguer(&old.fact.value, &new.fact.value);
                let is_worth = match claim.slot {
                    Slot::Count => [old, new]
                        .into_iter()
                        .all(|v| v.fact.value == Value::Unknown || is_worth_telling(role(self.desk, v), v)),
                    Slot::Service => !is_recap(self.desk, self, new),
                    _ => true,
                };
                if !is_same && is_worth {
                    out.push(Change { old, new });
                }
            }
        }
        out.extend(self.disclosed().filter(|d| !out.iter().any(|c| std::ptr::eq(c.new, d.new))));
        out
    }

    /// The number that came after it was said that there is none yet, whatever unit it is given in.
    fn disclosed(&self) -> Option<Change<'a>> {
        let window = self.desk.input.window;
        let counts = || self.values(Slot::Count).filter(|v| v.fate != Fate::Withdrawn);
        let is_unknown = |v: &&ClaimValue| v.fact.value == Value::Unknown;
        let old =
            counts().filter(is_unknown).filter(|v| v.known_at <= window.start).max_by_key(|v| v.known_at)?;
        // Of people or records: what was not known is how far the leak reaches.
        let mut told: Vec<(Role, &ClaimValue)> = counts()
            .filter(|v| v.fate != Fate::Alleged && is_of_people(v.fact.value.unit()))
            .map(|v| (role(self.desk, v), v))
            .filter(|(role, v)| matches!(role, Role::Leaked | Role::Affected) && is_worth_telling(*role, v))
            .collect();
        if told.iter().any(|(_, v)| v.known_at <= window.start) {
            return None;
        }
        told.retain(|(_, v)| v.fate == Fate::Stands && is_plain(v));
        told.sort_by(|(r, a), (q, b)| r.cmp(q).then_with(|| b.fact.value.cmp(&a.fact.value)));
        let new = told.first()?.1;
        Some(Change { old, new })
    }

    /// Kinds of data told plainly of a known matter: before the window, and first in it.
    pub fn kinds_of_data(&self) -> Option<(Vec<&'a ClaimValue>, Vec<&'a ClaimValue>)> {
        let window = self.desk.input.window;
        let is_vague = |v: &ClaimValue| v.fact.value == Value::Word("unspecified".to_owned());
        let all = self.standing(Slot::DataExposed).filter(|v| v.fate == Fate::Stands && !is_vague(v));
        let (old, new): (Vec<_>, Vec<_>) = all.partition(|v| v.known_at <= window.start);
        let is_known = |v: &ClaimValue| old.iter().any(|o| o.fact.value == v.fact.value);
        let new: Vec<_> = new.into_iter().filter(|v| is_plain(v) && !is_known(v)).collect();
        let old = old.into_iter().filter(|v| is_plain(v)).collect();
        (!self.is_new && !new.is_empty()).then_some((old, new))
    }

    /// The number of the last report known before the window, and a higher one of the window.
    pub fn reports(&self) -> Option<(&'a ClaimValue, &'a ClaimValue)> {
        let window = self.desk.input.window;
        let number = |v: &ClaimValue| if let Value::Number(n) = v.fact.value { Some(n) } else { None };
        let numbered = || self.values(Slot::ReportNo).filter(|v| number(v).is_some());
        let old = numbered().filter(|v| v.known_at <= window.start).max_by_key(|v| number(v))?;
        let new = numbered().filter(|v| window.holds(v.known_at)).max_by_key(|v| number(v))?;
        (number(new) > number(old)).then_some((old, new))
    }

    /// Whether anything of what was already told is another now: a value, the kinds of data, the newest report.
    pub fn is_changed(&self) -> bool {
        self.reports().is_some() || self.kinds_of_data().is_some() || !self.changes().is_empty()
    }

    /// Pairs of values that contradict each other, at least one of them new.
    pub fn contradictions(&self) -> Vec<(&'a ClaimValue, &'a ClaimValue)> {
        let window = self.desk.input.window;
        let mut out = Vec::new();
        for claim in self.incident.claims_of(Slot::Count) {
            let is_ours = |v: &&ClaimValue| v.known_at <= window.end && self.is_of_this(v);
            let known = || claim.values.iter().filter(is_ours);
            let Some(stands) = known().find(|v| v.fate == Fate::Stands) else { continue };
            for other in known().filter(|v| v.fate == Fate::Contradicts) {
                if window.holds(stands.known_at) || window.holds(other.known_at) {
                    out.push((stands, other));
                }
            }
        }
        out
    }

    /// Whether the victim stands in the title of an article of the window: then it is what the news is about.
    pub fn is_titled(&self) -> bool {
        self.new_articles().any(|article| is_named_in(&article.title, &self.keys))
    }

    /// Whether every article of the window is of this kind, and which it is of is known.
    pub fn is_all(&self, story: Story) -> bool {
        self.new_articles().all(|article| self.desk.input.stories.get(&article.id) == Some(&story))
    }

    /// Every name of the victim, as keys.
    fn keys_of_victim(&self) -> BTreeSet<String> {
        let Some(victim) = &self.victim else { return BTreeSet::new() };
        let mut keys = BTreeSet::from([name_key(&victim.text)]);
        // Names that share one with those known, until none is added.
        loop {
            let n_known = keys.len();
            for value in self.values(Slot::Victim) {
                let names = keys_of(value);
                if !names.is_disjoint(&keys) {
                    keys.extend(names);
                }
            }
            if keys.len() == n_known {
                break;
            }
        }
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// Whether an article of the window is about whoever `value` names: in its title; or said in it, where no other
    /// name of a victim is in the title, or by those concerned.
    fn is_about(&self, value: &ClaimValue, article: &Article) -> bool {
        let keys = keys_of(value);
        if is_named_in(&article.title, &keys) {
            return true;
        }
        let is_official = self.desk.source_of(article).is_some_and(|s| s.voice == Voice::Official);
        let is_said = value.said_in.iter().any(|(id, _)| *id == article.id);
        let is_other_titled = || {
            self.values(Slot::Victim).any(|other| {
                let other = keys_of(other);
                other.is_disjoint(&keys) && is_named_in(&article.title, &other)
            })
        };
        is_official || (is_said && !is_other_titled())
    }

    /// Whether little beyond a headline is known: no victim and hardly a fact.
    pub fn is_thin(&self) -> bool {
        let told = [
            Slot::Service,
            Slot::RootCause,
            Slot::DataExposed,
            Slot::Cve,
            Slot::ReportNo,
            Slot::Ransom,
            Slot::Action,
        ];
        let has_fact = told.iter().any(|slot| self.standing(*slot).next().is_some());
        let has_count = || self.standing(Slot::Count).any(|v| is_worth_telling(role(self.desk, v), v));
        self.victim.is_none() && !has_fact && !has_count()
    }

    /// The event type that stands: what is surest first, then what is said most often.
    pub fn event(&self) -> Option<&'a ClaimValue> {
        let n = |v: &&ClaimValue| {
            (Reverse(rank_of(&v.fact)), Reverse(v.said_in.len()), event_order(&v.fact.value))
        };
        self.standing(Slot::EventType).min_by_key(n)
    }

    /// The same where nobody doubts or merely claims it.
    pub fn sure_event(&self) -> Option<&'a ClaimValue> {
        let is_sure = |v: &&ClaimValue| {
            v.fate == Fate::Stands && matches!(v.fact.status, None | Some(Status::Confirmed))
        };
        self.event().filter(is_sure)
    }

    /// Whether a name is that of the outlet that tells it, which is no victim of its own news.
    fn is_outlet(&self, article: ArticleId, name: &str) -> bool {
        let Some(article) = self.desk.article(article) else { return false };
        let is_official = self.desk.source_of(article).is_some_and(|s| s.voice == Voice::Official);
        let key = name_key(name);
        let outlet = name_key(&self.desk.source_name(article));
        !is_official && (outlet == key || outlet.strip_suffix("com").is_some_and(|o| o == key))
    }

    /// Whether who `value` says was hit is told to have done it, by no fewer articles: "gang A and gang B join forces"
    /// hits neither.
    fn is_attacker(&self, value: &ClaimValue) -> bool {
        let keys = keys_of(value);
        let n_hit: BTreeSet<_> = value.said_in.iter().map(|(article, _)| *article).collect();
        self.values(Slot::Actor).filter(|actor| !keys_of(actor).is_disjoint(&keys)).any(|actor| {
            let n_done: BTreeSet<_> = actor.said_in.iter().map(|(article, _)| *article).collect();
            n_done.len() >= n_hit.len()
        })
    }

    /// The name by which articles in the brief's language call the victim; else an alias in its script; else the
    /// name used most.
    fn name_of_victim(&self) -> Option<Named> {
        let lang = self.desk.lang;
        let values: Vec<&ClaimValue> = self
            .values(Slot::Victim)
            .filter(|v| {
                let name = v.fact.value.to_text();
                v.fate != Fate::Withdrawn
                    && !home::is_country(&name)
                    && !self.is_outlet(v.article, &name)
                    && !self.is_attacker(v)
            })
            .collect();
        let names = |value: &'a ClaimValue| {
            let own = match &value.fact.value {
                Value::Name(name) => Some(name.as_str()),
                _ => None,
            };
            own.into_iter().chain(value.fact.aliases.iter().map(String::as_str))
        };
        let wanted = self.incident.victims.first().map(|name| name_key(name));
        let most_used = values
            .iter()
            .find(|v| wanted.as_ref().is_some_and(|w| keys_of(v).contains(w)))
            .or(values.first())?;
        // A matter of many victims is told by the one that today's articles are about; where they are about none,
        // its name would put a headline under a name that it is not of.
        let is_todays = |value: &&&ClaimValue| {
            let same = keys_of(value);
            let is_family = |v: &&&ClaimValue| !keys_of(v).is_disjoint(&same);
            values.iter().filter(is_family).any(|v| self.new_articles().any(|a| self.is_about(v, a)))
        };
        let first = Some(most_used).filter(is_todays).or_else(|| {
            let mut others: Vec<&&ClaimValue> = values.iter().filter(is_todays).collect();
            others.sort_by_key(|v| Reverse(v.said_in.len()));
            others.first().copied()
        })?;
        let same = keys_of(first);
        let family: Vec<&ClaimValue> =
            values.iter().copied().filter(|v| !keys_of(v).is_disjoint(&same)).collect();

        // How many articles of the brief's language call a victim so.
        let n_told = |value: &ClaimValue| {
            let articles: BTreeSet<_> = value.said_in.iter().map(|(article, _)| *article).collect();
            articles.into_iter().filter_map(|id| self.desk.article(id)).filter(|a| a.lang == lang).count()
        };
        let most_told = |of: &[&'a ClaimValue]| {
            let best =
                of.iter().copied().filter(|v| n_told(v) > 0).max_by_key(|v| (n_told(v), Reverse(v.known_at)));
            best.and_then(|value| Some((names(value).next()?, value)))
        };
        // A name that shares no alias with the most used one is taken for its translation only where it is the
        // one that most articles of this language use.
        let n_articles = self.incident.members.iter().filter_map(|m| self.desk.article(m.article));
        let n_articles = n_articles.filter(|a| a.lang == lang).count();
        let strangers: Vec<&ClaimValue> = values
            .iter()
            .copied()
            .filter(|v| {
                names(v).next().is_some_and(|name| is_in_script(name, lang))
                    && n_told(v) * NAME_SHARE > n_articles
            })
            .collect();
        let mut of_family: Vec<(&str, &ClaimValue)> = Vec::new();
        for value in &family {
            of_family.extend(names(value).map(|name| (name, *value)));
        }
        let alias = || of_family.iter().copied().find(|(name, _)| is_in_script(name, lang));
        // A name that stands in no title, in no notice of its own and in one article only is seldom whom it is about.
        let is_told_enough = family.iter().any(|value| {
            let articles: BTreeSet<ArticleId> = value.said_in.iter().map(|(article, _)| *article).collect();
            let is_about = |article: &Article| {
                let title = name_key(&article.title);
                self.desk.source_of(article).is_some_and(|s| s.voice == Voice::Official)
                    || same.iter().any(|key| !key.is_empty() && title.contains(key.as_str()))
            };
            articles.len() > 1 || articles.iter().filter_map(|id| self.desk.article(*id)).any(is_about)
        });
        if !is_told_enough {
            return None;
        }
        let (name, named) = most_told(&family)
            .or_else(alias)
            .or_else(|| most_told(&strangers))
            .or_else(|| of_family.first().copied())?;
        // Of those who use the name, whoever is surest that it is the victim's.
        let says_it = |v: &&&'a ClaimValue| names(v).any(|other| other == name);
        let value = values.iter().filter(says_it).max_by_key(|v| (rank_of(&v.fact), Reverse(v.known_at)));
        let value = value.copied().unwrap_or(named);
        let text = clean(name);
        (!text.is_empty()).then(|| Named { text, cite: Cite::fact(value.article, &value.fact) })
    }
}

/// Whether an article is in a language whose facts and titles readers of a brief are given.
pub fn is_read(article: &Article) -> bool {
    let is_known = |lang| matches!(lang, Lang::Ja | Lang::En);
    is_known(article.lang) && (article.title.is_empty() || is_known(hinomi_text::lang_of(&article.title)))
}

/// Every name that a value carries, as keys.
fn keys_of(value: &ClaimValue) -> BTreeSet<String> {
    let own = match &value.fact.value {
        Value::Name(name) => Some(name.as_str()),
        _ => None,
    };
    let names = own.into_iter().chain(value.fact.aliases.iter().map(String::as_str));
    names.map(name_key).filter(|key| !key.is_empty()).collect()
}

fn is_named_in(title: &str, keys: &BTreeSet<String>) -> bool {
    let title = name_key(title);
    keys.iter().any(|key| title.contains(key))
}

/// Whether a number says no more than the one known before: "hundreds of thousands" after 270,000.
pub fn is_vaguer(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (
            Value::Count { number, upper: None, unit },
            Value::Count { number: from, upper: Some(to), unit: other },
        ) => unit == other && (*from..=*to).contains(number),
        _ => false,
    }
}

/// Whether a value is told without doubt.
fn is_plain(value: &ClaimValue) -> bool {
    matches!(value.fact.status, None | Some(Status::Confirmed))
}

/// Of two event types said equally often, the one that says more.
fn event_order(value: &Value) -> (usize, String) {
    const ORDER: &[&str] = &["ransomware", "supply_chain", "ddos", "data_breach", "unauthorized_access"];
    let word = value.to_text();
    (ORDER.iter().position(|w| *w == word).unwrap_or(ORDER.len()), word)
}

#[cfg(test)]
mod tests {
    use hinomi_model::Unit;
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_range_around_the_number_known_says_no_more() {
        let count = |number: u32, upper: Option<u32>| Value::Count {
            number: Decimal::from(number),
            upper: upper.map(Decimal::from),
            unit: Some(Unit::Person),
        };
        assert!(is_vaguer(&count(270_000, None), &count(100_000, Some(900_000))));
        assert!(!is_vaguer(&count(70_000, None), &count(100_000, Some(900_000))));
        assert!(!is_vaguer(&count(270_000, None), &count(300_000, None)));
        assert!(!is_vaguer(&Value::Unknown, &count(100_000, Some(900_000))));
    }
}
