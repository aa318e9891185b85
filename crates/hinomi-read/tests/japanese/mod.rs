//! Sixty-five Japanese pages in our own words: five matters in each of thirteen layouts that companies,
//! municipalities, ministries, CERTs and news sites use, each with exactly what a reader should get.

/// What a page tells, whatever its layout.
pub struct Matter {
    pub title: &'static str,
    /// Year, month, day.
    pub day: (u16, u8, u8),
    pub sender: &'static str,
    pub paragraphs: [&'static str; 3],
    pub items: [&'static str; 2],
    pub rows: [(&'static str, &'static str); 2],
}

/// A page and what is read from it.
pub struct Page {
    pub name: String,
    pub html: String,
    pub title: &'static str,
    pub body: Vec<String>,
    /// The day of publication, and that of the last change, where the layout states them.
    pub published: Option<String>,
    pub updated: Option<String>,
}

const MATTERS: [Matter; 5] = [
    Matter {
        title: "業務用サーバーへの不正アクセスについて（第2報）",
        day: (2031, 3, 7),
        sender: "株式会社見本製作所",
        paragraphs: [
            "当社は、3月1日に判明した業務用サーバーへの不正アクセスについて、その後の調査で分かったことをお知らせいたします。",
            "外部の専門家による調査の結果、保守用の回線に設けていた機器の弱点が侵入の入口になったことを確認しました。",
            "皆様には多大なご心配をおかけしておりますことを、あらためて深くお詫び申し上げます。",
        ],
        items: ["氏名および住所：約1,200件", "取引先のメールアドレス：約300件"],
        rows: [("発生日", "2031年3月1日"), ("対象", "業務用サーバー 4台")],
    },
    Matter {
        title: "図書館システムの停止と再開の見込み",
        day: (2031, 4, 18),
        sender: "架空市教育委員会",
        paragraphs: [
            "市立図書館の貸出システムは、4月16日の夜から使えない状態が続いています。ご不便をおかけし申し訳ありません。",
            "原因は委託先の事業者が受けた攻撃によるもので、市が直接管理する情報の流出は現時点で確認されていません。",
            "貸出と返却は窓口で手書きにより受け付けています。再開の日時は決まり次第お知らせします。",
        ],
        items: ["窓口での貸出は1人5冊まで", "予約の受け付けは休止"],
        rows: [("休止期間", "4月16日から当面の間"), ("対象館", "市内7館すべて")],
    },
    Matter {
        title: "メール送信の誤りによるアドレスの流出",
        day: (2031, 6, 30),
        sender: "一般財団法人見本協会",
        paragraphs: [
            "6月27日に講習会の案内を一斉に送信した際、宛先の欄を誤って用い、受信者どうしのアドレスが見える状態になりました。",
            "対象の方には同日中に個別に連絡し、当該メールの削除をお願いしました。悪用の報告は受けていません。",
            "今後は送信前に複数の職員で確認し、専用の配信の仕組みに切り替えます。",
        ],
        items: ["対象者数：214名", "見えた情報：メールアドレスのみ"],
        rows: [("送信日時", "6月27日 10時ごろ"), ("件数", "214件")],
    },
    Matter {
        title: "通信機器の管理画面に認証を回避される弱点",
        day: (2031, 9, 2),
        sender: "株式会社カモメ通信",
        paragraphs: [
            "当社の通信機器「カモメ200」の管理画面に、認証を経ずに設定を変えられる弱点があることが分かりました。",
            "第三者が機器に届く位置にいる場合、管理者の権限で操作されるおそれがあります。攻撃に使われた例も報告されています。",
            "対策版のファームウェアを公開しましたので、お使いの方は速やかに更新してください。",
        ],
        items: ["影響を受ける版：3.0から3.4", "対策済みの版：3.5"],
        rows: [("製品", "カモメ200"), ("深刻度", "緊急")],
    },
    Matter {
        title: "学生の個人情報を記録した媒体の紛失",
        day: (2031, 11, 25),
        sender: "学校法人雲雀学園",
        paragraphs: [
            "本学の教員が、学生の氏名と成績を記録した記憶媒体を、11月20日に通勤の途中で紛失しました。",
            "媒体には暗号化がされておらず、持ち出しに必要な許可も得ていませんでした。警察に届け出ましたが、見つかっていません。",
            "対象の学生と保護者には文書でお詫びし、相談の窓口を設けました。",
        ],
        items: ["氏名と学籍番号：87名", "期末試験の成績：87名"],
        rows: [("紛失日", "11月20日"), ("記録された人数", "87名")],
    },
];

/// A layout: its name, and how it shows a matter.
type Layout = (&'static str, fn(&Matter) -> (String, Vec<String>));

const LAYOUTS: [Layout; 13] = [
    ("release", release),
    ("release-of-tables", release_of_tables),
    ("municipality", municipality),
    ("ministry", ministry),
    ("cert", cert),
    ("news", news),
    ("news-in-pieces", news_in_pieces),
    ("owned-media", owned_media),
    ("blog", blog),
    ("amp", amp),
    ("script-only", script_only),
    ("hospital-of-2003", hospital),
    ("line-breaks", line_breaks),
];

/// All pages.
pub fn pages() -> Vec<Page> {
    let of = |(name, layout): &Layout| {
        MATTERS
            .iter()
            .enumerate()
            .map(|(n, matter)| {
                let (html, body) = layout(matter);
                let (year, month, day) = matter.day;
                let day = Some(format!("{year}-{month:02}-{day:02}"));
                // Municipalities state only when a page was changed.
                let (published, updated) = if *name == "municipality" { (None, day) } else { (day, None) };
                Page { name: format!("{name}-{n}"), html, title: matter.title, body, published, updated }
            })
            .collect::<Vec<_>>()
    };
    LAYOUTS.iter().flat_map(of).collect()
}

impl Matter {
    fn ps(&self) -> String {
        self.paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect()
    }

    fn lis(&self) -> String {
        self.items.iter().map(|text| format!("<li>{text}</li>")).collect()
    }

    fn trs(&self) -> String {
        self.rows.iter().map(|(key, value)| format!("<tr><th>{key}</th><td>{value}</td></tr>")).collect()
    }

    fn kanji_day(&self) -> String {
        format!("{}年{}月{}日", self.day.0, self.day.1, self.day.2)
    }

    fn era_day(&self) -> String {
        format!("令和{}年{}月{}日", self.day.0 - 2018, self.day.1, self.day.2)
    }

    fn iso(&self) -> String {
        format!("{}-{:02}-{:02}", self.day.0, self.day.1, self.day.2)
    }

    /// Paragraphs, items and rows, as a layout shows them in that order.
    fn body(&self, has_items: bool, has_rows: bool) -> Vec<String> {
        let paragraphs = self.paragraphs.iter().map(|text| (*text).to_owned());
        let items = self.items.iter().filter(|_| has_items).map(|text| (*text).to_owned());
        let rows = self.rows.iter().filter(|_| has_rows).map(|(key, value)| format!("{key}\t{value}"));
        paragraphs.chain(items).chain(rows).collect()
    }
}

const MENU: &str = "<ul><li><a href=/>ホーム</a><li><a href=/company/>会社情報</a><li><a href=/products/>製品・サービス</a><li><a href=/ir/>投資家の皆様へ</a><li><a href=/news/>お知らせ</a></ul>";
const OTHERS: &str = "<ul><li><a href=/news/101.html>夏季休業の予定について</a></li><li><a href=/news/102.html>新しい営業所を開設しました</a></li><li><a href=/news/103.html>環境報告書を公開しました</a></li></ul>";

fn release(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><meta charset=utf-8><title>{t}｜ニュースリリース｜{s}</title></head><body>
        <header class=l-header><p class=logo>{s}</p><nav class=gnav>{MENU}</nav></header>
        <div class=breadcrumb><a href=/>ホーム</a> &gt; <a href=/news/>ニュース</a> &gt; {t}</div>
        <main><h1 class=ttl>{t}</h1><p class=date>{d}</p><div class=release-body>{p}<ul>{l}</ul><table>{r}</table></div>
        <p class=btn><a href=/news/>一覧へ戻る</a></p></main>
        <footer class=l-footer>{MENU}<p>Copyright © {s} All Rights Reserved.</p></footer></body></html>",
        t = m.title, s = m.sender, d = m.kanji_day(), p = m.ps(), l = m.lis(), r = m.trs()
    );
    (html, m.body(true, true))
}

fn release_of_tables(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<html><head><title>{s} - {t}</title></head><body bgcolor=#ffffff>
        <table width=100%><tr><td><a href=/><img src=logo.gif alt='{s}'></a></td><td align=right><a href=/sitemap.html>サイトマップ</a>｜<a href=/contact.html>お問い合わせ</a></td></tr></table>
        <table><tr><td width=160 valign=top>{MENU}</td><td valign=top>
        <h2>{t}</h2><p align=right>{d}<br>{s}</p>{p}
        <table border=1>{r}</table></td></tr></table>
        <table><tr><td>{s} 〒000-0000 架空県見本市1-2-3</td></tr></table></body></html>",
        t = m.title, s = m.sender, d = m.kanji_day(), p = m.ps(), r = m.trs()
    );
    (html, m.body(false, true))
}

fn municipality(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><meta charset=utf-8><title>{t}／架空市公式ウェブサイト</title></head><body>
        <div id=skip><a href=#main>本文へスキップ</a></div><div id=header><form><label>サイト内検索</label><input></form>{MENU}</div>
        <div id=pankuzu>現在の位置：<a href=/>トップ</a> &gt; <a href=/k/>くらし</a> &gt; {t}</div>
        <div id=main><h1>{t}</h1><div class=update>更新日：{d}</div><div class=sns><a href=x>ツイート</a><a href=y>シェアする</a></div>
        <div class=honbun>{p}<h2>内容</h2><ul>{l}</ul></div>
        <div class=toiawase><h2>お問い合わせ</h2><p>総務部 情報課 電話：000-000-0000</p></div>
        <div class=enquete><form><p>このページの内容は分かりやすかったですか</p><input type=radio><label>分かりやすかった</label></form></div></div>
        <div id=footer><p>架空市役所 開庁時間 8時30分から17時15分まで</p></div></body></html>",
        t = m.title, d = m.era_day(), p = m.ps(), l = m.lis()
    );
    let mut body: Vec<String> = m.paragraphs.iter().map(|text| (*text).to_owned()).collect();
    body.push("内容".to_owned());
    body.extend(m.items.iter().map(|text| (*text).to_owned()));
    (html, body)
}

