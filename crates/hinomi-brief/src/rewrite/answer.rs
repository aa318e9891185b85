//! What a model answered: a chat completion whose content is JSON, or nothing that counts.

use std::ops::Range;

use serde::Deserialize;

/// Most sentences of one answer that are looked at.
const SENTENCES_MAX: usize = 24;

/// Why an answer is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It is no chat completion.
    #[error("is no chat completion ({0})")]
    NoCompletion(String),
    /// The model refused, or said nothing.
    #[error("holds no text (the model refused or stopped)")]
    Nothing,
    /// Its text is not the JSON that was asked for.
    #[error("is not the JSON that was asked for ({0})")]
    NotAsked(String),
}

/// A sentence that a model proposes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Proposal {
    from: Vec<usize>,
    pub(super) text: String,
}

impl Proposal {
    /// Positions of the sentences that it stands for, from 0: `joined_max` at most, in a row, among `n`.
    pub(super) fn range(&self, n: usize, joined_max: usize) -> Option<Range<usize>> {
        let first = self.from.first()?.checked_sub(1)?;
        let is_row = self.from.iter().enumerate().all(|(idx, from)| *from == first + idx + 1);
        let range = first..first + self.from.len();
        (is_row && range.len() <= joined_max && range.end <= n).then_some(range)
    }
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    sentences: Vec<Proposal>,
}

/// The sentences that an answer proposes.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Proposal>, Malformed> {
    let why = |error: serde_json::Error| hinomi_model::warned::clean(&error.to_string());
    let completion: Completion =
        serde_json::from_slice(bytes).map_err(|error| Malformed::NoCompletion(why(error)))?;
    let content = completion.choices.into_iter().next().and_then(|choice| choice.message.content);
    let content = content.filter(|text| !text.trim().is_empty()).ok_or(Malformed::Nothing)?;
    // Many models put JSON in a fence, and some think aloud before it.
    let bare = match content.rsplit_once("</think>") {
        Some((_, rest)) => rest,
        None => content.as_str(),
    };
    let bare = bare.trim().trim_start_matches("```json").trim_matches('`').trim();
    let parsed: Content = serde_json::from_str(bare).map_err(|error| Malformed::NotAsked(why(error)))?;
    Ok(parsed.sentences.into_iter().take(SENTENCES_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, expected: Result<usize, &str>) {
        let bytes = serde_json::json!({"choices": [{"message": {"content": content}}]}).to_string();
        match (parse(bytes.as_bytes()), expected) {
            (Ok(found), Ok(n)) => assert_eq!(found.len(), n, "{content}"),
            (Err(error), Err(why)) => assert!(error.to_string().contains(why), "{content}: {error}"),
            (found, _) => panic!("{content}: {found:?}"),
        }
    }

    #[test]
    fn json_in_or_out_of_a_fence_is_read() {
        let json = r#"{"sentences":[{"from":[1],"text":"x"}]}"#;
        check(json, Ok(1));
        check(&format!("```json\n{json}\n```"), Ok(1));
        check(&format!("<think>so {{}}</think>\n{json}"), Ok(1));
        check("I cannot help with that.", Err("not the JSON"));
        check(r#"{"sentences":[{"from":"all","text":"x"}]}"#, Err("not the JSON"));
        check("  ", Err("no text"));
    }

    #[test]
    fn what_is_no_completion_is_told() {
        for bytes in [&b""[..], b"<html>busy</html>", b"{}", b"{\"choices\":[{}]}", b"\xff\xfe"] {
            assert!(matches!(parse(bytes), Err(Malformed::NoCompletion(_))), "{bytes:?}");
        }
        assert_eq!(parse(b"{\"choices\":[]}"), Err(Malformed::Nothing));
        assert_eq!(parse(br#"{"choices":[{"message":{"content":null}}]}"#), Err(Malformed::Nothing));
    }

    #[test]
    fn only_rows_of_known_sentences_count() {
        let range = |from: &[usize]| Proposal { from: from.to_vec(), text: String::new() }.range(3, 2);
        assert_eq!(range(&[1]), Some(0..1));
        assert_eq!(range(&[2, 3]), Some(1..3));
        for bad in [&[][..], &[0], &[4], &[3, 4], &[1, 3], &[2, 1], &[1, 2, 3], &[usize::MAX]] {
            assert_eq!(range(bad), None, "{bad:?}");
        }
    }
}
