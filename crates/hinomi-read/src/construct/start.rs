//! Start tags: what they end, and where their elements stand.

use crate::tag::{Key, Tag};

use super::Builder;
use super::elements::{belongs_in_head, breaks_out, ends_paragraph, is_scope, is_special};

impl Builder<'_> {
    pub(super) fn start(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8, is_closed: bool) {
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
    pub(super) fn leave_phrases(&mut self, tag: Tag) {
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
    pub(super) fn end_link(&mut self, is_closed: bool) {
        self.in_link = false;
        if let Some(first) = self.link_block.take()
            && !is_closed
        {
            self.nodes[first..].iter_mut().for_each(|node| node.in_link = false);
        }
    }

    /// `<html>`, `<head>` and `<body>` count once; what repeats them is passed over.
    pub(super) fn structure(&mut self, tag: Tag, start: usize, end: usize, n_attrs: u8) {
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
    pub(super) fn open_in_table(&mut self, tag: Tag) -> bool {
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
    pub(super) fn close_item(&mut self, tags: &[Tag]) {
        self.close_in(tags, |tag| is_special(tag) && !matches!(tag, Tag::Address | Tag::Div | Tag::P));
    }
}
