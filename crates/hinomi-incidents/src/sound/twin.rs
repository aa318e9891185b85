//! How far a name in katakana is from one in Latin letters: the cheapest way to write the one as the other, sound by
//! sound.
//!
//! A katakana name is first written as its sounds ([`of_katakana`]: シェ `Se`, ン `N`, ッ `Q`, ー `-`). A table says
//! which letters may stand for which sounds, and how unusual that is; what has no counterpart costs more, but vowels
//! that only carry a consonant, long marks and letters that are mute cost next to nothing. Letters and digits may also
//! be spelled out: ヴイエム is VM, セブン is 7.
//! What it misses: readings that follow another language's spelling (French, Polish), translated names.

use super::is_filler;
use super::rules::{RULES, Rule};
use crate::words::{is_katakana, narrow};

/// Longest name that is compared, in sounds or letters; what lies beyond is not looked at.
const LENGTH_MAX: usize = 80;

/// Shortest twin, in sounds: shorter names meet by chance.
const TWIN_SOUNDS_MIN: usize = 4;
/// Farthest twin. Of some 190 pairs of well-known names all but four are nearer, and of the 7,400 names of the MISP
/// galaxy and these hardly any other one comes so near.
const TWIN_DISTANCE_MAX: f32 = 0.08;

/// Costs, in thousandths: a whole wrong sound costs a thousand.
const COST_UNIT: f32 = 1000.0;
/// A consonant that nothing stands for.
const COST_CONSONANT: u32 = 800;
/// A vowel that nothing stands for.
const COST_VOWEL: u32 = 450;
/// A vowel that carries a consonant in Japanese, a long mark, a doubled consonant.
const COST_CARRIED: u32 = 30;
/// A letter that is often mute where it stands.
const COST_MUTE: u32 = 40;
/// An `r` that closes a syllable, an `h` or a `w`.
const COST_WEAK: u32 = 150;
/// A letter or digit that is spelled out.
const COST_SPELLED: u32 = 50;

/// How far the two names are from each other: 0 where every sound stands for its usual letters, about 1 and more where
/// none does. `katakana` holds katakana (other letters are left out), `latin` anything.
///
/// Time grows with the product of both lengths, which are cut at 80.
pub fn distance(katakana: &str, latin: &str) -> f32 {
    let sounds = of_katakana(katakana);
    let letters = Letters::of(latin);
    let n = sounds.len().max(letters.n_written).max(1);
    alignment(&sounds, &letters) as f32 / COST_UNIT / n as f32
}

/// Whether of two names one is the other in katakana, by their sounds: ミレロ and Mirelo, in any order. Decides where the
/// victims of an incident are gathered, so that one is shown once; what is joined is for [`alike`](super::alike).
pub fn are_twins(a: &str, b: &str) -> bool {
    let is_kana = |name: &str| name.chars().all(|c| is_katakana(narrow(c)) || is_filler(narrow(c)));
    let is_latin = |name: &str| name.chars().all(|c| narrow(c).is_ascii());
    let (katakana, latin) = match (is_kana(a) && is_latin(b), is_kana(b) && is_latin(a)) {
        (true, _) => (a, b),
        (_, true) => (b, a),
        _ => return false,
    };
    of_katakana(katakana).len() >= TWIN_SOUNDS_MIN && distance(katakana, latin) <= TWIN_DISTANCE_MAX
}

/// A Latin name, letter by letter.
struct Letters {
    /// In lower case, ASCII.
    lower: Vec<u8>,
    /// Whether each letter is a capital.
    is_capital: Vec<bool>,
    /// Letters and digits.
    n_written: usize,
}

