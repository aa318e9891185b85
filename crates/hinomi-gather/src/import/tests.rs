use super::*;
use crate::entries;

const NOW: &str = "2025-11-12T00:00:00Z";

fn import_one(name: &str, bytes: &[u8], url: Option<&str>) -> Capture {
    let mut captures = import(name, bytes, url, NOW.parse().unwrap()).unwrap().value;
    assert_eq!(captures.len(), 1, "{name}");
    captures.remove(0)
}

const LINES: &str = concat!(
    r#"{"url":"https://a.example/1","title":"One","published":"2025-11-10T09:00:00","source":"A","summary":"a < b"}"#,
    "\n{broken\n\n",
    r#"{"url":"https://a.example/2","published":"2025-11-11T09:00:00+09:00","lang":"ja","html":"<p>本文</p>"}"#,
    "\n{\"title\":\"no address\"}\n",
    r#"{"url":"https://a.example/3","published":"2099-01-01T00:00:00Z","first_seen":"2025-11-11T00:00:00Z"}"#,
    "\n"
);

#[test]
fn a_broken_line_is_one_warning_and_costs_nothing_else() {
    for (name, bytes) in
        [("i.jsonl", LINES.as_bytes().to_vec()), ("i.zst", zstd::encode_all(LINES.as_bytes(), 3).unwrap())]
    {
        let capture = import_one(name, &bytes, None);
        assert_eq!(capture.header("content-type"), Some(lines::CONTENT_TYPE));
        let read = entries(&capture, None);
        let urls: Vec<_> = read.value.iter().map(|entry| entry.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/1", "https://a.example/2", "https://a.example/3"]);
        let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(told[0].starts_with(&format!("file:///{name}:2: is not a JSON item")), "{}", told[0]);
        assert!(told[1].starts_with(&format!("file:///{name}:5: has no \"url\"")), "{}", told[1]);
        assert!(told[2].contains("2099"), "{}", told[2]);
        assert_eq!(read.value[0].html, "<p>a &lt; b</p>");
        assert_eq!(read.value[0].published.unwrap().to_iso(), "2025-11-10T09:00:00Z");
        assert_eq!(read.value[1].published.unwrap().offset_minutes, Some(540));
        assert!(read.value[1].is_full);
        // What was dated in 2099 counts from when it was first seen.
        assert_eq!(read.value[2].published.unwrap().to_iso(), "2025-11-11T00:00:00Z");
    }
}
