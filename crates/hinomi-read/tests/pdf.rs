//! PDFs, exactly: title, date, blocks and pages of documents laid out as companies and vendors do; and files that
//! cannot be read, each with the one line that says so.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "pdf/mod.rs"]
mod written;

use hinomi_model::{Capture, Document, Outcome, Span, Stamp, Warned};
use hinomi_read::{Place, Reading, Rules};
use written::{Book, Font, Text, pdf};

fn read(body: Vec<u8>) -> Warned<Reading> {
    let at = "2032-01-01T00:00:00Z".parse().unwrap();
    let url = "https://www.mihon.example/ir/release.pdf";
    let headers = vec![("content-type".to_owned(), "application/pdf".to_owned())];
    let page = Capture::new(url, url, "", at, Outcome::Answered { status: 200 }, headers, body);
    let document = Document { url, page: Some(&page), entry: None, source: "", fetched_at: at };
    hinomi_read::read_with_source(&document, &Rules::default())
}

/// `kind: text` of every block.
fn drawn(reading: &Reading) -> Vec<String> {
    let article = &reading.article;
    article.blocks.iter().map(|block| format!("{}: {}", block.kind, article.slice(block.span))).collect()
}

/// A notice of a company on two pages, as a word processor sets it: 36 characters of 12 points in a line.
fn notice() -> Vec<Vec<Text<'static>>> {
    vec![
        vec![
            (450.0, 800.0, 9.0, "見本製作所 広報資料"),
            (441.0, 760.0, 12.0, "２０３１年３月７日"),
            (70.0, 740.0, 12.0, "各位"),
            (420.0, 720.0, 12.0, "株式会社見本製作所"),
            (120.0, 680.0, 16.0, "不正アクセスに関するお知らせ（第２報）"),
            (82.0, 640.0, 12.0, "当社は、三月一日に判明した業務用サーバーへの不正アクセスについて、外部"),
            (70.0, 620.0, 12.0, "の専門家とともに調査を続けてまいりました。現時点で判明した事実をお知らせ"),
            (70.0, 600.0, 12.0, "いたします。"),
            (291.0, 570.0, 12.0, "記"),
            (70.0, 540.0, 12.0, "１．判明した日時"),
            (82.0, 520.0, 12.0, "三月一日の夜に、監視の仕組みが異常を検知しました。"),
            (70.0, 490.0, 12.0, "項目"),
            (250.0, 490.0, 12.0, "件数"),
            (70.0, 470.0, 12.0, "氏名および住所"),
            (250.0, 470.0, 12.0, "約１，２００件"),
            (70.0, 450.0, 12.0, "電話番号"),
            (250.0, 450.0, 12.0, "約３００件"),
            (82.0, 100.0, 12.0, "対象となる皆様には、順次書面によりご連絡を差し上げるとともに、専用の相"),
            (288.0, 40.0, 9.0, "- 1 -"),
        ],
        vec![
            (450.0, 800.0, 9.0, "見本製作所 広報資料"),
            (70.0, 760.0, 12.0, "談窓口を設けました。"),
            (478.0, 730.0, 12.0, "以上"),
            (288.0, 40.0, 9.0, "- 2 -"),
        ],
    ]
}

#[test]
fn a_japanese_notice_is_read_in_every_kind_of_font() {
    for font in [Font::UniJis, Font::Rksj, Font::Identity] {
        let Warned { value: reading, warnings } = read(pdf(font, &notice(), ""));
        assert_eq!(warnings, []);
        assert_eq!(
            drawn(&reading),
            [
                "title: 不正アクセスに関するお知らせ（第２報）",
                "paragraph: 各位",
                "paragraph: 株式会社見本製作所",
                "paragraph: 当社は、三月一日に判明した業務用サーバーへの不正アクセスについて、外部の専門家とともに調査を続けてまいりました。現時点で判明した事実をお知らせいたします。",
                "paragraph: 記",
                "list_item: １．判明した日時",
                "paragraph: 三月一日の夜に、監視の仕組みが異常を検知しました。",
                "table_row: 項目\t件数",
                "table_row: 氏名および住所\t約１，２００件",
                "table_row: 電話番号\t約３００件",
                "paragraph: 対象となる皆様には、順次書面によりご連絡を差し上げるとともに、専用の相談窓口を設けました。",
            ]
        );
        let article = &reading.article;
        assert_eq!(article.published.map(Stamp::to_iso).as_deref(), Some("2031-03-07"));
        assert_eq!(article.publisher, "株式会社見本製作所");
        // Every character has its page.
        let page = |text: &str| {
            let at = article.text.find(text).unwrap();
            reading.source_map.place(Span::new(at, at + text.len()))
        };
        assert_eq!(page("記"), Some(Place::Pages(1..=1)));
        assert_eq!(page("専用の相談窓口"), Some(Place::Pages(1..=2)));
        assert_eq!(page("設けました"), Some(Place::Pages(2..=2)));
    }
}

