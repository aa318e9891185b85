//! `backup.history_span`: restore points reach back further than an intruder's dwell.
//!
//! The span is counted on the day of the listing, per machine or resource and path: points of another machine
//! prove nothing. A system passes when one of its copies reaches far enough without a gap; it fails when all its
//! copies are listed and none does. A machine whose points have ended is a gap; one that
//! never had any is told beside a pass. Misses: whether a point can be restored and whether the copy survives.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::posture::System;
use crate::read::moment::days;
use crate::read::names::host_key;
use crate::records::{Place, RestorePoint};
use crate::said::{Said, said};

const KINDS: [&str; 7] = [
    "restic.snapshots",
    "borg.list",
    "kopia.snapshots",
    "rustic.snapshots",
    "pbs.snapshots",
    "pgbackrest.info",
    "aws.backup.recovery-points",
];

/// What is shown of one copy.
enum Span {
    Reaches,
    Short(Vec<Place>, i64),
    Unknown(Said),
}

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    for system in judge.critical_systems() {
        if system.copies.is_empty() {
            judge.gap_of(&system.id, said("控えが登録されていない", "no copy is listed"), &["posture.copy"]);
            continue;
        }
        look_at(judge, system);
    }
}

fn look_at(judge: &mut Judge<'_>, system: &System) {
    let pack = judge.pack;
    let mut short: Vec<(Vec<Place>, i64)> = Vec::new();
    let mut unknown: Vec<(&str, Said)> = Vec::new();
    for id in &system.copies {
        let Some(copy) = pack.posture.copy(id) else { continue };
        let listing = copy.listing.as_deref().and_then(|id| pack.source(id));
        let Some(one) = listing.filter(|one| KINDS.contains(&one.source.kind.as_str())) else {
            unknown
                .push((id, said("復元点の一覧がない控えがある", "a copy has no listing of restore points")));
            continue;
        };
        match span(judge, one, &system.hosts) {
            Span::Reaches if one.doubts.is_empty() => {
                judge.rely(one);
                // Not every machine of a system holds data: that one has no points is told and settles nothing.
                let listed: BTreeSet<String> = one
                    .records
                    .points
                    .iter()
                    .filter(names_machine)
                    .map(|point| host_key(&point.of))
                    .collect();
                let n = system.hosts.iter().filter(|host| !listed.contains(&host_key(host))).count();
                if n > 0 && !listed.is_empty() {
                    judge.note(said(
                        format!("一覧に復元点のない機器が{n}台ある"),
                        format!("the listing holds no restore point of {n} of the system's machines"),
                    ));
                }
                return;
            }
            Span::Reaches => unknown.extend(one.doubts.iter().map(|doubt| (id.as_str(), doubt.clone()))),
            Span::Short(rows, age) if one.is_whole => short.push((rows, age)),
            Span::Short(..) => {
                let what = said(
                    "復元点の一覧が完全でなく、どこまで遡れるか分からない",
                    "how far back a copy reaches is not told by a listing that is not whole",
                );
                unknown.push((id, what));
            }
            Span::Unknown(why) => unknown.push((id, why)),
        }
    }
    let cover = judge.days("dwell_cover_days", 150.0);
    if unknown.is_empty() {
        let oldest = short.iter().map(|(_, age)| *age).max().unwrap_or(0);
        let why = said(
            format!("最も古い復元点が{oldest}日前で、必要な{cover}日に届かない"),
            format!("the oldest restore point is {oldest} days old; {cover} are needed"),
        );
        judge.fail(&system.id, why, short.into_iter().flat_map(|(rows, _)| rows));
        return;
    }
    for (id, why) in unknown {
        judge.gap_of(id, why, &KINDS);
    }
}

/// Whether a point says of which machine it is. Names of resources (ARNs) are no machines; the posture says that the
/// listing is of the system.
fn names_machine(point: &&RestorePoint) -> bool {
    !point.of.is_empty() && !point.of.contains(':')
}

