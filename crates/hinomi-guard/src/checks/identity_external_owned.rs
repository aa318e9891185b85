//! `identity.external.owned`: every outside account has a supplier, a contract that runs, and an end date.
//!
//! Joins directories with the supplier register. Witnesses: an account from outside that no supplier owns, whose
//! supplier's contract has ended, or that never ends. Misses: directories without end dates (Entra) can bring a
//! fail and never a pass.

use super::accounts::{called, has_one_of, may_sign_in, outsiders, places, relied};
use crate::judge::Judge;
use crate::records::Ends;
use crate::said::said;

const KINDS: [&str; 4] = ["entra.users", "ad.users-csv", "gitlab.users", "okta.users"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let alternatives: Vec<[&str; 1]> = KINDS.iter().map(|kind| [*kind]).collect();
    let alternatives: Vec<&[&str]> = alternatives.iter().map(<[&str; 1]>::as_slice).collect();
    if !has_one_of(judge.pack, &alternatives) {
        judge.gap_no_evidence();
    }
    let directories = relied(judge, &KINDS);
    let as_of = judge.as_of();
    let found = outsiders(judge, &directories);
    let registers = judge.pack.of_kinds(&["suppliers.register"]);
    let names_accounts: Vec<bool> =
        registers.flat_map(|one| &one.records.suppliers).map(|supplier| supplier.has_accounts).collect();
    if !names_accounts.is_empty() && !names_accounts.contains(&true) {
        judge.gap(
            said(
                "台帳にアカウントの欄がなく、社員と同じに作られた委託先の人が分からない",
                "the register names no accounts, so a contractor who was created like staff is not seen",
            ),
            &["suppliers.register"],
        );
    }
    let has_register = judge.pack.of_kinds(&["suppliers.register"]).next().is_some();
    for outsider in found {
        let account = outsider.account;
        if !may_sign_in(judge, account) {
            continue;
        }
        let who = called(account);
        let Some((one, supplier)) = outsider.supplier else {
            // That there is no register is told already.
            if has_register {
                let why = said(
                    "委託先台帳のどの委託先にも属さない社外アカウント",
                    "an outside account that belongs to no supplier of the register",
                );
                judge.fail_by_absence(&["suppliers.register"], who, why, places(account));
            }
            continue;
        };
        let rows = || places(account).into_iter().chain([one.place(supplier.row)]);
        match supplier.contract_end {
            Some(end) if end < as_of => judge.fail(
                who,
                said("契約が終わった委託先のアカウント", "an account whose supplier's contract has ended"),
                rows(),
            ),
            Some(_) => {}
            None => judge.gap_of(
                who,
                said("委託先の契約終了日が分からない", "the end of the supplier's contract is not told"),
                &["suppliers.register"],
            ),
        }
        match (account.ends, supplier.contract_end) {
            (Some(Ends::Never), _) => judge.fail(
                who,
                said("期限のない社外アカウント", "an outside account that never ends"),
                rows(),
            ),
            (Some(Ends::On(day)), Some(end)) if day > end => judge.gap_of(
                who,
                said("アカウントが契約より長く残る", "an account ends later than its contract"),
                &[],
            ),
            (Some(Ends::On(_)), _) => {}
            (None, _) => judge.gap_of(
                who,
                said(
                    format!("{} の出力にはアカウントの期限がない", account.provider.name()),
                    format!("{} does not tell when an account ends", account.provider.name()),
                ),
                &["ad.users-csv"],
            ),
        }
    }
}