fn ministry(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">
        <html><head><title>{t} : 架空省</title></head><body><div id=globalNavi>{MENU}</div>
        <div id=contents><div class=pressDate><p>{d}<br />{s}</p></div><h1>{t}</h1>{p}
        <div class=att><h2>添付資料</h2><ul><li><a href=a.pdf>別紙1（PDF形式：120KB）</a></li></ul></div></div>
        <div class=pageTop><a href=#top>ページトップへ戻る</a></div></body></html>",
        t = m.title, s = m.sender, d = m.era_day(), p = m.ps()
    );
    (html, m.body(false, false))
}

fn cert(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t}</title></head><body><div class=navi>{MENU}</div>
        <div class=contents><h1>{t}</h1><div class=info>公開日：{d}</div>
        <h2>概要</h2><p>{p0}</p><h2>影響</h2><p>{p1}</p><h2>対象</h2><ul>{l}</ul><h2>対策</h2><p>{p2}</p></div>
        <div class=sidebar><h3>新着情報</h3>{OTHERS}</div></body></html>",
        t = m.title, d = m.kanji_day(), p0 = m.paragraphs[0], p1 = m.paragraphs[1], p2 = m.paragraphs[2], l = m.lis()
    );
    let (p, i) = (m.paragraphs, m.items);
    let body = ["概要", p[0], "影響", p[1], "対象", i[0], i[1], "対策", p[2]];
    (html, body.iter().map(|text| (*text).to_owned()).collect())
}

