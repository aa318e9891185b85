//! A directory of accounts, its exports merged, and how names of other lists meet it.

use std::collections::BTreeMap;

use crate::pack::Evidence;
use crate::read::names::{account_key, fold};
use crate::records::{Account, Belongs, Methods, Place, Provider, SignedIn};

/// All accounts of one directory, as all its exports tell of them.
#[derive(Debug)]
pub struct Directory {
    /// Which.
    pub provider: Provider,
    /// Its accounts, in the order in which they were met.
    pub accounts: Vec<Account>,
    /// Indices of the sources that tell of it.
    pub sources: Vec<usize>,
    by_id: BTreeMap<Box<str>, usize>,
    by_principal: BTreeMap<Box<str>, usize>,
    by_key: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Accounts of which two exports say different things about the second factor.
    pub contradicting: Vec<usize>,
}

/// What a name of another list meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// This account.
    One(usize),
    /// Nobody.
    Nobody,
    /// More than one, so nobody for sure.
    Several,
}

impl Directory {
    /// An empty directory.
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            accounts: Vec::new(),
            sources: Vec::new(),
            by_id: BTreeMap::new(),
            by_principal: BTreeMap::new(),
            by_key: BTreeMap::new(),
            by_name: BTreeMap::new(),
            contradicting: Vec::new(),
        }
    }

    /// Takes the accounts out of one source and merges them in.
    pub fn add(&mut self, one: &mut Evidence) {
        self.sources.push(one.index);
        let source = one.index as u16;
        for mut account in std::mem::take(&mut one.records.accounts) {
            account.places.iter_mut().for_each(|place| place.source = source);
            let principal: Box<str> = account.principal.to_lowercase().into();
            let known = self.by_id.get(&account.id).filter(|_| !account.id.is_empty()).copied();
            let known = known
                .or_else(|| self.by_principal.get(&principal).filter(|_| !principal.is_empty()).copied());
            let index = known.unwrap_or(self.accounts.len());
            if !account.id.is_empty() {
                self.by_id.insert(account.id.clone(), index);
            }
            if !principal.is_empty() {
                self.by_principal.insert(principal, index);
            }
            match self.accounts.get_mut(index) {
                Some(into) => {
                    if merge(into, account) {
                        self.contradicting.push(index);
                    }
                }
                None => self.accounts.push(account),
            }
        }
    }

    /// Draws the conclusions that need all exports, and makes the directory searchable.
    pub fn finish(&mut self, evidence: &[Evidence]) {
        if self.provider == Provider::GitHub {
            self.conclude_second_factors(evidence);
        }
        if self.provider == Provider::Okta {
            self.conclude_no_roles(evidence);
        }
        self.contradicting.sort_unstable();
        self.contradicting.dedup();
        for (index, account) in self.accounts.iter().enumerate() {
            if !account.principal.is_empty() {
                self.by_key.entry(account_key(&account.principal)).or_default().push(index);
            }
            if !account.name.is_empty() {
                self.by_name.entry(fold(&account.name)).or_default().push(index);
            }
        }
    }

    /// Whom a whole list of roles does not name, holds none.
    fn conclude_no_roles(&mut self, evidence: &[Evidence]) {
        let is_whole = |one: &&Evidence| one.source.kind == "okta.roles" && one.doubts.is_empty();
        if evidence.iter().filter(|one| self.sources.contains(&one.index)).any(|one| is_whole(&one)) {
            self.accounts
                .iter_mut()
                .for_each(|account| account.privileged = account.privileged.or(Some(false)));
        }
    }

    /// Who stands in a whole list and not in its filtered one has a second factor; an empty filtered list may
    /// come from somebody who may not filter, and says nothing.
    fn conclude_second_factors(&mut self, evidence: &[Evidence]) {
        let of = |index: &usize| evidence.iter().find(|one| one.index == *index);
        let is_outside = |one: &Evidence| one.source.path.to_lowercase().contains("outside");
        for outside in [false, true] {
            let filtered: Vec<u16> = self
                .sources
                .iter()
                .filter(|index| {
                    of(index)
                        .is_some_and(|one| one.records.is_without_second_factor && is_outside(one) == outside)
                })
                .map(|index| *index as u16)
                .collect();
            let in_filtered =
                |account: &Account| account.places.iter().any(|place| filtered.contains(&place.source));
            if !self.accounts.iter().any(in_filtered) {
                continue;
            }
            let whole: Vec<u16> = self
                .sources
                .iter()
                .filter(|index| {
                    of(index).is_some_and(|one| {
                        !one.records.is_without_second_factor && is_outside(one) == outside
                    })
                })
                .map(|index| *index as u16)
                .collect();
            for account in &mut self.accounts {
                if account.mfa.is_none() && account.places.iter().any(|place| whole.contains(&place.source)) {
                    account.mfa = Some(true);
                }
            }
        }
    }

    /// The account with that id of the directory.
    pub fn by_id(&self, id: &str) -> Option<&Account> {
        self.by_id.get(id).map(|index| &self.accounts[*index])
    }

    /// The account that a name of another list means: the whole sign-in name, else its user part, else the
    /// display name.
    pub fn meet(&self, name: &str) -> Met {
        if let Some(index) = self.by_principal.get(name.trim().to_lowercase().as_str()) {
            return Met::One(*index);
        }
        let found = self.by_key.get(&account_key(name)).or_else(|| self.by_name.get(&fold(name)));
        match found.map(Vec::as_slice) {
            None | Some([]) => Met::Nobody,
            Some([one]) => Met::One(*one),
            // A whole address that is none of them is somebody else; a bare user part could be any.
            Some(_) if name.contains('@') => Met::Nobody,
            Some(_) => Met::Several,
        }
    }
}

