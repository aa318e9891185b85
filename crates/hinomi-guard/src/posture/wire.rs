//! The posture file as TOML has it; a key that is not known is an error.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::read::moment;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub schema: Spanned<String>,
    #[serde(default)]
    pub organisation: String,
    pub as_of: Option<Spanned<Day>>,
    pub timezone: Option<Spanned<String>>,
    #[serde(default)]
    pub directories: Vec<Spanned<String>>,
    #[serde(default)]
    pub policy: toml::Table,
    #[serde(default)]
    pub source: Vec<Spanned<Source>>,
    #[serde(default)]
    pub system: Vec<Spanned<System>>,
    #[serde(default)]
    pub copy: Vec<Spanned<Copy>>,
    #[serde(default)]
    pub declaration: Vec<Spanned<Declaration>>,
    #[serde(default)]
    pub exception: Vec<Spanned<Exception>>,
}

/// A TOML date, or a text that is one.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Day {
    Date(toml::value::Datetime),
    Text(String),
}

impl Day {
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(at) => {
                moment::day(&at.date.map(|date| date.to_string())?, None, moment::Order::Unknown)
            }
            Self::Text(text) => moment::day(text, None, moment::Order::Unknown),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: Spanned<String>,
    pub kind: Spanned<String>,
    pub path: Spanned<String>,
    pub collected: Option<Spanned<Day>>,
    pub scope: Option<Spanned<String>>,
    pub covers: Option<Covers>,
    pub encoding: Option<Spanned<String>>,
    #[serde(default)]
    pub map: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covers {
    pub from: Spanned<Day>,
    pub to: Spanned<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    pub id: Spanned<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub critical: bool,
    #[serde(default)]
    pub hosts: Vec<String>,
    pub rto_hours: Option<f64>,
    pub rpo_hours: Option<f64>,
    #[serde(default)]
    pub copies: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    pub id: Spanned<String>,
    pub system: Option<Spanned<String>>,
    pub listing: Option<Spanned<String>>,
    pub lock: Option<Spanned<String>>,
    pub vault: Option<Spanned<String>>,
    pub restores: Option<Spanned<String>>,
    #[serde(default)]
    pub media: String,
    pub delete_authority: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Value {
    YesNo(bool),
    Number(f64),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    pub id: Spanned<String>,
    pub claim: Spanned<String>,
    #[serde(default)]
    pub subject: String,
    pub value: Spanned<Value>,
    #[serde(default)]
    #[allow(dead_code, reason = "people's own words: accepted, never read")]
    pub statement: String,
    #[serde(default)]
    pub declared_by: String,
    pub declared_on: Option<Spanned<Day>>,
    pub expires: Option<Spanned<Day>>,
    #[serde(default)]
    pub evidence: Vec<Artefact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artefact {
    #[serde(default)]
    pub kind: String,
    pub path: Option<Spanned<String>>,
    #[serde(default, rename = "ref")]
    pub reference: String,
    pub sha256: Option<Spanned<String>>,
    pub dated: Option<Spanned<Day>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub control: String,
    pub subject: Spanned<String>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub approved_by: String,
    pub granted: Option<Spanned<Day>>,
    pub expires: Option<Spanned<Day>>,
    #[serde(default)]
    pub compensating: OneOrMany,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
pub enum OneOrMany {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}
