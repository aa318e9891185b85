//! The weights of joining: the numbers of `data/weights.csv`, each with a name and a meaning.
//!
//! All evidence is measured in one currency, likeness: 1.0 is "the same words". The numbers are tuned on labelled
//! collections by `hinomi-eval tune`, which anyone can run again; the file says when that was done.

macro_rules! weights {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// Every weight of joining, in likeness unless its name says otherwise.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Weights {
            $($(#[doc = $doc])+ pub $name: f32,)+
        }

        impl Weights {
            /// The names, in order.
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// The weight called `name`.
            pub fn get_mut(&mut self, name: &str) -> Option<&mut f32> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)+
                    _ => None,
                }
            }

            /// Every weight with its name, in order.
            pub fn all(&self) -> Vec<(&'static str, f32)> {
                vec![$((stringify!($name), self.$name)),+]
            }

            fn unset() -> Self {
                Self { $($name: f32::NAN),+ }
            }
        }
    };
}

weights! {
    /// Likeness from which an article belongs to an incident. Plain word likeness does best at 0.25 within two
    /// weeks and at 0.30 over months.
    join_min,

    /// Likeness from which an article also pulls a second incident in: well above joining, since a wrong merge
    /// takes two incidents with it.
    merge_min,

    /// Names and ids from which joining is enough to pull a second incident in: a vulnerability's id, or a victim
    /// with more.
    merge_strong_min,

    /// A word that is a name weighs up to this many times a common word of the same rarity: names are what
    /// a matter is called by.
    name_word_times,

    /// Share of the best single member in word likeness; the rest is the incident as a whole. Members alone
    /// chain, the whole alone forgets how a matter began.
    member_share,

    /// Likeness of words is taken down by this much per natural logarithm of the gap in fortnights, because words
    /// of the trade come back and matters mostly do not. Names and ids do not age.
    ageing_per_log_fortnight,

    /// Ageing stops here.
    ageing_floor,

    /// The same victim, met in one incident only: joins by itself.
    victim,

    /// The same affected party: a supplier's customer, so less than the victim.
    affected,

    /// The same malware: a campaign has many victims.
    malware,

    /// The same actor: never enough alone, nor with the same kind of attack.
    actor,

    /// The same product: the field of many vulnerabilities.
    product,

    /// The same vulnerability id: joins by itself while few matters have it.
    id,

    /// The same count of three significant digits or more, with its unit.
    count_exact,

    /// The same round count: "about 100,000" is said of many leaks.
    count_round,

    /// All counts together.
    counts_max,

    /// The same event day: something else happened on that day too.
    day,

    /// All days together.
    days_max,

    /// Both name victims, and not the same: taken off.
    other_victim,

    /// The same, when the headlines name them.
    other_victim_in_title,

    /// Share of the likeness of words that is taken off as well when two headlines name two victims, or two
    /// articles two vulnerabilities: it is the likeness of a template.
    template,

    /// Both name vulnerabilities, and not the same: taken off.
    other_id,

    /// Same victim, other kind of event, long after, and nothing else in common: a second incident; taken off.
    other_event,

    /// From so many days on, another kind of event at the same victim is another incident.
    other_event_days_min,

    /// One is about a matter and the other is no security news at all: taken off.
    other_story,

    /// Neither is security news: shop windows and live tickers are alike without being one matter; taken off.
    both_other,

    /// One tells what happened, the other is a survey, advice or policy: taken off.
    far_story,

    /// A name met in `n` incidents pulls so much less: one in `1 + SPREAD × ln n`.
    spread,

    /// Members from which an incident has to be met better, by `size_step` per doubling: large clusters
    /// have a word in common with everything.
    size_free,

    /// See `size_free`.
    size_step,

    /// Documents that the index is taken to have read before the first, so that rarity means something from
    /// the start.
    prior_documents,

    /// How far a word's rarity goes by the incidents that have it, rather than by the articles.
    by_incidents,

    /// How fast a word of `n` incidents turns common: specific in `1 / (1 + COMMON × ln n)`.
    common,

    /// Weight of specific words that two texts must share for their likeness to count in full. Headlines made of
    /// the trade's phrases alone are alike and tell nothing.
    told_min,

    /// Share of a common word's weight that counts towards `told_min` on the day: in the first days outlets tell
    /// one matter in common words.
    told_fresh,

    /// Most likeness that one common word may bring.
    word_max,

    /// Most likeness that one word of this incident alone may bring: less than joining takes, so that no matter is
    /// joined for a single word.
    specific_word_max,

    /// A word of the trade counts as seen in so many incidents before the first article.
    trade_seen,

    /// What counts and days weigh more between two languages, times.
    across_times,

    /// The same body speaks of itself in both, in notices of its own; ages as words do.
    speaker,

    /// The headlines share words of few matters that most members have there.
    headline,

    /// Weight of such words from which the headline counts in full.
    headline_full,

    /// Likeness to an article from which a small incident is looked at again when that article joins another.
    heal_hint,

    /// By how much more than for joining a small incident must be like a larger one to be taken into it.
    heal_margin,

    /// The headlines count people or records, and many times apart: taken off.
    other_count,

    /// Share of the likeness of words that is taken off when one is security news and the other is not.
    other_story_words,

    /// A word that a vendor, a product, a gang or an agency is called by counts as seen in so many incidents.
    backdrop_seen,

    /// Share of an id's pull when the article only mentions it beside the one that it is about.
    mentioned_id,

    /// Both headlines name months, and not the same: taken off.
    other_month,

    /// A victim's name in the headline of an article whose facts name no such victim.
    mention_in_title,

    /// The same in the lead alone: somebody else may be the victim here.
    mention,

    /// A name in Latin letters that both languages write.
    across_word,

    /// All of them together.
    across_max,

    /// The same place in the victims' names, between two languages.
    place,

    /// The same actor in the headline, where the actor is the matter: a report on a group, not on a victim.
    actor_is_matter,

    /// Pull of an affected party from which it is this incident's victim, named in a customer's notice.
    supplier_min,

    /// Share of a mention's pull in an article that is no security news.
    mention_in_other,

    /// The article names a victim, and the incident is a flaw or a campaign that several have told without any:
    /// the victim's own matter; taken off.
    own_victim,

    /// The same, when the headline names the victim.
    own_victim_in_title,

    /// Both name gangs or malware, and not the same: taken off.
    other_actor,

    /// The article never says the words of this matter alone that most of its headlines have: taken off.
    unsaid,

    /// Weight of such words from which it counts in full.
    unsaid_full,
}

