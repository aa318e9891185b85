//! Stable 64-bit hashes of keys, and maps over them.
//!
//! Keys are kept as hashes because a million articles hold a million different words. The hash is our own
//! so that the same text gives the same number on every machine and in every release.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a, 64 bits, with a final mix so that low bits can be used for sampling.
/// Source: Fowler, Noll, Vo, draft-eastlake-fnv; final mix of MurmurHash3 (public domain).
pub fn hash(kind: u8, bytes: &[u8]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in std::iter::once(&kind).chain(bytes) {
        h = (h ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(h)
}

/// Joins a hash with the next piece of the same key.
pub fn chain(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(17) ^ right.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// Takes a key that is a hash already.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from hashes; never iterated where order could reach output.
pub type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_do_not_meet_and_hashes_never_move() {
        assert_ne!(hash(1, b"a"), hash(2, b"a"));
        assert_eq!(hash(1, b"a"), hash(1, b"a"));
        assert_ne!(chain(1, 2), chain(2, 1));
    }
}
