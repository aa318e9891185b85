//! What a reader is told about the file it reads, and where it says what was odd.

use std::collections::BTreeMap;

use hinomi_model::Warning;
use jiff::tz::TimeZone;

/// About one file of evidence.
#[derive(Debug)]
pub struct Context<'a> {
    /// The file as the posture names it, for warnings.
    pub file: &'a str,
    /// Zone of times that name none; `None` when the posture names no zone either.
    pub zone: Option<&'a TimeZone>,
    /// The posture's own column names: canonical field → header, or header → canonical field.
    pub map: &'a BTreeMap<String, String>,
    /// The day on which the export was made, if that is told.
    pub collected: Option<jiff::civil::Date>,
    /// What was odd, a line each.
    pub warnings: Vec<Warning>,
    /// Why this file cannot back a pass although it could be read: a reason each, in English words that name
    /// no value of the file.
    pub damage: Vec<String>,
    /// What is wrong with rows, in how many, and in which first: told together by [`Context::settle`].
    rows: BTreeMap<(&'static str, &'static str), (u32, u32)>,
}

impl<'a> Context<'a> {
    /// A context without damage.
    pub fn new(file: &'a str, zone: Option<&'a TimeZone>, map: &'a BTreeMap<String, String>) -> Self {
        Self {
            file,
            zone,
            map,
            collected: None,
            warnings: Vec::new(),
            damage: Vec::new(),
            rows: BTreeMap::new(),
        }
    }

    /// The day of a text outside tables, where nothing decides an ambiguous order.
    pub fn day(&self, text: &str) -> Option<jiff::civil::Date> {
        super::moment::day(text, self.zone, super::moment::Order::Unknown)
    }

    /// Says what is odd without doubting the file.
    pub fn warn(&mut self, what: impl AsRef<str>, remedy: impl AsRef<str>) {
        self.warnings.push(Warning::new(self.file, what, remedy));
    }

    /// Says what is wrong and that the file can no longer back a pass.
    pub fn damage(&mut self, what: impl AsRef<str>, remedy: impl AsRef<str>) {
        self.damage.push(what.as_ref().to_owned());
        self.warn(what, remedy);
    }

    /// Says what is wrong with one row; rows with the same fault are told in one line.
    pub fn damage_row(&mut self, row: u32, what: &'static str, remedy: &'static str) {
        let (n, _) = self.rows.entry((what, remedy)).or_insert((0, row));
        *n += 1;
    }

    /// Tells what was wrong with rows.
    pub fn settle(&mut self) {
        for ((what, remedy), (n, first)) in std::mem::take(&mut self.rows) {
            let told = if n == 1 {
                format!("row {first} {what}")
            } else {
                format!("{n} rows, first row {first}: {what}")
            };
            self.damage(told, remedy);
        }
    }
}
