//! How many of what.

mod bounds;
mod context;
pub(crate) mod currency;
mod judge;
mod pair;
pub(crate) mod qualifier;
mod range;
mod rate;
mod unit;

use hinomi_model::{Qualifier, Span, Unit};
use rust_decimal::Decimal;

pub(crate) use self::context::is_after_code;
use self::context::{has_leading_zero, is_glued_after, is_hour, is_numbered};
use self::currency::currency_before;
use self::unit::{Counted, Counts, counted};
use crate::fold::{Folded, is_behind};
use crate::number::{self, Number};

/// A number that says how many, where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Qualifier, number and unit or noun: 約1万2,000件以上, `more than 12,000 internal documents`.
    pub span: Span,
    /// The number, in the base unit (bytes, whole money, percent); the lower end of a range.
    pub number: Decimal,
    /// The upper end of a range, of 数十万 and of `dozens`.
    pub upper: Option<Decimal>,
    /// How exact.
    pub qualifier: Qualifier,
    /// What is counted, where the vocabulary has it.
    pub unit: Option<Unit>,
    /// The number alone.
    pub number_span: Span,
    /// The unit or noun alone, as written; empty (at the number's end) when there is none.
    pub noun_span: Span,
}

/// Finds the quantities in a text, in text order, without overlaps.
///
/// Left out: dates and times, lengths of time, years, 第N報, versions, model, telephone and list numbers,
/// ranks, ages and identifiers. A share (3分の1, `a fifth`) is given in percent, rounded to two places.
pub fn quantities(folded: &Folded) -> Vec<Quantity> {
    let lower = folded.lower();
    let mut scan = number::scan(folded);
    let mut found: Vec<Quantity> = Vec::new();
    let mut floor = 0;
    while let Some(number) = number::next(&mut scan, folded) {
        let page = Page { text: &folded.text, lower, floor };
        let amounts = page.read(number);
        scan.resume(number.end);
        for amount in amounts.into_iter().flatten() {
            scan.resume(amount.end);
            floor = amount.end;
            let span = folded.source(amount.start..amount.end);
            if !is_behind(found.last().map(|before| before.span), span) {
                continue;
            }
            let number_span = folded.source(amount.number.clone());
            let noun_span = match amount.noun.is_empty() {
                true => Span::new(number_span.end as usize, number_span.end as usize),
                false => folded.source(amount.noun.clone()),
            };
            found.push(Quantity {
                span,
                number: amount.low.normalize(),
                upper: amount.high.map(|high| high.normalize()),
                qualifier: amount.qualifier,
                unit: amount.unit,
                number_span,
                noun_span,
            });
        }
    }
    found
}

/// Whether a counter, measure or sign stands directly behind the number that ends at `end` of folded text.
pub(crate) fn counts_directly(text: &str, lower: &str, end: usize) -> bool {
    counted(text, lower, end).is_some_and(|counted| counted.is_close && counted.counts != Counts::Nothing)
}

/// A quantity in the folded text.
#[derive(Debug, Clone)]
struct Amount {
    start: usize,
    end: usize,
    number: std::ops::Range<usize>,
    noun: std::ops::Range<usize>,
    low: Decimal,
    high: Option<Decimal>,
    qualifier: Qualifier,
    unit: Option<Unit>,
}

impl Amount {
    /// A number that stands for a count without unit or noun.
    fn bare(number: &Number) -> Self {
        Self {
            start: number.start,
            end: number.end,
            number: number.start..number.end,
            noun: number.end..number.end,
            low: number.low,
            high: number.high,
            qualifier: Qualifier::Exact,
            unit: None,
        }
    }
}

/// The folded text around a number, and what earlier quantities have taken of it.
#[derive(Debug, Clone, Copy)]
struct Page<'t> {
    text: &'t str,
    lower: &'t str,
    /// End of the quantity before.
    floor: usize,
}

