//! Training records of a learning system. They have no denominator: the directory and the register give it.

use crate::read::context::Context;
use crate::read::table::each_row;
use crate::read::words::{Sense, means};
use crate::records::{Records, Training};

/// Reads who finished what when.
pub fn records(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "training", &["person", "completed_on"], context, |cells, context| {
        let person = cells.get("person");
        if person.is_empty() {
            context.damage_row(cells.row(), "has no person", "export it again");
            return;
        }
        let told = cells.get("completed_on");
        let says_not = told.is_empty()
            || means(told, Sense::No)
            || means(told, Sense::Nothing)
            || means(told, Sense::Open);
        let completed_on = cells.day("completed_on");
        records.training.push(Training {
            person: person.to_owned(),
            course: cells.has("course").then(|| cells.get("course").to_owned()),
            completed_on,
            is_unclear: completed_on.is_none() && !says_not,
            row: cells.row(),
        });
    });
}
