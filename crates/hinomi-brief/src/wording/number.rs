//! Counts as the language writes them: 約2,800万アカウント, about 28 million accounts, 1.1 TB, 2,200万ドル.

use hinomi_model::{Lang, Qualifier, Unit, Value};
use rust_decimal::Decimal;

use super::noun::counted;

/// A count with its qualifier, unit and, where it is of the right script and short, what is counted.
///
/// `None` for values that are no counts, and for numbers whose unit and noun cannot be told in `lang`:
/// a bare number says nothing.
pub fn count_text(value: &Value, qualifier: Option<Qualifier>, of: &str, lang: Lang) -> Option<String> {
    let Value::Count { number, upper, unit } = value else { return None };
    let noun = counted(of, lang);
    // A Japanese number needs a counter, which is not known where the unit is not.
    if unit.is_none() && (noun.is_empty() || lang == Lang::Ja) {
        return None;
    }
    // "Millions" of a text may mean anything up to a billion: its ends are nobody's words.
    if several(*number, *upper, lang) == Some("") {
        return None;
    }
    let form =
        if lang == Lang::Ja { ja(*number, *upper, *unit, noun) } else { en(*number, *upper, *unit, noun) };
    Some(qualified(&form, qualifier.unwrap_or(Qualifier::Exact), lang))
}

/// The parts of a written count: what stands before, and after, the place where 以上 goes.
struct Form {
    /// A noun before it: 顧客.
    lead: String,
    number: String,
    tail: String,
}

fn qualified(form: &Form, qualifier: Qualifier, lang: Lang) -> String {
    let Form { lead: noun, number, tail } = form;
    if lang == Lang::Ja {
        match qualifier {
            Qualifier::Exact | Qualifier::Range => format!("{noun}{number}{tail}"),
            Qualifier::Approx => format!("{noun}約{number}{tail}"),
            Qualifier::AtLeast => format!("{noun}{number}以上{tail}"),
            Qualifier::AtMost => format!("{noun}最大{number}{tail}"),
            Qualifier::MoreThan => format!("{noun}{number}超{tail}"),
            Qualifier::LessThan => format!("{noun}{number}未満{tail}"),
        }
    } else {
        let lead = match qualifier {
            Qualifier::Exact | Qualifier::Range => "",
            Qualifier::Approx => "about ",
            Qualifier::AtLeast => "at least ",
            Qualifier::AtMost => "up to ",
            Qualifier::MoreThan => "more than ",
            Qualifier::LessThan => "fewer than ",
        };
        format!("{lead}{number}{tail}")
    }
}

fn ja(number: Decimal, upper: Option<Decimal>, unit: Option<Unit>, noun: &str) -> Form {
    let range = |suffix: &str| match upper {
        Some(_) if several(number, upper, Lang::Ja).is_some() => {
            format!("{}{suffix}", several(number, upper, Lang::Ja).unwrap_or_default())
        }
        Some(upper) => format!("{}〜{}{suffix}", number_text(number, Lang::Ja), number_text(upper, Lang::Ja)),
        None => format!("{}{suffix}", number_text(number, Lang::Ja)),
    };
    let of = |fallback: &str| match noun {
        "" if fallback.is_empty() => String::new(),
        "" => format!("の{fallback}"),
        noun => format!("の{noun}"),
    };
    let form = |number: String, tail: String| Form { lead: String::new(), number, tail };
    let led = |number: String| Form { lead: noun.to_owned(), number, tail: String::new() };
    match unit {
        Some(Unit::Record) => form(range("件"), of("")),
        Some(Unit::Person) => led(range("人")),
        Some(Unit::Account) => form(range("アカウント"), String::new()),
        Some(Unit::EmailAddress) => form(range("件"), "のメールアドレス".to_owned()),
        Some(Unit::File) => form(range("件"), "のファイル".to_owned()),
        Some(Unit::Document) => form(range("件"), "の文書".to_owned()),
        Some(Unit::Organization) => led(range("組織")),
        Some(Unit::Country) => form(range("カ国"), String::new()),
        Some(Unit::Device) => led(range("台")),
        Some(Unit::Store) => form(range("店舗"), String::new()),
        Some(Unit::Item) => form(range("品目"), String::new()),
        Some(Unit::Percent) => form(range("%"), String::new()),
        Some(Unit::Byte) => form(bytes(number, upper, ""), String::new()),
        Some(Unit::Currency(_)) => {
            let name = CURRENCIES.iter().find(|c| Some(c.0) == unit.as_ref().map(Unit::word)).map(|c| c.1);
            let code = unit.as_ref().map(|u| format!(" {}", u.word())).unwrap_or_default();
            form(range(name.unwrap_or(&code)), String::new())
        }
        None => form(format!("{noun}{}", range("")), String::new()),
    }
}