#[test]
fn an_english_advisory_is_joined_at_its_hyphens() {
    let page: Vec<Text<'_>> = vec![
        (72.0, 770.0, 20.0, "Gatehouse VPN: Authentication Bypass"),
        (72.0, 740.0, 11.0, "Published: March 7, 2031"),
        (
            72.0,
            710.0,
            11.0,
            "A flaw in the web console of Gatehouse VPN lets an attacker who can reach the man-",
        ),
        (
            72.0,
            696.0,
            11.0,
            "agement port sign in without a password. Both first-party and third-party logins are",
        ),
        (
            72.0,
            682.0,
            11.0,
            "affected, and we have seen attempts against a number of customers who run third-",
        ),
        (72.0, 668.0, 11.0, "party identity providers."),
        (72.0, 640.0, 14.0, "Fixed versions"),
        (72.0, 618.0, 11.0, "- Gatehouse 5.2: update to 5.2.9"),
        (72.0, 604.0, 11.0, "- Gatehouse 6.0: update to 6.0.3"),
    ];
    let reading = read(pdf(Font::Helvetica, &[page], "Microsoft Word - draft.docx")).value;
    assert_eq!(
        drawn(&reading),
        [
            "title: Gatehouse VPN: Authentication Bypass",
            "paragraph: A flaw in the web console of Gatehouse VPN lets an attacker who can reach the management port sign in without a password. Both first-party and third-party logins are affected, and we have seen attempts against a number of customers who run third-party identity providers.",
            "heading: Fixed versions",
            "list_item: - Gatehouse 5.2: update to 5.2.9",
            "list_item: - Gatehouse 6.0: update to 6.0.3",
        ]
    );
    assert_eq!(reading.article.published.map(Stamp::to_iso).as_deref(), Some("2031-03-07"));
}

/// A page as a browser prints it, behind an empty one: two columns under one headline, drawn one after the other.
#[test]
fn columns_under_a_headline_are_read_one_after_the_other() {
    let mut page: Vec<Text<'_>> = vec![
        (28.0, 825.0, 8.0, "3/9/31, 2:03 PM"),
        (130.0, 825.0, 8.0, "Notice of a break-in at the widget works"),
        (60.0, 770.0, 20.0, "Notice of a break-in at the widget works"),
    ];
    let left = [
        "Attackers entered the ordering system of the",
        "company that makes widgets in the night to",
        "Wednesday, through a flaw known as CVE-",
        "2031-10001. The gateway was not patched",
        "because the maker asked its customers",
        "earlier this month to wait for another",
        "release, which came on Thursday and which",
        "everybody is now asked to install.",
    ];
    let right = [
        "Orders are taken on paper until all systems",
        "everywhere are back. Whether records of",
        "customers were copied is not known yet, and",
        "further notices follow.",
    ];
    let column = |x: f32, lines: &[&'static str]| -> Vec<Text<'static>> {
        (0_u8..).zip(lines).map(|(n, text)| (x, 730.0 - 14.0 * f32::from(n), 10.0, *text)).collect()
    };
    page.extend(column(60.0, &left));
    page.extend(column(320.0, &right));
    page.push((28.0, 15.0, 8.0, "https://www.mihon.example/notice 1/1"));
    let reading =
        read(pdf(Font::Helvetica, &[Vec::new(), page], "Notice of a break-in at the widget works")).value;
    let joined = |lines: &[&str]| lines.join(" ").replace("CVE- ", "CVE-");
    assert_eq!(
        drawn(&reading),
        [
            "title: Notice of a break-in at the widget works".to_owned(),
            format!("paragraph: {}", joined(&left)),
            format!("paragraph: {}", joined(&right)),
        ]
    );
}