impl Page<'_> {
    /// The quantity that `number` stands in; two for a change (59から69に).
    fn read(self, number: Number) -> [Option<Amount>; 2] {
        if is_numbered(self.text, &number) {
            return [None, None];
        }
        if let Some(amount) = self.one_in(&number) {
            return [Some(amount), None];
        }
        match range::upper(self.text, self.lower, &number) {
            Some(joined) if joined.is_change => self.change(number, joined),
            Some(joined) => match self.range(number, joined) {
                Some(amount) => [Some(amount), None],
                None => [self.alone(number), None],
            },
            None => [self.alone(number), None],
        }
    }

    fn alone(self, number: Number) -> Option<Amount> {
        if is_glued_after(self.text, &number) {
            return None;
        }
        self.single(number, None).map(|amount| self.with_other_bound(amount))
    }

    /// One number with what stands around it; `unit` is what is known of it from elsewhere.
    fn single(self, number: Number, unit: Option<Unit>) -> Option<Amount> {
        if has_leading_zero(self.text, &number) || is_hour(self.lower, &number) {
            return None;
        }
        let money = currency_before(self.text.get(self.floor..number.start)?);
        let money = money.map(|(start, unit)| (self.floor + start, unit));
        let (near_end, near) = qualifier::after(self.lower, number.end);
        let behind = self.behind(&number, near_end);
        if behind.as_ref().is_some_and(|counted| counted.counts == Counts::Nothing) {
            return None;
        }
        let number_start = money.map_or(number.start, |(start, _)| start);
        let (start, front) = qualifier::before(self.lower, number_start);
        let mut amount = Amount {
            start: start.max(self.floor),
            end: near_end,
            number: number.start..number.end,
            noun: number.end..number.end,
            low: number.low,
            high: number.high,
            qualifier: qualifier::stronger(qualifier::stronger(front, near), self.inside(&number)),
            unit: if number.is_share { Some(Unit::Percent) } else { unit },
        };
        if let Some((_, unit)) = money {
            amount.unit = Some(unit);
            self.twice_named(&mut amount, unit, behind.as_ref());
        } else if let (Some(counted), false) = (&behind, number.is_share) {
            self.count(&mut amount, counted)?;
        }
        let is_bare = money.is_none() && behind.is_none() && !number.is_share && unit.is_none();
        if !self.is_quantity(&number, &amount, behind.as_ref(), is_bare) {
            return None;
        }
        if amount.high.is_some() && matches!(amount.qualifier, Qualifier::Exact | Qualifier::Approx) {
            amount.qualifier = Qualifier::Range;
        }
        if is_bare {
            amount.unit = unit::subject(self.text.get(self.floor..amount.start)?);
        }
        self.rate(&mut amount);
        Some(amount)
    }

    /// What the number itself says of how exact it is: 十余万.
    fn inside(self, number: &Number) -> Qualifier {
        let own = self.text.get(number.start..number.end).unwrap_or_default();
        let is_more = number.is_scaled && number::MORE.iter().any(|word| own.contains(word));
        if is_more { Qualifier::MoreThan } else { Qualifier::Exact }
    }

    /// What is counted: behind the number, or behind the qualifier that follows it (700を超える組織).
    fn behind(self, number: &Number, near_end: usize) -> Option<Counted> {
        counted(self.text, self.lower, number.end)
            .or_else(|| if near_end == number.end { None } else { counted(self.text, self.lower, near_end) })
    }

    /// Takes in what is counted, the 分 of 人分, and the qualifiers behind it.
    fn count(self, amount: &mut Amount, counted: &Counted) -> Option<()> {
        amount.noun = counted.noun.clone();
        if let Counts::Unit(unit, factor) = counted.counts {
            amount.unit = Some(unit);
            amount.low = amount.low.checked_mul(factor)?;
            amount.high = match amount.high {
                Some(high) => Some(high.checked_mul(factor)?),
                None => None,
            };
        }
        let rest = self.text.get(amount.noun.end..)?;
        // 1店当たり is what something else is reckoned for.
        if rest.starts_with("当たり") || rest.starts_with("あたり") {
            return None;
        }
        let is_share = rest.starts_with('分')
            && !rest['分'.len_utf8()..].starts_with(['野', '析', '類', '散', '割', '布']);
        if counted.is_close && is_share {
            amount.noun.end += '分'.len_utf8();
        }
        if matches!(amount.unit, Some(Unit::Currency(_))) {
            self.small_change(amount)?;
        }
        let (end, far) = qualifier::after(self.lower, amount.noun.end);
        amount.end = end.max(amount.end);
        amount.qualifier = qualifier::stronger(far, amount.qualifier);
        Some(())
    }

    /// Takes in the second name of a currency: `$10 dollars`, 人民元50元.
    fn twice_named(self, amount: &mut Amount, unit: Unit, behind: Option<&Counted>) {
        let same = behind.filter(|own| matches!(own.counts, Counts::Unit(other, _) if other == unit));
        // Two amounts may stand in a row: `$ 20 $ 30`.
        let is_name = |own: &&Counted| {
            let name = self.text.get(own.noun.clone()).unwrap_or_default();
            name.chars().next_back().is_some_and(char::is_alphabetic)
        };
        if let Some(own) = same.filter(|own| own.noun.start <= amount.end + 1).filter(is_name) {
            amount.noun = own.noun.clone();
            amount.end = own.noun.end.max(amount.end);
        }
    }

    /// Takes in what stands behind the currency: `75 USD million`, 20円50銭.
    fn small_change(self, amount: &mut Amount) -> Option<()> {
        if let Some((scale, end)) = currency::scale_behind(self.text, amount.noun.end) {
            amount.low = amount.low.checked_mul(scale)?;
            amount.high = match amount.high {
                Some(high) => Some(high.checked_mul(scale)?),
                None => None,
            };
            amount.noun.end = end;
        } else if amount.high.is_none()
            && amount.low.fract().is_zero()
            && let Some((part, end)) = currency::change(self.text, self.lower, amount.noun.end)
        {
            amount.low = amount.low.checked_add(part)?;
            amount.noun.end = end;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
