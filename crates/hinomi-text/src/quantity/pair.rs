//! Two numbers as one quantity, or as two: 10〜20人, 5人に1人, 100件以上300件未満, 59から69社に.

use hinomi_model::{Qualifier, Unit};
use rust_decimal::Decimal;

use super::context::{is_glued_after, is_year};
use super::currency::currency_before;
use super::range::Joined;
use super::unit::{self, Counts, counted};
use super::{Amount, Page, bounds, qualifier};
use crate::number::{Number, number_at, percent};

impl Page<'_> {
    /// `one in five people` and 5人に1人 as a share in percent.
    pub(super) fn one_in(self, first: &Number) -> Option<Amount> {
        let rest = self.lower.get(first.end..)?;
        let (whole, part, end) = if rest.starts_with(" in ") && first.low == Decimal::ONE {
            let whole = number_at(self.text, first.end + " in ".len())?;
            counted(self.text, self.lower, whole.end).filter(|own| own.counts != Counts::Nothing)?;
            (whole, *first, whole.end)
        } else {
            let unit = unit::japanese(self.text, first.end).filter(|own| own.is_close && own.is_listed)?;
            let own = self.text.get(unit.noun.clone())?;
            let behind = self.text.get(unit.noun.end..)?.strip_prefix('に')?;
            let part = number_at(self.text, self.text.len() - behind.len())?;
            let end = part.end + self.text.get(part.end..)?.strip_prefix(own).map(|_| own.len())?;
            (*first, part, end)
        };
        let is_whole = (2..=1000).map(Decimal::from).any(|n| n == whole.low) && whole.high.is_none();
        let low = percent(part.low, whole.low).filter(|_| is_whole && part.low < whole.low)?;
        let (start, qualifier) = qualifier::before(self.lower, first.start);
        let number = first.start..end;
        let noun = end..end;
        Some(Amount {
            start: start.max(self.floor),
            end,
            number,
            noun,
            low,
            high: None,
            qualifier,
            unit: Some(Unit::Percent),
        })
    }

    /// The range that a lower and an upper bound say together: 100件以上300件未満.
    pub(super) fn with_other_bound(self, amount: Amount) -> Amount {
        let side = bounds::side(amount.qualifier);
        let Some(side) = side.filter(|_| amount.high.is_none()) else { return amount };
        let Some(next) = bounds::next(self.text, self.lower, amount.end) else { return amount };
        let rest = Page { floor: amount.end, ..self };
        let glued = is_glued_after(self.text, &next);
        let Some(other) = rest.single(next, None).filter(|_| !glued) else { return amount };
        let is_other = bounds::side(other.qualifier).is_some_and(|own| own != side) && other.high.is_none();
        // 20以上30人未満 counts people, and so does 20人以上30未満.
        let same_unit = match (amount.unit, other.unit) {
            (Some(one), Some(other)) => one == other,
            _ => {
                amount.noun.is_empty()
                    || other.noun.is_empty()
                    || self.text.get(amount.noun.clone()) == self.text.get(other.noun.clone())
            }
        };
        let (low, high) = match side {
            bounds::Side::Lower => (amount.low, other.low),
            bounds::Side::Upper => (other.low, amount.low),
        };
        if !is_other || !same_unit || low >= high {
            return amount;
        }
        Amount {
            end: bounds::closed(self.text, other.end),
            number: amount.number.start..other.number.end,
            noun: if other.noun.is_empty() { other.number.end..other.number.end } else { other.noun },
            low,
            high: Some(high),
            qualifier: Qualifier::Range,
            unit: amount.unit.or(other.unit),
            ..amount
        }
    }

    /// 10〜20人, `between $3 and $4 million`: one quantity with two ends.
    pub(super) fn range(self, first: Number, joined: Joined) -> Option<Amount> {
        let money = currency_before(self.text.get(self.floor..first.start)?);
        let rest = Page { floor: joined.upper.start, ..self };
        let unit = money.map(|(_, unit)| unit).or(joined.money);
        let amount = rest.single(joined.upper, unit);
        let mut amount = amount.or_else(|| {
            let says_nothing = is_year(self.text, &first) || is_year(self.text, &joined.upper);
            (joined.is_enclosed && !says_nothing).then(|| Amount::bare(&joined.upper))
        })?;
        if is_glued_after(self.text, &joined.upper) || !self.is_one_unit(&first, &amount) {
            return None;
        }
        let factor = amount.low.checked_div(joined.upper.low)?;
        let number_start = money.map_or(first.start, |(start, _)| self.floor + start);
        let front = self.lower.get(self.floor..number_start)?;
        let start = if joined.is_between && front.ends_with("between ") {
            number_start - "between ".len()
        } else {
            qualifier::before(self.lower, number_start).0.max(self.floor)
        };
        amount.start = start;
        amount.end = bounds::closed(self.text, amount.end);
        amount.number = first.start..joined.upper.end;
        amount.high = Some(amount.high.unwrap_or(amount.low));
        amount.low = joined.low.checked_mul(factor)?;
        amount.qualifier = Qualifier::Range;
        Some(amount)
    }

    /// Whether a counter directly at `first` is that of the whole range: 10人〜20人, not 37% to 562.
    fn is_one_unit(self, first: &Number, whole: &Amount) -> bool {
        let own = counted(self.text, self.lower, first.end).filter(|own| own.is_close);
        own.is_none_or(|own| self.text.get(own.noun.clone()) == self.text.get(whole.noun.clone()))
    }

    /// 59から69社に増えた: two quantities of one unit.
    pub(super) fn change(self, first: Number, joined: Joined) -> [Option<Amount>; 2] {
        let rest = Page { floor: joined.upper.start, ..self };
        let counts_nothing = |number: &Number| {
            counted(self.text, self.lower, number.end).is_some_and(|own| own.counts == Counts::Nothing)
        };
        if counts_nothing(&first) || counts_nothing(&joined.upper) {
            return [self.alone(first), None];
        }
        let second = if is_glued_after(self.text, &joined.upper) {
            None
        } else {
            rest.single(joined.upper, joined.money).or_else(|| Some(Amount::bare(&joined.upper)))
        };
        let unit = second.as_ref().and_then(|second| second.unit);
        let second =
            second.filter(|second| second.unit.is_some() || !second.noun.is_empty() || joined.is_said);
        let bare = Amount::bare(&first);
        let mut first = self.single(first, unit).or_else(|| second.is_some().then_some(bare));
        if let Some(first) = first.as_mut() {
            first.end = first.end.min(joined.upper.start);
        }
        [first, second]
    }
}
