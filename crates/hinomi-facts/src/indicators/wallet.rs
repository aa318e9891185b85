//! Addresses of block chains, told by their check sums where they have one.
//!
//! Sources: Bitcoin's Base58Check; BIP 173 and BIP 350 (Bech32, Bech32m); the CashAddr specification; the version bytes
//! of each chain's own documents.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// A block chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say all there is to say")]
pub enum Chain {
    Bitcoin,
    BitcoinCash,
    Cardano,
    Dash,
    Dogecoin,
    Ethereum,
    Litecoin,
    Monero,
    Ripple,
    Solana,
    Tezos,
    Tron,
    Zcash,
}

/// Shortest and longest address.
const ADDRESS_BYTES: std::ops::RangeInclusive<usize> = 26..=110;

/// First letters, version bytes and chain of addresses in Base58Check.
const VERSIONS: &[(&str, &[u8], Chain)] = &[
    ("1", &[0x00], Chain::Bitcoin),
    ("3", &[0x05], Chain::Bitcoin),
    ("L", &[0x30], Chain::Litecoin),
    ("M", &[0x32], Chain::Litecoin),
    ("D", &[0x1e], Chain::Dogecoin),
    ("9", &[0x16], Chain::Dogecoin),
    ("A", &[0x16], Chain::Dogecoin),
    ("X", &[0x4c], Chain::Dash),
    ("7", &[0x10], Chain::Dash),
    ("T", &[0x41], Chain::Tron),
    ("t1", &[0x1c, 0xb8], Chain::Zcash),
    ("t3", &[0x1c, 0xbd], Chain::Zcash),
    ("tz1", &[0x06, 0xa1, 0x9f], Chain::Tezos),
    ("tz2", &[0x06, 0xa1, 0xa1], Chain::Tezos),
    ("tz3", &[0x06, 0xa1, 0xa4], Chain::Tezos),
];

/// Bytes of the hash of a key, in most chains.
const KEY_HASH_BYTES: usize = 20;

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE58_RIPPLE: &[u8] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The addresses of `text`, in order.
pub(super) fn wallets(text: &str) -> Vec<(Range<usize>, Chain)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    // An address holds every 26th byte of the text: the rest of most words is never looked at.
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += ADDRESS_BYTES.start();
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let start = at - before.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
        let end =
            at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        at = end + ADDRESS_BYTES.start();
        let is_part = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'_' | b'/' | b'+' | b'='));
        if !ADDRESS_BYTES.contains(&(end - start))
            || is_part(bytes.get(end))
            || is_part(start.checked_sub(1).and_then(|at| bytes.get(at)))
        {
            continue;
        }
        let Some(chain) = chain_of(text.get(start..end).unwrap_or_default()) else { continue };
        let prefix = "bitcoincash:";
        let is_prefixed =
            chain == Chain::BitcoinCash && text.get(..start).is_some_and(|head| head.ends_with(prefix));
        out.push((if is_prefixed { start - prefix.len() } else { start }..end, chain));
    }
    out
}

/// The chain that `word` is an address of.
fn chain_of(word: &str) -> Option<Chain> {
    if let Some(digits) = word.strip_prefix("0x") {
        let is_address = digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        return is_address.then_some(Chain::Ethereum);
    }
    for (prefix, chain) in [("bc", Chain::Bitcoin), ("ltc", Chain::Litecoin), ("addr", Chain::Cardano)] {
        if let Some(data) = word.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('1')) {
            return is_bech32(prefix, data).then_some(chain);
        }
    }
    if word.len() == 42 && word.starts_with(['q', 'p']) && is_cash_address(word) {
        return Some(Chain::BitcoinCash);
    }
    let has = |is: fn(&u8) -> bool| word.bytes().any(|b| is(&b));
    if !(has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase)) {
        return None;
    }
    if word.starts_with('r')
        && checked(word, BASE58_RIPPLE)
            .is_some_and(|data| data.first() == Some(&0) && data.len() == 1 + KEY_HASH_BYTES)
    {
        return Some(Chain::Ripple);
    }
    // Monero's check sum is of another hash; its length and alphabet tell it.
    if matches!(word.len(), 95 | 106) && word.starts_with(['4', '8']) {
        return word.bytes().all(|b| BASE58.contains(&b)).then_some(Chain::Monero);
    }
    if ["Ae2", "DdzFF"].iter().any(|head| word.starts_with(head)) && word.len() >= 55 {
        return word.bytes().all(|b| BASE58.contains(&b)).then_some(Chain::Cardano);
    }
    for (prefix, version, chain) in VERSIONS {
        let is_it = |data: Vec<u8>| data.starts_with(version) && data.len() == version.len() + KEY_HASH_BYTES;
        if word.starts_with(prefix) && checked(word, BASE58).is_some_and(is_it) {
            return Some(*chain);
        }
    }
    // A key of 32 bytes without a check sum: a random word of this length, case and alphabet is seldom anything else.
    let is_key = matches!(word.len(), 43 | 44) && has(u8::is_ascii_uppercase);
    (is_key && base58(word, BASE58).is_some_and(|key| key.len() == 32)).then_some(Chain::Solana)
}

/// The bytes of a number in base 58.
fn base58(word: &str, alphabet: &[u8]) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    for digit in word.bytes() {
        let mut carry = alphabet.iter().position(|b| *b == digit)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push((carry & 0xff) as u8);
            carry >>= 8;
        }
    }
    let zero = alphabet.first()?;
    bytes.extend(word.bytes().take_while(|b| b == zero).map(|_| 0));
    bytes.reverse();
    Some(bytes)
}

/// What an address in Base58Check holds, when its check sum is right.
fn checked(word: &str, alphabet: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = base58(word, alphabet)?;
    let sum = bytes.split_off(bytes.len().checked_sub(4)?);
    let hash = Sha256::digest(Sha256::digest(&bytes));
    hash.starts_with(&sum).then_some(bytes)
}

/// The values of characters in base 32.
fn base32(word: &str) -> Option<Vec<u8>> {
    word.bytes().map(|b| BECH32.iter().position(|c| *c == b).map(|at| at as u8)).collect()
}

/// Whether the check sum of a Bech32 or Bech32m address is right.
fn is_bech32(prefix: &str, data: &str) -> bool {
    let Some(values) = base32(data) else { return false };
    let high = prefix.bytes().map(|b| b >> 5);
    let low = prefix.bytes().map(|b| b & 31);
    let all = high.chain([0]).chain(low).chain(values);
    let sum = all.fold(1u32, |sum, value| {
        let top = sum >> 25;
        let generators = [0x3b6a_57b2u32, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let used = generators.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1);
        used.fold(((sum & 0x01ff_ffff) << 5) ^ u32::from(value), |sum, (_, generator)| sum ^ generator)
    });
    matches!(sum, 1 | 0x2bc8_30a3)
}

/// Whether the check sum of a CashAddr address is right.
fn is_cash_address(word: &str) -> bool {
    let Some(values) = base32(word) else { return false };
    let all = "bitcoincash".bytes().map(|b| b & 31).chain([0]).chain(values);
    let sum = all.fold(1u64, |sum, value| {
        let top = sum >> 35;
        let generators = [0x98_f2bc_8e61u64, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470];
        let used = generators.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1);
        used.fold(((sum & 0x07_ffff_ffff) << 5) ^ u64::from(value), |sum, (_, generator)| sum ^ generator)
    });
    sum == 1
}