/// Adds what `from` tells to `into`; gives whether they contradict each other about the second factor.
///
/// Where exports differ, what leaves more doubt counts: an administrator by one is one, a guest by one is one.
fn merge(into: &mut Account, from: Account) -> bool {
    let contradicts = matches!((into.mfa, from.mfa), (Some(a), Some(b)) if a != b);
    fn fill(a: &mut Box<str>, b: Box<str>) {
        if a.is_empty() {
            *a = b;
        }
    }
    fill(&mut into.id, from.id);
    fill(&mut into.principal, from.principal);
    fill(&mut into.name, from.name);
    fill(&mut into.supplier, from.supplier);
    into.belongs = match (into.belongs, from.belongs) {
        (Some(a), Some(b)) if a.is_external() != b.is_external() => Some(if a.is_external() { a } else { b }),
        (Some(Belongs::External), Some(b)) => Some(b),
        (a, b) => a.or(b),
    };
    into.enabled = match (into.enabled, from.enabled) {
        (Some(a), Some(b)) if a != b => None,
        (a, b) => a.or(b),
    };
    into.privileged = either(into.privileged, from.privileged, true);
    into.mfa = either(into.mfa, from.mfa, false);
    into.mfa_enforced = either(into.mfa_enforced, from.mfa_enforced, false);
    into.methods = match (into.methods, from.methods) {
        (Some(a), Some(b)) => {
            let (resistant, telephone) = (a.resistant && b.resistant, a.telephone || b.telephone);
            Some(Methods { resistant, telephone, other: a.other || b.other || a.resistant != b.resistant })
        }
        (a, b) => a.or(b),
    };
    into.last_sign_in = match (into.last_sign_in, from.last_sign_in) {
        (Some(SignedIn::On { day: a, slack_days: s }), Some(SignedIn::On { day: b, slack_days: t })) => {
            Some(if a >= b {
                SignedIn::On { day: a, slack_days: s }
            } else {
                SignedIn::On { day: b, slack_days: t }
            })
        }
        (Some(SignedIn::Never), Some(other)) | (Some(other), _) => Some(other),
        (None, other) => other,
    };
    into.created = into.created.or(from.created);
    into.ends = into.ends.or(from.ends);
    into.is_break_glass |= from.is_break_glass;
    into.keys.extend(from.keys);
    into.places.extend(
        from.places.into_iter().filter(|place: &Place| !into.places.contains(place)).collect::<Vec<_>>(),
    );
    contradicts
}

/// The value that weighs more where both say something.
fn either(a: Option<bool>, b: Option<bool>, heavy: bool) -> Option<bool> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if a == heavy || b == heavy { heavy } else { !heavy }),
        (a, b) => a.or(b),
    }
}
