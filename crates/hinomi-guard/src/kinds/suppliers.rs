//! The register of suppliers, the map of data, the register of exceptions.
//!
//! The supplier register is what shows that an account created like staff's belongs to a contractor: nothing in
//! a directory does.

use crate::kinds::assets::rank;
use crate::kinds::restores::hours;
use crate::read::context::Context;
use crate::read::table::each_row;
use crate::records::{DataSet, Exception, Place, Records, Supplier};

/// What separates accounts in one cell.
const SEPARATORS: [char; 7] = [';', '；', ',', '、', '，', '\n', '/'];

/// Reads the suppliers.
pub fn register(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "suppliers", &["name"], context, |cells, context| {
        let name = cells.get("name");
        if name.is_empty() {
            context.damage_row(cells.row(), "has no name", "fill it in");
            return;
        }
        let cell = |field: &str| cells.has(field).then(|| cells.get(field).to_owned());
        for field in ["contract_end", "reviewed_on"] {
            let word = cells.get(field);
            if word.bytes().any(|b| b.is_ascii_digit()) && cells.day(field).is_none() {
                context.damage_row(cells.row(), "has a date that cannot be read", "write it as 2025-10-17");
            }
        }
        let id = if cells.get("id").is_empty() { name } else { cells.get("id") };
        let accounts =
            cells.get("accounts").split(SEPARATORS).map(str::trim).filter(|a| !a.is_empty() && *a != "-");
        records.suppliers.push(Supplier {
            id: id.to_owned(),
            name: name.to_owned(),
            service: cell("service"),
            purpose: cell("purpose"),
            rank: rank(cells.get("criticality")),
            privileged: cells.yes("privileged"),
            accounts: accounts.map(str::to_owned).collect(),
            has_accounts: cells.has("accounts"),
            data: cell("data"),
            records: cell("records"),
            contract_end: cells.day("contract_end"),
            clause: cells.yes("clause"),
            // "72", "72時間以内", "3日": a bare number is hours.
            notify_hours: hours(cells.get("notify_hours")).or_else(|| cells.number("notify_hours")),
            reviewed_on: cells.day("reviewed_on"),
            contact: cell("contact"),
            row: cells.row(),
        });
    });
}

/// Reads the map of data.
pub fn data_map(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "data_map", &["holder"], context, |cells, _| {
        records.data_sets.push(DataSet {
            name: cells.get("dataset").to_owned(),
            kind: cells.get("kind").to_owned(),
            records: cells.get("records").to_owned(),
            holder: cells.get("holder").to_owned(),
            purpose: cells.get("purpose").to_owned(),
            reviewed_on: cells.day("reviewed_on"),
            row: cells.row(),
        });
    });
}

/// Reads the register of exceptions. One that is closed is none.
pub fn exceptions(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "exceptions", &["subject"], context, |cells, _| {
        let status = cells.get("status").to_lowercase();
        if matches!(status.as_str(), "closed" | "expired" | "revoked" | "終了" | "失効") {
            return;
        }
        let some = |field: &str| Some(cells.get(field)).filter(|cell| !cell.is_empty());
        records.exceptions.push(Exception {
            id: some("id").map_or_else(|| format!("row {}", cells.row()), str::to_owned),
            control: cells.get("control").to_owned(),
            subject: cells.get("subject").to_owned(),
            reason: cells.get("reason").to_owned(),
            approved_by: cells.get("approved_by").to_owned(),
            granted: cells.day("granted"),
            expires: cells.day("expires"),
            compensating: some("compensating").map(str::to_owned).into_iter().collect(),
            place: Some(Place { source: 0, row: cells.row() }),
        });
    });
}