fn span(judge: &Judge<'_>, one: &Evidence, hosts: &[String]) -> Span {
    let (cover, gap_max) = (judge.days("dwell_cover_days", 150.0), judge.days("max_gap_days", 45.0));
    let seen_on = one.seen_on(judge.as_of());
    let points = &one.records.points;
    let hosts: Vec<String> = hosts.iter().map(|host| host_key(host)).collect();
    let is_ours = |point: &&RestorePoint| {
        !names_machine(point) || hosts.is_empty() || hosts.contains(&host_key(&point.of))
    };
    let ours: Vec<&RestorePoint> = points.iter().filter(is_ours).collect();
    if ours.is_empty() {
        return Span::Unknown(match one.doubts.first() {
            Some(doubt) => doubt.clone(),
            None if points.is_empty() => {
                said("一覧に復元点が一つもない", "the listing holds no restore point")
            }
            None => said("一覧にこのシステムの機器がない", "the listing holds no machine of this system"),
        });
    }
    if ours.iter().any(|point| days(point.day, seen_on) < -1) {
        return Span::Unknown(said(
            "一覧に取得日より後の復元点がある",
            "the listing holds restore points later than its own day",
        ));
    }
    let mut groups: BTreeMap<(&str, &str), Vec<&RestorePoint>> = BTreeMap::new();
    for point in ours {
        groups.entry((&point.of, &point.part)).or_default().push(point);
    }
    // Parts of a machine that ended are history of something else; a machine that ended is one no longer backed up.
    let is_live = |points: &[&RestorePoint]| {
        points.iter().map(|p| days(p.day, seen_on)).min().is_some_and(|age| age <= gap_max)
    };
    let live: Vec<&Vec<&RestorePoint>> = groups.values().filter(|points| is_live(points)).collect();
    let is_of_live = |of: &str| groups.iter().any(|(key, points)| key.0 == of && is_live(points));
    let is_declared = |of: &str| hosts.contains(&host_key(of));
    if live.is_empty() || groups.keys().any(|(of, _)| is_declared(of) && !is_of_live(of)) {
        return Span::Unknown(said("最近の復元点がない", "there is no recent restore point"));
    }
    let verdicts: Vec<Span> =
        live.iter().map(|points| group_span(one, points, seen_on, cover, gap_max)).collect();
    if verdicts.iter().all(|span| matches!(span, Span::Reaches)) {
        return Span::Reaches;
    }
    if verdicts.iter().all(|span| matches!(span, Span::Short(..))) {
        let all = verdicts.into_iter().filter_map(|span| match span {
            Span::Short(rows, age) => Some((rows, age)),
            _ => None,
        });
        let (rows, ages): (Vec<Vec<Place>>, Vec<i64>) = all.unzip();
        return Span::Short(rows.into_iter().flatten().collect(), ages.into_iter().max().unwrap_or(0));
    }
    let unknown =
        verdicts.into_iter().find_map(|span| if let Span::Unknown(why) = span { Some(why) } else { None });
    Span::Unknown(unknown.unwrap_or_else(|| {
        said("復元点が届く対象と届かない対象がある", "some parts reach far enough and some do not")
    }))
}

fn group_span(one: &Evidence, points: &[&RestorePoint], seen_on: Date, cover: i64, gap_max: i64) -> Span {
    let mut sorted: Vec<&RestorePoint> = points.to_vec();
    sorted.sort_by_key(|point| (point.day, point.row));
    let oldest = sorted[0];
    let age = days(oldest.day, seen_on);
    // Without a zone the day can be the one before or after.
    if !oldest.is_day_sure && (age - cover).abs() <= 1 {
        return Span::Unknown(said(
            "時刻帯が分からず、答えがそれに左右される",
            "the listing has no time zone and the answer depends on it",
        ));
    }
    if age < cover {
        return Span::Short(vec![one.place(oldest.row)], age);
    }
    let ends = sorted.iter().map(|point| point.day).chain([seen_on]);
    let gap = sorted.iter().zip(ends.skip(1)).map(|(point, next)| days(point.day, next)).max().unwrap_or(0);
    if gap > gap_max {
        return Span::Unknown(said(
            format!("復元点に{gap}日の空きがある"),
            format!("the history has a gap of {gap} days"),
        ));
    }
    Span::Reaches
}