/// The one warning that a file which is not read leaves.
fn refusal(body: Vec<u8>) -> String {
    let Warned { value: reading, warnings } = read(body);
    assert_eq!((reading.article.body(), warnings.len()), ("", 1), "{warnings:?}");
    let said = warnings[0].to_string();
    assert!(!said.contains('\n'), "{said}");
    said
}

#[test]
fn what_cannot_be_read_says_so_in_one_line() {
    let whole = pdf(Font::UniJis, &notice(), "");
    assert!(refusal(pdf(Font::Untold, &notice(), "")).contains("fonts do not say"));
    assert!(refusal(pdf(Font::UniJis, &[vec![]], "")).contains("there is no text in it"));
    assert!(refusal(b"%PDF-1.7\n".to_vec()).contains("damaged"));

    let mut book = Book::default();
    let image = book.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\x80",
    );
    let content = book.stream("", b"q 595 0 0 842 0 0 cm /I Do Q");
    let tree = 4;
    let page = book.add(format!("<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I {image} 0 R >> >> /Contents {content} 0 R >>"));
    book.add(format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));
    let root = book.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    assert!(refusal(book.written(root, "")).contains("images and no text (a scan)"));

    // A file whose trailer asks for a password that nobody has.
    let locked = "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <1111111111111111111111111111111111111111111111111111111111111111> >>";
    assert!(refusal(book.written(root, locked)).contains("it is encrypted"));

    // A file that ends in the middle is read as far as it goes, or refused; either way in one line.
    for len in (0..whole.len()).step_by(whole.len() / 40) {
        let Warned { value: _, warnings } = read(whole[..len].to_vec());
        assert!(warnings.len() <= 2, "{warnings:?}");
    }
}

#[test]
fn traps_end() {
    // A page tree that holds itself.
    let mut book = Book::default();
    book.add("<< /Type /Pages /Count 9 /Kids [1 0 R 1 0 R 2 0 R] >>");
    book.add("<< /Type /Pages /Count 9 /Kids [1 0 R 2 0 R] >>");
    let root = book.add("<< /Type /Catalog /Pages 1 0 R >>");
    refusal(book.written(root, ""));

    // Forms that each draw the next ten times: 10^30 steps.
    let mut book = Book::default();
    for n in 1..=30 {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /N {} 0 R >> >>",
            n + 1
        );
        book.stream(&entries, "/N Do ".repeat(10).as_bytes());
    }
    book.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"");
    let content = book.stream("", b"/N Do");
    let page = book.add(format!("<< /Type /Page /Parent 34 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /N 1 0 R >> >> /Contents {content} 0 R >>"));
    let tree = book.add(format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));
    let root = book.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    refusal(book.written(root, ""));

    // Streams that inflate to more than anyone reads, and one that is compressed twice.
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), 130 << 20), &mut encoder).unwrap();
    let mut book = Book::default();
    book.stream("/Filter /FlateDecode", &encoder.finish().unwrap());
    assert!(refusal(book.written(1, "")).contains("inflate to more than"));
    let mut book = Book::default();
    book.stream("/Filter [/FlateDecode /FlateDecode]", b"x");
    assert!(refusal(book.written(1, "")).contains("inflate to more than"));

    // Lists nested a hundred thousand deep.
    let mut book = Book::default();
    book.add(["[".repeat(100_000), "]".repeat(100_000)].concat());
    let root = book.add("<< /Type /Catalog /Pages 1 0 R >>");
    refusal(book.written(root, ""));
}

#[test]
fn of_a_long_file_the_first_pages_are_read() {
    let pages: Vec<Vec<Text<'_>>> =
        (0..10_000).map(|_| vec![(72.0, 400.0, 11.0, "A page of text.")]).collect();
    let Warned { value: reading, warnings } = read(pdf(Font::Helvetica, &pages, ""));
    assert!(warnings[0].to_string().contains("PDF of 10000 pages was read up to page 1000"), "{warnings:?}");
    assert_eq!(reading.article.body().matches("A page of text.").count(), 1000);
}