fn news(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t} - 架空新聞デジタル</title><meta property=og:title content='{t}'><meta property=og:site_name content=架空新聞デジタル>
        <script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{t}\",\"datePublished\":\"{d}\"}}</script></head><body>
        <header><nav>{MENU}</nav></header><article><h1>{t}</h1><div class=meta><time datetime={d}>{k}</time></div>
        <figure><img src=a.jpg><figcaption>記者会見で頭を下げる担当者ら</figcaption></figure>
        <div class=article-text>{p}</div><div class=share-buttons><a href=x>Xでシェア</a></div></article>
        <aside><h2>アクセスランキング</h2><ol><li><a href=/1>駅前に新しい商業施設</a><li><a href=/2>高校野球の地方大会が開幕</a></ol></aside>
        <section class=related><h2>関連記事</h2>{OTHERS}</section><footer>本サイトの記事の無断転載を禁じます</footer></body></html>",
        t = m.title, d = m.iso(), k = m.kanji_day(), p = m.ps()
    );
    (html, m.body(false, false))
}

fn news_in_pieces(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t} | 架空経済オンライン</title><meta name=pubdate content='{d}T00:00:00+09:00'></head><body>
        <div class=header>{MENU}</div><div class=article><h1 class=title>{t}</h1>
        <div class=txt><p>{p0}</p></div><div class=ad-slot>広告</div><div class=txt><p>{p1}</p></div>
        <div class=recommend><p>あわせて読みたい</p>{OTHERS}</div><div class=txt><p>{p2}</p></div></div>
        <div class=newsletter><p>メールマガジンの登録はこちら</p></div></body></html>",
        t = m.title, d = m.iso(), p0 = m.paragraphs[0], p1 = m.paragraphs[1], p2 = m.paragraphs[2]
    );
    (html, m.body(false, false))
}

