//! Which elements stand on lines of their own, and which are never read.

use crate::tag::Tag;

/// Elements that are never read: no text of the article's own, or text that belongs to pictures and forms.
pub(super) fn is_skipped(tag: Tag) -> bool {
    use Tag::*;
    tag.is_raw()
        || matches!(
            tag,
            Button
                | Canvas
                | Caption
                | Dialog
                | Figcaption
                | Head
                | Img
                | Input
                | Label
                | Object
                | Optgroup
                | Option
                | Rp
                | Rt
                | Rtc
                | Select
                | Svg
                | Template
        )
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Address
            | Article
            | Aside
            | Blockquote
            | Body
            | Center
            | Dd
            | Details
            | Dir
            | Div
            | Dl
            | Dt
            | Fieldset
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
            | Html
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
            | Table
            | Tbody
            | Td
            | Tfoot
            | Th
            | Thead
            | Tr
            | Ul
    )
}