impl Weights {
    /// The weights that the product joins with: `data/weights.csv`.
    pub fn bundled() -> Self {
        Self::read(include_str!("../data/weights.csv")).expect("data/weights.csv names every weight once")
    }

    /// Reads `name,value` lines; lines that begin with `#`, and the header, are passed over.
    ///
    /// # Errors
    /// What is wrong: a line that is no pair, a name that is unknown, a number that is none, a weight without value.
    pub fn read(csv: &str) -> Result<Self, String> {
        let mut weights = Self::unset();
        let lines = csv.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        for line in lines.skip(1) {
            let (name, value) =
                line.split_once(',').ok_or_else(|| format!("no name and value in {line:?}"))?;
            let value: f32 = value.trim().parse().map_err(|_| format!("no number in {line:?}"))?;
            *weights.get_mut(name).ok_or_else(|| format!("no weight is called {name:?}"))? = value;
        }
        match weights.all().into_iter().find(|(_, value)| !value.is_finite()) {
            Some((name, _)) => Err(format!("{name} has no value")),
            None => Ok(weights),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_weights_are_whole() {
        assert!(Weights::bundled().join_min > 0.0);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        assert_eq!(Weights::read("name,value\nnone,1").unwrap_err(), "no weight is called \"none\"");
        assert_eq!(Weights::read("name,value\nvictim,x").unwrap_err(), "no number in \"victim,x\"");
        assert_eq!(Weights::read("name,value\n").unwrap_err(), "join_min has no value");
    }
}
