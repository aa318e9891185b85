//! Which incidents the days asked for tell of, without reading the years before.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use hinomi_incidents::decisions::{Grouping, group};
use hinomi_incidents::{Decision, Placement, in_force};
use hinomi_model::{ArticleId, IncidentId};
use hinomi_store::{PlacementRow, Store};
use jiff::Timestamp;

use super::archive::placement;
use super::decisions::decisions;
use crate::window::Window;

/// The incidents of which something became known in a window, and the placements that make them what they are.
pub struct News {
    /// In the order in which they were decided: all that bear on the incidents, and some that do not.
    pub placements: Vec<Placement>,
    /// Which article lies where; whole for the incidents of `ids`.
    pub grouping: Grouping,
    /// The incidents.
    pub ids: BTreeSet<IncidentId>,
}

impl News {
    /// Finds what became known in `window`, as of a moment.
    ///
    /// Where an article lies depends on its own placement, on later placements that moved it or merged its incident,
    /// and on a person's decisions. The latter two are few and are read whole; then the placements in the incidents
    /// that the window's articles lie in, as long as there are any that were not read yet.
    pub fn find(store: &Store, window: &Window, as_of: Timestamp) -> Result<Self> {
        let end = window.end.min(as_of);
        let decisions = decisions(store)?.value;
        let mut read = Read::default();
        let fresh = store.placements_known(window.start..=end)?;
        let of_window: Vec<ArticleId> = fresh.iter().map(|row| row.article).collect();
        read.take(fresh, as_of)?;
        read.take(store.placements_that_regroup(..=as_of)?, as_of)?;
        let held = in_force(&decisions, as_of);
        for url in held.iter().flat_map(|decision| decision.urls()) {
            for article in store.articles_of_url(url)? {
                read.take(store.placement(article.id)?.into_iter().collect(), as_of)?;
            }
        }
        loop {
            let placements: Vec<Placement> = read.placements.values().cloned().collect();
            let grouping = group(&placements, &decisions, as_of);
            let ids = of_window.iter().filter_map(|article| grouping.home(*article)).collect();
            if !read.go_on(store, &grouping, &ids, &held, as_of)? {
                return Ok(Self { placements, grouping, ids });
            }
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    placements: BTreeMap<(Timestamp, ArticleId), Placement>,
    articles: BTreeSet<ArticleId>,
    incidents: BTreeSet<IncidentId>,
}

impl Read {
    fn take(&mut self, rows: Vec<PlacementRow>, as_of: Timestamp) -> Result<()> {
        for row in rows.iter().filter(|row| row.known_at <= as_of) {
            if self.articles.insert(row.article) {
                self.placements.insert((row.known_at, row.article), placement(row)?);
            }
        }
        Ok(())
    }

    /// Reads what bears on the incidents of `ids`, and on those that decisions name; whether there was more to read.
    fn go_on(
        &mut self,
        store: &Store,
        grouping: &Grouping,
        ids: &BTreeSet<IncidentId>,
        decisions: &[&Decision],
        as_of: Timestamp,
    ) -> Result<bool> {
        let before = (self.articles.len(), self.incidents.len());
        let named = decisions.iter().flat_map(|decision| decision.anchors()).map(|anchor| anchor.id);
        for incident in grouping.with_parts(&named.chain(ids.iter().copied()).collect()) {
            if self.incidents.insert(incident) {
                self.take(store.placements_in(incident)?, as_of)?;
            }
        }
        // Articles that were moved in stand under the incident that they were first put in.
        let members = ids.iter().filter_map(|id| grouping.members().get(id)).flatten();
        for article in members {
            if !self.articles.contains(article) {
                self.take(store.placement(*article)?.into_iter().collect(), as_of)?;
                self.articles.insert(*article);
            }
        }
        Ok(before != (self.articles.len(), self.incidents.len()))
    }
}

#[cfg(test)]
mod tests {
    use hinomi_incidents::Moved;
    use hinomi_incidents::decisions::{Act, Anchor};
    use hinomi_model::{
        Article, BlockKind, Capture, Fact, FactsOf, Lang, Origin, Outcome, Slot, Span, Story, Value,
    };
    use hinomi_store::Access;
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::desk::Archive;

    /// A small history: what each article's placement did, and what a person decided in between.
    #[derive(Debug, Clone)]
    struct History {
        /// Joins, merges and moves, by the number of an earlier article.
        placed: Vec<(u8, prop::sample::Index, prop::sample::Index)>,
        /// Behind which article, what, and which articles it names.
        decided: Vec<(prop::sample::Index, u8, prop::sample::Index, prop::sample::Index)>,
    }

    fn history() -> impl Strategy<Value = History> {
        let index = any::<prop::sample::Index>;
        let placed = prop::collection::vec((0..6u8, index(), index()), 2..40);
        let decided = prop::collection::vec((index(), 0..4u8, index(), index()), 0..5);
        (placed, decided).prop_map(|(placed, decided)| History { placed, decided })
    }

    fn at(minute: usize) -> Timestamp {
        Timestamp::UNIX_EPOCH + (minute as i64).minutes()
    }

    fn url(n: usize) -> String {
        // Every seventh is a revision of the one before.
        format!("https://a.example/{}", if n % 7 == 6 { n - 1 } else { n })
    }

    fn article(n: usize, capture: &Capture) -> Article {
        let (text, blocks) = Article::compose("題", &[(BlockKind::Paragraph, "本文。".to_owned())]);
        Article {
            id: ArticleId::of(&[&n.to_be_bytes()]),
            capture: capture.id,
            url: url(n),
            canonical_url: url(n),
            source: "a".to_owned(),
            // A page hides what a feed said of it.
            origin: if n % 7 == 5 { Origin::Entry } else { Origin::Page },
            title: "題".to_owned(),
            byline: String::new(),
            publisher: String::new(),
            published: None,
            updated: None,
            lang: Lang::Ja,
            text,
            blocks,
            known_at: at(n),
        }
    }

    /// The placements of a history, each incident under the id of its founder.
    fn placements(history: &History) -> Vec<Placement> {
        let own = |n: usize| IncidentId::of(&[&n.to_be_bytes()]);
        let mut all: Vec<Placement> = Vec::new();
        for (n, (what, a, b)) in history.placed.iter().enumerate() {
            let mut placement = Placement {
                article: ArticleId::of(&[&n.to_be_bytes()]),
                url: url(n),
                known_at: at(n),
                incident: own(n),
                copy_of: None,
                because: Vec::new(),
                merged: Vec::new(),
                moved: Vec::new(),
            };
            if n > 0 && *what > 1 {
                let (joined, other) = (&all[a.index(n)], &all[b.index(n)]);
                placement.incident = joined.incident;
                if *what == 4 && other.incident != joined.incident {
                    placement.merged.push(other.incident);
                }
                if *what == 5 {
                    placement.moved.push(Moved { article: other.article, from: other.incident });
                }
            }
            all.push(placement);
        }
        all
    }

    fn decisions_of(history: &History, placed: &[Placement]) -> Vec<Decision> {
        let anchor = |one: &Placement| Anchor { id: one.incident, url: one.url.clone() };
        let mut decided = history.decided.clone();
        decided.sort_by_key(|(behind, ..)| behind.index(placed.len()));
        let one = |(n, (behind, what, a, b)): (usize, &(_, u8, _, _))| {
            let behind: &prop::sample::Index = behind;
            let (a, b): (&prop::sample::Index, &prop::sample::Index) = (a, b);
            let known = &placed[..=behind.index(placed.len())];
            let (a, b) = (&known[a.index(known.len())], &known[b.index(known.len())]);
            let act = match what {
                0 => Act::Merge { into: anchor(a), other: anchor(b) },
                1 => Act::Split { from: anchor(a), urls: vec![b.url.clone()] },
                2 => Act::Pin { into: anchor(a), urls: vec![b.url.clone()] },
                _ => Act::Undo { undone: n as u32 },
            };
            Decision { n: n as u32 + 1, at: known[known.len() - 1].known_at + 30.seconds(), act }
        };
        decided.iter().enumerate().map(one).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_incidents_of_a_window_are_those_of_the_whole(
            history in history(),
            start in any::<prop::sample::Index>(),
            length in 1..9usize,
            later in 0..9usize,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(dir.path(), Access::Write).unwrap();
            let answered = Outcome::Answered { status: 200 };
            let capture = Capture::new("https://a.example/", "https://a.example/", "a", at(0), answered, vec![], vec![]);
            store.put_capture(&capture).unwrap();
            let placed = placements(&history);
            let articles: Vec<Article> = (0..placed.len()).map(|n| article(n, &capture)).collect();
            store.put_articles(&articles, &[]).unwrap();
            let facts = articles.iter().map(|one| {
                let name = Value::Name(format!("社{}", one.url));
                let fact = Fact::plain(Slot::Victim, name, Span::new(0, 3), Span::new(0, 3));
                FactsOf { article: one.id, story: Story::Incident, facts: vec![fact] }
            });
            store.put_facts(&facts.collect::<Vec<_>>()).unwrap();
            let rows = placed.iter().map(super::super::derive::row).collect::<Result<Vec<_>>>().unwrap();
            store.put_placements(&rows).unwrap();
            let decisions = decisions_of(&history, &placed);
            for decision in &decisions {
                store.put_decision(&serde_json::to_string(decision).unwrap()).unwrap();
            }

            let start = start.index(placed.len());
            let end = at(start + length);
            let as_of = end + (later as i64).minutes();
            let window = Window { start: at(start), end, date: jiff::civil::date(1970, 1, 1) };
            let news = Archive::load_news(&store, &window, as_of).unwrap();
            let mut whole = Archive::load(&store, Some(as_of)).unwrap();
            let grouping = group(&placed, &decisions, as_of);
            let fresh = placed.iter().filter(|one| window.start <= one.known_at && one.known_at <= end);
            let ids: BTreeSet<IncidentId> = fresh.filter_map(|one| grouping.home(one.article)).collect();
            whole.incidents.retain(|incident| ids.contains(&incident.id));
            prop_assert_eq!(&news.incidents, &whole.incidents);
            let members = news.incidents.iter().flat_map(|incident| &incident.members);
            let told: BTreeSet<ArticleId> = members.map(|member| member.article).collect();
            whole.articles.retain(|id, _| told.contains(id));
            prop_assert_eq!(&news.articles, &whole.articles);
        }
    }
}
