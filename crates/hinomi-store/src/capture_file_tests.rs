use hinomi_model::Outcome;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

fn capture(url: &str, outcome: Outcome, headers: Vec<(String, String)>, body: Vec<u8>) -> Capture {
    Capture::new(url, format!("{url}#end"), "source", Timestamp::UNIX_EPOCH, outcome, headers, body)
}

fn answered(body: &str) -> Capture {
    capture("https://a.example/", Outcome::Answered { status: 200 }, vec![], body.into())
}

/// Writes `bytes` as the file of `id` and reads it; the error as people see it.
fn check(id: CaptureId, bytes: &[u8], error: &str) {
    let dir = tempfile::tempdir().unwrap();
    let layout = Layout::of(dir.path());
    fs::create_dir_all(layout.shelf(id)).unwrap();
    fs::write(layout.capture(id), bytes).unwrap();
    let said = read(&layout, id).map(|_| "fine".to_owned()).unwrap_or_else(|error| error.to_string());
    assert!(said.contains(error), "{said:?} lacks {error:?}");
    assert_eq!(said.lines().count(), 1);
    if error != "fine" {
        assert!(said.contains(&id.to_string()), "{said:?} does not name the file");
    }
}

#[test]
fn a_damaged_file_is_named_and_told_apart() {
    let sample = answered(&"news ".repeat(1000));
    let (id, packed) = (sample.id, pack(&sample).unwrap());
    check(id, &packed, "fine");
    check(id, b"", "it is empty");
    check(id, b"PK\x03\x04 something else", "does not begin as a zstd file");
    check(id, &packed[..packed.len() - 1], "incomplete frame");
    check(id, &packed[..20], "damaged");
    check(id, &[&packed[..], b"more"].concat(), "damaged");
    let mut flipped = packed.clone();
    flipped[40] ^= 1;
    check(id, &flipped, "damaged");
    check(answered("other").id, &packed, "belongs to another id");
}

#[test]
fn a_header_that_lies_is_found_out() {
    let sample = answered("text");
    let header = |format: u32, body_bytes: u64| {
        let line = serde_json::to_vec(&HeaderOut { format, body_bytes, capture: &sample }).unwrap();
        zstd::bulk::compress(&[&line[..], b"\ntext"].concat(), 1).unwrap()
    };
    check(sample.id, &header(CAPTURE_FORMAT, 4), "fine");
    check(sample.id, &header(CAPTURE_FORMAT, 5), "4 bytes where 5 were written");
    check(sample.id, &header(CAPTURE_FORMAT, u64::MAX), "were written");
    check(sample.id, &header(CAPTURE_FORMAT + 1, 4), "newer hinomi");
    let forged = Capture { url: "https://b.example/".to_owned(), ..sample.clone() };
    let line = serde_json::to_vec(&HeaderOut { format: 1, body_bytes: 4, capture: &forged }).unwrap();
    let forged = zstd::bulk::compress(&[&line[..], b"\ntext"].concat(), 1).unwrap();
    check(sample.id, &forged, "not that of its id");
}

#[test]
fn an_endless_header_line_ends_at_its_limit() {
    let zeros = vec![b'0'; usize::try_from(HEADER_BYTES_MAX).unwrap() + 10];
    check(answered("").id, &zstd::bulk::compress(&zeros, 1).unwrap(), "header");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_directory_under_the_name_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let layout = Layout::of(dir.path());
    let id = answered("").id;
    fs::create_dir_all(layout.capture(id)).unwrap();
    assert!(read(&layout, id).unwrap_err().to_string().contains("not a regular file"));
}

#[test]
fn an_id_of_something_else_is_not_written() {
    let forged = Capture { body: b"other".to_vec(), ..answered("text") };
    assert!(pack(&forged).unwrap_err().to_string().contains("its id is not that of its content"));
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        any::<u16>().prop_map(|status| Outcome::Answered { status }),
        ".{0,40}".prop_map(|reason| Outcome::Failed { reason }),
    ]
}

proptest! {
    #[test]
    fn put_then_get_gives_the_same(
        url in ".{0,60}",
        outcome in outcomes(),
        headers in prop::collection::vec((".{0,20}", ".{0,40}"), 0..5),
        body in prop::collection::vec(any::<u8>(), 0..3000),
        second in -99_999_999_999i64..99_999_999_999,
        nano in 0i32..1_000_000_000,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::of(dir.path());
        fs::create_dir(layout.captures()).unwrap();
        let mut sample = capture(&url, outcome, headers, body);
        let at = Timestamp::new(second, nano).unwrap();
        sample = Capture::new(sample.url, sample.final_url, sample.source, at, sample.outcome, sample.headers, sample.body);
        for result in write_all(&layout, &[&sample]) {
            result.unwrap();
        }
        prop_assert_eq!(read(&layout, sample.id).unwrap().0, sample);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), with_magic: bool) {
        let bytes = if with_magic { [&ZSTD_MAGIC[..], &bytes].concat() } else { bytes };
        let _ = unpack(Path::new("x.zst"), &bytes);
        // The same bytes inside a sound frame reach the header's parser.
        let _ = unpack(Path::new("x.zst"), &zstd::bulk::compress(&bytes, 1).unwrap());
    }
}
