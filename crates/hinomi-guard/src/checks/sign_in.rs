//! How one signs in to a service, told from the words of a cell.
//!
//! Read clause by clause, because the ways differ by who signs in: `SSO+MFA (local password for vendor)` lets a vendor
//! in with a password. One way without a second factor is what counts. A clause with a word that is not known, or one
//! that leaves in doubt (optional, some, bypass), shows neither. Words: `data/sign_in.csv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::read::lexicon::{Item, Lexicon};

static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(include_str!("../../data/sign_in.csv")));

/// How one signs in, by every way that the cell tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// Single sign-on with the organisation's accounts; `Some(false)` when a way goes round it.
    pub sso: Option<bool>,
    /// A second factor; `Some(false)` when a way has none.
    pub mfa: Option<bool>,
    /// Nobody signs in: it is open.
    pub is_open: bool,
}

/// What stands between a clause and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The start, a comma, a bracket, a stop.
    Mark,
    /// A slash or semicolon: both, or one of two.
    Either,
    /// "or".
    Or,
}

#[derive(Debug, Clone)]
struct Clause {
    before: Before,
    is_bracket: bool,
    has: BTreeSet<&'static str>,
    lacks: BTreeSet<&'static str>,
    last: Option<&'static str>,
    /// Something in it is not known or leaves in doubt.
    is_doubtful: bool,
    is_of_group: bool,
    is_empty: bool,
}

impl Clause {
    fn new(before: Before, is_bracket: bool) -> Self {
        Self {
            before,
            is_bracket,
            has: BTreeSet::new(),
            lacks: BTreeSet::new(),
            last: None,
            is_doubtful: false,
            is_of_group: false,
            is_empty: true,
        }
    }

    /// Denies the last factor named.
    fn deny_last(&mut self) -> bool {
        let Some(last) = self.last else { return false };
        self.has.remove(last);
        self.lacks.insert(last);
        true
    }
}

const FACTORS: [&str; 7] = ["mfa", "code", "strong", "cert", "sso", "local", "password"];

/// Splits a text into clauses.
fn clauses(text: &str) -> Vec<Clause> {
    let mut all: Vec<Clause> = vec![Clause::new(Before::Mark, false)];
    // A "no" waits for the factor that it denies.
    let mut denies = false;
    for item in WORDS.read(text) {
        let split = match &item {
            Item::Mark('、' | ',' | '。' | '.' | '|' | ')' | ']' | '】' | '」') => {
                Some((Before::Mark, false))
            }
            Item::Mark('(' | '[' | '【' | '「') => Some((Before::Mark, true)),
            Item::Mark('/' | ';') => Some((Before::Either, false)),
            Item::Known("or") => Some((Before::Or, false)),
            _ => None,
        };
        if let Some((before, is_bracket)) = split {
            end_denial(&mut all, &mut denies);
            all.push(Clause::new(before, is_bracket));
            continue;
        }
        let n = all.len();
        let Some(clause) = all.last_mut() else { continue };
        let was_empty = std::mem::replace(&mut clause.is_empty, false);
        match item {
            Item::Known("before") => denies = true,
            Item::Known("after") => {
                if !clause.deny_last() {
                    let is_answer = was_empty && clause.is_bracket && n > 1;
                    if is_answer && all[n - 2].deny_last() {
                        continue;
                    }
                    // "none" by itself: nothing is asked for.
                    all[n - 1].has.insert("open");
                }
            }
            Item::Known("weak" | "emergency") | Item::Unknown(_) => clause.is_doubtful = true,
            Item::Known("group") => clause.is_of_group = true,
            Item::Known(word @ ("open" | "paper")) => {
                clause.has.insert(word);
            }
            Item::Known(factor) if FACTORS.contains(&factor) => {
                if std::mem::take(&mut denies) {
                    clause.lacks.insert(factor);
                } else {
                    // "no SSO and MFA" may deny both.
                    clause.is_doubtful |= !clause.lacks.is_empty();
                    clause.has.insert(factor);
                }
                clause.last = Some(factor);
            }
            Item::Known(_) | Item::Mark('+' | '&' | '・' | ':' | '"' | '\'' | '-' | '*') => {}
            Item::Mark(_) => clause.is_doubtful = true,
        }
    }
    end_denial(&mut all, &mut denies);
    // "no SSO or MFA" denies both, or one.
    for at in 1..all.len() {
        let follows_denial = all[at].before != Before::Mark && !all[at - 1].lacks.is_empty();
        all[at].is_doubtful |= follows_denial && all[at].lacks.is_empty();
    }
    all.retain(|clause| {
        let says_something = !clause.has.is_empty() || !clause.lacks.is_empty();
        !clause.is_empty && (says_something || clause.is_doubtful || clause.is_of_group)
    });
    all
}

/// A "no" at the end of its clause stands after what it denies (`MFA: no`).
fn end_denial(all: &mut [Clause], denies: &mut bool) {
    if std::mem::take(denies)
        && let Some(clause) = all.last_mut()
    {
        let is_told = clause.deny_last();
        clause.is_doubtful |= !is_told;
    }
}

