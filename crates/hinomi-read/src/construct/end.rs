//! End tags: which open elements they close.

use crate::tag::Tag;

use super::Builder;
use super::elements::{is_formatting, is_scope, is_special};

impl Builder<'_> {
    pub(super) fn close(&mut self, tag: Tag, start: usize, end: usize) {
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
    pub(super) fn close_named(&mut self, start: usize) {
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
    pub(super) fn end_formatting(&mut self, tag: Tag) {
        if tag == Tag::A {
            self.end_link(true);
        }
        self.end_out_of_order(tag, is_scope);
    }

    /// Closes the innermost `tag` with what stands in it, unless that holds a block: then the element alone counts
    /// as closed, and what follows is no longer part of it for whoever asks the open elements.
    pub(super) fn end_out_of_order(&mut self, tag: Tag, stops: impl Fn(Tag) -> bool) {
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
