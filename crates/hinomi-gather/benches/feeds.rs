//! Feed parsing: MB of feed per second and core.

use divan::Bencher;
use divan::counter::BytesCount;
use hinomi_gather::{entries, import};
use hinomi_model::{Capture, Outcome};

fn main() {
    divan::main();
}

/// Items in each feed: what a busy site lists.
const N_ITEMS: usize = 200;

fn capture(body: String) -> Capture {
    let at = jiff::Timestamp::from_second(1_762_900_000).expect("a constant time");
    let url = "https://a.example/feed.xml";
    Capture::new(url, url, "a", at, Outcome::Answered { status: 200 }, Vec::new(), body.into_bytes())
}

fn rss(item: impl Fn(usize) -> String) -> String {
    let items: String = (0..N_ITEMS).map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>News</title><language>ja</language>{items}</channel></rss>"
    )
}

/// Headlines with short summaries, as newspapers list them.
fn headlines() -> String {
    rss(|i| {
        format!(
            "<item><title>製造業の子会社に不正アクセス、顧客情報{i}件が漏えいした可能性 &amp; 続報</title><link>https://a.example/news/{i}</link>\
             <pubDate>Mon, 10 Nov 2025 09:{:02}:00 +0900</pubDate><guid isPermaLink=\"false\">n{i}</guid>\
             <description>同社は10日、社内のファイルサーバが第三者による不正アクセスを受けたと公表した。</description></item>",
            i % 60
        )
    })
}

/// Full contents, escaped, as blogs send them.
fn contents() -> String {
    let paragraph = "&lt;p&gt;The attacker used &lt;a href=\"/cve\"&gt;a known flaw&lt;/a&gt; in the appliance &amp;amp; moved on to the file server.&lt;/p&gt;";
    rss(|i| {
        format!(
            "<item><title>Report {i}</title><link>/blog/{i}</link><pubDate>2025-11-10T09:00:00-05:00</pubDate>\
             <content:encoded>{}</content:encoded></item>",
            paragraph.repeat(40)
        )
    })
}

fn lines() -> String {
    (0..N_ITEMS)
        .map(|i| {
            format!(
                "{{\"url\":\"https://a.example/{i}\",\"title\":\"Report {i}\",\"published\":\"2025-11-10T09:00:00Z\",\"source\":\"A\",\
                 \"summary\":\"The attacker used a known flaw in the appliance and moved on to the file server.\"}}\n"
            )
        })
        .collect()
}

fn read(bencher: Bencher<'_, '_>, body: String) {
    let capture = capture(body);
    bencher.counter(BytesCount::new(capture.body.len())).bench(|| {
        let read = entries(divan::black_box(&capture), None);
        assert_eq!((read.value.len(), read.warnings.len()), (N_ITEMS, 0));
        assert!(read.value.iter().all(|entry| entry.published.is_some() && !entry.html.is_empty()));
        read
    });
}

#[divan::bench]
fn rss_headlines(bencher: Bencher<'_, '_>) {
    read(bencher, headlines());
}

#[divan::bench]
fn rss_contents(bencher: Bencher<'_, '_>) {
    read(bencher, contents());
}

#[divan::bench]
fn json_lines(bencher: Bencher<'_, '_>) {
    read(bencher, lines());
}

#[divan::bench]
fn import_packed_lines(bencher: Bencher<'_, '_>) {
    let text = lines();
    let packed = zstd::encode_all(text.as_bytes(), 3).expect("memory takes it");
    let now = jiff::Timestamp::from_second(1_762_900_000).expect("a constant time");
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let read = import("items.zst", divan::black_box(&packed), None, now).expect("it is JSON Lines");
        assert_eq!(read.value.len(), 1);
        read
    });
}
