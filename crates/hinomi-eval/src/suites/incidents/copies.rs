//! Copies, made from the casebook's own articles: what is one text and what was changed.
//!
//! Each article is given again under another headline: whole, cut after two thirds, with its sentences in another
//! order, between boilerplate (all copies), and with one number or one name changed, whole and cut (none). A row is
//! an article: the share of its variants that are told right. Everything follows from the text, nothing is drawn.

use std::path::Path;

use anyhow::Result;
use hinomi_incidents::{Candidate, Index, Weights, advance};
use hinomi_model::{Article, FactsOf, Value};
use jiff::ToSpan;

use super::casebook::Casebook;
use super::documents::escaped;
use super::joined::{Told, article, f1, tell};
use super::{Scored, Set};
use crate::table::Table;

/// Fewest letters of a body that is varied: shorter notices say the same by chance.
const LETTERS_MIN: usize = 120;

/// A copy or a changed text of an article.
struct Variant {
    name: &'static str,
    is_copy: bool,
    told: Told,
}

/// The collection.
pub struct Copies {
    originals: Vec<(Told, Vec<Variant>)>,
}

impl Copies {
    /// Makes it from the casebook in `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let told = Casebook::read(folder)?.told();
        let long = told.into_iter().filter(|told| told.article.body().chars().count() >= LETTERS_MIN);
        let originals = long.map(|told| {
            let variants = variants(&told.article, &told.facts);
            (told, variants)
        });
        Ok(Self { originals: originals.collect() })
    }
}

fn variants(original: &Article, facts: &FactsOf) -> Vec<Variant> {
    let sentences = sentences(original.body());
    let cut = |sentences: &[String]| sentences[..(sentences.len() * 2).div_ceil(3)].to_vec();
    let mut reordered = sentences.clone();
    reordered.rotate_left(sentences.len() / 2);
    let framed = [
        vec!["（配信元の記事です）".to_owned()],
        sentences.clone(),
        vec!["Copyright, all rights reserved.".to_owned()],
    ];
    let mut made = vec![
        ("whole", true, sentences.clone()),
        ("cut", true, cut(&sentences)),
        ("reordered", true, reordered),
        ("framed", true, framed.concat()),
    ];
    if let Some(changed) = with_another_number(&sentences) {
        made.push(("number changed, cut", false, cut(&changed)));
        made.push(("number changed", false, changed));
    }
    if let Some(changed) = with_another_name(original, facts, &sentences) {
        made.push(("name changed, cut", false, cut(&changed)));
        made.push(("name changed", false, changed));
    }
    // A cut that loses the change is a copy again.
    made.retain(|(_, is_copy, text)| *is_copy || text.iter().any(|sentence| !sentences.contains(sentence)));
    let known_at = original.known_at + 2.hours();
    let articles = made.iter().enumerate().map(|(at, (_, _, text))| {
        let html: String = text.iter().map(|sentence| format!("<p>{}</p>", escaped(sentence))).collect();
        let title = format!("{} / 速報 {at}", original.title);
        article(
            &format!("https://copy.example/{at}/{}", original.id),
            &title,
            html,
            Some(original.lang),
            known_at,
        )
    });
    let told = tell(articles.collect());
    let named = made.into_iter().zip(told);
    named.map(|((name, is_copy, _), told)| Variant { name, is_copy, told }).collect()
}

/// A text as its sentences.
fn sentences(body: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        let ends =
            matches!(c, '。' | '\n') || (c == '.' && chars.peek().is_none_or(|next| next.is_whitespace()));
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
        if ends {
            all.push(String::new());
        }
    }
    let trimmed = all.into_iter().map(|sentence| sentence.trim().to_owned());
    trimmed.filter(|sentence| !sentence.is_empty()).collect()
}

/// The first digit of the text, another one.
fn with_another_number(sentences: &[String]) -> Option<Vec<String>> {
    let at = sentences.iter().position(|sentence| sentence.contains(|c: char| c.is_ascii_digit()))?;
    let digit = sentences[at].chars().find(char::is_ascii_digit)?;
    let other = if digit == '7' { "4" } else { "7" };
    let mut changed = sentences.to_vec();
    changed[at] = changed[at].replacen(digit, other, 1);
    Some(changed)
}

/// The first name that a fact knows, another one, where it is first said.
fn with_another_name(original: &Article, facts: &FactsOf, sentences: &[String]) -> Option<Vec<String>> {
    let names = facts.facts.iter().filter_map(|fact| match &fact.value {
        Value::Name(_) => Some(fact.quote(original)),
        _ => None,
    });
    let said = |name: &&str| !name.is_empty() && sentences.iter().any(|sentence| sentence.contains(*name));
    let name = names.into_iter().find(said)?;
    let other = if name.is_ascii() { "Velmora" } else { "ヴェルモラ" };
    let at = sentences.iter().position(|sentence| sentence.contains(name))?;
    let mut changed = sentences.to_vec();
    changed[at] = changed[at].replacen(name, other, 1);
    Some(changed)
}

impl Set for Copies {
    fn score(&self, weights: &Weights) -> Scored {
        let (mut right, mut called, mut copies, mut false_copies) = (0.0, 0.0, 0.0, 0.0);
        let mut table = Table::default();
        let mut n_all = 0;
        for (original, variants) in &self.originals {
            let article = &original.article;
            let mut n_right = 0;
            for variant in variants {
                let batch = [original, &variant.told];
                let batch = batch.map(|told| Candidate { article: &told.article, facts: &told.facts });
                let placements = advance(&mut Index::weighed_by(weights.clone()), &batch);
                let is_called = placements.iter().any(|placement| placement.copy_of == Some(article.id));
                called += f64::from(u8::from(is_called));
                copies += f64::from(u8::from(variant.is_copy));
                right += f64::from(u8::from(variant.is_copy && is_called));
                false_copies += f64::from(u8::from(!variant.is_copy && is_called));
                n_right += usize::from(is_called == variant.is_copy);
                if is_called != variant.is_copy {
                    table.failures.push(format!("{} {}", article.url, variant.name));
                }
            }
            n_all += variants.len();
            table.rows.insert(article.url.clone(), n_right as f64 / variants.len().max(1) as f64);
        }
        table
            .summary
            .push(("F1".to_owned(), f1(right / f64::max(called, 1.0), right / f64::max(copies, 1.0))));
        // Higher is better in every summary, so what must be none is told as the share that is fine.
        table.summary.push((
            "changed not called copies".to_owned(),
            1.0 - false_copies / f64::max(n_all as f64 - copies, 1.0),
        ));
        table.notes.push(format!("{n_all} variants of {} articles", self.originals.len()));
        // No weight decides what a copy is.
        Scored { table, goal: 0.0, worth: 0.0 }
    }
}
