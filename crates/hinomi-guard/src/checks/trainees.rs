//! Who should be trained: people of the directories who may sign in, and accounts that suppliers were given.
//!
//! Accounts of one user name are one person across directories, and several where one directory has it in several
//! domains.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::is_state_lost;
use crate::directory::Met;
use crate::pack::Pack;
use crate::read::names::{account_domain, account_key, fold};
use crate::records::{Account, Belongs, Place, Provider};

/// Directories of people, as against those of one service.
const OF_PEOPLE: [Provider; 5] =
    [Provider::Entra, Provider::Okta, Provider::Google, Provider::ActiveDirectory, Provider::Keycloak];

/// Somebody who should be trained.
#[derive(Debug, Default)]
pub struct Person {
    /// As the first export writes it.
    pub called: String,
    /// The user name as joined on.
    pub key: String,
    /// The domains of their sign-in names.
    pub domains: BTreeSet<String>,
    /// Display names, folded.
    pub names: BTreeSet<String>,
    /// Administers something.
    pub is_privileged: bool,
    /// From outside, by a directory or the register of suppliers.
    pub is_outside: bool,
    /// Of no account of the person it is told that it may sign in, because a list was lost.
    pub is_state_lost: bool,
    /// Where they stand.
    pub places: Vec<Place>,
}

/// Everyone.
pub fn people(pack: &Pack) -> Vec<Person> {
    let directories = || pack.directories.iter().filter(|directory| OF_PEOPLE.contains(&directory.provider));
    let listed: Vec<&String> = pack
        .of_kinds(&["suppliers.register"])
        .flat_map(|one| &one.records.suppliers)
        .flat_map(|supplier| &supplier.accounts)
        .collect();
    let mut of_suppliers: BTreeSet<*const Account> = BTreeSet::new();
    for directory in directories() {
        for name in &listed {
            if let Met::One(index) = directory.meet(name) {
                of_suppliers.extend(directory.accounts.get(index).map(std::ptr::from_ref));
            }
        }
    }
    let mut by_key: BTreeMap<String, Vec<&Account>> = BTreeMap::new();
    for account in directories().flat_map(|directory| &directory.accounts) {
        let is_person = account.belongs != Some(Belongs::Service)
            && !account.is_break_glass
            && !account.principal.is_empty();
        if is_person && account.enabled != Some(false) {
            by_key.entry(account_key(&account.principal)).or_default().push(account);
        }
    }
    let mut people: Vec<Person> = Vec::new();
    for (key, accounts) in by_key {
        for of_one in one_each(&accounts) {
            let mut person = Person { key: key.clone(), is_state_lost: true, ..Person::default() };
            for account in of_one {
                if person.called.is_empty() {
                    person.called = account.principal.to_string();
                }
                person.domains.extend(account_domain(&account.principal));
                person.names.extend(Some(fold(&account.name)).filter(|name| !name.is_empty()));
                person.is_privileged |= account.privileged == Some(true);
                person.is_outside |= account.belongs.is_some_and(Belongs::is_external)
                    || of_suppliers.contains(&std::ptr::from_ref(account));
                person.is_state_lost &= is_state_lost(pack, account);
                person.places.extend(&account.places);
            }
            people.push(person);
        }
    }
    for name in listed {
        if pack.directories.iter().any(|directory| directory.meet(name) != Met::Nobody) {
            continue;
        }
        let (key, domain) = (account_key(name), account_domain(name));
        let is_same = |person: &&mut Person| {
            person.key == key && domain.as_ref().is_none_or(|domain| person.domains.contains(domain))
        };
        match people.iter_mut().find(is_same) {
            Some(person) => person.is_outside = true,
            None => people.push(Person {
                called: name.clone(),
                key,
                domains: domain.into_iter().collect(),
                is_outside: true,
                ..Person::default()
            }),
        }
    }
    people
}

/// Accounts of one user name, by whose they are: all one person's, unless a directory has the name in several domains.
fn one_each<'a>(accounts: &[&'a Account]) -> Vec<Vec<&'a Account>> {
    let mut in_one: BTreeMap<Provider, BTreeSet<Option<String>>> = BTreeMap::new();
    let mut by_domain: BTreeMap<Option<String>, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        let domain = account_domain(&account.principal);
        in_one.entry(account.provider).or_default().insert(domain.clone());
        by_domain.entry(domain).or_default().push(account);
    }
    if in_one.values().all(|domains| domains.len() == 1) {
        return vec![accounts.to_vec()];
    }
    by_domain.into_values().collect()
}
