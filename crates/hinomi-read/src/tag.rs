//! Names of elements and attributes, as far as anything here asks about them.

/// Declares the names of elements, each with how it is written.
macro_rules! tags {
    ($($tag:ident = $name:literal,)*) => {
        /// The name of an element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag {
            /// No element: text.
            Text,
            /// An element whose name says nothing here.
            Other,
            $($tag,)*
        }

        impl Tag {
            /// The tag of a lower-case name.
            pub fn of_lower(name: &[u8]) -> Self {
                match name {
                    $($name => Self::$tag,)*
                    _ => Self::Other,
                }
            }

            /// How it is written; empty for text, `other` for what has no name here.
            pub fn name(self) -> &'static str {
                let name: &[u8] = match self {
                    Self::Text => b"",
                    Self::Other => b"other",
                    $(Self::$tag => $name,)*
                };
                std::str::from_utf8(name).unwrap_or_default()
            }
        }

        /// How many tags there are.
        pub(crate) const N_TAGS: usize = [Tag::Text, Tag::Other, $(Tag::$tag),*].len();
    };
}

tags! {
    A = b"a", Abbr = b"abbr", Address = b"address", Applet = b"applet", Area = b"area", Article = b"article",
    Aside = b"aside", Audio = b"audio", B = b"b", Base = b"base", Basefont = b"basefont", Bgsound = b"bgsound",
    Big = b"big", Blockquote = b"blockquote", Body = b"body", Br = b"br", Button = b"button", Canvas = b"canvas",
    Caption = b"caption", Center = b"center", Cite = b"cite", Code = b"code", Col = b"col", Colgroup = b"colgroup",
    Dd = b"dd", Del = b"del", Details = b"details", Dialog = b"dialog", Dir = b"dir", Div = b"div", Dl = b"dl", Dt = b"dt",
    Em = b"em", Embed = b"embed", Fieldset = b"fieldset", Figcaption = b"figcaption", Figure = b"figure",
    Font = b"font", Footer = b"footer", ForeignObject = b"foreignobject", Form = b"form", Frame = b"frame",
    Frameset = b"frameset", H1 = b"h1", H2 = b"h2", H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6", Head = b"head",
    Header = b"header", Hgroup = b"hgroup", Hr = b"hr", Html = b"html", I = b"i", Iframe = b"iframe", Image = b"image",
    Img = b"img", Input = b"input", Keygen = b"keygen", Label = b"label", Li = b"li", Link = b"link",
    Listing = b"listing", Main = b"main", Marquee = b"marquee", Math = b"math", Menu = b"menu", Meta = b"meta",
    Nav = b"nav", Nobr = b"nobr", Noembed = b"noembed", Noframes = b"noframes", Noscript = b"noscript",
    Object = b"object", Ol = b"ol", Optgroup = b"optgroup", Option = b"option", P = b"p", Param = b"param",
    Picture = b"picture", Plaintext = b"plaintext", Pre = b"pre", Q = b"q", Rb = b"rb", Rp = b"rp", Rt = b"rt",
    Rtc = b"rtc", Ruby = b"ruby", S = b"s", Script = b"script", Search = b"search", Section = b"section",
    Select = b"select", Small = b"small", Source = b"source", Span = b"span", Strike = b"strike", Strong = b"strong",
    Style = b"style", Sub = b"sub", Summary = b"summary", Sup = b"sup", Svg = b"svg", Table = b"table",
    Tbody = b"tbody", Td = b"td", Template = b"template", Textarea = b"textarea", Tfoot = b"tfoot", Th = b"th",
    Thead = b"thead", Time = b"time", Title = b"title", Tr = b"tr", Track = b"track", Tt = b"tt", U = b"u", Ul = b"ul",
    Video = b"video", Wbr = b"wbr", Xmp = b"xmp",
}

/// Longest name of an element or attribute that is looked up, in bytes.
const NAME_BYTES_MAX: usize = 16;

/// `name` in lower case, for looking it up; `None` where it is longer than any known name.
fn lower(name: &[u8]) -> Option<([u8; NAME_BYTES_MAX], usize)> {
    let mut buffer = [0; NAME_BYTES_MAX];
    let place = buffer.get_mut(..name.len())?;
    place.copy_from_slice(name);
    place.make_ascii_lowercase();
    Some((buffer, name.len()))
}

impl Tag {
    /// The tag of a name as written.
    pub fn of(name: &[u8]) -> Self {
        lower(name).map_or(Self::Other, |(buffer, len)| Self::of_lower(&buffer[..len]))
    }

    /// 1 to 6 for `h1` to `h6`, and 0 for anything else.
    pub fn rank(self) -> u8 {
        if matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6) {
            self as u8 - Self::H1 as u8 + 1
        } else {
            0
        }
    }

    /// Whether it has no content and no end tag. Source: HTML Standard 13.1.2, with the obsolete ones.
    pub fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Basefont
                | Self::Bgsound
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Image
                | Self::Img
                | Self::Input
                | Self::Keygen
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether its content is text up to its own end tag, without elements.
    pub fn is_raw(self) -> bool {
        RAW.contains(&self)
    }
}

/// Elements whose content is text. Source: HTML Standard 13.1.2 and 13.2.6.4.7, with scripts running.
pub(crate) const RAW: [Tag; 9] = [
    Tag::Script,
    Tag::Style,
    Tag::Textarea,
    Tag::Title,
    Tag::Xmp,
    Tag::Iframe,
    Tag::Noembed,
    Tag::Noframes,
    Tag::Noscript,
];

/// Declares the attributes that are kept.
macro_rules! keys {
    ($($key:ident = $name:literal,)*) => {
        /// An attribute that is kept; nothing else of a tag is looked at.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key,)*
        }

        impl Key {
            fn of_lower(name: &[u8]) -> Option<Self> {
                match name {
                    $($name => Some(Self::$key),)*
                    _ => None,
                }
            }
        }
    };
}

keys! {
    Class = b"class", Id = b"id", Itemprop = b"itemprop", Itemtype = b"itemtype", Property = b"property",
    Name = b"name", Content = b"content", Datetime = b"datetime", Rel = b"rel", Href = b"href", Type = b"type",
    Role = b"role", Style = b"style", AriaHidden = b"aria-hidden", AriaLabel = b"aria-label", Hidden = b"hidden",
    Shadow = b"shadowrootmode", Pubdate = b"pubdate",
}

impl Key {
    /// The key of a name as written; `None` for attributes that are not kept.
    pub fn of(name: &[u8]) -> Option<Self> {
        lower(name).and_then(|(buffer, len)| Self::of_lower(&buffer[..len]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!((Tag::of(b"DIV"), Tag::of(b"h3").rank(), Tag::of(b"x-card")), (Tag::Div, 3, Tag::Other));
        assert_eq!(Tag::of(b"blockquote").name(), "blockquote");
        assert_eq!((Key::of(b"Class"), Key::of(b"onclick")), (Some(Key::Class), None));
        assert_eq!(Tag::of(&[b'a'; 300]), Tag::Other);
    }
}