fn en(number: Decimal, upper: Option<Decimal>, unit: Option<Unit>, noun: &str) -> Form {
    let is_one = upper.is_none() && number == Decimal::ONE;
    let range = || match upper {
        Some(_) if several(number, upper, Lang::En).is_some() => {
            several(number, upper, Lang::En).unwrap_or_default().to_owned()
        }
        Some(upper) => format!("{} to {}", number_text(number, Lang::En), number_text(upper, Lang::En)),
        None => number_text(number, Lang::En),
    };
    let named = |one: &str, many: &str| {
        let word = if !noun.is_empty() {
            noun
        } else if is_one {
            one
        } else {
            many
        };
        Form { lead: String::new(), number: range(), tail: format!(" {word}") }
    };
    let fixed = |one: &str, many: &str| Form {
        lead: String::new(),
        number: range(),
        tail: format!(" {}", if is_one { one } else { many }),
    };
    match unit {
        Some(Unit::Record) => named("record", "records"),
        Some(Unit::Person) => named("person", "people"),
        Some(Unit::Account) => fixed("account", "accounts"),
        Some(Unit::EmailAddress) => fixed("e-mail address", "e-mail addresses"),
        Some(Unit::File) => fixed("file", "files"),
        Some(Unit::Document) => fixed("document", "documents"),
        Some(Unit::Organization) => named("organisation", "organisations"),
        Some(Unit::Country) => fixed("country", "countries"),
        Some(Unit::Device) => named("device", "devices"),
        Some(Unit::Store) => fixed("shop", "shops"),
        Some(Unit::Item) => fixed("item", "items"),
        Some(Unit::Percent) => {
            Form { lead: String::new(), number: format!("{}%", range()), tail: String::new() }
        }
        Some(Unit::Byte) => {
            Form { lead: String::new(), number: bytes(number, upper, " "), tail: String::new() }
        }
        Some(Unit::Currency(_)) => {
            let code = unit.as_ref().map(Unit::word).unwrap_or_default();
            match CURRENCIES.iter().find(|c| c.0 == code).map(|c| c.2) {
                Some(sign) if !sign.ends_with(' ') => {
                    let upper = upper.map(|u| format!(" to {sign}{}", number_text(u, Lang::En)));
                    let number =
                        format!("{sign}{}{}", number_text(number, Lang::En), upper.unwrap_or_default());
                    Form { lead: String::new(), number, tail: String::new() }
                }
                Some(name) => {
                    Form { lead: String::new(), number: range(), tail: format!(" {}", name.trim_end()) }
                }
                None => Form { lead: String::new(), number: range(), tail: format!(" {code}") },
            }
        }
        None => named("", ""),
    }
}

/// Ranges that stand for a word: lower end, how many times it the upper end falls just short of, the word in Japanese
/// and in English; empty where that language has no word for just this range ("millions" reach up to a billion, 数百万
/// up to ten million).
const SEVERAL: &[(u64, u64, &str, &str)] = &[
    (100, 10, "数百", "hundreds of"),
    (1_000, 10, "数千", "thousands of"),
    (10_000, 10, "数万", "tens of thousands of"),
    (100_000, 10, "数十万", "hundreds of thousands of"),
    (1_000_000, 10, "数百万", ""),
    (1_000_000, 1_000, "", "millions of"),
    (10_000_000, 10, "数千万", "tens of millions of"),
    (100_000_000, 10, "数億", "hundreds of millions of"),
    (1_000_000_000, 1_000, "", "billions of"),
];