fn owned_media(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t} | {s}</title><meta property=article:published_time content={d}></head>
        <body class='post-template single has-sidebar'><div id=page><header id=masthead>{MENU}</header>
        <article class='post type-post'><header class=entry-header><h1 class=entry-title>{t}</h1><div class=entry-meta><span class=posted-on>{k}</span> <span class=byline>広報担当</span></div></header>
        <div class=entry-content><div id=toc_container class=toc><p class=toc_title>目次</p><ul><li><a href=#a>経緯</a></li></ul></div>{p}<ul>{l}</ul></div>
        <footer class=entry-footer><span class=tags-links><a href=/tag/a>お知らせ</a></span></footer></article>
        <nav class=post-navigation><a href=/p>前の記事</a><a href=/n>次の記事</a></nav>
        <div id=comments class=comments-area><h2>コメントを残す</h2><form><textarea></textarea></form></div>
        <aside id=secondary class=widget-area><h2>最近の投稿</h2>{OTHERS}</aside></div></body></html>",
        t = m.title, s = m.sender, d = m.iso(), k = m.kanji_day(), p = m.ps(), l = m.lis()
    );
    (html, m.body(true, false))
}

fn blog(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t} - 見本の日記</title></head><body class='page-entry header-image-enable'>
        <div id=blog-title><h1><a href=/>見本の日記</a></h1></div><div id=main><article class=entry>
        <header class=entry-header><div class=entry-date><a href=/archive><time datetime={d}T21:00:00+09:00>{d}</time></a></div><h1 class=entry-title><a href=/entry/1>{t}</a></h1></header>
        <div class='entry-content hatenablog-entry'>{p}<blockquote><p>{i}</p></blockquote></div>
        <div class=social-buttons><a href=x>ブックマーク</a></div></article></div>
        <div id=box2><div class=hatena-module><div class=hatena-module-title>プロフィール</div><p>情報の守りについて日々考えています。どうぞよろしくお願いします。</p></div></div></body></html>",
        t = m.title, d = m.iso(), p = m.ps(), i = m.items[0]
    );
    let mut body: Vec<String> = m.paragraphs.iter().map(|text| (*text).to_owned()).collect();
    body.push(m.items[0].to_owned());
    (html, body)
}

fn amp(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html ⚡ lang=ja><head><title>{t}</title><script type=application/ld+json>{{\"@context\":\"http://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{t}\",\"datePublished\":\"{d}\"}}</script>
        <style amp-custom>p{{margin:0}}</style></head><body><amp-sidebar id=s>{MENU}</amp-sidebar>
        <header><a href=/>架空通信</a></header><main><h1>{t}</h1>{p}<amp-ad width=300 height=250 type=x></amp-ad>
        <amp-social-share type=x></amp-social-share></main><footer>© 架空通信</footer></body></html>",
        t = m.title, d = m.iso(), p = m.ps()
    );
    (html, m.body(false, false))
}

fn script_only(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html lang=ja><head><title>{t}</title><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{t}\",\"datePublished\":\"{d}\",\"articleBody\":\"{b}\"}}</script></head>
        <body><div id=root></div><noscript>スクリプトを有効にしてください</noscript><script src=/app.js></script></body></html>",
        t = m.title, d = m.iso(), b = m.paragraphs.join("\\n\\n")
    );
    (html, m.body(false, false))
}

fn hospital(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<HTML><HEAD><TITLE>{t}</TITLE></HEAD><BODY><CENTER><FONT SIZE=5><B>{t}</B></FONT></CENTER><P ALIGN=RIGHT>{d}<BR>{s}</P>
        <P>{p0}<P>{p1}<P>{p2}<P ALIGN=CENTER>記<OL><LI>{i0}<LI>{i1}</OL><P ALIGN=RIGHT>以上<HR>
        <A HREF=index.html>トップページへ戻る</A></BODY></HTML>",
        t = m.title, d = m.era_day(), s = m.sender, p0 = m.paragraphs[0], p1 = m.paragraphs[1], p2 = m.paragraphs[2],
        i0 = m.items[0], i1 = m.items[1]
    );
    let (p, i) = (m.paragraphs, m.items);
    // 以上 says only that the notice ends.
    (html, [p[0], p[1], p[2], "記", i[0], i[1]].iter().map(|text| (*text).to_owned()).collect())
}

fn line_breaks(m: &Matter) -> (String, Vec<String>) {
    let html = format!(
        "<!doctype html><html><head><title>{t} | {s}</title></head><body><div id=wrap><div id=nav>{MENU}</div><div id=content>
        <h3>{t}</h3><div>{d}</div><div>{p0}<br><br>{p1}<br><br>{p2}<br><br>・{i0}<br>・{i1}</div></div>
        <div id=foot>〒000-0000 架空県見本市1-2-3 {s}</div></div></body></html>",
        t = m.title, s = m.sender, d = m.kanji_day(), p0 = m.paragraphs[0], p1 = m.paragraphs[1], p2 = m.paragraphs[2],
        i0 = m.items[0], i1 = m.items[1]
    );
    let mut body: Vec<String> = m.paragraphs.iter().map(|text| (*text).to_owned()).collect();
    body.extend(m.items.iter().map(|text| format!("・{text}")));
    (html, body)
}
