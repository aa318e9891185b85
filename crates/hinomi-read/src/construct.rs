//! Tokens → tree: which element each text of a page stands in.
//!
//! Follows the tree construction of the HTML Standard (13.2.6) as far as it decides which text is read, in which
//! block and in which link: implied end tags, scopes, tables, foreign content, end tags out of order. It differs
//! where only looks are at stake, or a page would be lost:
//!
//! - formatting elements are not copied into later blocks; a link that a block cuts off ends with the block;
//! - what stands in a table outside its cells is left there and not moved before the table;
//! - elements below [`DEPTH_MAX`] are read as if they stood beside each other;
//! - a list to choose from (`<select>`) ends at the next block.
//!
//! Nothing recurses; each token costs at most one walk over the open elements.

use crate::furniture::{Says, class_says, id_says};
use crate::scan::{Scanner, Token, place};
use crate::space::head;
use crate::tag::{Key, N_TAGS, Tag};
use crate::tree::{Node, Tree, count};

/// Deepest nesting that is kept. Browsers cut at 512; pages seen stay below 100.
pub const DEPTH_MAX: usize = 256;

/// Most elements and texts of a page; what stands behind them is not read. The benchmark's largest page has 12,000 tags.
pub const NODES_MAX: usize = 1_000_000;

/// Places for class names that were looked at; of two that fall on one place, the later is remembered. A power of 2.
const CLASSES_MAX: usize = 512;

/// A tree, and what of the page is not in it as it was written.
pub(crate) struct Constructed<'a> {
    pub tree: Tree<'a>,
    /// Elements were nested deeper than [`DEPTH_MAX`].
    pub is_flattened: bool,
    /// The page has more than [`NODES_MAX`] elements and texts.
    pub is_cut: bool,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
struct Open {
    idx: u32,
    /// `Other` once its end tag came while blocks in it were still open.
    tag: Tag,
    /// Whether a link was open outside a cell; inside, links are the cell's own.
    link_before: bool,
}

struct Builder<'a> {
    scanner: Scanner<'a>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// How many elements of each tag are open.
    n_open: [u32; N_TAGS],
    /// Elements that were too deep to be opened and were not closed yet.
    n_flat: usize,
    is_flattened: bool,
    in_link: bool,
    /// The first block in the open link.
    link_block: Option<usize>,
    is_quirky: bool,
    has_head: bool,
    has_body: bool,
    has_form: bool,
    /// What the class names of the page say, each at a place that its letters name.
    said: Vec<(&'a str, (Says, bool))>,
}

/// The tree of `html`.
#[cfg(test)]
pub(crate) fn tree(html: &str) -> Tree<'_> {
    construct(html, false).tree
}

/// Reads `html` as a tree. In XHTML (`is_xml`), CDATA sections are text.
pub(crate) fn construct(html: &str, is_xml: bool) -> Constructed<'_> {
    let mut builder = Builder {
        scanner: Scanner::new(html),
        nodes: Vec::with_capacity(html.len() / 64),
        open: Vec::with_capacity(64),
        n_open: [0; N_TAGS],
        n_flat: 0,
        is_flattened: false,
        in_link: false,
        link_block: None,
        is_quirky: !is_xml,
        has_head: false,
        has_body: false,
        has_form: false,
        said: vec![("", (Says::Nothing, false)); CLASSES_MAX],
    };
    builder.add(Tag::Other, 0, 0, 0);
    builder.push(Tag::Other);
    let mut is_cut = false;
    loop {
        builder.scanner.reads_cdata = is_xml || builder.is_foreign();
        let Some(token) = builder.scanner.token() else { break };
        if builder.nodes.len() >= NODES_MAX {
            is_cut = true;
            break;
        }
        match token {
            Token::Text { start, end, has_ref } => builder.text(start, end, has_ref),
            Token::Open { tag, start, end, n_attrs, is_closed } => {
                builder.start(tag, start, end, n_attrs, is_closed);
            }
            Token::Close { tag, start, end } => builder.close(tag, start, end),
            Token::Doctype { start, end } => builder.doctype(start, end),
        }
    }
    builder.pop_to(0);
    let is_flattened = builder.is_flattened;
    let gone = vec![None; builder.nodes.len()];
    let tree = Tree { html, nodes: builder.nodes, attrs: builder.scanner.attrs, gone };
    Constructed { tree, is_flattened, is_cut }
}

