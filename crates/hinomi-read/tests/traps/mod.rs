//! The traps: each makes a page around one story.

/// What every page tells.
pub const STORY: [&str; 3] = [
    "Attackers copied the records of a widget maker in the night to Monday, the company said.",
    "The maker has taken its ordering system off the net and called in the police.",
    "It does not yet know how many customers are affected, and expects to say more next week.",
];

/// Where the story stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before the trap.
    Before,
    /// Behind it.
    Behind,
}

/// How a trap is laid.
enum Kind {
    /// A piece of mark-up again and again.
    Times(&'static str, usize),
    /// What a function makes.
    Made(fn() -> String),
}

/// A way to hurt a reader.
pub struct Trap {
    /// Unlike all others.
    pub name: &'static str,
    kind: Kind,
    /// Places of which browsers show nothing either, or that lie beyond what is read of a page.
    hides: &'static [Place],
}

const fn times(name: &'static str, piece: &'static str, n: usize) -> Trap {
    Trap { name, kind: Kind::Times(piece, n), hides: &[] }
}

const fn made(name: &'static str, make: fn() -> String) -> Trap {
    Trap { name, kind: Kind::Made(make), hides: &[] }
}

const fn hiding(trap: Trap) -> Trap {
    Trap { hides: &[Place::Behind], ..trap }
}

impl Trap {
    /// Whether a story at `place` cannot be found.
    pub fn hides(&self, place: Place) -> bool {
        self.hides.contains(&place)
    }

    /// The page.
    pub fn page(&self, place: Place) -> Vec<u8> {
        let trap = match self.kind {
            Kind::Times(piece, n) => piece.repeat(n),
            Kind::Made(make) => make(),
        };
        let story: String = STORY.iter().map(|sentence| format!("<p>{sentence}</p>\n")).collect();
        let head = "<!doctype html><title>Records of widget maker copied</title><h1>Records of widget maker copied</h1>";
        match place {
            Place::Before => format!("{head}<div>{story}</div>{trap}"),
            Place::Behind => format!("{head}{trap}<div>{story}</div>"),
        }
        .into_bytes()
    }
}

/// All of them.
pub const TRAPS: &[Trap] = &[
    times("deep divs", "<div>", 100_000),
    times("deep spans", "<span>", 100_000),
    times("deep tables", "<table><tr><td>", 50_000),
    times("tables in no cell", "<table><tr>", 100_000),
    times("deep lists", "<ul><li>", 50_000),
    times("deep quotations", "<blockquote>", 100_000),
    times("deep formatting", "<b><i><font>", 50_000),
    times("formatting that blocks reopen", "<p><b><i><u><s>", 40_000),
    times("deep headings", "<h2><div>", 50_000),
    times("deep buttons", "<button><div>", 50_000),
    times("deep forms", "<form><div>", 50_000),
    times("deep unknown elements", "<x-a><x-b>", 50_000),
    times("deep drawings", "<svg><g>", 50_000),
    hiding(times("drawings with pages in them", "<svg><foreignObject><div>", 30_000)),
    times("deep formulas", "<math><mi>", 50_000),
    times("deep ruby", "<ruby>x<rt>", 50_000),
    hiding(times("templates", "<template><div>", 50_000)),
    times("frames in frames", "<iframe srcdoc='<iframe>'>", 50_000),
    times("framesets", "<frameset><frame src=a>", 50_000),
    times("lists to choose from", "<select><option>", 50_000),
    hiding(times("objects", "<object><param>", 50_000)),
    times("links left open", "<a href=/x>", 100_000),
    times("a million links", "<a href=/x>x</a> ", 1_000_000 / 10),
    times("links with headings", "<h3><a href=/x>Another story</a></h3>", 30_000),
    times("teasers", "<div class=card><h3><a href=/x>Another story</a></h3></div>", 20_000),
    times("end tags of nothing", "</div></b></p></table>", 50_000),
    times("end tags out of order", "<b><p></b></p>", 50_000),
    times("line breaks", "<br>", 200_000),
    times("empty paragraphs", "<p></p>", 100_000),
    times("empty cells", "<td></td>", 100_000),
    times("comments", "<!-- x -->", 100_000),
    hiding(times("comments left open", "<!-- ", 100_000)),
    times("less-than signs", "< ", 500_000),
    times("ampersands", "& ", 500_000),
    times("references", "&amp;&#x41;&notin;", 50_000),
    times("references without end", "&#1111111111111111111111", 20_000),
    times("nulls", "\0", 500_000),
    times("white space", " \n\t", 1_000_000),
    times("combining marks", "a\u{301}\u{302}\u{303}", 50_000),
    times("bidirectional marks", "\u{202e}\u{202d}", 100_000),
    times("classes of furniture", "<div class='nav menu sidebar related share'></div>", 30_000),
    times("titles", "<title>x</title>", 50_000),
    times("heads and bodies", "<html><head><body>", 50_000),
    times("documents", "<!doctype html><html><body></body></html>", 20_000),
    times("scripts", "<script>if (a < b) { '</x>' }</script>", 30_000),
    times("scripts that hide their end", "<script><!--<script></script>--></script>", 20_000),
    hiding(times("a script left open", "<script>", 1)),
    hiding(times("styles left open", "<style>", 50_000)),
    times("text fields left open", "<textarea>", 50_000),
    times("titles left open", "<title>", 50_000),
    times("quotes left open", "<p title=\"", 50_000),
    times("declarations", "<!x><?y>", 50_000),
    times("sections of characters", "<![CDATA[x]]>", 50_000),
    times("note marks", "<sup><a href=#n>[1]</a></sup>", 30_000),
    times("definition lists", "<dl><dt>a<dd>b</dl>", 30_000),
    times("captions", "<figure><img><figcaption>x</figcaption></figure>", 30_000),
    times("times", "<time datetime=2031-01-01>x</time>", 30_000),
    made("blocks far down", || format!("{}{}", "<div>".repeat(250), "<p>x y</p>".repeat(200_000))),
    made("a tag with many attributes", || {
        format!("<p{}></p>", (0..100_000).map(|n| format!(" a{n}=1")).collect::<String>())
    }),
    made("the same attribute again", || format!("<p{}></p>", " class=x".repeat(100_000))),
    made("a class of many names", || {
        format!("<p class='{}'></p>", (0..100_000).map(|n| format!("c{n} ")).collect::<String>())
    }),
    made("many classes", || (0..60_000).map(|n| format!("<p class='c{n} d{n}'></p>")).collect()),
    made("a long attribute", || format!("<p title='{}'></p>", "x ".repeat(1_000_000))),
    made("a long name", || format!("<{}></p>", "x".repeat(1_000_000))),
    made("a long reference", || format!("<p>&{};</p>", "x".repeat(1_000_000))),
    made("a long word", || format!("<nav>{}</nav>", "x".repeat(2_000_000))),
    made("JSON without end", || {
        format!("<script type=application/ld+json>{}</script>", "[{\"@graph\":".repeat(30_000))
    }),
    made("many scripts of JSON", || {
        "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"x\"}</script>".repeat(5_000)
    }),
    made("a table of many cells", || format!("<table><tr>{}</table>", "<td>x".repeat(100_000))),
    made("a list in a paragraph in a list", || "<ul><li><p>".repeat(30_000) + &"</ul>".repeat(30_000)),
    hiding(made("one line of fifty megabytes", || "x ".repeat(25_000_000))),
];
