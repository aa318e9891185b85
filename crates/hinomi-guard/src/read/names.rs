//! Names as joined on: accounts, machines, words.

/// Letters and digits of `text` in lower case, full-width folded to half-width: what is left of a header or a
/// word when case, spaces, punctuation and width do not count. Marks that are a whole answer (○, ×, -) stay.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = |c: &char| c.is_alphanumeric() || matches!(c, 'ー' | '々');
    if text.is_ascii() {
        let out: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        return if out.is_empty() { text.trim().to_owned() } else { out.to_ascii_lowercase() };
    }
    let out: String = text.nfkc().filter(plain).flat_map(char::to_lowercase).collect();
    if out.is_empty() { text.trim().nfkc().collect() } else { out }
}

/// The mark that Entra puts into the principal name of a guest.
const GUEST_MARK: &str = "#EXT#";

/// The part of an account's name that exports of different products share, in lower case.
///
/// `m.ono@a.example`, `m_ono`, `A\m.ono` and `m.ono_b.example#EXT#@a.example` all give `m.ono`: the directory's
/// domain, the guest's home domain and the choice among `.`, `-` and `_` do not tell people apart.
pub fn account_key(name: &str) -> String {
    let name = name.trim();
    let name = name.rsplit_once('\\').map_or(name, |(_, user)| user);
    let local = match find_ignoring_case(name, GUEST_MARK) {
        // The guest's own address, its @ written as _.
        Some(at) => name[..at].rsplit_once('_').map_or(&name[..at], |(user, _)| user),
        None => name.split('@').next().unwrap_or(name),
    };
    local.chars().map(|c| if matches!(c, '-' | '_') { '.' } else { c }).flat_map(char::to_lowercase).collect()
}

/// The domain of an account's name in lower case, a guest's own; none of a bare user name or of `A\\user`.
pub fn account_domain(name: &str) -> Option<String> {
    let name = name.trim();
    let domain = match find_ignoring_case(name, GUEST_MARK) {
        Some(at) => name[..at].rsplit_once('_')?.1,
        None => name.rsplit_once('@')?.1,
    };
    (!domain.is_empty()).then(|| domain.to_lowercase())
}

/// Whether a principal name is that of a guest.
pub fn is_guest_name(name: &str) -> bool {
    find_ignoring_case(name, GUEST_MARK).is_some()
}

fn find_ignoring_case(text: &str, ascii: &str) -> Option<usize> {
    text.as_bytes().windows(ascii.len()).position(|window| window.eq_ignore_ascii_case(ascii.as_bytes()))
}

/// The name of a machine without its domain, in lower case. Addresses stay whole.
pub fn host_key(name: &str) -> String {
    let name = name.trim().trim_end_matches('.').to_lowercase();
    let name = name.rsplit_once('\\').map_or(name.as_str(), |(_, host)| host);
    let is_address = name.parse::<std::net::IpAddr>().is_ok();
    if is_address {
        name.to_owned()
    } else {
        name.split('.').next().unwrap_or(name).trim_end_matches('$').to_owned()
    }
}

/// The words of a name, split at everything that is no letter or digit and where scripts change.
pub fn tokens(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    let mut out: Vec<String> = Vec::new();
    let mut last_is_ascii = None;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() && c != 'ー' {
            last_is_ascii = None;
            continue;
        }
        match (last_is_ascii, out.last_mut()) {
            (Some(ascii), Some(word)) if ascii == c.is_ascii() => word.push(c),
            _ => out.push(c.to_string()),
        }
        last_is_ascii = Some(c.is_ascii());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_meet_under_one_key() {
        for name in [
            "M.Ono@a.example",
            "m_ono",
            "A\\m-ono",
            "m.ono_b.example#EXT#@a.example",
            "m.ono_b.example#ext#@a",
        ] {
            assert_eq!(account_key(name), "m.ono", "{name}");
        }
    }

    #[test]
    fn domains_of_accounts_are_told() {
        for (name, domain) in [
            ("M.Ono@A.example", Some("a.example")),
            ("m_ono", None),
            ("A\\m-ono", None),
            ("m.ono_b.example#EXT#@a.example", Some("b.example")),
            ("ono#EXT#@a.example", None),
        ] {
            assert_eq!(account_domain(name).as_deref(), domain, "{name}");
        }
    }

    #[test]
    fn hosts_lose_their_domain_and_addresses_do_not() {
        assert_eq!(host_key("PC-7.corp.example"), "pc-7");
        assert_eq!(host_key("192.0.2.7"), "192.0.2.7");
        assert_eq!(host_key("CORP\\FS9$"), "fs9");
    }

    #[test]
    fn folding_forgets_case_width_and_punctuation() {
        assert_eq!(fold("Application ID "), "applicationid");
        assert_eq!(fold("ユーザー プリンシパル名"), "ユーザープリンシパル名");
        assert_eq!(fold("ＭＦＡ 対応"), "mfa対応");
        assert_eq!(fold("×"), "×");
    }

    #[test]
    fn tokens_split_scripts() {
        assert_eq!(tokens("SSL-VPN装置"), ["ssl", "vpn", "装置"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = (fold(&text), account_key(&text), host_key(&text), tokens(&text));
        }
    }
}