/// Start tags that end a paragraph. Source: HTML Standard 13.2.6.4.7.
fn ends_paragraph(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Address
            | Article
            | Aside
            | Blockquote
            | Center
            | Dd
            | Details
            | Dialog
            | Dir
            | Div
            | Dl
            | Dt
            | Fieldset
            | Figcaption
            | Figure
            | Footer
            | Form
            | H1
            | H2
            | H3
            | H4
            | H5
            | H6
            | Header
            | Hgroup
            | Hr
            | Li
            | Listing
            | Main
            | Menu
            | Nav
            | Ol
            | P
            | Plaintext
            | Pre
            | Search
            | Section
            | Summary
            | Ul
            | Xmp
    )
}

/// Elements that an end tag of an ordinary element does not look past. Source: HTML Standard 13.2.4.2.
fn is_special(tag: Tag) -> bool {
    use Tag::*;
    ends_paragraph(tag)
        || tag.is_void()
        || tag.is_raw()
        || matches!(
            tag,
            Applet
                | Body
                | Button
                | Caption
                | Colgroup
                | Frameset
                | Head
                | Html
                | Marquee
                | Object
                | Select
                | Table
                | Tbody
                | Td
                | Template
                | Tfoot
                | Th
                | Thead
                | Tr
                | ForeignObject
        )
}

/// Elements whose end tags do not close the blocks that stand in them.
fn is_formatting(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U)
}

/// Elements that nothing outside is in scope of. Source: HTML Standard 13.2.4.2.
fn is_scope(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Applet | Caption | Html | Table | Td | Th | Marquee | Object | Template | ForeignObject)
}

/// Elements in which links are their own.
fn is_marker(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Applet | Caption | Td | Th | Marquee | Object | Template)
}

/// HTML elements that end a drawing or formula. Source: HTML Standard 13.2.6.5.
fn breaks_out(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        B | Big
            | Blockquote
            | Body
            | Br
            | Center
            | Code
            | Dd
            | Div
            | Dl
            | Dt
            | Em
            | Embed
            | H1
            | H2
            | H3
            | H4
            | H5
            | H6
            | Head
            | Hr
            | I
            | Img
            | Li
            | Listing
            | Menu
            | Meta
            | Nobr
            | Ol
            | P
            | Pre
            | Ruby
            | S
            | Small
            | Span
            | Strong
            | Strike
            | Sub
            | Sup
            | Table
            | Tt
            | U
            | Ul
    )
}

/// Elements that stand in a head.
fn belongs_in_head(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Base | Basefont | Bgsound | Link | Meta | Title | Noscript | Noframes | Style | Script | Template
    )
}

impl<'a> Builder<'a> {
    /// Adds a node below the innermost open element.
    fn add(&mut self, tag: Tag, from: usize, to: usize, n_attrs: u8) -> usize {
        let idx = self.nodes.len();
        let first = place(self.scanner.attrs.len() - usize::from(n_attrs));
        let parent = self.open.last().map_or(0, |open| open.idx);
        self.nodes.push(Node {
            tag,
            says: Says::Nothing,
            is_body: false,
            is_flagged: false,
            in_link: self.in_link,
            n_attrs,
            parent,
            end: place(idx + 1),
            from: place(from),
            to: place(to),
            number: first,
        });
        idx
    }

