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

        /// Every name with its tag.
        static TAGS: Names<Tag, { N_TAGS - 2 }> = Names::new([$(($name, Tag::$tag)),*]);

        impl Tag {
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

/// Names as numbers of their letters, found by a number that their letters make.
struct Names<T, const N: usize> {
    names: [(u128, T); N],
    /// For each first letter, as its last five bits, a bit for each length that a name has: most attributes have none.
    lengths: [u32; 32],
    /// One more than the index of a name, each at the first free place from the one on that its letters say; 0 where
    /// there is none. Far more places than names, so most stand at their own.
    places: [u8; PLACES],
}

/// A power of 2.
const PLACES: usize = 1024;

impl<T: Copy, const N: usize> Names<T, N> {
    const fn new(written: [(&[u8], T); N]) -> Self {
        let mut names = [(0, written[0].1); N];
        let mut places = [0; PLACES];
        let mut lengths = [0; 32];
        let mut at = 0;
        while at < N {
            let (name, meant) = written[at];
            lengths[(name[0] & 31) as usize] |= 1 << name.len();
            let mut number = 0;
            let mut n = 0;
            while n < name.len() {
                number |= (name[n] as u128) << (8 * n);
                n += 1;
            }
            let mut place = Self::place(number);
            while places[place] != 0 {
                place = (place + 1) % PLACES;
            }
            names[at] = (number, meant);
            at += 1;
            places[place] = at as u8;
        }
        Self { names, lengths, places }
    }

    const fn place(number: u128) -> usize {
        let folded = number as u64 ^ (number >> 64) as u64;
        (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % PLACES
    }

    /// What the name stands for that is written in the first `len` of `bytes`; `None` for one that is not known.
    fn find(&self, bytes: &[u8], len: usize) -> Option<T> {
        let (first, last) = (bytes.first()?, bytes.get(len.checked_sub(1)?)?);
        // What ends in a zero byte would have the number of the name before it.
        if len > NAME_BYTES_MAX || (self.lengths[usize::from(first & 31)] >> len) & 1 == 0 || *last == 0 {
            return None;
        }
        let number = match bytes.first_chunk::<8>() {
            Some(letters) if len <= 8 => u128::from(lower_case(u64::from_le_bytes(*letters))),
            _ => {
                let letters = bytes.first_chunk::<NAME_BYTES_MAX>().copied();
                let at = |at: usize| bytes.get(at).copied().unwrap_or(0);
                let written = u128::from_le_bytes(letters.unwrap_or_else(|| std::array::from_fn(at)));
                let (low, high) = (written as u64, (written >> 64) as u64);
                u128::from(lower_case(low)) | (u128::from(lower_case(high)) << 64)
            }
        };
        let number = number & (u128::MAX >> (8 * (NAME_BYTES_MAX - len)));
        let mut place = Self::place(number);
        loop {
            let at = usize::from(self.places[place]).checked_sub(1)?;
            let (known, meant) = self.names[at];
            if known == number {
                return Some(meant);
            }
            place = (place + 1) % PLACES;
        }
    }
}

/// Eight bytes with the capitals of ASCII as small letters, all at once.
fn lower_case(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // In bytes without their highest bit, which then says what came of the sum: from `A` on, and behind `Z`.
    let seven = bytes & (0x7f * EACH);
    let from_a = seven + (0x80 - b'A' as u64) * EACH;
    let behind_z = seven + (0x7f - b'Z' as u64) * EACH;
    let is_capital = !bytes & (from_a ^ behind_z) & (0x80 * EACH);
    bytes | (is_capital >> 2)
}

impl Tag {
    /// The tag of the name that is written in the first `len` of `bytes`.
    pub fn of(bytes: &[u8], len: usize) -> Self {
        TAGS.find(bytes, len).unwrap_or(Self::Other)
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
        IS_RAW[self as usize]
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

/// The same as a table, because it is asked of every element several times.
const IS_RAW: [bool; N_TAGS] = {
    let mut is_raw = [false; N_TAGS];
    let mut at = 0;
    while at < RAW.len() {
        is_raw[RAW[at] as usize] = true;
        at += 1;
    }
    is_raw
};

/// Declares the attributes that are kept.
macro_rules! keys {
    ($($key:ident = $name:literal,)*) => {
        /// An attribute that is kept; nothing else of a tag is looked at.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key,)*
        }

        /// Every name with its key.
        static KEYS: Names<Key, { [$(Key::$key),*].len() }> = Names::new([$(($name, Key::$key)),*]);
    };
}

keys! {
    Class = b"class", Id = b"id", Itemprop = b"itemprop", Itemtype = b"itemtype", Property = b"property",
    Name = b"name", Content = b"content", Datetime = b"datetime", Rel = b"rel", Href = b"href", Type = b"type",
    Role = b"role", Style = b"style", AriaHidden = b"aria-hidden", AriaLabel = b"aria-label", Hidden = b"hidden",
    Shadow = b"shadowrootmode", Pubdate = b"pubdate",
}

impl Key {
    /// The key of the name that is written in the first `len` of `bytes`; `None` for attributes that are not kept.
    pub fn of(bytes: &[u8], len: usize) -> Option<Self> {
        KEYS.find(bytes, len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_small() {
        for b in 0..=u8::MAX {
            let bytes = [b, b'Z', b'[', b, b'@', b'A', 0xff, b];
            assert_eq!(
                lower_case(u64::from_le_bytes(bytes)).to_le_bytes(),
                bytes.map(|b| b.to_ascii_lowercase())
            );
        }
    }

    #[test]
    fn names_are_known_in_any_case() {
        let tag = |name: &[u8]| Tag::of(name, name.len());
        assert_eq!((tag(b"DIV"), tag(b"h3").rank(), tag(b"x-card")), (Tag::Div, 3, Tag::Other));
        assert_eq!(
            (Tag::of(b"blockquote class=divider", 10), tag(b"blockquot")),
            (Tag::Blockquote, Tag::Other)
        );
        let key = |name: &[u8]| Key::of(name, name.len());
        assert_eq!(
            (key(b"Class"), key(b"shadowrootmode"), key(b"onclick")),
            (Some(Key::Class), Some(Key::Shadow), None)
        );
        assert_eq!(
            (tag(&[b'a'; 300]), tag(b""), tag(&[0; 3]), tag(b"p\0")),
            (Tag::Other, Tag::Other, Tag::Other, Tag::Other)
        );
    }
}