impl Letters {
    fn of(name: &str) -> Self {
        let name: String = name.chars().map(narrow).map(without_accent).collect();
        let chars = name.chars().take(LENGTH_MAX).map(|c| if c.is_ascii() { c as u8 } else { b'?' });
        let written: Vec<u8> = chars.collect();
        Self {
            lower: written.iter().map(u8::to_ascii_lowercase).collect(),
            is_capital: written.iter().map(u8::is_ascii_uppercase).collect(),
            n_written: written.iter().filter(|b| b.is_ascii_alphanumeric() || **b == b'?').count(),
        }
    }
}

/// The base letter of the accented letters of Western names.
fn without_accent(c: char) -> char {
    match c.to_lowercase().next().unwrap_or(c) {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => c,
    }
}

/// The least cost of writing `sounds` as `letters`.
fn alignment(sounds: &[u8], letters: &Letters) -> u32 {
    let (n, m) = (sounds.len(), letters.lower.len());
    let width = m + 1;
    let mut least = vec![u32::MAX; (n + 1) * width];
    let mut lower = |at: usize, cost: u32| {
        if let Some(known) = least.get_mut(at) {
            *known = cost.min(*known);
        }
        least.get(at).copied().unwrap_or(u32::MAX)
    };
    lower(0, 0);
    for i in 0..=n {
        for j in 0..=m {
            let so_far = lower(i * width + j, u32::MAX);
            if so_far == u32::MAX {
                continue;
            }
            let (heard, written) =
                (sounds.get(i..).unwrap_or_default(), letters.lower.get(j..).unwrap_or_default());
            if !heard.is_empty() {
                lower((i + 1) * width + j, so_far + unwritten(sounds, i));
            }
            if !written.is_empty() {
                lower(i * width + j + 1, so_far + unheard(&letters.lower, j));
            }
            let mut step = |rules: &[Rule], extra: u32| {
                for (sound, spelling, cost) in rules {
                    if heard.starts_with(sound.as_bytes()) && written.starts_with(spelling.as_bytes()) {
                        lower((i + sound.len()) * width + j + spelling.len(), so_far + cost + extra);
                    }
                }
            };
            let Some(first) = heard.first() else { continue };
            step(RULES.sounds(*first), 0);
            match letters.is_capital.get(j) {
                Some(true) => step(RULES.letters(*first), COST_SPELLED),
                Some(false) => step(RULES.digits(*first), COST_SPELLED),
                None => {}
            }
        }
    }
    lower(n * width + m, u32::MAX)
}

/// What it costs that no letter stands for the sound at `at`.
fn unwritten(sounds: &[u8], at: usize) -> u32 {
    let before = at.checked_sub(1).and_then(|at| sounds.get(at)).copied().unwrap_or(b' ');
    match sounds.get(at) {
        Some(b'Q' | b'-') => COST_CARRIED,
        Some(b'u') if !is_vowel(before) && before != b' ' => COST_CARRIED,
        Some(b'o') if matches!(before, b't' | b'd') => COST_CARRIED,
        Some(b'i') if matches!(before, b'c' | b'j' | b'S' | b'k') => COST_CARRIED * 2,
        Some(b'a' | b'i' | b'u' | b'e' | b'o' | b'y' | b'w') => COST_VOWEL,
        _ => COST_CONSONANT,
    }
}

/// What it costs that the letter at `at` is not heard.
fn unheard(letters: &[u8], at: usize) -> u32 {
    let of = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().unwrap_or(b' ');
    let (before, own, after) = (of(at.checked_sub(1)), of(Some(at)), of(at.checked_add(1)));
    let is_last = !after.is_ascii_alphanumeric();
    match own {
        _ if own == before && own.is_ascii_alphabetic() => COST_CARRIED,
        b'e' if is_last && !is_vowel(before) => COST_MUTE,
        b'e' | b's' | b't' if is_last => COST_WEAK * 2,
        b'r' if is_vowel(before) && !is_vowel(after) => COST_WEAK / 2,
        b'h' | b'w' => COST_WEAK,
        b'g' if after == b'h' || after == b'n' => COST_WEAK,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => COST_VOWEL,
        b'?' => COST_CONSONANT,
        _ if own.is_ascii_alphanumeric() => COST_CONSONANT,
        _ => 0,
    }
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'i' | b'u' | b'e' | b'o')
}

