//! The open elements: what a new node stands in, and which of them an end tag, or the lack of one, closes.

use crate::furniture::Says;
use crate::scan::place;
use crate::tag::Tag;
use crate::tree::Node;

use super::elements::{is_marker, is_scope};
use super::{Builder, DEPTH_MAX, Open};

/// The list of nodes grows by one of so many parts.
const GROWTH_PARTS: usize = 8;

impl Builder<'_> {
    /// Adds a node below the innermost open element.
    pub(super) fn add(&mut self, tag: Tag, from: usize, to: usize, n_attrs: u8) -> usize {
        let idx = self.nodes.len();
        let first = place(self.scanner.attrs.len() - usize::from(n_attrs));
        let parent = self.open.last().map_or(0, |open| open.idx);
        if idx == self.nodes.capacity() {
            self.make_room();
        }
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

    /// Makes room for more nodes. Twice as much, as is usual, would be more than a page of small elements may take.
    #[cold]
    fn make_room(&mut self) {
        let n = self.nodes.len();
        self.nodes.reserve_exact(n / GROWTH_PARTS + 1);
    }

    /// Opens the element that was added last.
    pub(super) fn push(&mut self, tag: Tag) {
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

    pub(super) fn pop(&mut self) {
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
    pub(super) fn pop_to(&mut self, at: usize) {
        self.n_flat = 0;
        while self.open.len() > at {
            self.pop();
        }
    }

    pub(super) fn has_open(&self, tag: Tag) -> bool {
        self.n_open[tag as usize] > 0
    }

    pub(super) fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Other, |open| open.tag)
    }

    /// Where the innermost open element stands that is one of `tags`, with nothing between that `stops`.
    pub(super) fn within(&self, tags: &[Tag], stops: impl Fn(Tag) -> bool) -> Option<usize> {
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
    pub(super) fn close_in(&mut self, tags: &[Tag], stops: impl Fn(Tag) -> bool) -> bool {
        match self.within(tags, stops) {
            Some(at) => {
                self.pop_to(at);
                true
            }
            None => false,
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        self.close_in(&[Tag::P], |tag| is_scope(tag) || tag == Tag::Button);
    }

    pub(super) fn is_foreign(&self) -> bool {
        (self.has_open(Tag::Svg) || self.has_open(Tag::Math)) && !self.has_open(Tag::ForeignObject)
    }

    /// The part of a table that is being filled: a cell or caption, else a row, a body or the table itself.
    pub(super) fn table_part(&self) -> Option<usize> {
        use Tag::*;
        self.within(&[Td, Th, Caption, Tr, Tbody, Thead, Tfoot, Table], |tag| matches!(tag, Template | Html))
    }
}
