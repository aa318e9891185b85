//! Names by their sound, so that a name in katakana and the same name in Latin letters meet.
//!
//! Both are brought to one rough spelling: what is left of a foreign name after it has passed through
//! Japanese (l is r, v is b, th is s, long vowels and doubled consonants are short, vowels that only carry
//! a consonant are gone). Example: アスクル and Askul are both `askr`.
//! What it misses: readings of kanji, translated names, abbreviations.

mod rules;
mod twin;

use crate::words::{is_katakana, narrow};

pub use twin::{are_twins, distance};

/// Fewest characters of a spelling without carrying vowels: shorter names meet by chance.
pub const SPELLING_CHARS_MIN: usize = 4;

/// A skeleton of so many characters is short: names that share it must be spelled more alike. Shorter ones
/// meet only when the spellings are the same.
pub const SKELETON_SHORT: usize = 3;

/// How like two spellings must be when their short skeletons are the same.
pub const SPELLING_LIKENESS_MIN_SHORT: f32 = 0.75;

/// Longest name that is sounded out, in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// How like two full spellings must be, from 0 to 1, when their skeletons are the same.
/// Skeletons drop vowels, so that "Sirane" and "Soruna" would meet; their spellings do not.
pub const SPELLING_LIKENESS_MIN: f32 = 0.5;

/// A name as it sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Rough spelling with vowels.
    pub spelling: String,
    /// The spelling's consonants, and its first letter whatever that is.
    pub skeleton: String,
}

/// The sounds of a name written wholly in katakana or wholly in Latin letters; or in both; none for any other, and for
/// names too short to be told apart by sound. A Latin name with an r that may be mute has two.
pub fn sounds(name: &str) -> Vec<Sound> {
    let chars: Vec<char> = name.chars().map(narrow).collect();
    let known = |c: &char| is_katakana(*c) || c.is_ascii_alphabetic() || is_filler(*c);
    if chars.len() > NAME_CHARS_MAX || !chars.iter().all(known) {
        return Vec::new();
    }
    let (mute, spoken) = (spelling(&chars, true), spelling(&chars, false));
    let spellings = if mute == spoken { vec![mute] } else { vec![mute, spoken] };
    let sounds = spellings.into_iter().map(|full| Sound { skeleton: skeleton(&full), spelling: bare(&full) });
    sounds.filter(|sound| sound.spelling.len() >= SPELLING_CHARS_MIN && sound.skeleton.len() >= 2).collect()
}

/// The rough spelling of a name, script by script: NTTビジネス is `nt` and `bijinesu`.
fn spelling(chars: &[char], r_is_mute: bool) -> String {
    let mut out = String::new();
    // A capital inside a word begins another: GitHub is "git" and "hub".
    let kind = |c: char| (is_filler(c), is_katakana(c));
    for run in chars.chunk_by(|a, b| kind(*a) == kind(*b) && !(a.is_lowercase() && b.is_uppercase())) {
        if is_filler(run[0]) {
            continue;
        } else if is_katakana(run[0]) {
            out.push_str(&of_katakana(run));
        } else {
            out.push_str(&of_latin(&run.iter().collect::<String>().to_ascii_lowercase(), r_is_mute));
        }
    }
    // ユナイテッド and "United" begin alike.
    let out = squeeze(&out);
    out.strip_prefix('y').filter(|rest| rest.starts_with('u')).map(str::to_owned).unwrap_or(out)
}

/// Whether two names may be one by their sound. Decides over sounds made once for each name: in the keys by which
/// articles are joined, and between any two forms of victims; of a katakana and a Latin name [`are_twins`] decides too.
pub fn alike(a: &Sound, b: &Sound) -> bool {
    if a.spelling == b.spelling {
        return true;
    }
    let likeness_min = match a.skeleton.len() {
        0..SKELETON_SHORT => return false,
        SKELETON_SHORT => SPELLING_LIKENESS_MIN_SHORT,
        _ => SPELLING_LIKENESS_MIN,
    };
    a.skeleton == b.skeleton && likeness(&a.spelling, &b.spelling) >= likeness_min
}

fn is_filler(c: char) -> bool {
    matches!(c, ' ' | '・' | '-' | '‐' | '＝' | '=' | '.' | '\'')
}

