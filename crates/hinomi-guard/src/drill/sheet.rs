//! The sheets of an exercise, Markdown and HTML from one list of lines. The manual follows the parts of CISA's situation
//! manuals for tabletop exercises: handling, overview, three modules, what is measured.

use std::fmt::Write as _;

use hinomi_model::Lang;
use hinomi_model::warned::tame;

use super::{Cause, Drill, Inject};
use crate::render::escape_md;
use crate::said::{Said, said};
use crate::verdict::Verdict;

/// For whom the sheets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Who leads: with expected actions and what the injects aim at.
    Facilitator,
    /// Who takes part: events and questions only.
    Participants,
}

/// Minutes of the exercise that one inject is given; the story's own deadlines are longer.
const SLOT_MIN: usize = 25;

/// Minute of the day at which the exercise begins: 10:00.
const START_MIN: usize = 600;

enum Line {
    Heading(u8, String),
    Text(String),
    Item(String),
    /// Words to be typed as they are.
    Code(String),
    /// Rows of cells, the heads first.
    Table(Vec<Vec<String>>),
}

fn role(id: &str) -> Said {
    match id {
        "it" => said("情報システム", "IT"),
        "legal" => said("法務", "legal"),
        "decider" => said("意思決定者", "decision maker"),
        "business" => said("業務部門", "business"),
        "pr" => said("広報", "communications"),
        other => said(other, other),
    }
}

fn module(n: u8) -> Said {
    match n {
        1 => said("第1部 兆し", "Module 1: signs"),
        2 => said("第2部 発動", "Module 2: strike"),
        _ => said("第3部 復旧と公表", "Module 3: recovery and disclosure"),
    }
}

fn clock(minute: usize) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn story_day(day: i64) -> String {
    if day == 0 { "D0".to_owned() } else { format!("D{day:+}") }
}

/// Writes the exercise as Markdown.
pub fn sheet(drill: &Drill, reader: Reader, lang: Lang) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for line in lines(drill, reader, lang) {
        let is_item = matches!(line, Line::Item(_));
        if in_list && !is_item {
            out.push('\n');
        }
        in_list = is_item;
        let _ = match &line {
            Line::Heading(level, text) => {
                writeln!(out, "{} {}\n", "#".repeat(usize::from(*level)), md(text))
            }
            Line::Text(text) => writeln!(out, "{}\n", md(text)),
            Line::Item(text) => writeln!(out, "- {}", md(text)),
            Line::Code(text) => writeln!(out, "    {}\n", tame(text)),
            Line::Table(rows) => write!(out, "{}", md_table(rows)),
        };
    }
    out
}

fn md(text: &str) -> String {
    escape_md(&tame(text))
}

fn md_table(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| md(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if n == 0 {
            let _ = writeln!(out, "|{}", "---|".repeat(row.len()));
        }
    }
    out.push('\n');
    out
}

/// Writes the exercise as one self-contained page.
pub fn page(drill: &Drill, reader: Reader, lang: Lang) -> String {
    let mut body = String::new();
    let mut title = String::new();
    let mut in_list = false;
    for line in lines(drill, reader, lang) {
        let is_item = matches!(line, Line::Item(_));
        if in_list != is_item {
            body.push_str(if is_item { "<ul>\n" } else { "</ul>\n" });
        }
        in_list = is_item;
        let _ = match &line {
            Line::Heading(level, text) => {
                if *level == 1 {
                    title = escape(text);
                }
                writeln!(body, "<h{level}>{}</h{level}>", escape(text))
            }
            Line::Text(text) => writeln!(body, "<p>{}</p>", escape(text)),
            Line::Item(text) => writeln!(body, "<li>{}</li>", escape(text)),
            Line::Code(text) => writeln!(body, "<p><code>{}</code></p>", escape(text)),
            Line::Table(rows) => write!(body, "{}", html_table(rows)),
        };
    }
    if in_list {
        body.push_str("</ul>\n");
    }
    let css = include_str!("../../templates/page.css");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{css}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        lang.tag()
    )
}

