//! Active Directory: users and computers through `Export-Csv` or `csvde`.
//!
//! Sources: userAccountControl flags (MS-ADTS 2.2.16), lastLogonTimestamp (replicated 9 to 14 days late),
//! adminCount (stays 1 after the person has left the group; MemberOf leaves out nested groups). There is no
//! second factor in it apart from the smart-card flag.

use crate::read::context::Context;
use crate::read::moment;
use crate::read::names::tokens;
use crate::read::table::{Cells, each_row};
use crate::read::words::{Sense, means};
use crate::records::{Account, Asset, Belongs, Ends, Provider, Records, SignedIn};

/// ACCOUNTDISABLE.
const DISABLED: i64 = 0x2;

/// SMARTCARD_REQUIRED.
const SMART_CARD: i64 = 0x4_0000;

/// How late lastLogonTimestamp may be, in days: 14 by default, and a day for replication.
const LOGON_LAG_DAYS: i64 = 15;

/// Groups that administer a domain. Source: Appendix C of Microsoft's "Best Practices for Securing Active Directory".
const ADMIN_GROUPS: [&str; 8] = [
    "domain admins",
    "enterprise admins",
    "schema admins",
    "administrators",
    "account operators",
    "backup operators",
    "server operators",
    "print operators",
];

/// Reads the users.
pub fn users(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "ad", &["principal"], context, |cells, context| {
        let principal = cells.get("principal");
        if principal.is_empty() {
            context.damage_row(cells.row(), "has no account name", "export it again");
            return;
        }
        let flags: Option<i64> = cells.get("uac").parse().ok();
        let mut account = Account::new(Provider::ActiveDirectory, principal, cells.row());
        account.name = cells.get("name").into();
        account.enabled = cells.yes("enabled").or_else(|| flags.map(|flags| flags & DISABLED == 0));
        account.mfa = flags.filter(|flags| flags & SMART_CARD != 0).map(|_| true);
        account.privileged = privileged(cells);
        account.belongs = belongs(cells, principal);
        account.is_break_glass = means(cells.get("employee_type"), Sense::BreakGlass);
        account.supplier = if account.belongs.is_some_and(Belongs::is_external) {
            cells.get("company").into()
        } else {
            "".into()
        };
        account.created = cells.day("created");
        account.last_sign_in = last_sign_in(cells, context);
        account.ends = ends(cells, context);
        records.accounts.push(account);
    });
}

fn privileged(cells: &Cells<'_>) -> Option<bool> {
    let groups = cells.get("member_of").to_lowercase();
    let in_group =
        ADMIN_GROUPS.iter().any(|group| groups.contains(&format!("cn={group},")) || groups == *group);
    match (cells.get("admin_count"), in_group) {
        (_, true) => Some(true),
        // Once an administrator; the groups told name none, but nested ones are not told.
        ("1", false) if cells.has("member_of") => None,
        ("1", false) => Some(true),
        _ if cells.has("admin_count") => Some(false),
        _ => None,
    }
}

fn belongs(cells: &Cells<'_>, principal: &str) -> Option<Belongs> {
    let is_service =
        || tokens(principal).first().is_some_and(|word| matches!(word.as_str(), "svc" | "service" | "gmsa"));
    // Without a word, the usual prefixes of service accounts.
    super::belongs(cells.get("employee_type")).or_else(|| is_service().then_some(Belongs::Service))
}

fn last_sign_in(cells: &Cells<'_>, context: &Context<'_>) -> Option<SignedIn> {
    let ticks = cells.get("last_logon_ticks");
    let day = match ticks.parse::<i64>() {
        Ok(0) => return Some(SignedIn::Never),
        Ok(ticks) => moment::of_filetime(ticks, context.zone),
        Err(_) => cells.day("last_logon"),
    };
    match day {
        Some(day) => Some(SignedIn::On { day, slack_days: LOGON_LAG_DAYS }),
        // A column that is there and empty: never logged on.
        None => ((cells.has("last_logon_ticks") && ticks.is_empty()) && cells.get("last_logon").is_empty())
            .then_some(SignedIn::Never),
    }
}

fn ends(cells: &Cells<'_>, context: &Context<'_>) -> Option<Ends> {
    let ticks = cells.get("expires_ticks");
    match ticks.parse::<i64>() {
        Ok(0 | i64::MAX) => Some(Ends::Never),
        Ok(ticks) => moment::of_filetime(ticks, context.zone).map(Ends::On),
        // Empty is never; a date that cannot be read is no answer.
        Err(_) if cells.has("expires") && cells.get("expires").is_empty() => Some(Ends::Never),
        Err(_) if cells.has("expires") => cells.day("expires").map(Ends::On),
        Err(_) => None,
    }
}

/// Reads the computers: a second denominator for coverage.
pub fn computers(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "computers", &["host"], context, |cells, _| {
        records.computers.push(Asset {
            host: cells.get("host").to_owned(),
            is_network: false,
            is_retired: cells.yes("enabled") == Some(false),
            rank: None,
            row: cells.row(),
        });
    });
}