/// Reads the words of an authentication cell.
pub fn sign_in(text: &str) -> SignIn {
    let all = clauses(text);
    // What follows what is said of a group may still be of it.
    let mut of_groups: Vec<Vec<Clause>> = Vec::new();
    let mut general: Vec<Clause> = Vec::new();
    let mut is_after_password = false;
    for clause in all {
        let goes_on = is_after_password && !clause.is_of_group && !clause.has.contains("sso");
        match of_groups.last_mut() {
            Some(group) if goes_on => group.push(clause),
            _ if clause.is_of_group => {
                is_after_password = ["password", "local"].iter().any(|word| clause.has.contains(word));
                of_groups.push(vec![clause]);
            }
            _ => {
                is_after_password = false;
                general.push(clause);
            }
        }
    }
    let is_open = of_groups.is_empty()
        && general.iter().any(|clause| clause.has.contains("open"))
        && general.iter().all(|clause| {
            !clause.is_doubtful && clause.has.iter().all(|word| *word == "open") && clause.lacks.is_empty()
        });
    if is_open {
        return SignIn { sso: Some(false), mfa: Some(false), is_open };
    }
    let (mut sso, mut mfa) = way(&general);
    for group in &of_groups {
        // A group of which nothing is told but that it is one signs in as everybody does.
        if group.iter().all(|one| one.has.is_empty() && one.lacks.is_empty() && !one.is_doubtful) {
            continue;
        }
        let (of_sso, of_mfa) = way(group);
        let says_how =
            group.iter().any(|one| ["sso", "local", "password"].iter().any(|word| one.has.contains(word)));
        // A group of which no other sign-in is told uses that of everybody.
        let is_doubtful = group.iter().any(|one| one.is_doubtful);
        let of_sso = if says_how || is_doubtful || of_sso.is_some() { of_sso } else { sso };
        (sso, mfa) = (both(sso, of_sso), both(mfa, of_mfa));
    }
    SignIn { sso, mfa, is_open }
}

/// What holds of both: a no of one is a no, and only two yes are a yes.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Single sign-on and second factor of one way, told in these clauses.
fn way(clauses: &[Clause]) -> (Option<bool>, Option<bool>) {
    let joined = together(clauses);
    let is_split = |clause: &&Clause| clause.before != Before::Mark;
    let Some(first) = clauses.iter().skip(1).position(|clause| is_split(&clause)) else { return joined };
    // "A or B": each must do. "A / B" may be both at once, and is answered only where that makes no difference.
    let (before, after) = clauses.split_at(first + 1);
    // `SSO/MFA`: neither is a way by itself beside the other.
    if after[0].before == Before::Either && (is_pair(before, after) || is_pair(after, before)) {
        return joined;
    }
    let (left, right) = (together(before), way(after));
    let apart = (both(left.0, right.0), both(left.1, right.1));
    if after.first().is_some_and(|clause| clause.before == Before::Or) {
        return apart;
    }
    let same = |a: Option<bool>, b: Option<bool>| if a == b { a } else { None };
    // What is denied outright stays denied however the rest is joined.
    let sso = if joined.0 == Some(false) { joined.0 } else { same(joined.0, apart.0) };
    let mfa = if joined.1 == Some(false) { joined.1 } else { same(joined.1, apart.1) };
    (sso, mfa)
}

/// The same when all that is told is asked for at once.
fn together(clauses: &[Clause]) -> (Option<bool>, Option<bool>) {
    let has = |word: &str| clauses.iter().any(|clause| clause.has.contains(word));
    let is_denied =
        |word: &str| clauses.iter().any(|clause| !clause.is_doubtful && clause.lacks.contains(word));
    let lacks = |word: &str| clauses.iter().any(|clause| clause.lacks.contains(word));
    let is_doubtful = clauses.iter().any(|clause| clause.is_doubtful);
    let is_local = clauses.iter().any(|clause| !clause.is_doubtful && clause.has.contains("local"));
    let has_password = has("password") || has("local");
    // A password in a clause of its own beside single sign-on may be another way in.
    let is_other_way = |clause: &Clause| {
        clause.has.contains("password")
            && !clause.is_bracket
            && !["sso", "mfa", "code", "strong", "cert"].iter().any(|word| clause.has.contains(word))
    };
    let is_unsure = has("sso") && clauses.iter().any(is_other_way);
    let sso = if is_denied("sso") || is_local {
        Some(false)
    } else if is_doubtful || lacks("sso") || is_unsure {
        None
    } else if has("sso") {
        Some(true)
    } else {
        has_password.then_some(false)
    };
    let mfa = if is_denied("mfa") || (is_local && has("sso") && has("mfa") && is_apart(clauses)) {
        Some(false)
    } else if is_doubtful || lacks("mfa") || is_unsure {
        None
    } else if has("mfa") || has("strong") || ((has("code") || has("cert")) && (has_password || has("sso"))) {
        Some(true)
    } else {
        // A certificate of which it is not told whose it is may be the user's, or only the server's.
        (has_password && !has("sso") && !has("paper")).then_some(false)
    };
    (sso, mfa)
}

