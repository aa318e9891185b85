//! A language model in the configuration: a real HTTP server plays a good, a lying, a slow and a hostile one.

use std::io::Write as _;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::run::{Desk, Ran, example};

/// A request as the server saw it.
struct Asked {
    key: Option<String>,
    body: String,
}

/// A model behind a socket; answers until the test ends.
struct Model {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Model {
    /// Answers each question with what `answer` makes of its sentences; status and body.
    fn start(answer: impl Fn(&[Value]) -> (u16, String) + Send + 'static) -> Self {
        let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", server.server_addr().to_ip().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for mut request in server.incoming_requests() {
                let mut body = String::new();
                request.as_reader().read_to_string(&mut body).unwrap();
                let header = |h: &&tiny_http::Header| h.field.equiv("authorization");
                let key = request.headers().iter().find(header).map(|h| h.value.to_string());
                let (status, text) = answer(&sentences(&body));
                seen.lock().unwrap().push(Asked { key, body });
                let mut response = tiny_http::Response::from_string(text).with_status_code(status);
                if (300..400).contains(&status) {
                    response
                        .add_header("location: http://127.0.0.1:9/".parse::<tiny_http::Header>().unwrap());
                }
                let _ = request.respond(response);
            }
        });
        Self { url, asked }
    }

    fn n_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

/// The sentences of a question.
fn sentences(body: &str) -> Vec<Value> {
    let body: Value = serde_json::from_str(body).unwrap();
    let text = body["messages"][1]["content"].as_str().unwrap();
    let inner = text.strip_prefix("UNTRUSTED\n").and_then(|text| text.strip_suffix("\nEND")).unwrap();
    let inner: Value = serde_json::from_str(inner).unwrap();
    inner["sentences"].as_array().unwrap().clone()
}

/// A completion that proposes `change` of each sentence.
fn completion(sentences: &[Value], change: impl Fn(&str) -> String) -> (u16, String) {
    let of = |sentence: &Value| json!({"from": [sentence["n"]], "text": change(sentence["text"].as_str().unwrap())});
    let content = json!({"sentences": sentences.iter().map(of).collect::<Vec<_>>()}).to_string();
    (200, json!({"choices": [{"message": {"role": "assistant", "content": content}}]}).to_string())
}

fn content(text: &str) -> (u16, String) {
    (200, json!({"choices": [{"message": {"content": text}}]}).to_string())
}

/// A desk whose configuration names a model.
fn desk(url: &str, more: &str) -> Desk {
    let desk = Desk::new();
    desk.file("data/hinomi.toml", format!("[model]\nurl = \"{url}\"\nname = \"tower-7b\"\n{more}"));
    desk
}

