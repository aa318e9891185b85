//! Guard at scale: a made organisation of 200,000 accounts, 1,000,000 sign-ins, 50,000 machines, a software list of
//! 20,000 components and a known-exploited list of 1,500, from a seed; read and checked.
//!
//! The row says whether every verdict is the one that the data was made for; time and memory are notes.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use hinomi_guard::{Catalogue, Naming, Story, Verdict};

use super::guard::{Folder, load};
use crate::table::Table;

/// Seed of the generator: which accounts are administrators and which sign-ins used one factor.
const SEED: u64 = 0x5eed_6ad3;

const ACCOUNTS: u64 = 200_000;
const SIGN_INS: u64 = 1_000_000;
const MACHINES: u64 = 50_000;
const COMPONENTS: u64 = 20_000;
const LISTED: u64 = 1_500;

/// What the made data shows.
const EXPECTED: [(&str, Verdict); 6] = [
    ("identity.mfa.privileged", Verdict::Pass),
    ("identity.mfa.enforced", Verdict::Pass),
    ("identity.dormant.privileged", Verdict::Pass),
    ("detect.coverage", Verdict::Pass),
    ("detect.tamper", Verdict::Fail),
    ("vuln.kev_overdue", Verdict::Unknown),
];

/// Measures.
pub fn run(_: &Path) -> Result<Table> {
    let dir = std::env::temp_dir().join(format!("hinomi-guard-scale-{}", std::process::id()));
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let measured = write(&dir).and_then(|text| measure(&text, &dir));
    std::fs::remove_dir_all(&dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    measured
}

fn measure(text: &str, dir: &Path) -> Result<Table> {
    // The peak of a process counts every suite that ran before; Linux starts it anew on "5" (proc(5), clear_refs).
    let is_own_peak = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let start = cpu_seconds();
    let pack = load(text, &Folder(dir.to_path_buf()), None)?;
    let catalogue = Catalogue::bundled();
    let report = hinomi_guard::check(&pack, &catalogue, &Naming::AsWritten);
    let took = start.zip(cpu_seconds()).map(|(start, end)| end - start);
    let mut table = Table::default();
    for (check, expected) in EXPECTED {
        let found = report.finding(check).context("no such check")?;
        table.rows.insert(check.to_owned(), f64::from(u8::from(found.verdict == expected)));
    }
    let start = cpu_seconds();
    let story = Story::parse(STORY, "story", &catalogue).map_err(|why| anyhow!(why))?;
    let on_story = hinomi_guard::check_story(&report, &pack, &catalogue, &Naming::AsWritten, &story);
    let took_story = start.zip(cpu_seconds()).map(|(start, end)| end - start);
    let found = on_story.finding("vuln.named_in_news").context("no such check")?;
    table.rows.insert(found.check.clone(), f64::from(u8::from(found.verdict == Verdict::Fail)));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("not known").trim().to_owned();
    let seconds = |took: Option<f64>| took.map_or("unknown".to_owned(), |took| format!("{took:.2}"));
    table.notes.push(format!(
        "{} s of one core, {} s more for a story; most memory {peak}{}",
        seconds(took),
        seconds(took_story),
        if is_own_peak { "" } else { " (of all suites of this run)" }
    ));
    Ok(table)
}

/// A product of the news that the made list of software holds.
const STORY: &str = "schema = \"hinomi.incident-facts/1\"\nid = \"made\"\n[[product]]\npurl = \"pkg:npm/lib19999\"\naffected = [\"< 2\"]\n[[product]]\nvendor = \"Made\"\nname = \"Absent\"\naffected = [\"< 2\"]\n";

/// Seconds that this thread has had a core for, which other work on the machine does not change; none where the system
/// does not say. Source: Linux, sched-stats: the first number is nanoseconds.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}

/// A fixed sequence (splitmix64).
fn mixed(n: u64) -> u64 {
    let mut z = SEED.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn list(
    dir: &Path,
    name: &str,
    head: &str,
    tail: &str,
    stop: &str,
    n: u64,
    one: impl Fn(u64) -> String,
) -> Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(dir.join(name))?);
    out.write_all(head.as_bytes())?;
    for i in 0..n {
        out.write_all(one(i).as_bytes())?;
        out.write_all(if i + 1 < n { stop.as_bytes() } else { b"" })?;
    }
    out.write_all(tail.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn write(dir: &Path) -> Result<String> {
    let id = |i: u64| format!("30000000-0000-4000-8000-{i:012}");
    let is_admin = |i: u64| mixed(i).is_multiple_of(400);
    list(dir, "registration.json", "{\"value\":[\n", "\n]}\n", ",\n", ACCOUNTS, |i| {
        format!(
            "{{\"id\":\"{}\",\"userPrincipalName\":\"user{i}@big.example\",\"userDisplayName\":\"利用者 {i}\",\"userType\":\"member\",\"isAdmin\":{},\"isMfaRegistered\":true,\"isMfaCapable\":true,\"methodsRegistered\":[\"fido2\"],\"lastUpdatedDateTime\":\"2025-10-17T21:00:00Z\"}}",
            id(i),
            is_admin(i)
        )
    })?;
    list(dir, "users.json", "{\"value\":[\n", "\n]}\n", ",\n", ACCOUNTS, |i| {
        format!(
            "{{\"id\":\"{}\",\"userPrincipalName\":\"user{i}@big.example\",\"displayName\":\"利用者 {i}\",\"userType\":\"Member\",\"accountEnabled\":true,\"employeeType\":\"Employee\",\"companyName\":null,\"createdDateTime\":\"2023-02-20T00:00:00Z\",\"signInActivity\":{{\"lastSuccessfulSignInDateTime\":\"2025-10-{:02}T08:00:00Z\"}}}}",
            id(i),
            1 + mixed(i) % 17
        )
    })?;
    list(
        dir,
        "signins.csv",
        "Date (UTC),Request ID,Username,User type,Status,Authentication requirement,Conditional Access\n",
        "\n",
        "\n",
        SIGN_INS,
        |i| {
            let user = mixed(i) % ACCOUNTS;
            let one = !is_admin(user) && mixed(i ^ 1).is_multiple_of(1000);
            let requirement = if one { "Single-factor authentication" } else { "Multifactor authentication" };
            format!(
                "2025-10-{:02}T05:03:22Z,{},user{user}@big.example,Member,Success,{requirement},Success",
                1 + mixed(i) % 17,
                id(i)
            )
        },
    )?;
    let policy = "{\"value\":[{\"displayName\":\"all\",\"state\":\"enabled\",\"conditions\":{\"clientAppTypes\":[\"all\"],\"users\":{\"includeUsers\":[\"All\"]},\"applications\":{\"includeApplications\":[\"All\"]}},\"grantControls\":{\"operator\":\"OR\",\"builtInControls\":[\"mfa\"]}}]}";
    std::fs::write(dir.join("policies.json"), policy)?;
    list(
        dir,
        "machines.csv",
        "hostname,platform,role,criticality,site,owner\n",
        "\n",
        "\n",
        MACHINES,
        |i| {
            format!(
                "host{i},linux,server,{},dc,it",
                if mixed(i).is_multiple_of(10) { "critical" } else { "normal" }
            )
        },
    )?;
    // The last machine is critical and unprotected against tampering.
    list(
        dir,
        "sensors.csv",
        "Device name,Domain,Onboarding status,Sensor health state,Last device update,Tamper protection\n",
        "\n",
        "\n",
        MACHINES,
        |i| {
            let is_off = mixed(i).is_multiple_of(10) && i > MACHINES - 100;
            format!(
                "HOST{i}.corp.example,corp.example,Onboarded,Active,2025-10-17T23:00:00Z,{}",
                if is_off { "Off" } else { "On" }
            )
        },
    )?;
    list(
        dir,
        "sbom.json",
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[",
        "]}",
        ",",
        COMPONENTS,
        |i| {
            format!(
                "{{\"name\":\"lib{i}\",\"version\":\"1.{}.0\",\"purl\":\"pkg:npm/lib{i}@1.{}.0\"}}",
                mixed(i) % 40,
                mixed(i) % 40
            )
        },
    )?;
    list(dir, "kev.json", "{\"vulnerabilities\":[", "]}", ",", LISTED, |i| {
        format!(
            "{{\"cveID\":\"CVE-2025-{i:05}\",\"vendorProject\":\"v\",\"product\":\"p{i}\",\"dateAdded\":\"2025-01-01\"}}"
        )
    })?;
    let sources = [
        ("entra.user-registration-details", "registration.json"),
        ("entra.users", "users.json"),
        ("entra.signins", "signins.csv"),
        ("entra.conditional-access", "policies.json"),
        ("assets.inventory", "machines.csv"),
        ("edr.devices", "sensors.csv"),
        ("cyclonedx", "sbom.json"),
        ("cisa.kev", "kev.json"),
    ];
    let mut text = String::from(
        "schema = \"hinomi.posture/1\"\norganisation = \"big\"\nas_of = 2025-10-18\ntimezone = \"Asia/Tokyo\"\n",
    );
    for (kind, path) in sources {
        text.push_str(&format!("[[source]]\nid = \"{kind}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2025-10-17\nscope = \"all\"\n"));
    }
    Ok(text)
}
