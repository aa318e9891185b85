//! A server on 127.0.0.1 that answers as a test tells it to.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Asked {
    /// The first header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A running server; it ends with the test's process.
pub struct Server {
    /// `http://127.0.0.1:port`, without a slash at the end.
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Serves well-formed answers through `tiny_http`.
    pub fn of(
        answer: impl Fn(&Asked) -> tiny_http::Response<std::io::Cursor<Vec<u8>>> + Send + 'static,
    ) -> Self {
        let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
        let url = format!("http://{}", server.server_addr().to_ip().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                let headers = request.headers().iter();
                let headers = headers
                    .map(|h| (h.field.as_str().as_str().to_ascii_lowercase(), h.value.as_str().to_owned()));
                let asked = Asked { path: request.url().to_owned(), headers: headers.collect() };
                log.lock().unwrap().push(asked.clone());
                // A client that hung up is part of some tests.
                let _ = request.respond(answer(&asked));
            }
        });
        Self { url, asked }
    }

    /// Serves whatever `answer` writes to the socket, well-formed or not; the connection closes when it returns.
    pub fn raw(answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let Some(asked) = read_request(&stream) else { return };
                    log.lock().unwrap().push(asked.clone());
                    let mut stream = stream;
                    answer(&asked, &mut stream);
                    let _ = stream.flush();
                });
            }
        });
        Self { url, asked }
    }

    /// The requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn read_request(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line.ok()?;
        if line.is_empty() {
            break;
        }
        let (key, value) = line.split_once(':')?;
        headers.push((key.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some(Asked { path, headers })
}

/// An answer with a status, headers `name: value` and a body.
pub fn answer(
    status: u16,
    headers: &[&str],
    body: impl AsRef<[u8]>,
) -> tiny_http::Response<std::io::Cursor<Vec<u8>>> {
    let mut response = tiny_http::Response::from_data(body.as_ref().to_vec()).with_status_code(status);
    for header in headers {
        response.add_header(header.parse::<tiny_http::Header>().unwrap());
    }
    response
}
