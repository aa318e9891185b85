use super::*;
use proptest::prelude::*;

/// What is found in a text, but for what lies inside another indicator: kind, value and the words as written.
fn found(text: &str) -> Vec<(Kind, String, String)> {
    let outer = indicators(text).into_iter().filter(|one| one.within.is_none());
    outer.map(|one| (one.kind, one.value, one.span.of(text).unwrap().to_owned())).collect()
}

#[track_caller]
fn check(text: &str, kind: Kind, value: &str, written: &str) {
    assert_eq!(found(text), [(kind, value.to_owned(), written.to_owned())], "{text}");
}

#[test]
fn names_made_harmless_in_every_way() {
    for written in [
        "login.kita[.]example",
        "login[.]kita[.]example",
        "login(.)kita{.}example",
        "login[dot]kita(DOT)example",
        "login.kita [.] example",
        "login.kita[.example",
        "login.kita.]example",
        r"login\.kita\.example",
        "login dot kita dot example",
        "login.[kita].example",
    ] {
        check(&format!("接続先は {written} です"), Kind::Domain, "login.kita.example", written);
    }
    check(
        "不審なlogin[.]kita[.]exampleへの通信",
        Kind::Domain,
        "login.kita.example",
        "login[.]kita[.]example",
    );
}

#[test]
fn links_made_harmless_in_every_way() {
    for written in [
        "hxxps://kita[.]example/a?b=c",
        "hXXps[:]//kita[.]example/a?b=c",
        "h**ps://kita.example/a?b=c",
        "hxxps[://]kita.example/a?b=c",
        "https:// kita.example/a?b=c",
        "https//kita.example/a?b=c",
        "[https]://kita.example/a?b=c",
        "hxxps:\\\\kita.example/a?b=c",
        "h__ps__kita[.]example/a?b=c",
        "https://kita .example/a?b=c",
    ] {
        check(written, Kind::Url, "https://kita.example/a?b=c", written);
    }
    check(
        "(http://kita.example/x_(y)).",
        Kind::Url,
        "http://kita.example/x_(y)",
        "http://kita.example/x_(y)",
    );
    check("見る→http://kita.example/xを", Kind::Url, "http://kita.example/x", "http://kita.example/x");
}

#[test]
fn mail_addresses_in_every_way() {
    for written in [
        "abuse[at]kita.example",
        "abuse{@}kita[.]example",
        "abuse @ kita.example",
        "abuse AT kita dot example",
    ] {
        check(written, Kind::Email, "abuse@kita.example", written);
    }
    assert!(found("a..b@kita, .b@, @kita").is_empty());
}

#[test]
fn addresses_and_what_only_looks_like_them() {
    check("192.0.2[.]44", Kind::Ipv4, "192.0.2.44", "192.0.2[.]44");
    check("see 2001:db8::7, then", Kind::Ipv6, "2001:db8::7", "2001:db8::7");
    for text in [
        "192.0.2.440",
        "1.2.3.4.5",
        "at 10:20:30",
        "std::ad",
        "the (.) sign",
        "the dot com years",
        "Foo_(x).bar",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn hashes_paths_keys_and_wallets() {
    let hash = "0123456789abcdef0123456789ABCDEF";
    check(&format!("MD5:{hash}"), Kind::Md5, &hash.to_ascii_lowercase(), hash);
    check(
        r"C:\Program Files\Kita\run me.",
        Kind::Path,
        r"C:\Program Files\Kita\run",
        r"C:\Program Files\Kita\run",
    );
    check("wrote /tmp/.x/run.sh twice", Kind::Path, "/tmp/.x/run.sh", "/tmp/.x/run.sh");
    check(r"in C:\Users\.ssh\kita", Kind::Path, r"C:\Users\.ssh\kita", r"C:\Users\.ssh\kita");
    let key = r"HKLM\Software\Kita Soft\Run";
    check(&format!("set {key} to"), Kind::Registry, key, key);
    // The address of the first block of Bitcoin, and the same with one letter changed.
    let wallet = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    check(wallet, Kind::Wallet(Chain::Bitcoin), wallet, wallet);
    assert!(found("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb").is_empty());
}

proptest! {
    #[test]
    fn spans_are_sound_and_a_second_reading_adds_nothing(
        text in r"(?:[a-z0-9あ語.\[\]\\(){}@:/ -]|hxxp|://|\[\.\]| dot |AT|192\.0\.2\.1|::1|\.com|%7B|HKLM\\|/tmp/){0,24}",
    ) {
        for one in indicators(&text) {
            prop_assert!(one.span.of(&text).is_some_and(|words| !words.is_empty()), "{one:?}");
            prop_assert!(!one.value.is_empty());
        }
        let refanged = Refanged::of(&text);
        // Every place of the rewritten text was written somewhere, in the same order.
        let mut last = 0;
        for (at, _) in refanged.text.char_indices() {
            let span = refanged.source(at..at + 1);
            prop_assert!(span.start >= last && span.end as usize <= text.len());
            last = span.start;
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        for one in indicators(&text) {
            prop_assert!(one.span.of(&text).is_some());
        }
    }
}
