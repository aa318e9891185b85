//! Lists in a sentence: A、B、C; A, B and C.

use hinomi_model::Lang;

/// Joins words as the language does.
pub fn join(words: &[String], lang: Lang) -> String {
    if lang == Lang::Ja {
        return words.join("、");
    }
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_each_language_joins_them() {
        let words = |n: usize| ["a", "b", "c"][..n].iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(join(&words(3), Lang::Ja), "a、b、c");
        assert_eq!(join(&words(0), Lang::En), "");
        assert_eq!(join(&words(1), Lang::En), "a");
        assert_eq!(join(&words(2), Lang::En), "a and b");
        assert_eq!(join(&words(3), Lang::En), "a, b and c");
    }
}
