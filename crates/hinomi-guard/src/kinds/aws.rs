//! AWS IAM's credential report: second factor, console use and key age of every IAM user.
//!
//! Source: IAM User Guide, "Getting credential reports". The CLI wraps the CSV in JSON with base64 content
//! when it is saved whole. Who is an administrator is not in it, apart from the root account.

use crate::read::context::Context;
use crate::read::table::{Cells, each_row};
use crate::read::tree;
use crate::records::{AccessKey, Account, Belongs, Provider, Records, SignedIn, Used};

const ROOT: &str = "<root_account>";

/// Reads the report, bare or as the CLI wraps it.
pub fn credential_report(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if !input.trim_start().starts_with('{') {
        return rows(input, context, records);
    }
    let rest = tree::each_element(input, &["\0"], context, |_, _, _| {});
    match tree::get(&rest, "Content").and_then(serde_json::Value::as_str).and_then(unbase64) {
        Some(text) => rows(&text, context, records),
        None => context.damage("holds no report", "save it with --query Content --output text | base64 -d"),
    }
}

fn rows(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "aws", &["principal", "mfa"], context, |cells, _| {
        let principal = cells.get("principal");
        let mut account = Account::new(Provider::Aws, principal, cells.row());
        account.mfa = cells.yes("mfa");
        let keys = [
            key(cells, "key_1_active", "key_1_rotated", "key_1_used"),
            key(cells, "key_2_active", "key_2_rotated", "key_2_used"),
        ];
        account.keys = keys.into_iter().flatten().collect();
        account.created = cells.day("created");
        if principal == ROOT {
            account.privileged = Some(true);
            account.enabled = Some(true);
        } else {
            account.enabled = cells.yes("password_enabled");
        }
        // An IAM path is the only mark that tells a supplier's user from another.
        let path = cells.get("arn").split_once(":user/").map_or("", |(_, path)| path);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        account.belongs = folder
            .split('/')
            .any(|name| super::belongs(name).is_some_and(Belongs::is_external))
            .then_some(Belongs::External);
        account.last_sign_in = match cells.get("password_last_used") {
            // Never, or before October 2014.
            "no_information" if principal != ROOT => Some(SignedIn::Never),
            _ => cells.day("password_last_used").map(|day| SignedIn::On { day, slack_days: 0 }),
        };
        records.accounts.push(account);
    });
}

fn key(cells: &Cells<'_>, active: &str, rotated: &str, used: &str) -> Option<AccessKey> {
    if cells.yes(active) != Some(true) {
        return None;
    }
    let used = match cells.get(used) {
        "N/A" | "no_information" => Some(Used::Never),
        _ => cells.day(used).map(Used::On),
    };
    Some(AccessKey { rotated: cells.day(rotated), used, ends: None })
}

/// Base64 as RFC 4648 writes it, line breaks apart. `None` for anything else.
fn unbase64(text: &str) -> Option<String> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(u32::from(b - b'A')),
        b'a'..=b'z' => Some(u32::from(b - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(b - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=').collect();
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits.chunks(4) {
        let bits = group.iter().try_fold(0u32, |bits, b| Some(bits << 6 | value(*b)?))?;
        let bits = bits << (6 * (4 - group.len()));
        out.extend(&bits.to_be_bytes()[1..group.len().max(1)]);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_undone() {
        assert_eq!(unbase64("dXNlcixhcm4=\n").as_deref(), Some("user,arn"));
        assert_eq!(unbase64("YQ==").as_deref(), Some("a"));
        assert_eq!(unbase64("?"), None);
    }
}
