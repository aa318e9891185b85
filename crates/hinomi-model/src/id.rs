//! Ids made from content.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Hashes `parts` under `domain`: SHA-256 over each part behind its length, so that no two lists of
/// parts collide by concatenation. Source: FIPS 180-4.
pub fn digest(domain: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&domain.as_bytes()).chain(parts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// A text is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of 32 hexadecimal digits: {0:?}")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $domain:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// The first 128 bits of a SHA-256 over content; printed as 32 lower-case hexadecimal digits.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// Makes the id of the given content parts.
            pub fn of(parts: &[&[u8]]) -> Self {
                let mut id = [0; 16];
                id.copy_from_slice(&digest($domain, parts)[..16]);
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                bytes_of_hex(text).map(Self).ok_or_else(|| NotAnId(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    )*};
}

ids! {
    /// Names a capture: the URL and the bytes (or the failure) that were received.
    CaptureId = "capture";
    /// Names an article: the URL and the capture (and the entry in it) that it was read from.
    ArticleId = "article";
    /// Names a fact: the article, the slot, the value and the span.
    FactId = "fact";
    /// Names an incident: the article that founded it.
    IncidentId = "incident";
}

fn bytes_of_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut out = [0; 16];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let high = (pair[0] as char).to_digit(16)?;
        let low = (pair[1] as char).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(CaptureId::of(&[b"ab", b"c"]), CaptureId::of(&[b"a", b"bc"]));
        assert_eq!(CaptureId::of(&[b"ab", b"c"]), CaptureId::of(&[b"ab", b"c"]));
    }

    #[test]
    fn printed_then_parsed_gives_it_back() {
        let id = ArticleId::of(&[b"x"]);
        assert_eq!(id.to_string().parse::<ArticleId>(), Ok(id));
        assert!("zz".parse::<ArticleId>().is_err());
        assert!("é".repeat(16).parse::<ArticleId>().is_err());
    }
}
