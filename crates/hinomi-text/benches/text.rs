//! Speed of reading numbers and times, on a fixed text of our own in both languages.

use divan::Bencher;
use divan::counter::BytesCount;
use hinomi_model::{Lang, Stamp};

fn main() {
    divan::main();
}

/// Copies of the two texts below; together about 1 MB.
const COPIES: usize = 360;

/// Written for this bench: as dense in numbers and dates as a notice, with plain prose between them.
const JA: &str = "\
架空製作所は１１月１８日、不正アクセスにより最大約１２万３,４５６人分の個人情報が流出した恐れがあると発表した。\n\
同社によると、10月29日午前7時ごろに社内のサーバー3台で障害を検知し、同日中に外部との通信を遮断した。翌30日には警察へ相談し、\
個人情報保護委員会に速報を提出している。対象は2023年4月から今年9月までに問い合わせた顧客で、氏名や住所、電話番号などが含まれる。\n\
調査の過程で、委託先の担当者が使う端末から社内のネットワークに入られたことが分かった。管理者の権限を奪われ、業務に使うファイルが暗号化されたとみられる。\
バックアップの一部は別の場所に保管していたため、復旧は比較的早く進んでいるという。\n\
出荷は先月下旬から順次再開しており、全体の8割が元に戻った。被害額は数億円に上る見通しで、今期の業績への影響は精査中としている。\
第3報によると、1.1TBのデータが闇サイトに公開されたことも確認した。問い合わせ窓口は24時間体制で、12月1日までに再発防止策をまとめる方針だ。\n";

/// The English half.
const EN: &str = "\
Imaginary Works said on Tuesday that attackers may have taken the personal data of up to 123,456 customers in an intrusion discovered on October 29, 2025.\n\
The company found that three servers had stopped responding at about 7 a.m. and cut its network off from the internet the same day. It told the police the following day. \
The records belong to people who wrote to the company between April 2023 and September of this year, and hold names, addresses and telephone numbers.\n\
Investigators believe that the intruders came in through the computer of a contractor, gained the rights of an administrator and then encrypted files that the business depends on. \
Part of the backups had been kept elsewhere, which is why the recovery has gone faster than feared, a spokesperson said.\n\
Shipments resumed last month and about 80% of orders now go out as usual. The gang behind the attack published 1.1TB of data on its leak site and demanded $4.5 million. \
The company expects losses of several million dollars and will present a plan by December 1.\n";

fn corpus() -> (String, String) {
    (JA.repeat(COPIES), EN.repeat(COPIES))
}

fn anchor() -> Stamp {
    Stamp::instant("2025-11-18T01:00:00Z".parse().expect("a valid instant"), Some(540))
}

#[divan::bench]
fn quantities_and_dates(bencher: Bencher<'_, '_>) {
    let (ja, en) = corpus();
    bencher.counter(BytesCount::new(ja.len() + en.len())).bench(|| {
        let mut n = 0;
        for (text, lang) in [(&ja, Lang::Ja), (&en, Lang::En)] {
            let folded = hinomi_text::fold(divan::black_box(text));
            n += hinomi_text::quantities(&folded).len() + hinomi_text::dates(&folded, lang, anchor()).len();
        }
        assert_eq!(n, COPIES * MENTIONS, "what is found must not change with its speed");
        n
    });
}

/// Quantities and dates in one copy of both texts.
const MENTIONS: usize = 27;

#[divan::bench]
fn fold(bencher: Bencher<'_, '_>) {
    let (ja, en) = corpus();
    bencher.counter(BytesCount::new(ja.len() + en.len())).bench(|| {
        let n = hinomi_text::fold(&ja).text.len() + hinomi_text::fold(&en).text.len();
        assert!(n < ja.len() + en.len(), "full-width digits fold to fewer bytes");
        n
    });
}

#[divan::bench]
fn sentences(bencher: Bencher<'_, '_>) {
    let (ja, en) = corpus();
    bencher.counter(BytesCount::new(ja.len() + en.len())).bench(|| {
        let n = hinomi_text::sentences(&ja).len() + hinomi_text::sentences(&en).len();
        assert_eq!(n, COPIES * 20);
        n
    });
}

#[divan::bench]
fn cues(bencher: Bencher<'_, '_>) {
    let (ja, en) = corpus();
    bencher.counter(BytesCount::new(ja.len() + en.len())).bench(|| {
        let n: usize = [&ja, &en].map(|text| hinomi_text::cues(&hinomi_text::fold(text)).len()).iter().sum();
        assert!(n > COPIES * 5);
        n
    });
}