/// One less the edit distance over the longer length.
fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    1.0 - row[b.len()] as f32 / a.len().max(b.len()).max(1) as f32
}

/// The spelling without the vowels that only carry a consonant in Japanese: u before a consonant or at the
/// end, o after t and d likewise.
fn bare(spelling: &str) -> String {
    let letters: Vec<char> = spelling.chars().collect();
    let vowel = |c: char| matches!(c, 'a' | 'i' | 'u' | 'e' | 'o');
    let mut out = String::new();
    for (i, c) in letters.iter().enumerate() {
        let after_consonant = i > 0 && !vowel(letters[i - 1]);
        let before_vowel = letters.get(i + 1).is_some_and(|next| vowel(*next));
        let carries = *c == 'u' || (*c == 'o' && matches!(letters[i.wrapping_sub(1).min(i)], 't' | 'd'));
        if !(carries && after_consonant && !before_vowel) {
            out.push(*c);
        }
    }
    squeeze(&out)
}

/// Consonants, with the first letter kept when it is a vowel (as `a`).
fn skeleton(spelling: &str) -> String {
    let mut out = String::new();
    for (i, c) in spelling.chars().enumerate() {
        let vowel = matches!(c, 'a' | 'i' | 'u' | 'e' | 'o');
        let c = match c {
            _ if vowel && i == 0 => 'a',
            _ if vowel => continue,
            'y' | 'w' if i > 0 => continue,
            'm' => 'n',
            'z' | 'j' => 's',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

fn of_katakana(chars: &[char]) -> String {
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        match c {
            'ー' | 'ッ' => {}
            'ャ' | 'ュ' | 'ョ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ヮ' => {
                // A small letter gives the vowel before it a new sound: シャ sha, ティ ti, フォ fo.
                if out.ends_with(['a', 'i', 'u', 'e', 'o']) {
                    out.pop();
                }
                if matches!(
                    chars.get(i.wrapping_sub(1)),
                    Some('キ' | 'ギ' | 'ニ' | 'ヒ' | 'ビ' | 'ピ' | 'ミ' | 'リ')
                ) {
                    out.push('y');
                }
                out.push_str(KANA.iter().find(|(kana, _)| kana == c).map_or("", |(_, small)| small));
            }
            _ => out.push_str(KANA.iter().find(|(kana, _)| kana == c).map_or("", |(_, sound)| sound)),
        }
    }
    squeeze(&out)
}

/// Katakana and their sounds, already roughened: l and r are r, v is b, f is h, ts is t, z and j stay apart.
/// Source: Hepburn romanisation (ISO 3602 differs only in what is roughened here).
const KANA: &[(char, &str)] = &[
    ('ア', "a"),
    ('イ', "i"),
    ('ウ', "u"),
    ('エ', "e"),
    ('オ', "o"),
    ('カ', "ka"),
    ('キ', "ki"),
    ('ク', "ku"),
    ('ケ', "ke"),
    ('コ', "ko"),
    ('ガ', "ga"),
    ('ギ', "gi"),
    ('グ', "gu"),
    ('ゲ', "ge"),
    ('ゴ', "go"),
    ('サ', "sa"),
    ('シ', "si"),
    ('ス', "su"),
    ('セ', "se"),
    ('ソ', "so"),
    ('ザ', "za"),
    ('ジ', "ji"),
    ('ズ', "zu"),
    ('ゼ', "ze"),
    ('ゾ', "zo"),
    ('タ', "ta"),
    ('チ', "ci"),
    ('ツ', "tu"),
    ('テ', "te"),
    ('ト', "to"),
    ('ダ', "da"),
    ('ヂ', "ji"),
    ('ヅ', "zu"),
    ('デ', "de"),
    ('ド', "do"),
    ('ナ', "na"),
    ('ニ', "ni"),
    ('ヌ', "nu"),
    ('ネ', "ne"),
    ('ノ', "no"),
    ('ハ', "ha"),
    ('ヒ', "hi"),
    ('フ', "hu"),
    ('ヘ', "he"),
    ('ホ', "ho"),
    ('バ', "ba"),
    ('ビ', "bi"),
    ('ブ', "bu"),
    ('ベ', "be"),
    ('ボ', "bo"),
    ('パ', "pa"),
    ('ピ', "pi"),
    ('プ', "pu"),
    ('ペ', "pe"),
    ('ポ', "po"),
    ('マ', "ma"),
    ('ミ', "mi"),
    ('ム', "mu"),
    ('メ', "me"),
    ('モ', "mo"),
    ('ヤ', "ya"),
    ('ユ', "yu"),
    ('ヨ', "yo"),
    ('ラ', "ra"),
    ('リ', "ri"),
    ('ル', "ru"),
    ('レ', "re"),
    ('ロ', "ro"),
    ('ワ', "wa"),
    ('ヲ', "o"),
    ('ン', "n"),
    ('ヴ', "bu"),
    ('ァ', "a"),
    ('ィ', "i"),
    ('ゥ', "u"),
    ('ェ', "e"),
    ('ォ', "o"),
    ('ャ', "a"),
    ('ュ', "u"),
    ('ョ', "o"),
    ('ヮ', "a"),
];

/// Latin letters to the rough sound that Japanese gives them; longer groups first.
/// Source: own rules after the loan-word notation of the Cabinet notice of 28 June 1991 (外来語の表記).
const LATIN: &[(&str, &str)] = &[
    ("tion", "syon"),
    ("sch", "sy"),
    ("tch", "c"),
    ("dge", "j"),
    ("igh", "ai"),
    ("ough", "o"),
    ("sh", "s"),
    ("ch", "c"),
    ("th", "s"),
    ("ph", "h"),
    ("ck", "k"),
    ("qu", "ku"),
    ("wh", "h"),
    ("ts", "t"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("ge", "je"),
    ("gy", "ji"),
    ("oo", "u"),
    ("ee", "i"),
    ("ea", "i"),
    ("x", "ks"),
    ("c", "k"),
    ("l", "r"),
    ("v", "b"),
    ("f", "h"),
    ("q", "k"),
    ("y", "i"),
];

fn of_latin(name: &str, r_is_mute: bool) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let first_y = out.is_empty() && first == 'y';
        // An r that closes a syllable is a long vowel in Japanese: マーク for "mark".
        let mut following = rest.chars().skip(1);
        let closes = !following.next().is_some_and(|c| "aeiouyr".contains(c));
        if r_is_mute && first == 'r' && closes && out.ends_with(['a', 'i', 'u', 'e', 'o']) {
            rest = &rest[1..];
            continue;
        }
        match LATIN.iter().find(|(letters, _)| rest.starts_with(letters)).filter(|_| !first_y) {
            Some((letters, sound)) => {
                out.push_str(sound);
                rest = &rest[letters.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    // A final e is silent, and a final "re" is a vowel: ケア for "care".
    let mut out = squeeze(&out);
    if name.ends_with("re") && out.ends_with("re") && r_is_mute {
        out.truncate(out.len() - 2);
        out.push('a');
    } else if out.len() >= SPELLING_CHARS_MIN && out.ends_with('e') {
        out.pop();
    }
    out
}

/// Doubled letters once.
fn squeeze(spelling: &str) -> String {
    let mut out = String::new();
    for c in spelling.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(a: &str, b: &str) -> bool {
        sounds(a).iter().any(|a| sounds(b).iter().any(|b| alike(a, b)))
    }

    #[test]
    fn a_name_meets_its_twin() {
        for (katakana, latin) in [
            ("ミレロ", "Mirelo"),
            ("ソラマーク", "Soramark"),
            ("タルボット", "Talbot"),
            ("ヴェルダン", "Verdan"),
        ] {
            assert!(check(katakana, latin), "{katakana} {latin} {:?} {:?}", sounds(katakana), sounds(latin));
        }
    }

    #[test]
    fn other_names_do_not() {
        for (katakana, latin) in [("ミレロ", "Maralu"), ("アオイ", "Aoki"), ("タルボット", "Tarbox")]
        {
            assert!(!check(katakana, latin), "{katakana} {latin}");
        }
        assert_eq!(sounds("名前"), []);
        assert_eq!(sounds(""), []);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = sounds(&text);
        }
    }
}
