//! A language model asked to say sentences in other words. Whatever goes wrong changes nothing but a line in the log.

use hinomi_brief::Brief;
use hinomi_brief::rewrite::{Grounds, Question, questions, rewrite};
use hinomi_gather::HttpFetch;
use hinomi_gather::fetch::http::Limits;
use hinomi_store::{KeptAnswer, Store};
use serde_json::json;

use crate::cli::place::Place;
use crate::config::Model;

/// How a model that is configured may be used.
#[derive(Debug, Clone, Copy)]
pub enum ModelUse {
    /// Ask it what it was not asked before; the function gives its key, by the name of an environment variable.
    Ask(fn(&str) -> Option<String>),
    /// Use the answers that are kept, and open no connection.
    KeptOnly,
}

/// Most questions that one brief asks.
const QUESTIONS_MAX: usize = 60;

/// Most bytes of one answer: a paragraph has some thousand.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// Rewrites what passes the verifier. Answers are kept, so that the same brief is rewritten the same way again.
pub fn reword(brief: &mut Brief, store: &Store, place: &Place, how: ModelUse, grounds: &Grounds<'_>) {
    let Some(model) = &place.config.model else { return };
    let mut wire: Option<Wire<'_>> = None;
    // After one failure the rest would wait as long for nothing.
    let mut is_reachable = matches!(how, ModelUse::Ask(_));
    let (mut n_unusable, mut first_unusable) = (0, String::new());
    for question in questions(brief, grounds).into_iter().take(QUESTIONS_MAX) {
        let asked = asked(model, &question);
        let kept = store.answer(&asked).unwrap_or_else(|error| {
            tracing::warn!("an answer of the model cannot be read: {error}");
            None
        });
        let body = match (&kept, how) {
            (Some(kept), _) => kept.body.clone(),
            (None, ModelUse::Ask(secret)) if is_reachable => {
                let opened = match &wire {
                    Some(_) => Ok(()),
                    None => Wire::open(model, place, secret).map(|opened| wire = Some(opened)),
                };
                let answer = opened.and_then(|()| wire.as_ref().map_or(Ok(String::new()), |w| w.ask(&asked)));
                match answer {
                    Ok(body) => body,
                    Err(why) => {
                        tracing::warn!("the model is not asked any more: {why}");
                        is_reachable = false;
                        continue;
                    }
                }
            }
            _ => continue,
        };
        match rewrite(brief, &question, body.as_bytes(), grounds) {
            Ok(tally) => {
                let refused = tally.refused.iter().map(|(why, n)| ((*why).to_owned(), *n as u64)).collect();
                let asked_at = kept.as_ref().map_or(place.now, |kept| kept.asked_at);
                let answer = KeptAnswer { asked_at, body, n_kept: tally.n_kept as u64, refused };
                if kept.as_ref() != Some(&answer)
                    && let Err(error) = store.put_answer(&asked, &answer)
                {
                    tracing::warn!("an answer of the model is not kept: {error}");
                }
            }
            Err(error) => {
                n_unusable += 1;
                if n_unusable == 1 {
                    first_unusable = error.to_string();
                }
            }
        }
    }
    if n_unusable > 0 {
        tracing::warn!("{n_unusable} answers of the model are not used; the first {first_unusable}");
    }
}

/// The body of a question: all that decides its answer, and so its name among the kept ones.
fn asked(model: &Model, question: &Question) -> Vec<u8> {
    let body = json!({
        "model": model.name,
        "messages": question.messages,
        "temperature": 0,
        "seed": 0,
        "stream": false,
    });
    body.to_string().into_bytes()
}

/// A connection to the model.
struct Wire<'a> {
    http: HttpFetch,
    model: &'a Model,
    key: Option<String>,
}

impl<'a> Wire<'a> {
    fn open(model: &'a Model, place: &Place, secret: fn(&str) -> Option<String>) -> Result<Self, String> {
        let key = match &model.key_env {
            Some(name) => Some(secret(name).filter(|key| !key.is_empty()).ok_or_else(|| {
                format!("{name} is not set; set it to the key, or take key_env out of the configuration")
            })?),
            None => None,
        };
        let limits = Limits {
            total: model.timeout,
            body_bytes_max: ANSWER_BYTES_MAX,
            unpacked_bytes_max: ANSWER_BYTES_MAX,
            ..Limits::STANDARD
        };
        // What runs on this machine is not behind a proxy.
        let proxy = place.config.proxy.as_deref().filter(|_| !model.is_near());
        let http = HttpFetch::with_limits(proxy, limits).map_err(|error| error.to_string())?;
        Ok(Self { http, model, key })
    }

    fn ask(&self, body: &[u8]) -> Result<String, String> {
        let answer = self.http.post_json(&self.model.url, self.key.as_deref(), body);
        let host = self.model.url.host_str().unwrap_or_default();
        let answer = answer.map_err(|why| format!("{host}: {why}"))?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
