//! The JSON shapes that other programs read. Each is a promise.

use anyhow::Result;
use hinomi_model::{Article, BlockKind, Claim, Fact, FactsOf, Incident, Slot, Span};
use hinomi_read::{Place, Reading};
use serde_json::{Map, Value, json};

/// One line of `hinomi facts --format jsonl`.
pub fn facts(article: &Article, found: &FactsOf) -> Value {
    json!({
        "url": article.url,
        "title": article.title,
        "story": found.story,
        "lang": article.lang,
        "published": article.published.map(hinomi_model::Stamp::to_iso),
        "touched": hinomi_facts::extent::touched(article, &found.facts).map(|fact| fact_of(fact, article)),
        "facts": found.facts.iter().map(|fact| fact_of(fact, article)).collect::<Vec<_>>(),
    })
}

fn fact_of(fact: &Fact, article: &Article) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    put("slot", json!(fact.slot));
    put("value", json!(fact.value.to_text()));
    if let Some(unit) = fact.value.unit() {
        put("unit", json!(unit));
    }
    if let Some(qualifier) = fact.qualifier {
        put("qualifier", json!(qualifier));
    }
    if let Some(status) = fact.status {
        put("status", json!(status));
    }
    if let Some(said_by) = fact.said_by {
        put("said_by", json!(said_by));
    }
    if !fact.of.is_empty() {
        put(if fact.slot == Slot::Service { "name" } else { "of" }, json!(fact.of));
    }
    if !fact.aliases.is_empty() {
        put("aliases", json!(fact.aliases));
    }
    put("quote", json!(fact.quote(article)));
    put("start", json!(fact.span.start));
    put("end", json!(fact.span.end));
    Value::Object(out)
}

/// One line of `hinomi incidents --format jsonl`.
pub fn incident(incident: &Incident, title: &str) -> Value {
    let mut articles: Vec<&str> = Vec::new();
    for member in &incident.members {
        if !articles.contains(&member.url.as_str()) {
            articles.push(&member.url);
        }
    }
    let claims: Map<String, Value> = incident
        .claims
        .iter()
        .map(|(slot, claims)| (slot.word().to_owned(), Value::Array(claims.iter().flat_map(claim).collect())))
        .collect();
    json!({
        "id": incident.id,
        "story": incident.story,
        "title": title,
        "victims": incident.victims,
        "articles": articles,
        "copies": incident.members.iter().filter(|m| m.copy_of.is_some()).map(|m| m.url.as_str()).collect::<Vec<_>>(),
        "claims": claims,
        "timeline": timeline(incident),
        "status": incident.life,
    })
}

fn claim(claim: &Claim) -> Vec<Value> {
    let value = |value: &hinomi_model::ClaimValue| {
        json!({
            "key": claim.key,
            "value": value.fact.value.to_text(),
            "unit": value.fact.value.unit(),
            "qualifier": value.fact.qualifier,
            "status": value.fact.status,
            "said_by": value.fact.said_by,
            "known_at": value.known_at,
            "fate": value.fate,
            "said_in": value.said_in.len(),
        })
    };
    claim.values.iter().map(value).collect()
}

/// What happened when, by event date: the dates that stand.
fn timeline(incident: &Incident) -> Vec<Value> {
    let mut rows: Vec<(String, &str, String)> = Vec::new();
    for (slot, claims) in &incident.claims {
        if slot.is_date() {
            let values = claims.iter().flat_map(Claim::standing);
            rows.extend(values.map(|v| (v.fact.value.to_text(), slot.word(), v.known_at.to_string())));
        }
    }
    rows.sort();
    rows.into_iter()
        .map(|(when, what, known)| json!({"when": when, "what": what, "known_at": known}))
        .collect()
}

/// The shape of `hinomi read --format json`. `text` is the body without the title; `start` and `end` of blocks
/// count bytes in `text`, those of `source` bytes of the page as received (`null` where nothing is known of them);
/// of a PDF, `source` has `page` and `last_page`, counted from 1.
pub fn reading(reading: &Reading) -> Value {
    let article = &reading.article;
    let source = |span: Span| match reading.source_map.place(span)? {
        Place::Bytes(range) => Some(json!({"start": range.start, "end": range.end})),
        Place::Pages(pages) => Some(json!({"page": pages.start(), "last_page": pages.end()})),
    };
    let shift = article.text.len() - article.body().len();
    let block = |block: &hinomi_model::Block| {
        let start = (block.span.start as usize).checked_sub(shift)?;
        let end = start + block.span.len();
        Some(json!({"kind": block.kind, "start": start, "end": end, "source": source(block.span)}))
    };
    json!({
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "title_source": article.blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| source(block.span)),
        "byline": article.byline,
        "publisher": article.publisher,
        "published": article.published.map(hinomi_model::Stamp::to_iso),
        "updated": article.updated.map(hinomi_model::Stamp::to_iso),
        "updated_in_place": reading.is_updated_in_place,
        "lang": article.lang,
        "origin": article.origin,
        "text": article.body(),
        "blocks": article.blocks.iter().filter_map(block).collect::<Vec<_>>(),
    })
}

/// Writes `text` to stdout as it is.
pub fn out(text: &str) -> Result<()> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}