/// The sounds of the katakana in `name`. Consonants are small letters but for `S` (sh), `T` (ts), `N` (ン), `Q` (ッ);
/// `c` is ch, `-` the long mark.
fn of_katakana(name: &str) -> Vec<u8> {
    let chars: Vec<char> = name.chars().map(narrow).take(LENGTH_MAX).collect();
    let mut out: Vec<u8> = Vec::with_capacity(chars.len() * 2);
    for (at, c) in chars.iter().enumerate() {
        let small = match c {
            'ァ' | 'ャ' | 'ヮ' => b'a',
            'ィ' => b'i',
            'ゥ' | 'ュ' => b'u',
            'ェ' => b'e',
            'ォ' | 'ョ' => b'o',
            'ッ' => {
                out.push(b'Q');
                continue;
            }
            'ー' => {
                out.push(b'-');
                continue;
            }
            _ => {
                out.extend_from_slice(RULES.of_kana(*c).as_bytes());
                continue;
            }
        };
        // A small letter gives the one before it a new vowel: シャ Sa, ティ ti, フォ fo, ウィ wi, キャ kya.
        if out.last().is_some_and(|last| is_vowel(*last)) {
            out.pop();
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        match before {
            'ウ' => out.push(b'w'),
            'ク' | 'グ' if !matches!(c, 'ャ' | 'ュ' | 'ョ') => out.push(b'w'),
            'イ' => out.push(b'y'),
            _ if matches!(c, 'ャ' | 'ュ' | 'ョ') && !matches!(before, 'シ' | 'チ' | 'ジ') => {
                out.push(b'y')
            }
            _ => {}
        }
        out.push(small);
    }
    out.truncate(LENGTH_MAX);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sounds_are_written() {
        let of = |name: &str| String::from_utf8(of_katakana(name)).unwrap();
        assert_eq!(of("シェリッジ"), "SeriQji");
        assert_eq!(of("ウィンティー"), "wiNti-");
        assert_eq!(of("キャフュヴァ"), "kyafyuva");
        assert_eq!(of("名前"), "");
    }

    #[test]
    fn a_name_is_nearer_to_its_twin_than_to_others() {
        let names =
            ["Mirelo", "Soramark", "Talbot", "Verdan", "Marlow", "QX Works", "Nine9", "Tarbox", "Quenby"];
        for (katakana, latin) in [
            ("ミレロ", "Mirelo"),
            ("ソラマーク", "Soramark"),
            ("タルボット", "Talbot"),
            ("ヴェルダン", "Verdan"),
            ("マーロウ", "Marlow"),
            ("キューエックスワークス", "QX Works"),
            ("ナインナイン", "Nine9"),
            ("クエンビー", "Quenby"),
        ] {
            let nearest = names.iter().min_by(|a, b| distance(katakana, a).total_cmp(&distance(katakana, b)));
            assert_eq!(nearest, Some(&latin), "{katakana}");
            assert!(distance(katakana, latin) < 0.06, "{katakana} {}", distance(katakana, latin));
        }
    }

    #[test]
    fn twins_are_known_in_any_order() {
        assert!(are_twins("ソラマーク", "Soramark") && are_twins("Soramark", "ソラマーク"));
        assert!(!are_twins("ソラマーク", "Tarbox"));
        assert!(!are_twins("ソラマーク", "ソラマーク") && !are_twins("Soramark", "Soramark"));
        assert!(!are_twins("", "") && !are_twins("デル", ""));
    }

    proptest! {
        #[test]
        fn any_two_texts_have_a_distance(a in "\\PC{0,90}", b in "\\PC{0,90}") {
            prop_assert!(distance(&a, &b).is_finite());
        }
    }
}
