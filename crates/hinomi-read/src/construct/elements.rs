//! What each element does in the making of a tree.

use crate::tag::Tag;

/// Start tags that end a paragraph. Source: HTML Standard 13.2.6.4.7.
pub(super) fn ends_paragraph(tag: Tag) -> bool {
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
pub(super) fn is_special(tag: Tag) -> bool {
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
pub(super) fn is_formatting(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U)
}

/// Elements that nothing outside is in scope of. Source: HTML Standard 13.2.4.2.
pub(super) fn is_scope(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Applet | Caption | Html | Table | Td | Th | Marquee | Object | Template | ForeignObject)
}

/// Elements in which links are their own.
pub(super) fn is_marker(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Applet | Caption | Td | Th | Marquee | Object | Template)
}

/// HTML elements that end a drawing or formula. Source: HTML Standard 13.2.6.5.
pub(super) fn breaks_out(tag: Tag) -> bool {
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
pub(super) fn belongs_in_head(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Base | Basefont | Bgsound | Link | Meta | Title | Noscript | Noframes | Style | Script | Template
    )
}
