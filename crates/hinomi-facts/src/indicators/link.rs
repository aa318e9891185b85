//! URLs and mail addresses, as a machine would read them.

use std::ops::Range;

use super::host::{self, Host};

/// Schemes of URLs that are indicators.
const SCHEMES: &[&str] = &[
    "https", "http", "ftps", "sftp", "ftp", "wss", "ws", "tcp", "udp", "ldaps", "ldap", "rtsp", "ssh", "smb",
    "irc", "socks5", "rmi",
];

/// A URL.
pub(super) struct Url {
    /// All of it.
    pub range: Range<usize>,
    /// The host, without brackets.
    pub host: Range<usize>,
    /// What the host is; `None` for a name without a dot (`localhost`).
    pub kind: Option<Host>,
    /// Where the path starts.
    pub path: usize,
}

/// The URLs with a scheme in `text`, in order, without overlaps.
pub(super) fn urls(text: &str) -> Vec<Url> {
    let mut out: Vec<Url> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        let floor = out.last().map_or(0, |url| url.range.end);
        if at < floor {
            continue;
        }
        let letters = text.get(floor..at).unwrap_or_default();
        let n = letters.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        let word = letters.get(letters.len() - n..).unwrap_or_default().to_ascii_lowercase();
        let Some(scheme) = SCHEMES.iter().find(|scheme| word.ends_with(**scheme)) else { continue };
        out.extend(url(text, at - scheme.len(), at + 3));
    }
    out
}

/// The URL from `start` on, whose authority starts at `from`.
fn url(text: &str, start: usize, from: usize) -> Option<Url> {
    let rest = text.get(from..)?;
    let all = from + url_len(rest);
    let authority_len = text.get(from..all)?.find(['/', '?', '#']).unwrap_or(all - from);
    let authority = text.get(from..from + authority_len)?;
    let host_at = from + authority.rfind('@').map_or(0, |at| at + 1);
    let server = text.get(host_at..from + authority_len)?;
    let (name, port) =
        match server.rfind(':').filter(|at| !server.get(*at..).unwrap_or_default().contains(']')) {
            Some(at) => (server.get(..at)?, server.get(at + 1..)?),
            None => (server, ""),
        };
    let digits = port.bytes().take_while(u8::is_ascii_digit).count();
    // Without a path, what touches the host may be of the sentence.
    let is_bare = from + authority_len == all;
    if digits < port.len() && !is_bare {
        return None;
    }
    let (host, kind) = if name.eq_ignore_ascii_case("localhost") {
        (host_at..host_at + name.len(), None)
    } else if let Some(kind) = host::whole(name) {
        (host_at..host_at + name.trim_end_matches('.').len(), Some(kind))
    } else if is_bare {
        let (range, kind) = host::hosts(name).into_iter().next()?;
        if range.start != 0 {
            return None;
        }
        (host_at..host_at + range.end, Some(kind))
    } else {
        return None;
    };
    let end = if !is_bare {
        trimmed(text, start..all)
    } else if host.end == host_at + name.len() && digits > 0 {
        host.end + 1 + digits
    } else {
        host.end
    };
    let is_six = kind == Some(Host::V6);
    let host = if is_six { host.start + 1..host.end - 1 } else { host };
    Some(Url { range: start..end, path: (from + authority_len).min(end), host, kind })
}

/// How far a URL goes: up to a blank, a quotation mark, a bracket that URLs do not hold, or a letter of a script
/// without spaces, which belongs to the sentence around it.
fn url_len(rest: &str) -> usize {
    let is_end = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '"' | '<' | '>' | '`' | '\\' | '|' | '^' | '{' | '}' | '«' | '»' | '\u{2000}'..='\u{206f}'
            )
    };
    let mut in_host = true;
    for (at, c) in rest.char_indices() {
        in_host &= !matches!(c, '/' | '?' | '#');
        if is_end(c) || (c >= '\u{3000}' && (!in_host || !c.is_alphanumeric())) {
            return at;
        }
    }
    rest.len()
}

/// The end of a URL without the punctuation of the sentence behind it.
fn trimmed(text: &str, range: Range<usize>) -> usize {
    let url = text.get(range.clone()).unwrap_or_default();
    let count = |sign: char| url.matches(sign).count();
    let (mut round, mut square) =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    let kept = url.trim_end_matches(|last: char| match last {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '~' | '(' | '[' => true,
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    });
    range.start + kept.len()
}

/// Where a URL without a scheme ends whose host is `host`; `None` where nothing of a URL follows. The length of a net
/// behind an address (`192.0.2.0/24`) is no path.
pub(super) fn bare_url(text: &str, host: &Range<usize>) -> Option<usize> {
    let rest = text.get(host.end..)?;
    let port =
        rest.strip_prefix(':').map_or(0, |digits| 1 + digits.bytes().take_while(u8::is_ascii_digit).count());
    let path = if port > 1 { rest.get(port..)? } else { rest };
    if !path.starts_with('/') {
        return None;
    }
    let start = host.end + rest.len() - path.len();
    let end = start + url_len(path);
    let end = trimmed(text, start..end);
    let digits = text.get(start + 1..end).unwrap_or_default();
    let is_address = text.get(host.clone()).is_some_and(|name| name.ends_with(|c: char| c.is_ascii_digit()));
    let is_net = is_address && (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (end > start && !is_net).then_some(end)
}

/// The mail addresses of `text`, in order: all of it, and the host.
///
/// `is_harmless` tells whether a place holds a mark: an address that was made harmless needs no known top-level domain.
pub(super) fn mails(
    text: &str,
    is_harmless: impl Fn(Range<usize>) -> bool,
) -> Vec<(Range<usize>, Range<usize>, Host)> {
    let bytes = text.as_bytes();
    let mut out: Vec<(Range<usize>, Range<usize>, Host)> = Vec::new();
    for at in memchr::memchr_iter(b'@', bytes) {
        let floor = out.last().map_or(0, |(all, _, _)| all.end);
        let Some(before) = bytes.get(floor..at) else { continue };
        let is_local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-*&~'!#$=".contains(b);
        let n = before.iter().rev().take(LOCAL_BYTES_MAX + 1).take_while(|b| is_local(b)).count();
        let written = text.get(at - n..at).unwrap_or_default();
        let assigned = written.rsplit('=').next().unwrap_or(written);
        let local = assigned.trim_start_matches(['\'', '-', '&', '~', '!', '#', '$', '%']);
        let is_sound = !local.is_empty()
            && local.len() <= LOCAL_BYTES_MAX
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        if !is_sound {
            continue;
        }
        let behind = text.get(at + 1..).unwrap_or_default();
        let is_server = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        let n = behind.find(|c| !is_server(c)).unwrap_or(behind.len());
        let server = behind.get(..n).unwrap_or_default();
        let known = host::hosts(server).into_iter().next().filter(|(range, _)| range.start == 0);
        let unknown = || {
            host::named(server).filter(|len| is_harmless(at..at + 1 + len)).map(|len| (0..len, Host::Domain))
        };
        let Some((range, kind)) = known.or_else(unknown) else { continue };
        // Another label behind it makes it another name.
        if behind.get(range.end..).is_some_and(|rest| rest.starts_with('_')) {
            continue;
        }
        let host = at + 1..at + 1 + range.end;
        out.push((at - local.len()..host.end, host, kind));
    }
    out
}

/// Longest local part, in bytes. Source: RFC 5321, section 4.5.3.1.1.
const LOCAL_BYTES_MAX: usize = 64;
