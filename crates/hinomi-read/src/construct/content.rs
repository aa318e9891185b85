//! What is kept of a node: of an element what its class, id and style say, of a text how much it is.

use crate::furniture::{Says, class_says, id_says};
use crate::scan::place;
use crate::space::head;
use crate::tag::{Key, Tag};
use crate::tree::count;

use super::{Builder, CLASSES_MAX};

impl Builder<'_> {
    pub(super) fn text(&mut self, start: usize, end: usize, has_ref: bool) {
        let html = self.scanner.html();
        let raw = &html[start..end];
        let is_blank = raw.bytes().all(|b| b.is_ascii_whitespace());
        if !is_blank && self.top() == Tag::Head {
            self.pop();
        }
        let n_chars = if is_blank || is_unbroken(raw) { 0 } else { count(raw, has_ref) };
        let idx = self.add(Tag::Text, start, end, 0);
        self.nodes[idx].number = n_chars;
        self.nodes[idx].is_flagged = has_ref;
    }

    pub(super) fn doctype(&mut self, start: usize, end: usize) {
        let written = head(&self.scanner.html()[start..end], 512).to_ascii_lowercase();
        // Documents that name an old type, or a transitional one without its address, are read the old way.
        // Source: HTML Standard 13.2.6.4.1.
        let is_transitional = written.contains("transitional//") || written.contains("frameset//");
        self.is_quirky =
            ["html 2", "html 3", "html 4.0 ", "html//en"].iter().any(|old| written.contains(old))
                || (is_transitional && written.contains("html 4") && !written.contains("http"));
    }

    /// Adds an element with what its class and id say.
    pub(super) fn element(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8) -> usize {
        let idx = self.add(tag, start, end, n_attrs);
        if tag.rank() > 0 {
            self.headings.push(place(idx));
        }
        let mut is_telling = matches!(tag, Tag::Meta | Tag::Link | Tag::Title);
        if n_attrs == 0 {
            if is_telling {
                self.telling.push(place(idx));
            }
            return idx;
        }
        let html = self.scanner.html();
        let first = self.scanner.attrs.len() - usize::from(n_attrs);
        let mut all = (Says::Nothing, false);
        let mut is_hidden = false;
        for attr in &self.scanner.attrs[first..] {
            let raw = &html[attr.start as usize..attr.end as usize];
            match attr.key {
                Key::Class => {
                    let (says, is_body) = classes_say(&mut self.said, raw);
                    all = (all.0.max(says), all.1 || is_body);
                }
                Key::Id => {
                    let (says, is_body) = id_says(raw);
                    all = (all.0.max(says), all.1 || is_body);
                }
                Key::Itemprop => is_telling = true,
                Key::Hidden => is_hidden = true,
                Key::AriaHidden => is_hidden |= raw == "true",
                Key::Style => is_hidden |= hides(raw),
                _ => {}
            }
        }
        let node = &mut self.nodes[idx];
        (node.says, node.is_body) = all;
        node.is_flagged = is_hidden;
        if is_telling || all.1 {
            self.telling.push(place(idx));
        }
        idx
    }

    /// The content of a raw-text element. Only titles and what a page says about itself in JSON is kept.
    pub(super) fn raw(&mut self, tag: Tag) {
        let idx = self.nodes.len() - 1;
        let Some((start, end)) = self.scanner.raw(tag) else { return };
        if start == end || !matches!(tag, Tag::Title | Tag::Script | Tag::Xmp) {
            return;
        }
        let html = self.scanner.html();
        let is_json = || {
            let node = &self.nodes[idx];
            let attrs =
                &self.scanner.attrs[node.number as usize..node.number as usize + usize::from(node.n_attrs)];
            let kind = attrs.iter().find(|attr| attr.key == Key::Type);
            kind.is_some_and(|attr| crate::json_ld::is_json_ld(&html[attr.start as usize..attr.end as usize]))
        };
        if tag == Tag::Script && !is_json() {
            return;
        }
        let has_ref = tag == Tag::Title && html[start..end].contains('&');
        let text = self.add(Tag::Text, start, end, 0);
        if tag == Tag::Script {
            self.telling.push(place(text));
        }
        self.nodes[text].parent = place(idx);
        self.nodes[text].number = count(&html[start..end], has_ref);
        self.nodes[text].is_flagged = has_ref;
        self.nodes[idx].end = place(text + 1);
    }
}

/// What the names of a class attribute say. Many elements have the same names, so both the whole value and each name
/// in it are remembered.
fn classes_say<'a>(said: &mut [(&'a str, (Says, bool))], value: &'a str) -> (Says, bool) {
    let at = class_place(value);
    if said[at].0 == value {
        return said[at].1;
    }
    let mut all = (Says::Nothing, false);
    for name in value.split_ascii_whitespace() {
        let known = &mut said[class_place(name)];
        if known.0 != name {
            *known = (name, class_says(name));
        }
        let (says, is_body) = known.1;
        all = (all.0.max(says), all.1 || is_body);
    }
    said[at] = (value, all);
    all
}

/// The place of a class attribute's value: the same letters always fall on the same one.
fn class_place(value: &str) -> usize {
    let mix = |mixed: u64, part: u64| (mixed.rotate_left(5) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (parts, rest) = value.as_bytes().as_chunks::<8>();
    let mixed = parts.iter().fold(0, |mixed, part| mix(mixed, u64::from_le_bytes(*part)));
    let last = rest.iter().fold(1, |last, b| (last << 8) | u64::from(*b));
    (mix(mixed, last) >> 48) as usize & (CLASSES_MAX - 1)
}

/// Bytes from which text without a space or stop is none that people wrote.
const UNBROKEN_BYTES_MIN: usize = 16 * 1024;

/// Whether text is one endless word: encoded data, or a trap.
fn is_unbroken(raw: &str) -> bool {
    raw.len() >= UNBROKEN_BYTES_MIN && !raw.contains([' ', '\n', '。', '、', '\u{3000}'])
}

/// Whether a `style` attribute hides its element.
fn hides(style: &str) -> bool {
    let lower = head(style, 4_096).to_ascii_lowercase();
    let mut rules = lower.split(';').filter_map(|rule| rule.split_once(':'));
    rules.any(|(key, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        matches!((key.trim(), value), ("display", "none") | ("visibility", "hidden"))
    })
}