fn html_table(rows: &[Vec<String>]) -> String {
    let mut out = String::from("<table>\n");
    for (n, row) in rows.iter().enumerate() {
        let (open, close) = if n == 0 { ("<th scope=\"col\">", "</th>") } else { ("<td>", "</td>") };
        let cells: String = row.iter().map(|cell| format!("{open}{}{close}", escape(cell))).collect();
        let _ = writeln!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</table>\n");
    out
}

fn escape(text: &str) -> String {
    tame(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn lines(drill: &Drill, reader: Reader, lang: Lang) -> Vec<Line> {
    let is_ja = lang == Lang::Ja;
    let word = |ja: &str, en: &str| if is_ja { ja.to_owned() } else { en.to_owned() };
    let leads = reader == Reader::Facilitator;
    let title = if leads {
        word("机上演習：進行役の手引", "Tabletop exercise: facilitator's manual")
    } else {
        word("机上演習：参加者用", "Tabletop exercise: participants' sheet")
    };
    let mut out = vec![
        Line::Heading(1, title),
        Line::Text(word(
            "誰かを責める場ではない。試されるのは人ではなく備えである。時間は縮めて進む。決めたことと、決めるまでにかかった時間を書き留める。登場する人と会社は架空である。",
            "No fault is found with anybody; what is tested is the preparation. Time is compressed. Write down what was decided and how long it took. People and firms in it are fictional.",
        )),
    ];
    if leads {
        out.extend(overview(drill, lang));
    }
    let mut last = 0;
    for inject in &drill.injects {
        if inject.module != last {
            last = inject.module;
            out.push(Line::Heading(2, module(last).in_lang(lang).to_owned()));
        }
        out.extend(told(inject, leads, lang));
    }
    if !drill.unknowns.is_empty() {
        out.push(Line::Heading(2, word("証跡が示していないこと", "What our evidence does not show")));
        let question = |(check, asked): &(String, Said)| {
            let check = if leads { format!(" [{check}]") } else { String::new() };
            Line::Item(format!("{}{check}", asked.in_lang(lang)))
        };
        out.extend(drill.unknowns.iter().map(question));
    }
    if leads {
        out.extend(measured(drill, lang));
    }
    out
}

/// Handling, what it is made from, objectives and the times of the modules.
fn overview(drill: &Drill, lang: Lang) -> Vec<Line> {
    let is_ja = lang == Lang::Ja;
    let word = |ja: &str, en: &str| if is_ja { ja.to_owned() } else { en.to_owned() };
    let mut out = vec![
        Line::Heading(2, word("取扱い", "Handling")),
        Line::Text(word(
            "TLP:AMBER+STRICT。自組織の弱いところが書いてある。進行役だけが持ち、参加者には参加者用の紙を配る。",
            "TLP:AMBER+STRICT. It tells where this organisation is weak. Keep it with those who lead; those who take part get their own sheet.",
        )),
        Line::Heading(2, word("演習の概要", "Overview")),
        Line::Text(format!(
            "{}{} {}",
            word("もとにした事案：", "Made from the incident "),
            drill.incident,
            drill.title
        )),
    ];
    if let Some(days) = drill.dwell_days {
        out.push(Line::Text(if is_ja {
            format!("侵入から発動まで{days}日。発動の日を D0 とし、侵入は D-{days}。")
        } else {
            format!("{days} days from entry to strike. The day of the strike is D0, the entry D-{days}.")
        }));
    }
    let mut rows =
        vec![vec![word("部", "module"), word("演習の時刻", "clock"), word("物語の日", "day of the story")]];
    for n in 1..=3u8 {
        let part: Vec<&Inject> = drill.injects.iter().filter(|inject| inject.module == n).collect();
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        rows.push(vec![
            module(n).in_lang(lang).to_owned(),
            format!("{}–{}", clock(at(first)), clock(at(last) + SLOT_MIN)),
            match (story_day(first.story_day), story_day(last.story_day)) {
                (from, to) if from == to => from,
                (from, to) => format!("{from} … {to}"),
            },
        ]);
    }
    out.push(Line::Table(rows));
    out.push(Line::Text(word(
        "目標は、影響ありか不明の教訓について、備えが働くかを確かめること。終わったら目標ごとに P（できた）、S（おおむねできた）、M（大きな支障があった）、U（できなかった）で評価する。",
        "The objective is to see whether the preparation holds where a lesson is affected or unknown. Afterwards rate each: P performed, S with some challenges, M with major challenges, U unable to be performed.",
    )));
    let mut aims: Vec<&(String, Verdict)> = Vec::new();
    for aim in drill.injects.iter().flat_map(|inject| &inject.lessons) {
        if aim.1 != Verdict::Pass && !aims.contains(&aim) {
            aims.push(aim);
        }
    }
    out.extend(aims.iter().map(|(id, verdict)| Line::Item(format!("{id} {}", verdict.said().in_lang(lang)))));
    out
}

fn at(inject: &Inject) -> usize {
    START_MIN + SLOT_MIN * (inject.n - 1)
}

fn told(inject: &Inject, leads: bool, lang: Lang) -> Vec<Line> {
    let is_ja = lang == Lang::Ja;
    let roles: Vec<String> = inject.roles.iter().map(|id| role(id).in_lang(lang).to_owned()).collect();
    let (from, until) = (clock(at(inject)), clock(at(inject) + SLOT_MIN));
    let (day, min) = (story_day(inject.story_day), inject.decide_min);
    let mut out = vec![
        Line::Heading(
            3,
            if is_ja {
                format!("{}. {from}（物語では {day}）{}へ", inject.n, roles.join("・"))
            } else {
                format!("{}. {from} (story: {day}), to {}", inject.n, roles.join(", "))
            },
        ),
        Line::Text(inject.text.in_lang(lang).to_owned()),
    ];
    out.extend(inject.questions.iter().map(|question| {
        let (question, mark) = (question.in_lang(lang), if is_ja { "。" } else { "?" });
        Line::Item(if is_ja {
            format!("問い：{question}{mark}")
        } else {
            format!("Question: {question}{mark}")
        })
    }));
    out.push(Line::Item(if is_ja {
        format!("決定の期限：物語では{min}分以内、演習では {until} まで")
    } else {
        format!("Decide within {min} minutes of the story; in the exercise by {until}")
    }));
    if leads {
        out.extend(inject.expected.iter().map(|action| {
            let action = action.in_lang(lang);
            Line::Item(if is_ja {
                format!("期待する行動：{action}")
            } else {
                format!("Expected: {action}")
            })
        }));
        let aim = |(id, verdict): &(String, Verdict)| format!("{id} {}", verdict.said().in_lang(lang));
        let aims: Vec<String> = inject.lessons.iter().map(aim).collect();
        let from = match (inject.cause, is_ja) {
            (Cause::Told, true) => "（事案で起きたこと）",
            (Cause::Ours, true) => "（事案では伝えられていないが、自組織の備えが足りない）",
            (Cause::Told, false) => " (happened in the incident)",
            (Cause::Usual, _) => "",
            (Cause::Ours, false) => " (not told of the incident; our own preparation lacks it)",
        };
        out.push(Line::Item(if is_ja {
            format!("狙い：{}{from}", aims.join("、"))
        } else {
            format!("Aimed at: {}{from}", aims.join(", "))
        }));
    }
    out
}

/// The table of what is measured, and how to keep it.
fn measured(drill: &Drill, lang: Lang) -> Vec<Line> {
    let is_ja = lang == Lang::Ja;
    let word = |ja: &str, en: &str| if is_ja { ja.to_owned() } else { en.to_owned() };
    let mut rows = vec![vec![word("測ること", "measure"), word("目標", "target"), word("実測", "measured")]];
    let mut row = |ja: &str, en: &str, target: String| rows.push(vec![word(ja, en), target, String::new()]);
    row("検知まで（分）", "time to detect (minutes)", String::new());
    row("宣言まで（分）", "time to declare (minutes)", String::new());
    row("隔離まで（分）", "time to isolate (minutes)", String::new());
    row("停止・支払いなどの決定まで（分）", "time to decide: shut down, pay (minutes)", String::new());
    row(
        "個人情報保護委員会への報告まで（時間）",
        "time to notify the authority (hours)",
        word(
            "速報 3〜5日、確報 30日（不正な目的のおそれがあれば 60日）",
            "Japan's PPC: first report 3 to 5 days, full report 30 days (60 where the purpose was wrongful)",
        ),
    );
    row("最初の公表まで（時間）", "time to the first public statement (hours)", String::new());
    row("担当者のいない決定（件）", "decisions without an owner", "0".to_owned());
    let hours = |hours: Option<f64>| hours.map_or_else(|| "—".to_owned(), |hours| format!("{hours} h"));
    for system in &drill.systems {
        let name = if system.name.is_empty() { &system.id } else { &system.name };
        row(
            &format!("{name}：復旧時間（RTO）"),
            &format!("{name}: time to recover (RTO)"),
            hours(system.rto_hours),
        );
        row(
            &format!("{name}：失うデータ（RPO）"),
            &format!("{name}: data lost (RPO)"),
            hours(system.rpo_hours),
        );
    }
    let mut command =
        format!("hinomi guard drill record DIR --id ID --date YYYY-MM-DD --incident {}", drill.incident);
    let mut lessons: Vec<&str> = Vec::new();
    for (id, verdict) in drill.injects.iter().flat_map(|inject| &inject.lessons) {
        if *verdict != Verdict::Pass && !lessons.contains(&id.as_str()) {
            lessons.push(id);
        }
    }
    lessons.iter().for_each(|id| command.push_str(&format!(" --lesson {id}")));
    command.push_str(" --participant ROLE --detect MIN --declare MIN --isolate MIN --decide MIN --notify HOURS --statement HOURS");
    for system in &drill.systems {
        command.push_str(&format!(" --rto {}=HOURS --rpo {}=HOURS", system.id, system.id));
    }
    command.push_str(" --finding \"high|TEXT|OWNER|YYYY-MM-DD\"");
    vec![
        Line::Heading(2, word("測ること", "To be measured")),
        Line::Table(rows),
        Line::Heading(2, word("見つかったこと", "Findings")),
        Line::Table(vec![
            vec![
                word("重大さ", "severity"),
                word("内容", "what"),
                word("担当", "owner"),
                word("期限", "due"),
                word("完了", "closed"),
            ],
            vec![String::new(), String::new(), String::new(), String::new(), String::new()],
        ]),
        Line::Heading(2, word("記録する", "Keeping the record")),
        Line::Text(word(
            "測ったものだけを書く。記録は、posture の [[source]] に kind = \"hinomi.drill\" として加えると証拠になる（hinomi guard import が表を書く）。",
            "Write what was measured and leave the rest out. The record becomes evidence as a [[source]] of kind \"hinomi.drill\" in the posture; hinomi guard import prints that table.",
        )),
        Line::Code(command),
    ]
}