/// Whether one side names single sign-on alone and the other a second factor alone.
fn is_pair(left: &[Clause], right: &[Clause]) -> bool {
    let only = |clauses: &[Clause], word: &str| {
        clauses.len() == 1
            && clauses.iter().all(|one| {
                !one.is_doubtful && one.lacks.is_empty() && one.has.len() == 1 && one.has.contains(word)
            })
    };
    only(left, "sso") && only(right, "mfa")
}

/// Whether a local account stands in a clause without any second factor, apart from the rest.
fn is_apart(clauses: &[Clause]) -> bool {
    let has_factor =
        |clause: &Clause| ["mfa", "code", "strong", "cert"].iter().any(|w| clause.has.contains(w));
    let in_bracket = |at: usize| clauses.get(at + 1).is_some_and(|next| next.is_bracket && has_factor(next));
    let mut all = clauses.iter().enumerate();
    all.any(|(at, clause)| clause.has.contains("local") && !has_factor(clause) && !in_bracket(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Option<bool> = Some(true);
    const NO: Option<bool> = Some(false);

    fn check(sso: Option<bool>, mfa: Option<bool>, texts: &[&str]) {
        for text in texts {
            let got = sign_in(text);
            assert_eq!((got.sso, got.mfa), (sso, mfa), "{text}");
        }
    }

    #[test]
    fn one_way_for_all_is_read() {
        check(
            YES,
            YES,
            &[
                "SSO+MFA",
                "SSO/MFA",
                "SSO w/ MFA",
                "SSO（AD/LDAP連携）＋MFA",
                "SSO+MFA（個別アカウント）",
                "SSO+MFA（社員のみ）",
                "Entra ID + MFA (Conditional Access)",
                "統合認証＋多要素認証",
                "SSO, MFA required for all users",
                "SAML (Okta) with MFA",
                "SSO (password + MFA)",
                "シングルサインオン、全員に多要素認証を必須",
                "SSO+MFA (no exceptions)",
                "SSO+MFA（ローカルパスワード無効）",
                "SSO+MFA, no local password",
                "SSO and client certificate",
            ],
        );
        check(None, YES, &["証明書+多要素認証", "certificate and MFA"]);
        check(NO, None, &["certificate and password"]);
        check(NO, YES, &["password + MFA", "パスワードとワンタイムコード", "local account with TOTP"]);
        check(
            NO,
            NO,
            &[
                "password",
                "local password",
                "パスワードのみ",
                "ID/パスワード",
                "self-signed certificate and password",
                "basic auth",
            ],
        );
        check(YES, None, &["SSO", "統合認証"]);
        check(None, YES, &["MFA", "passkey"]);
    }

    #[test]
    fn what_may_belong_to_another_clause_accuses_nobody() {
        for text in ["社員: ID/PW、MFA", "SSO+MFA, local account (TOTP) for vendor"] {
            assert_ne!(sign_in(text).mfa, NO, "{text}");
        }
        assert_ne!(sign_in("MFA required via SSO. No vendor access.").sso, NO);
    }

    #[test]
    fn a_denied_second_factor_is_none() {
        check(
            NO,
            NO,
            &[
                "password (no MFA)",
                "パスワード（MFAなし）",
                "password without MFA",
                "パスワード、多要素認証は未導入",
                "password; MFA disabled",
                "local login, MFA: none",
                "パスワード (MFA: なし)",
            ],
        );
        check(YES, NO, &["SSO, no MFA", "統合認証（多要素認証なし）", "SSO, MFA off"]);
    }

    #[test]
    fn a_way_round_counts() {
        check(
            NO,
            NO,
            &[
                "SSO+MFA (local password for vendor)",
                "SSO+MFA、保守業者はローカルパスワード",
                "SSO+MFA; password for contractors",
                "SSO+MFA (password for partner)",
                "統合認証＋多要素認証、委託先はパスワードのみ",
                "SSO+MFA, local password",
                "SSO+MFA or local password",
            ],
        );
        check(None, NO, &["MFA for staff, no MFA for vendors"]);
        check(NO, NO, &["MFA for staff; password for vendor", "MFA or password"]);
    }

    #[test]
    fn what_is_not_understood_shows_nothing() {
        check(
            None,
            None,
            &[
                "",
                "-",
                "certificate",
                "証明書",
                "SSO, MFA optional",
                "統合認証、MFAは一部のみ",
                "SSO+MFA (Zunda)",
                "password (Zunda)",
                "SSO+MFA?",
                "SSO+MFA (break-glass local account)",
                "パスワードレス",
                "公開鍵",
            ],
        );
        check(YES, None, &["SSO; MFA for staff", "MFA for staff, SSO"]);
        check(None, None, &["SAML, MFA bypass on intranet"]);
    }

    #[test]
    fn open_is_open() {
        for text in ["none (public)", "公開", "認証なし", "no authentication", "なし（公開）"] {
            assert!(sign_in(text).is_open, "{text}");
        }
        for text in ["public key", "password (public)", "open to partners", "MFA none", "login required"] {
            assert!(!sign_in(text).is_open, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[SOMFA no（）() /,;はなしパスワード]{0,40}") {
            let _ = sign_in(&text);
        }
    }
}
