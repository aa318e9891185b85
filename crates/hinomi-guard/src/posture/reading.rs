//! Reads the file while collecting what is wrong, each with its line.

use hinomi_model::Warning;
use jiff::civil::Date;
use toml::Spanned;

use super::wire;

/// Reads the file while collecting what is wrong, each with its line.
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub file: &'a str,
    pub errors: Vec<Warning>,
    pub warnings: Vec<Warning>,
}

impl Reading<'_> {
    pub fn line(&self, offset: usize) -> u32 {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.iter().filter(|b| **b == b'\n').count() as u32 + 1
    }

    pub fn place(&self, offset: usize) -> String {
        format!("{} line {}", self.file, self.line(offset))
    }

    pub fn error<T>(&mut self, at: &Spanned<T>, what: String, remedy: &str) {
        let place = self.place(at.span().start);
        self.errors.push(Warning::new(place, what, remedy));
    }

    pub fn warn<T>(&mut self, at: &Spanned<T>, what: String, remedy: &str) {
        let place = self.place(at.span().start);
        self.warnings.push(Warning::new(place, what, remedy));
    }

    pub fn day(&mut self, day: Option<&Spanned<wire::Day>>) -> Option<Date> {
        let day = day?;
        let date = day.get_ref().date();
        if date.is_none() {
            self.error(day, "is no date".to_owned(), "write it like 2025-10-17");
        }
        date
    }

    pub fn path(&mut self, path: &Spanned<String>) -> String {
        let told = path.get_ref();
        let odd = told.starts_with(['/', '\\', '~'])
            || told.contains(':')
            || told.split(['/', '\\']).any(|part| part == "..");
        if odd || told.is_empty() {
            self.error(
                path,
                format!("path {told:?} leads out of the folder"),
                "keep exports beside or below the posture file",
            );
        }
        told.clone()
    }
}