    /// Opens the element that was added last.
    fn push(&mut self, tag: Tag) {
        if self.open.len() >= DEPTH_MAX {
            self.n_flat += 1;
            self.is_flattened = true;
            return;
        }
        let link_before = self.in_link;
        if is_marker(tag) {
            self.in_link = false;
        }
        self.n_open[tag as usize] += 1;
        self.open.push(Open { idx: place(self.nodes.len() - 1), tag, link_before });
    }

    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.n_open[open.tag as usize] -= 1;
        self.nodes[open.idx as usize].end = place(self.nodes.len());
        match open.tag {
            Tag::Form => self.has_form = false,
            Tag::A => self.end_link(false),
            tag if is_marker(tag) => self.in_link = open.link_before,
            _ => {}
        }
    }

    /// Closes the open element at `at` and all that stand in it.
    fn pop_to(&mut self, at: usize) {
        self.n_flat = 0;
        while self.open.len() > at {
            self.pop();
        }
    }

    fn has_open(&self, tag: Tag) -> bool {
        self.n_open[tag as usize] > 0
    }

    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Other, |open| open.tag)
    }

    /// Where the innermost open element stands that is one of `tags`, with nothing between that `stops`.
    fn within(&self, tags: &[Tag], stops: impl Fn(Tag) -> bool) -> Option<usize> {
        if !tags.iter().any(|tag| self.has_open(*tag)) {
            return None;
        }
        for (at, open) in self.open.iter().enumerate().rev() {
            if tags.contains(&open.tag) {
                return Some(at);
            }
            if stops(open.tag) {
                return None;
            }
        }
        None
    }

    /// Closes the innermost of `tags` within the scope; whether there was one.
    fn close_in(&mut self, tags: &[Tag], stops: impl Fn(Tag) -> bool) -> bool {
        match self.within(tags, stops) {
            Some(at) => {
                self.pop_to(at);
                true
            }
            None => false,
        }
    }

    fn close_paragraph(&mut self) {
        self.close_in(&[Tag::P], |tag| is_scope(tag) || tag == Tag::Button);
    }

    fn is_foreign(&self) -> bool {
        (self.has_open(Tag::Svg) || self.has_open(Tag::Math)) && !self.has_open(Tag::ForeignObject)
    }

    /// The part of a table that is being filled: a cell or caption, else a row, a body or the table itself.
    fn table_part(&self) -> Option<usize> {
        use Tag::*;
        self.within(&[Td, Th, Caption, Tr, Tbody, Thead, Tfoot, Table], |tag| matches!(tag, Template | Html))
    }

    fn text(&mut self, start: usize, end: usize, has_ref: bool) {
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

    fn doctype(&mut self, start: usize, end: usize) {
        let written = head(&self.scanner.html()[start..end], 512).to_ascii_lowercase();
        // Documents that name an old type, or a transitional one without its address, are read the old way.
        // Source: HTML Standard 13.2.6.4.1.
        let is_transitional = written.contains("transitional//") || written.contains("frameset//");
        self.is_quirky =
            ["html 2", "html 3", "html 4.0 ", "html//en"].iter().any(|old| written.contains(old))
                || (is_transitional && written.contains("html 4") && !written.contains("http"));
    }

    fn start(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8, is_closed: bool) {
        use Tag::*;
        if self.is_foreign() {
            if !breaks_out(tag) {
                self.element(tag, start, end, n_attrs);
                if !is_closed {
                    self.push(tag);
                }
                return;
            }
            if let Some(at) = self.open.iter().position(|open| matches!(open.tag, Svg | Math)) {
                self.pop_to(at);
            }
        }
        match tag {
            Html | Head | Body | Frameset => return self.structure(tag, start, end, n_attrs),
            _ if !belongs_in_head(tag) && self.top() == Head => self.pop(),
            _ => {}
        }
        self.leave_phrases(tag);
        match tag {
            Table => {
                if !self.is_quirky {
                    self.close_paragraph();
                }
                // A table in a table, but in no cell of it, ends the outer one.
                if let Some(at) = self.table_part()
                    && !matches!(self.open[at].tag, Td | Th | Caption)
                {
                    self.close_in(&[Table], |_| false);
                }
            }
            Tr | Td | Th | Tbody | Thead | Tfoot | Caption | Col | Colgroup if !self.open_in_table(tag) => {
                self.scanner.attrs.truncate(self.scanner.attrs.len() - usize::from(n_attrs));
                return;
            }
            Form => {
                if self.has_form {
                    return;
                }
                self.close_paragraph();
                self.has_form = true;
            }
            H1 | H2 | H3 | H4 | H5 | H6 => {
                self.close_paragraph();
                if self.top().rank() > 0 {
                    self.pop();
                }
            }
            Li => {
                self.close_item(&[Li]);
                self.close_paragraph();
            }
            Dd | Dt => {
                self.close_item(&[Dd, Dt]);
                self.close_paragraph();
            }
            Button => _ = self.close_in(&[Button], is_scope),
            A => {
                self.end_link(false);
                self.end_out_of_order(A, is_scope);
            }
            Option | Optgroup => {
                if self.top() == Option {
                    self.pop();
                }
                if tag == Optgroup && self.top() == Optgroup {
                    self.pop();
                }
            }
            Rb | Rtc | Rt | Rp => {
                while self.has_open(Ruby) && matches!(self.top(), Rb | Rt | Rp) {
                    self.pop();
                }
            }
            _ if ends_paragraph(tag) => self.close_paragraph(),
            _ => {}
        }
        let idx = self.element(tag, start, end, n_attrs);
        if tag.is_raw() {
            self.raw(tag);
        } else if tag == Plaintext {
            let (start, end) = self.scanner.rest();
            if start < end {
                self.text(start, end, false);
            }
        } else if !tag.is_void() {
            self.push(tag);
            if tag == A {
                let node = &self.nodes[idx];
                let first = node.number as usize;
                let attrs = &self.scanner.attrs[first..first + usize::from(node.n_attrs)];
                self.in_link = attrs.iter().any(|attr| attr.key == Key::Href);
            }
        }
    }

    /// Ends what cannot hold the block that `tag` begins, and was left open by a slip: lists to choose from, buttons,
    /// ruby. Notes the first block in a link, from which on the link counts only if it is closed.
    fn leave_phrases(&mut self, tag: Tag) {
        use Tag::*;
        let is_block = (ends_paragraph(tag) && tag != Hr) || tag == Table;
        if is_block || tag == Select {
            self.close_in(&[Select], is_scope);
        }
        if !is_block {
            return;
        }
        while self.has_open(Ruby) && self.close_in(&[Ruby], is_scope) {}
        if !matches!(tag, Div | Dir | Menu) {
            self.close_in(&[Button], is_scope);
        }
        if self.in_link && self.link_block.is_none() {
            self.link_block = Some(self.nodes.len());
        }
    }

    /// Ends the link; where it ended by itself, the blocks in it are no part of it.
    fn end_link(&mut self, is_closed: bool) {
        self.in_link = false;
        if let Some(first) = self.link_block.take()
            && !is_closed
        {
            self.nodes[first..].iter_mut().for_each(|node| node.in_link = false);
        }
    }

    /// `<html>`, `<head>` and `<body>` count once; what repeats them is passed over.
    fn structure(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8) {
        let is_first = match tag {
            Tag::Html => !self.has_open(Tag::Html) && !self.has_body,
            Tag::Head => !std::mem::replace(&mut self.has_head, true) && !self.has_body,
            _ => !std::mem::replace(&mut self.has_body, true),
        };
        if !is_first {
            return;
        }
        if self.top() == Tag::Head {
            self.pop();
        }
        self.element(tag, start, end, n_attrs);
        self.push(tag);
    }

    /// Makes room for a part of a table; `false` where there is no table that it could be part of.
    fn open_in_table(&mut self, tag: Tag) -> bool {
        use Tag::*;
        let Some(at) = self.within(&[Table], |tag| matches!(tag, Template | Html)) else { return false };
        let keeps: &[Tag] = match tag {
            Td | Th => &[Tr, Table],
            Tr => &[Tbody, Thead, Tfoot, Table],
            Col => &[Colgroup, Table],
            _ => &[Table],
        };
        let mut kept = self.open.len() - 1;
        while kept > at && !keeps.contains(&self.open[kept].tag) {
            kept -= 1;
        }
        self.pop_to(kept + 1);
        if matches!(tag, Td | Th) && self.top() != Tr {
            let here = self.nodes.len();
            let place = self.nodes[here - 1].to as usize;
            self.add(Tr, place, place, 0);
            self.push(Tr);
        }
        true
    }

    /// Ends the open item of the same list.
    fn close_item(&mut self, tags: &[Tag]) {
        self.close_in(tags, |tag| is_special(tag) && !matches!(tag, Tag::Address | Tag::Div | Tag::P));
    }

    /// Adds an element with what its class and id say.
    fn element(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8) -> usize {
        let idx = self.add(tag, start, end, n_attrs);
        if n_attrs == 0 {
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
                    for name in raw.split_ascii_whitespace() {
                        // FNV-1a; the same letters always fall on the same place.
                        let mixed = name.bytes().fold(0x811c_9dc5_u32, |mixed, b| {
                            (mixed ^ u32::from(b)).wrapping_mul(0x0100_0193)
                        });
                        let known = &mut self.said[mixed as usize & (CLASSES_MAX - 1)];
                        if known.0 != name {
                            *known = (name, class_says(name));
                        }
                        let (says, is_body) = known.1;
                        all = (all.0.max(says), all.1 || is_body);
                    }
                }
                Key::Id => {
                    let (says, is_body) = id_says(raw);
                    all = (all.0.max(says), all.1 || is_body);
                }
                Key::Hidden => is_hidden = true,
                Key::AriaHidden => is_hidden |= raw == "true",
                Key::Style => is_hidden |= hides(raw),
                _ => {}
            }
        }
        let node = &mut self.nodes[idx];
        (node.says, node.is_body) = all;
        node.is_flagged = is_hidden;
        idx
    }

    /// The content of a raw-text element. Only titles and what a page says about itself in JSON is kept.
    fn raw(&mut self, tag: Tag) {
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
        self.nodes[text].parent = place(idx);
        self.nodes[text].number = count(&html[start..end], has_ref);
        self.nodes[text].is_flagged = has_ref;
        self.nodes[idx].end = place(text + 1);
    }

    fn close(&mut self, tag: Tag, start: usize, end: usize) {
        use Tag::*;
        if self.n_flat > 0 && !tag.is_void() {
            self.n_flat -= 1;
            if tag == A {
                self.end_link(true);
            }
            return;
        }
        match tag {
            Html | Body | Text => {}
            Head => _ = self.close_in(&[Head], |_| false),
            Br => _ = self.add(Br, start, end, 0),
            P => {
                if !self.close_in(&[P], |tag| is_scope(tag) || tag == Button) {
                    self.add(P, start, end, 0);
                }
            }
            H1 | H2 | H3 | H4 | H5 | H6 => _ = self.close_in(&[H1, H2, H3, H4, H5, H6], is_scope),
            Li => _ = self.close_in(&[Li], |tag| is_scope(tag) || matches!(tag, Ol | Ul)),
            Table => _ = self.close_in(&[Table], |tag| matches!(tag, Template | Html)),
            Tr | Td | Th | Tbody | Thead | Tfoot | Caption | Colgroup => {
                self.close_in(&[tag], |tag| matches!(tag, Table | Template | Html));
            }
            Form => {
                self.has_form = false;
                self.end_out_of_order(Form, is_scope);
            }
            _ if is_formatting(tag) => self.end_formatting(tag),
            Other => self.close_named(start),
            _ if is_special(tag) => _ = self.close_in(&[tag], |tag| is_scope(tag) && tag != Template),
            _ => _ = self.close_in(&[tag], is_special),
        }
    }

    /// An end tag of an element without a name here: closes the nearest one that is written the same.
    fn close_named(&mut self, start: usize) {
        if !self.has_open(Tag::Other) {
            return;
        }
        let html = self.scanner.html();
        let name_at = |from: usize| {
            let rest = &html[from..];
            let len = rest.bytes().position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            &rest[..len.unwrap_or(rest.len())]
        };
        let name = name_at(start + 2);
        for at in (1..self.open.len()).rev() {
            let open = self.open[at];
            let node = &self.nodes[open.idx as usize];
            if open.tag == Tag::Other
                && node.tag == Tag::Other
                && name_at(node.from as usize + 1).eq_ignore_ascii_case(name)
            {
                return self.pop_to(at);
            }
            if is_special(open.tag) {
                return;
            }
        }
    }

    /// The end tag of a formatting element: blocks that stand in it stay open.
    fn end_formatting(&mut self, tag: Tag) {
        if tag == Tag::A {
            self.end_link(true);
        }
        self.end_out_of_order(tag, is_scope);
    }

    /// Closes the innermost `tag` with what stands in it, unless that holds a block: then the element alone counts
    /// as closed, and what follows is no longer part of it for whoever asks the open elements.
    fn end_out_of_order(&mut self, tag: Tag, stops: impl Fn(Tag) -> bool) {
        let Some(at) = self.within(&[tag], stops) else { return };
        if self.open[at + 1..].iter().any(|open| is_special(open.tag)) {
            self.n_open[tag as usize] -= 1;
            self.n_open[Tag::Other as usize] += 1;
            self.open[at].tag = Tag::Other;
        } else {
            self.pop_to(at);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree in brackets: `div[p["a"]]`; a text in a link has `@` before it.
    fn drawn(html: &str) -> String {
        let tree = tree(html);
        let mut out = String::new();
        let mut ends = vec![];
        for idx in 1..tree.nodes.len() {
            while ends.pop_if(|end| *end <= idx).is_some() {
                out.push(']');
            }
            if !out.is_empty() && !out.ends_with('[') {
                out.push(' ');
            }
            let node = &tree.nodes[idx];
            if node.tag == Tag::Text {
                let mark = if node.in_link { "@" } else { "" };
                out.push_str(&format!("{mark}{:?}", tree.raw(idx)));
            } else {
                out.push_str(node.tag.name());
                if node.end() > idx + 1 {
                    out.push('[');
                    ends.push(node.end());
                }
            }
        }
        out + &"]".repeat(ends.len())
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(drawn(html), expected, "{html}");
    }

    #[test]
    fn ends_are_implied() {
        check("<p>a<p>b<div>c</div>d", "p[\"a\"] p[\"b\"] div[\"c\"] \"d\"");
        check("<ul><li>a<li>b<ul><li>c</ul>d</ul>", "ul[li[\"a\"] li[\"b\" ul[li[\"c\"]] \"d\"]]");
        check("<dl><dt>a<dd>b<p>c<dt>d</dl>", "dl[dt[\"a\"] dd[\"b\" p[\"c\"]] dt[\"d\"]]");
        check("<h2>a<h3>b</h2>c", "h2[\"a\"] h3[\"b\"] \"c\"");
        check("a</p>b</br>c", "\"a\" p \"b\" br \"c\"");
        check("<ruby>漢<rt>かん<rp>)</ruby>字", "ruby[\"漢\" rt[\"かん\"] rp[\")\"]] \"字\"");
    }

    #[test]
    fn heads_end_where_text_begins() {
        check("<html><head><title>t</title><p>a</head>b", "html[head[title[\"t\"]] p[\"a\" \"b\"]]");
        check("<head><title>t</title>a<body>b</body></html>c", "head[title[\"t\"]] \"a\" body[\"b\" \"c\"]");
        check("<body><div><body class=x>a", "body[div[\"a\"]]");
    }

    #[test]
    fn tables() {
        check(
            "<table><tr><td>a<td>b<tr><td>c</table>d",
            "table[tr[td[\"a\"] td[\"b\"]] tr[td[\"c\"]]] \"d\"",
        );
        check("<table><td>a</table>", "table[tr[td[\"a\"]]]");
        check("<td>a<tr>b", "\"a\" \"b\"");
        check("<!doctype html><p>a<table></table>b", "p[\"a\"] table \"b\"");
        check("<p>a<table></table>b", "p[\"a\" table \"b\"]");
        check("<table><tr><td><div>a</td>b</table></div>c", "table[tr[td[div[\"a\"]] \"b\"]] \"c\"");
        check("<table><tr><table><tr><td>a", "table[tr] table[tr[td[\"a\"]]]");
        check("<div><table><tr><td>a</div>b", "div[table[tr[td[\"a\" \"b\"]]]]");
    }

    #[test]
    fn links_end_where_readers_see_them_end() {
        check("<a href=x>a<a href=y>b</a>c", "a[@\"a\"] a[@\"b\"] \"c\"");
        check("<a href=x><div>a</a>b</div>c", "a[div[@\"a\" \"b\"] \"c\"]");
        check("<p><a href=x>a</p><p>b", "p[a[@\"a\"]] p[\"b\"]");
        check("<a name=x>a<p>b", "a[\"a\" p[\"b\"]]");
        check("<a href=x><table><td>a</td></table>b</a>", "a[table[tr[td[\"a\"]]] @\"b\"]");
        check("<b>a<i>b</b>c</i>d", "b[\"a\" i[\"b\"]] \"c\" \"d\"");
        check("<b><p>a</b>b</p>c", "b[p[\"a\" \"b\"] \"c\"]");
    }

    #[test]
    fn other_worlds() {
        check("<svg><title>a</title><p>b", "svg[title[\"a\"]] p[\"b\"]");
        check("<svg><path/><![CDATA[x<y]]></svg>a", "svg[other \"x<y\"] \"a\"");
        check("<select><option>a<option>b<p>c", "select[option[\"a\"] option[\"b\"]] p[\"c\"]");
        check("<x-a><x-b>a</x-a>b", "other[other[\"a\"]] \"b\"");
        check("<form><div></form>a</div>b<form>c", "form[div[\"a\"] \"b\" form[\"c\"]]");
        check("<template>a</template>b", "template[\"a\"] \"b\"");
        check("<noscript><p>a</noscript>b<plaintext>c<p>", "noscript \"b\" plaintext \"c<p>\"");
    }

    #[test]
    fn what_is_too_deep_stands_side_by_side() {
        let html = format!("{}a{}b", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let built = construct(&html, false);
        let texts: Vec<&str> = (0..built.tree.nodes.len()).map(|idx| built.tree.raw(idx)).collect();
        assert!(built.is_flattened && texts.concat() == "ab");
        assert!((0..built.tree.nodes.len()).all(|idx| built.tree.ancestors(idx).count() <= DEPTH_MAX));
    }

    proptest! {
        #[test]
        fn trees_are_whole(html in "(</?(p|div|a|b|li|ul|table|tr|td|svg|title|form|select|option|body|head|h2|x-y|template|ruby|rt)( href=x)?/?>|[a<&あ]){0,60}") {
            let tree = tree(&html);
            for (idx, node) in tree.nodes.iter().enumerate() {
                prop_assert!(node.end() > idx && node.end() <= tree.nodes[node.parent()].end());
                prop_assert!(node.parent() <= idx);
            }
        }
    }
}
