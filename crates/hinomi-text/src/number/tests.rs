use super::*;

/// The number at the start of `text`, drawn as `what was read=low[..high]`.
fn check(text: &str, want: &str) {
    let drawn = number_at(text, 0).map_or("none".to_owned(), |n| {
        let high = n.high.map(|h| format!("..{}", h.normalize())).unwrap_or_default();
        format!("{}={}{high}", &text[..n.end], n.low.normalize())
    });
    assert_eq!(drawn, want, "{text}");
}

#[test]
fn digits_with_marks() {
    check("12,345件", "12,345=12345");
    check("1,234,567", "1,234,567=1234567");
    check("1,23", "1=1");
    check("3.5%", "3.5=3.5");
    check("2.", "2=2");
    check("1・5テラ", "1・5=1.5");
    check("1・2月", "1=1");
    check("1234567890123456789", "none");
}

#[test]
fn kanji_and_mixed_numerals() {
    check("38万7000人", "38万7000=387000");
    check("1万2,345件", "1万2,345=12345");
    check("2.8億", "2.8億=280000000");
    check("14億6千万ドル", "14億6千万=1460000000");
    check("百五十二万", "百五十二万=1520000");
    check("三千二百人", "三千二百=3200");
    check("二〇二五年", "二〇二五=2025");
    check("千五百人", "千五百=1500");
    check("3分の1", "3分の1=33.33");
    check("四分の三", "四分の三=75");
    check("一人", "一=1");
    check("円", "none");
}

#[test]
fn vague_numerals_have_two_ends() {
    check("数十万", "数十万=100000..999999");
    check("数百の", "数百=100..999");
    check("数人", "数=2..9");
    check("十数人", "十数=11..19");
    check("2千数百人", "2千数百=2100..2999");
    check("何千人", "何千=1000..9999");
    check("何人", "none");
    check("数年", "数=2..9");
}

#[test]
fn english_words() {
    check("four people", "four=4");
    check("twenty-five people", "twenty-five=25");
    check("two hundred and fifty people", "two hundred and fifty=250");
    check("two hundred and counting", "two hundred=200");
    check("a million users", "a million=1000000");
    check("half a million", "half a million=500000");
    check("half of them", "half=50");
    check("two and a half days", "two and a half=2.5");
    check("two and a half million", "two and a half million=2500000");
    check("7 and a half million", "7 and a half million=7500000");
    check("a million and a half people", "a million and a half=1500000");
    check("four million and a half people", "four million and a half=4500000");
    check("two billion and a half million", "two billion and a half million=2000500000");
    check("two hundred thousand", "two hundred thousand=200000");
    check("three lakh crore", "three lakh crore=3000000000000");
    check("29.8 million people", "29.8 million=29800000");
    check("dozens of", "dozens=24..99");
    check("hundreds of thousands of", "hundreds of thousands=100000..999999");
    check("several hundred", "several hundred=200..900");
    check("a fifth of", "a fifth=20");
    check("two-thirds of", "two-thirds=66.67");
    check("16bn", "16bn=16000000000");
    check("500K users", "500K=500000");
    check("500MB", "500=500");
    check("a dozen", "a dozen=12");
    check("one of", "one=1");
    check("once", "none");
    check("tension", "none");
}

#[test]
fn english_words_that_go_on() {
    check("six trillion four hundred files", "six trillion four hundred=6000000000400");
    check("nine thousand and eleven", "nine thousand and eleven=9011");
    check("nine million and two firms", "nine million=9000000");
    check("nine million one-time codes", "nine million=9000000");
    check("7 lakh and nine hundred", "7 lakh and nine hundred=700900");
    check("7 thousand 2 hundred and 40", "7 thousand 2 hundred and 40=7240");
    check("hundred thousand euros", "hundred thousand=100000");
    check("hundred euros", "none");
    check("9 dozen servers", "9 dozen=108");
    check("14 lakhs", "14 lakhs=1400000");
    check("eight point two billion", "eight point two billion=8200000000");
    check("seven point nought five", "seven point nought five=7.05");
    check("one point of contact", "one=1");
}

#[test]
fn digits_in_other_groups() {
    check("45,67,890 rupees", "45,67,890=4567890");
    check("45,67,89 and", "45=45");
    check("7 654 321 people", "7 654 321=7654321");
    check("7 654 people", "7=7");
    check("0・35ミリ", "0・35=0.35");
}

#[test]
fn kanji_fractions_and_decimals() {
    check("7と5分の4", "7と5分の4=7.8");
    check("七又五分の四", "七又五分の四=7.8");
    check("7と5分", "7=7");
    check("〇・四二", "〇・四二=0.42");
    check("二・三人", "二=2");
    check("零点八", "零点八=0.8");
    check("四点です", "四=4");
    check("6ダース", "6ダース=72");
    check("五ダース", "五ダース=60");
    check("十余万人", "十余万=100000");
    check("40余り万", "40余り万=400000");
    check("40余り", "40=40");
    check("2万億円", "2万億=2000000000000");
    check("半数以上", "半数=50");
}

/// All numbers of `text`, drawn as `what was read=low`.
fn check_all(text: &str, want: &[&str]) {
    let found = numbers(&crate::fold(text)).into_iter();
    let drawn: Vec<_> = found.map(|n| format!("{}={}", n.span.of(text).unwrap(), n.low)).collect();
    assert_eq!(drawn, want, "{text}");
}

#[test]
fn all_numbers_of_a_text() {
    check_all("a rate of .35 there", &[".35=0.35"]);
    check_all("2/3 or 4 1/2 or 2025/3/5", &["2/3=66.67", "4 1/2=4.5", "2025=2025", "3=3", "5=5"]);
    check_all(
        "one over twenty, one in 50, three out of four",
        &["one over twenty=5", "one in 50=2", "three out of four=75"],
    );
    check_all("this one and the one before, not one", &["one=1"]);
}

#[test]
fn marks_in_signs_and_words() {
    check("2½ times", "2½=2.5");
    check("⅞ of it", "⅞=87.5");
    check("6 point 25", "6 point 25=6.25");
    check("7 point of sale", "7=7");
    check("10.20.30.40", "10=10");
    check("twelve (12) months", "twelve (12)=12");
    check("five thirty-seconds of", "five thirty-seconds=15.63");
    check("21点5", "21点5=21.5");
    check("10点2リバウンド", "10=10");
    check("三百・六二", "三百・六二=300.62");
    check("三重県", "none");
    check("千葉県", "none");
    check("250 Cr rupees", "250 Cr=2500000000");
}

#[test]
fn english_fractions() {
    check("seven tenths", "seven tenths=70");
    check("a quarter of a million", "a quarter of a million=250000");
    check("quarter million", "quarter million=250000");
    check("quarter of the firms", "none");
    check("three quarters billion", "three quarters billion=750000000");
    check("five and a third", "five and a third=5.333333333");
    check("two hundred and four and one fourth", "two hundred and four and one fourth=204.25");
    check("two hundred and three quarters", "two hundred and three quarters=200.75");
    check("8 million and a quarter", "8 million and a quarter=8250000");
    check("8 million and a quarter of the rest", "8 million=8000000");
    check("two fourth graders", "two=2");
    check("nine billion and two fifths", "nine billion and two fifths=9400000000");
}