/// The word for a range, empty where there is none in `lang`: 1,000 to 9,999 is "thousands of". `None` for a range that
/// stands for no word.
fn several(number: Decimal, upper: Option<Decimal>, lang: Lang) -> Option<&'static str> {
    let upper = upper?;
    let (.., ja, en) = SEVERAL.iter().find(|(low, times, ..)| {
        let low = Decimal::from(*low);
        low == number && upper == low * Decimal::from(*times) - Decimal::ONE
    })?;
    Some(if lang == Lang::Ja { *ja } else { *en })
}

/// ISO 4217 code, Japanese name after the number, English sign before it (or, ending in a space, name after).
const CURRENCIES: &[(&str, &str, &str)] = &[
    ("JPY", "円", "yen "),
    ("USD", "ドル", "$"),
    ("EUR", "ユーロ", "€"),
    ("GBP", "ポンド", "£"),
    ("CNY", "人民元", "yuan "),
    ("KRW", "ウォン", "won "),
    ("AUD", "豪ドル", "A$"),
    ("CAD", "カナダドル", "C$"),
    ("CHF", "スイスフラン", "Swiss francs "),
    ("INR", "ルピー", "rupees "),
    ("TWD", "台湾ドル", "NT$"),
    ("SGD", "シンガポールドル", "S$"),
    ("BTC", "BTC", "BTC "),
    ("ETH", "ETH", "ETH "),
];

const BYTE_UNITS: &[(&str, u64)] = &[
    ("PB", 1_000_000_000_000_000),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
];

/// Most digits after the point of a size; a size that needs more is written in the next smaller unit.
const BYTE_DECIMALS_MAX: u32 = 2;

fn bytes(number: Decimal, upper: Option<Decimal>, gap: &str) -> String {
    let largest = upper.unwrap_or(number);
    for (unit, size) in BYTE_UNITS {
        let size = Decimal::from(*size);
        let shown = |n: Decimal| (n / size).normalize();
        let fits = |n: Decimal| shown(n).scale() <= BYTE_DECIMALS_MAX;
        if largest >= size && fits(number) && upper.is_none_or(fits) {
            let upper = upper.map(|u| format!("〜{}", shown(u))).unwrap_or_default();
            let upper = if gap.is_empty() { upper } else { upper.replace('〜', " to ") };
            return format!("{}{upper}{gap}{unit}", shown(number));
        }
    }
    let unit = if gap.is_empty() { "バイト" } else { " bytes" };
    format!("{}{unit}", commas(largest))
}

