//! What several checks ask of accounts: which directories can answer, and who is from outside.

use std::collections::BTreeSet;

use crate::directory::{Directory, Met};
use crate::judge::Judge;
use crate::kinds::provider;
use crate::pack::{Evidence, Pack, holds_accounts};
use crate::read::names::fold;
use crate::records::{Account, Belongs, Place, Supplier};
use crate::said::said;

/// The directories of which a source of one of `kinds` tells; all sources of those kinds are relied on.
pub fn relied<'p>(judge: &mut Judge<'p>, kinds: &[&str]) -> Vec<&'p Directory> {
    let pack: &'p Pack = judge.pack;
    judge.rely_on_kinds(kinds);
    let tells = |directory: &&Directory| {
        directory.sources.iter().any(|index| kinds.contains(&pack.evidence[*index].source.kind.as_str()))
    };
    pack.directories.iter().filter(tells).collect()
}

/// A rule on administrators over directories that show none is not kept: every directory has one.
pub fn need_administrators(judge: &mut Judge<'_>, directories: &[&Directory]) {
    let all = || directories.iter().flat_map(|directory| &directory.accounts);
    if all().next().is_some() && !all().any(|account| account.privileged != Some(false)) {
        judge.gap(said("出力に管理者が一人もいない", "the exports show no administrator at all"), &[]);
    }
}

/// Whether all of one of the alternatives is there.
pub fn has_one_of(pack: &Pack, alternatives: &[&[&str]]) -> bool {
    let has = |kind: &&str| pack.evidence.iter().any(|one| one.source.kind == **kind);
    alternatives.iter().any(|all| all.iter().all(has))
}

/// Whether the account may sign in: listed and not said to be off. Of one that is off, the sources that say so
/// are relied on, because an old list may be wrong about it. Where a list that would say so is not whole, it is a gap.
pub fn may_sign_in(judge: &mut Judge<'_>, account: &Account) -> bool {
    let pack = judge.pack;
    if is_state_lost(pack, account) {
        judge.gap_of(
            called(account),
            said(
                "完全でない一覧に載っておらず、有効なアカウントか分からない",
                "whether an account may sign in is not told, because a list that lacks it is not whole",
            ),
            &[],
        );
        return false;
    }
    if account.enabled != Some(false) {
        return true;
    }
    for place in &account.places {
        if let Some(one) = pack.evidence.get(usize::from(place.source)) {
            judge.rely(one);
        }
    }
    false
}

/// Whether nothing says that the account is on or off, and a list of its directory that is not whole lacks it.
pub fn is_state_lost(pack: &Pack, account: &Account) -> bool {
    let lacks = |one: &&Evidence| !account.places.iter().any(|place| usize::from(place.source) == one.index);
    let is_of_directory = |one: &&Evidence| {
        holds_accounts(&one.source.kind) && provider(&one.source.kind) == Some(account.provider)
    };
    account.enabled.is_none()
        && pack.evidence.iter().filter(is_of_directory).filter(lacks).any(|one| !one.is_whole)
}

/// Rows of an account, the directory's registration first.
pub fn places(account: &Account) -> Vec<Place> {
    account.places.clone()
}

/// How an account is called in findings: as its first export writes it.
pub fn called(account: &Account) -> &str {
    if account.principal.is_empty() { &account.id } else { &account.principal }
}

/// An account from outside.
pub struct Outsider<'p> {
    /// The account.
    pub account: &'p Account,
    /// Its supplier, with the source that names it.
    pub supplier: Option<(&'p Evidence, &'p Supplier)>,
}

/// Every account from outside: marked so by its directory, listed by the supplier register, or of a company that
/// the register knows. The register is relied on: only it shows a contractor who was created like staff.
///
/// What the register lists and no directory holds, or more than one account could be, is a gap.
pub fn outsiders<'p>(judge: &mut Judge<'p>, directories: &[&'p Directory]) -> Vec<Outsider<'p>> {
    let pack: &'p Pack = judge.pack;
    let registers: Vec<&Evidence> = pack.of_kinds(&["suppliers.register"]).collect();
    if registers.is_empty() {
        judge.gap(
            said(
                "委託先のアカウントを見分ける台帳がない",
                "no supplier register tells contractors from staff",
            ),
            &["suppliers.register"],
        );
    }
    let names_accounts =
        registers.iter().flat_map(|one| &one.records.suppliers).any(|supplier| supplier.has_accounts);
    for directory in directories.iter().filter(|directory| !directory.accounts.is_empty()) {
        let is_marked = directory.accounts.iter().any(|account| {
            account.belongs.is_some_and(|belongs| belongs != Belongs::Service) || !account.supplier.is_empty()
        });
        if !is_marked && !names_accounts {
            let name = directory.provider.name();
            judge.gap(
                said(
                    format!("{name} でも台帳でも社外の人を見分けられない"),
                    format!("neither {name} nor the register tells contractors from staff"),
                ),
                &["suppliers.register"],
            );
        }
    }
    let mut found: Vec<Outsider<'p>> = Vec::new();
    let mut seen: BTreeSet<*const Account> = BTreeSet::new();
    for one in &registers {
        judge.rely(one);
        for supplier in &one.records.suppliers {
            for name in &supplier.accounts {
                let met: Vec<(&Directory, Met)> = directories
                    .iter()
                    .map(|d| (*d, d.meet(name)))
                    .filter(|(_, met)| *met != Met::Nobody)
                    .collect();
                if met.is_empty() {
                    judge.gap_of(
                        name,
                        said(
                            "台帳にある委託先アカウントがディレクトリに見つからない",
                            "an account of the supplier register is in no directory that was exported",
                        ),
                        &[],
                    );
                }
                for (directory, met) in met {
                    match met {
                        Met::One(index) => {
                            let account = &directory.accounts[index];
                            if seen.insert(std::ptr::from_ref(account)) {
                                found.push(Outsider { account, supplier: Some((one, supplier)) });
                            }
                        }
                        _ => judge.gap_of(
                            name,
                            said(
                                "台帳の名前に当たるアカウントが複数ある",
                                "more than one account could be the one that the register names",
                            ),
                            &[],
                        ),
                    }
                }
            }
        }
    }
    let suppliers: Vec<(&Evidence, &Supplier, String)> = registers
        .iter()
        .flat_map(|one| {
            one.records.suppliers.iter().map(move |supplier| (*one, supplier, fold(&supplier.name)))
        })
        .collect();
    for account in directories.iter().flat_map(|directory| &directory.accounts) {
        if seen.contains(&std::ptr::from_ref(account)) {
            continue;
        }
        let company = if account.supplier.is_empty() { String::new() } else { fold(&account.supplier) };
        let supplier = suppliers.iter().find(|(_, _, name)| !company.is_empty() && *name == company);
        if account.belongs.is_some_and(Belongs::is_external) || supplier.is_some() {
            found.push(Outsider { account, supplier: supplier.map(|(one, supplier, _)| (*one, *supplier)) });
        }
    }
    found
}
