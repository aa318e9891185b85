//! Articles: what was read from captures.

use std::ops::{Bound, RangeBounds};

use hinomi_model::{Article, ArticleId, CaptureId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::columns::{instant, json, of_json, parsed};
use crate::stages::{Stage, mark_done};
use crate::{Error, Store};

impl Store {
    /// Stores articles, each in place of the one of the same id, and marks captures as done for
    /// [`Stage::Articles`], also those that gave no article. The captures have to be stored.
    pub fn put_articles(&self, articles: &[Article], done: &[CaptureId]) -> Result<(), Error> {
        self.change("write to", |tx| {
            // Not REPLACE, which would take the facts of the article with it.
            let mut put = tx.prepare_cached(
                "INSERT INTO articles (id, url, capture, source, lang, known_at, article)
                 VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET url = excluded.url,
                 capture = excluded.capture, source = excluded.source, lang = excluded.lang,
                 known_at = excluded.known_at, article = excluded.article",
            )?;
            for article in articles {
                put.execute(params![
                    article.id.to_string(),
                    article.url,
                    article.capture.to_string(),
                    article.source,
                    article.lang.tag(),
                    instant(article.known_at),
                    json(article)?,
                ])?;
            }
            done.iter().try_for_each(|capture| mark_done(tx, Stage::Articles, *capture))
        })
    }

    /// Takes articles out, with their facts and placements: those that a later reading stands in for.
    pub fn remove_articles(&self, ids: &[ArticleId]) -> Result<(), Error> {
        self.change("write to", |tx| {
            let mut remove = tx.prepare_cached("DELETE FROM articles WHERE id = ?")?;
            ids.iter().try_for_each(|id| remove.execute([id.to_string()]).map(drop))
        })
    }

    /// One article; `None` when there is none of that id.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT article FROM articles WHERE id = ?")?
                .query_row([id.to_string()], |row| of_json(row, 0))
                .optional()
        })
    }

    /// The articles of one URL, by `known_at`, then id: an article and its revisions.
    pub fn articles_of_url(&self, url: &str) -> Result<Vec<Article>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT article FROM articles WHERE url = ? ORDER BY known_at, id")?
                .query_map([url], |row| of_json(row, 0))?
                .collect()
        })
    }

    /// The articles read from one capture, by id.
    pub fn articles_of_capture(&self, capture: CaptureId) -> Result<Vec<Article>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT article FROM articles WHERE capture = ? ORDER BY id")?
                .query_map([capture.to_string()], |row| of_json(row, 0))?
                .collect()
        })
    }

    /// The article that `id` is a revision of: the one of the same URL that stands before it by
    /// `known_at`, then id. `None` for the first, and when there is no such article.
    pub fn revision_of(&self, id: ArticleId) -> Result<Option<ArticleId>, Error> {
        self.query("read", |db| {
            db.prepare_cached(
                "SELECT b.id FROM articles a JOIN articles b ON b.url = a.url
                 AND (b.known_at, b.id) < (a.known_at, a.id)
                 WHERE a.id = ? ORDER BY b.known_at DESC, b.id DESC LIMIT 1",
            )?
            .query_row([id.to_string()], |row| parsed(row, 0))
            .optional()
        })
    }

    /// The articles that could be known in `range`, by `known_at`, then id.
    pub fn articles_known(&self, range: impl RangeBounds<Timestamp>) -> Result<Vec<Article>, Error> {
        let (from, to) = bounds(&range);
        self.query("read", |db| {
            let mut known = db.prepare_cached(
                "SELECT article FROM articles WHERE known_at >= ? AND known_at <= ? ORDER BY known_at, id",
            )?;
            let read = known.query_map([from, to], |row| of_json::<Article>(row, 0))?;
            read.filter(|read| !read.as_ref().is_ok_and(|article| !range.contains(&article.known_at)))
                .collect()
        })
    }

    /// The ids of all articles, by `known_at`, then id.
    pub fn article_ids(&self) -> Result<Vec<ArticleId>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT id FROM articles ORDER BY known_at, id")?
                .query_map([], |row| parsed(row, 0))?
                .collect()
        })
    }
}

/// The columns from and up to which rows are looked at; an open end is taken for a closed one.
pub(crate) fn bounds(range: &impl RangeBounds<Timestamp>) -> (String, String) {
    let of = |bound: Bound<&Timestamp>, open: Timestamp| match bound {
        Bound::Included(at) | Bound::Excluded(at) => instant(*at),
        Bound::Unbounded => instant(open),
    };
    (of(range.start_bound(), Timestamp::MIN), of(range.end_bound(), Timestamp::MAX))
}