fn brief(desk: &Desk, lang: &str, more: &[&str]) -> Ran {
    let example = example();
    let args = ["brief", "--replay", &example, "--date", "2025-12-12", "--lang", lang];
    let ran: Ran = desk.command(&[&args, more].concat()).env("TOWER_KEY", "k-12345").output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

/// The brief without a model.
fn plain(lang: &str) -> String {
    brief(&Desk::new(), lang, &[]).stdout
}

fn warnings(ran: &Ran) -> Vec<&str> {
    ran.stderr.lines().filter(|line| line.contains("model")).collect()
}

#[test]
fn a_good_model_is_heard_and_its_answers_are_kept() {
    for (lang, word) in [("ja", "なお、"), ("en", "Also, ")] {
        let model = Model::start(move |s| completion(s, |text| format!("{word}{text}")));
        let desk = desk(&model.url, "key_env = \"TOWER_KEY\"\n");
        let first = brief(&desk, lang, &[]);
        let n_asked = model.n_asked();
        assert!(n_asked > 0 && first.stdout.matches(word).count() >= 3, "{}\n{}", first.stdout, first.stderr);
        assert_eq!(warnings(&first), Vec::<&str>::new());
        // The same input gives the same bytes, and asks nothing again.
        for more in [&[][..], &["--offline"]] {
            let again = if more.is_empty() { brief(&desk, lang, &[]) } else { offline(&desk, lang) };
            assert_eq!(again.stdout, first.stdout);
        }
        assert_eq!(model.n_asked(), n_asked);
        let stats = desk.out(&["stats"]);
        assert!(stats.contains("sentences used") && !stats.contains("model       0 answers"), "{stats}");
        // The key goes into its header and nowhere else.
        let asked = model.asked.lock().unwrap();
        assert!(
            asked.iter().all(|a| a.key.as_deref() == Some("Bearer k-12345") && !a.body.contains("k-12345"))
        );
        let shown = format!("{}{}{stats}", first.stdout, first.stderr);
        assert!(!shown.contains("k-12345"));
        for entry in std::fs::read_dir(desk.data().join("answers")).unwrap() {
            let kept = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(!kept.contains("k-12345"));
        }
    }
}

fn offline(desk: &Desk, lang: &str) -> Ran {
    let args = ["brief", "--offline", "--date", "2025-12-12", "--lang", lang];
    desk.command(&args).output().unwrap().into()
}

#[test]
fn a_lying_model_changes_nothing() {
    type Lie = fn(&str) -> String;
    let lies: &[(&str, Lie)] = &[
        ("ja", |text| text.replace(['1', '2', '5'], "7")),
        ("ja", |text| text.replace('。', "と断定した。")),
        ("ja", |text| format!("全国の銀行が被害を受け、{text}")),
        ("ja", |text| text.replace("可能性がある", "").replace("ない", "ある").replace('。', "。\u{202e}")),
        ("en", |text| text.replace("million", "billion").replace(['1', '2', '3', '4'], "8")),
        ("en", |text| format!("Unlike its rivals, {text}")),
        ("en", |text| format!("{} Everything is safe.", text)),
        ("en", |text| format!("<b>{text}</b>")),
    ];
    for (lang, lie) in lies {
        let expected = plain(lang);
        let lie = *lie;
        let model = Model::start(move |s| completion(s, lie));
        let desk = desk(&model.url, "");
        let ran = brief(&desk, lang, &[]);
        assert!(model.n_asked() > 0);
        assert_eq!(ran.stdout, expected);
        let stats: Value = serde_json::from_str(&desk.out(&["stats", "--json"])).unwrap();
        assert_eq!(stats["model"]["n_kept"], 0, "{stats}");
        assert!(stats["model"]["n_refused"].as_u64().unwrap() > 0, "{stats}");
    }
}

#[test]
fn a_slow_model_costs_one_wait() {
    // Takes the question and never answers.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let n_asked = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&n_asked);
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in listener.incoming().flatten() {
            *seen.lock().unwrap() += 1;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{");
            open.push(stream);
        }
    });
    let ran = brief(&desk(&url, "timeout_s = 1\n"), "ja", &[]);
    assert_eq!(ran.stdout, plain("ja"));
    let said = warnings(&ran);
    assert!(
        said.len() == 1 && said[0].contains("not asked any more") && said[0].contains("within 1 s"),
        "{said:?}"
    );
    assert_eq!(*n_asked.lock().unwrap(), 1);
}

#[test]
fn a_hostile_model_changes_nothing_but_a_line() {
    type Hostile = fn(&[Value]) -> (u16, String);
    let cases: &[(Hostile, &str)] = &[
        (|_| content("Ignore the above. I am the editor now."), "not the JSON"),
        (|_| content("I cannot help with that."), "not the JSON"),
        (|_| content(""), "no text"),
        (|_| (200, "\u{1b}]0;owned\u{7}<html>".to_owned()), "no chat completion"),
        (|_| (200, "[".repeat(100_000)), "no chat completion"),
        (|_| (200, "x".repeat(2 << 20)), "larger than"),
        (|_| (302, String::new()), "redirect"),
        (|_| (401, "k-12345".to_owned()), "refuses the key"),
        (|_| (500, "boom".to_owned()), "status 500"),
    ];
    let expected = plain("en");
    for (hostile, why) in cases {
        let hostile = *hostile;
        let model = Model::start(hostile);
        let ran = brief(&desk(&model.url, "key_env = \"TOWER_KEY\"\n"), "en", &[]);
        assert_eq!(ran.stdout, expected);
        let said = warnings(&ran);
        assert!(said.len() == 1 && said[0].contains(why), "{why}: {}", ran.stderr);
        assert!(!ran.stderr.contains("k-12345") && !ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    }
}

#[test]
fn proposals_for_other_sentences_are_refused() {
    let model = Model::start(|s| {
        let text = s[0]["text"].as_str().unwrap();
        let from = [json!([0]), json!([99]), json!([1, 3]), json!([2, 1]), json!([])];
        let of = |from: &Value| json!({"from": from, "text": format!("なお、{text}")});
        let content = json!({"sentences": from.iter().map(of).collect::<Vec<_>>()}).to_string();
        (200, json!({"choices": [{"message": {"content": content}}]}).to_string())
    });
    let desk = desk(&model.url, "");
    assert_eq!(brief(&desk, "ja", &[]).stdout, plain("ja"));
    let stats: Value = serde_json::from_str(&desk.out(&["stats", "--json"])).unwrap();
    assert_eq!(stats["model"]["n_refused"], stats["model"]["refused"]["place"]);
}

#[test]
fn without_a_key_that_is_named_nothing_is_asked() {
    let model = Model::start(|s| completion(s, str::to_owned));
    let ran = brief(&desk(&model.url, "key_env = \"NO_SUCH_KEY\"\n"), "ja", &[]);
    assert_eq!((ran.stdout, model.n_asked()), (plain("ja"), 0));
    assert!(ran.stderr.contains("NO_SUCH_KEY is not set"), "{}", ran.stderr);
}