/// The n of 第n報: 第7報, 7th.
pub fn ordinal_text(n: u32, lang: Lang) -> String {
    if lang == Lang::Ja {
        return format!("第{n}報");
    }
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// Words that this module and its neighbours put around numbers and into dates, with the units that they tell
/// (empty: none). The verifier reads the rest of a sentence with them where the reading left some of a count over.
pub const WORDS: &[(&str, &[&str])] = &[
    ("数", &[]),
    ("十", &[]),
    ("百", &[]),
    ("千", &[]),
    ("tens", &[]),
    ("hundreds", &[]),
    ("thousands", &[]),
    ("millions", &[]),
    ("of", &[]),
    ("万", &[]),
    ("億", &[]),
    ("兆", &[]),
    ("京", &[]),
    ("件", &[]),
    ("カ", &[]),
    ("円", &[]),
    ("約", &[]),
    ("最大", &[]),
    ("以上", &[]),
    ("超", &[]),
    ("未満", &[]),
    ("年", &[]),
    ("月", &[]),
    ("日", &[]),
    ("間", &[]),
    ("週間", &[]),
    ("時間", &[]),
    ("分間", &[]),
    ("秒間", &[]),
    ("第", &[]),
    ("報", &[]),
    ("の", &[]),
    ("を", &[]),
    ("に", &[]),
    ("から", &[]),
    ("まで", &[]),
    ("目", &[]),
    ("ドル", &[]),
    ("ユーロ", &[]),
    ("ポンド", &[]),
    ("人民元", &[]),
    ("ウォン", &[]),
    ("豪", &[]),
    ("カナダ", &[]),
    ("スイスフラン", &[]),
    ("ルピー", &[]),
    ("台湾", &[]),
    ("シンガポール", &[]),
    ("バイト", &[]),
    ("about", &[]),
    ("at", &[]),
    ("least", &[]),
    ("more", &[]),
    ("than", &[]),
    ("up", &[]),
    ("to", &[]),
    ("fewer", &[]),
    ("million", &[]),
    ("billion", &[]),
    ("trillion", &[]),
    ("tb", &[]),
    ("gb", &[]),
    ("mb", &[]),
    ("kb", &[]),
    ("pb", &[]),
    ("bytes", &[]),
    ("yen", &[]),
    ("yuan", &[]),
    ("won", &[]),
    ("a", &[]),
    ("c", &[]),
    ("nt", &[]),
    ("s", &[]),
    ("swiss", &[]),
    ("francs", &[]),
    ("rupees", &[]),
    ("btc", &[]),
    ("eth", &[]),
    ("th", &[]),
    ("st", &[]),
    ("nd", &[]),
    ("rd", &[]),
    ("january", &[]),
    ("february", &[]),
    ("march", &[]),
    ("april", &[]),
    ("may", &[]),
    ("june", &[]),
    ("july", &[]),
    ("august", &[]),
    ("september", &[]),
    ("october", &[]),
    ("november", &[]),
    ("december", &[]),
    ("year", &[]),
    ("years", &[]),
    ("month", &[]),
    ("months", &[]),
    ("week", &[]),
    ("weeks", &[]),
    ("day", &[]),
    ("days", &[]),
    ("hour", &[]),
    ("hours", &[]),
    ("minute", &[]),
    ("minutes", &[]),
    ("second", &[]),
    ("seconds", &[]),
    ("and", &[]),
    ("on", &[]),
    ("in", &[]),
    ("from", &[]),
    ("人", &["person"]),
    ("台", &["device"]),
    ("店舗", &["store"]),
    ("品目", &["item"]),
    ("組織", &["organization"]),
    ("カ国", &["country"]),
    ("文書", &["document"]),
    ("アカウント", &["account"]),
    ("ファイル", &["file"]),
    ("メールアドレス", &["email_address"]),
    ("people", &["person"]),
    ("person", &["person"]),
    ("records", &["record"]),
    ("record", &["record"]),
    ("accounts", &["account"]),
    ("account", &["account"]),
    ("e-mail addresses", &["email_address"]),
    ("e-mail address", &["email_address"]),
    ("files", &["file"]),
    ("file", &["file"]),
    ("documents", &["document"]),
    ("document", &["document"]),
    ("organisations", &["organization"]),
    ("organisation", &["organization"]),
    ("countries", &["country"]),
    ("country", &["country"]),
    ("devices", &["device"]),
    ("device", &["device"]),
    ("shops", &["store"]),
    ("shop", &["store"]),
    ("items", &["item"]),
    ("item", &["item"]),
];

/// A number as the language writes it: 2,800万, 191万4,000; 28 million, 740,000.
pub fn number_text(number: Decimal, lang: Lang) -> String {
    let number = number.normalize();
    if number.scale() > 0 || number.is_sign_negative() {
        return commas(number);
    }
    if lang == Lang::Ja { myriads(number) } else { millions(number) }
}

fn myriads(number: Decimal) -> String {
    let ten_thousand = Decimal::from(10_000);
    if number < ten_thousand {
        return commas(number);
    }
    let mut groups = Vec::new();
    let mut rest = number;
    for sign in ["", "万", "億", "兆", "京"] {
        let group = rest % ten_thousand;
        if !group.is_zero() {
            groups.push(format!("{}{sign}", commas(group)));
        }
        rest = (rest / ten_thousand).trunc();
    }
    if !rest.is_zero() {
        return commas(number);
    }
    groups.reverse();
    groups.concat()
}

/// English scales, and how many digits of them a newspaper keeps.
const SCALES: &[(&str, u64)] =
    &[("trillion", 1_000_000_000_000), ("billion", 1_000_000_000), ("million", 1_000_000)];
const SCALE_DECIMALS_MAX: u32 = 2;

fn millions(number: Decimal) -> String {
    for (name, size) in SCALES {
        let shown = (number / Decimal::from(*size)).normalize();
        if shown >= Decimal::ONE && shown.scale() <= SCALE_DECIMALS_MAX {
            return format!("{shown} {name}");
        }
    }
    commas(number)
}

fn commas(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = sign.to_owned();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: &str, unit: &str, qualifier: &str, of: &str, ja: &str, en: &str) {
        let (low, high) = number.split_once("..").map_or((number, None), |(l, h)| (l, Some(h)));
        let value = Value::Count {
            number: low.parse().unwrap(),
            upper: high.map(|h| h.parse().unwrap()),
            unit: if unit.is_empty() { None } else { Some(unit.parse().unwrap()) },
        };
        let qualifier = if qualifier.is_empty() { None } else { Some(qualifier.parse().unwrap()) };
        assert_eq!(count_text(&value, qualifier, of, Lang::Ja).unwrap_or_default(), ja);
        assert_eq!(count_text(&value, qualifier, of, Lang::En).unwrap_or_default(), en);
    }

    #[test]
    fn counts_read_as_each_language_writes_them() {
        check("28000000", "account", "approx", "", "約2,800万アカウント", "about 28 million accounts");
        check("29800000", "account", "", "", "2,980万アカウント", "29.8 million accounts");
        check("1914000", "person", "", "", "191万4,000人", "1,914,000 people");
        check("740000", "record", "approx", "", "約74万件", "about 740,000 records");
        check("12000", "document", "more_than", "", "1万2,000件超の文書", "more than 12,000 documents");
        check("12000", "document", "at_least", "", "1万2,000件以上の文書", "at least 12,000 documents");
        check("24241", "organization", "", "", "2万4,241組織", "24,241 organisations");
        check("26", "country", "", "", "26カ国", "26 countries");
        check("10000000000", "record", "approx", "", "約100億件", "about 10 billion records");
        check("1234567890", "record", "", "", "12億3,456万7,890件", "1,234,567,890 records");
        check("1", "device", "", "", "1台", "1 device");
        check("3000..4000", "person", "range", "", "3,000〜4,000人", "3,000 to 4,000 people");
        check("1000..9999", "record", "range", "", "数千件", "thousands of records");
        check("1000000..999999999", "record", "range", "", "", "millions of records");
        check("1000000..9999999", "record", "range", "", "数百万件", "");
        check("20", "percent", "approx", "", "約20%", "about 20%");
        check("12.5", "percent", "", "", "12.5%", "12.5%");
        check("1100000000000", "byte", "", "", "1.1TB", "1.1 TB");
        check("95000000000", "byte", "", "", "95GB", "95 GB");
        check("27000000000", "byte", "at_most", "", "最大27GB", "up to 27 GB");
        check("512", "byte", "", "", "512バイト", "512 bytes");
        check("22000000", "USD", "", "", "2,200万ドル", "$22 million");
        check("300000000", "GBP", "approx", "", "約3億ポンド", "about £300 million");
        check("10000000", "JPY", "less_than", "", "1,000万円未満", "fewer than 10 million yen");
        check("350", "BTC", "", "", "350BTC", "350 BTC");
        check("37", "item", "", "", "37品目", "37 items");
        check("500", "person", "", "顧客", "顧客500人", "500 people");
        check("500", "person", "", "customers", "500人", "500 customers");
    }

    #[test]
    fn reports_are_numbered_as_each_language_numbers_them() {
        for (n, ja, en) in
            [(1, "第1報", "1st"), (2, "第2報", "2nd"), (3, "第3報", "3rd"), (7, "第7報", "7th")]
        {
            assert_eq!(ordinal_text(n, Lang::Ja), ja);
            assert_eq!(ordinal_text(n, Lang::En), en);
        }
        assert_eq!(ordinal_text(12, Lang::En), "12th");
        assert_eq!(ordinal_text(21, Lang::En), "21st");
    }

    #[test]
    fn a_number_without_unit_or_noun_is_not_told() {
        check("12", "", "", "", "", "");
        check("12", "", "", "flights", "", "12 flights");
        check("12", "", "", "便", "", "");
        check("12", "", "", "overseas", "", "");
    }
}
