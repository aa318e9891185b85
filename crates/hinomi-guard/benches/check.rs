//! Speed of reading evidence and of answering every check on it, for an invented organisation of 20,000 accounts,
//! 5,000 machines and their sensors.
//!
//! `load` is posture and exports to a pack, `check` is a pack to the 27 answers. Both assert what comes out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hinomi_guard::{Catalogue, FILE, Files, Naming, Pack, Posture, Verdict, check};
use jiff::civil::{Date, date};

const N_ACCOUNTS: usize = 20_000;
const N_MACHINES: usize = 5_000;
const DAY: Date = date(2026, 3, 10);

struct Memory(BTreeMap<&'static str, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).cloned().ok_or_else(|| "is not there".to_owned())
    }
}

fn files() -> Memory {
    let mut accounts = String::from("[");
    let mut assets = String::from("hostname,platform,role,criticality\n");
    let mut sensors = String::from(
        "Device name,Domain,Onboarding status,Sensor health state,Last device update,Tamper protection\n",
    );
    for n in 0..N_ACCOUNTS {
        let (comma, is_admin) = (if n == 0 { "" } else { "," }, n % 100 == 0);
        let _ = write!(
            accounts,
            "{comma}{{\"id\":\"{n}\",\"userPrincipalName\":\"u{n}@bench.example\",\"isAdmin\":{is_admin},\"isMfaCapable\":{},\"userType\":\"member\",\"methodsRegistered\":[\"fido2SecurityKey\"]}}",
            n != 700
        );
    }
    accounts.push(']');
    for n in 0..N_MACHINES {
        let _ = writeln!(assets, "m{n},linux,server,high");
        let _ = writeln!(sensors, "m{n},bench.example,Onboarded,Active,2026-03-09T12:00:00Z,On");
    }
    let all = [("accounts.json", accounts), ("assets.csv", assets), ("sensors.csv", sensors)];
    Memory(all.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}

fn posture() -> (Posture, String) {
    let mut text = String::from("schema = \"hinomi.posture/1\"\norganisation = \"Bench (invented)\"\n");
    for (id, kind, path) in [
        ("accounts", "entra.user-registration-details", "accounts.json"),
        ("assets", "assets.inventory", "assets.csv"),
        ("sensors", "edr.devices", "sensors.csv"),
    ] {
        let _ = write!(
            text,
            "[[source]]\nid = \"{id}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2026-03-10\nscope = \"all\"\n"
        );
    }
    let posture = Posture::parse(&text, FILE, &Catalogue::bundled()).expect("the posture is right");
    (posture, text)
}

fn pack(files: &Memory) -> Pack {
    let (posture, text) = posture();
    Pack::load(posture, FILE, &text, DAY, files)
}

#[divan::bench]
fn load(bencher: divan::Bencher<'_, '_>) {
    let files = files();
    bencher.counter(divan::counter::ItemsCount::new(N_ACCOUNTS + 2 * N_MACHINES)).bench_local(|| {
        let pack = pack(&files);
        assert_eq!(pack.directories[0].accounts.len(), N_ACCOUNTS);
        pack
    });
}

#[divan::bench]
fn check_all(bencher: divan::Bencher<'_, '_>) {
    let pack = pack(&files());
    let catalogue = Catalogue::bundled();
    bencher.counter(divan::counter::ItemsCount::new(N_ACCOUNTS + 2 * N_MACHINES)).bench_local(|| {
        let report = check(&pack, &catalogue, &Naming::AsWritten);
        let verdict = |id: &str| report.finding(id).map(|finding| finding.verdict);
        assert_eq!(verdict("identity.mfa.privileged"), Some(Verdict::Fail));
        assert_eq!(verdict("detect.coverage"), Some(Verdict::Pass));
        report
    });
}

fn main() {
    divan::main();
}
