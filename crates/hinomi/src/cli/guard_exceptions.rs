//! `hinomi guard exceptions`: who approved what, until when.

use std::process::ExitCode;

use anyhow::Result;
use hinomi_guard::{DECLARATION_DAYS_MAX, ExceptionState as State, Naming, Pack, exception_state};
use hinomi_model::Lang;
use hinomi_model::warned::clean;

use super::print;

/// How an exception stands, in words.
fn words(state: &str, lang: Lang) -> &'static str {
    match (state, lang) {
        ("valid", Lang::Ja) => "有効",
        ("too-long", Lang::Ja) => "期間が長すぎる",
        ("expired", Lang::Ja) => "期限切れ",
        (_, Lang::Ja) => "記載不足",
        ("valid", _) => "valid",
        ("too-long", _) => "too long",
        ("expired", _) => "expired",
        _ => "incomplete",
    }
}

/// Lists exceptions, the next to end first and those without an end before all; one that does not stand makes exit
/// code 1. Under pseudonyms the reason, which is free text, is left out.
pub fn run(pack: &Pack, naming: &Naming, lang: Lang) -> Result<ExitCode> {
    let is_ja = lang == Lang::Ja;
    let mut is_odd = false;
    let mut exceptions: Vec<_> = pack.exceptions.iter().collect();
    exceptions.sort_by(|a, b| (a.expires, &a.id).cmp(&(b.expires, &b.id)));
    let head = if is_ja {
        ["状態", "終わり", "残り", "番号", "統制", "対象", "承認者", "理由"]
    } else {
        ["state", "ends", "left", "id", "control", "subject", "owner", "reason"]
    };
    let mut out = format!("{}\n", head.join("\t"));
    for exception in &exceptions {
        let state = match exception_state(exception, pack.as_of, DECLARATION_DAYS_MAX) {
            State::Valid(_) => "valid",
            State::TooLong(_) => "too-long",
            State::Invalid(_) if exception.expires.is_some_and(|day| day < pack.as_of) => "expired",
            State::Invalid(_) | State::Missing => "incomplete",
        };
        is_odd |= state != "valid";
        let left = exception.expires.and_then(|day| pack.as_of.until(day).ok()).map(|span| span.get_days());
        let dash = || "-".to_owned();
        let owner = exception.approved_by.trim();
        let cells = [
            words(state, lang).to_owned(),
            exception.expires.map_or_else(dash, |day| day.to_string()),
            left.map_or_else(dash, |days| if is_ja { format!("{days}日") } else { format!("{days} d") }),
            exception.id.clone(),
            exception.control.clone(),
            naming.call(&exception.subject),
            if owner.is_empty() { dash() } else { naming.call(owner) },
            if *naming == Naming::AsWritten { exception.reason.clone() } else { dash() },
        ];
        let cells: Vec<String> = cells.iter().map(|cell| clean(cell)).collect();
        out.push_str(&format!("{}\n", cells.join("\t")));
    }
    if exceptions.is_empty() {
        out = if is_ja { "例外の登録はない。\n" } else { "No exception is registered.\n" }.to_owned();
    }
    print::out(&out)?;
    Ok(ExitCode::from(u8::from(is_odd)))
}
