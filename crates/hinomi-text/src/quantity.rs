//! How many of what.

mod bounds;
mod context;
pub(crate) mod currency;
pub(crate) mod qualifier;
mod range;
mod unit;

use hinomi_model::{Qualifier, Span, Unit};
use rust_decimal::Decimal;

pub(crate) use self::context::is_after_code;
use self::context::{
    has_leading_zero, is_above_models, is_glued_after, is_hour, is_model_number, is_numbered, is_period_half,
    is_resolution, is_year, stands_alone,
};
use self::currency::currency_before;
use self::range::Joined;
use self::unit::{Counted, Counts, counted};
use crate::fold::{Folded, is_behind};
use crate::number::{self, Form, Number, number_at};

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

    /// `one in five people` and 5人に1人 as a share in percent.
    fn one_in(self, first: &Number) -> Option<Amount> {
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
        let low = crate::number::percent(part.low, whole.low).filter(|_| is_whole && part.low < whole.low)?;
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

    fn alone(self, number: Number) -> Option<Amount> {
        if is_glued_after(self.text, &number) {
            return None;
        }
        self.single(number, None).map(|amount| self.with_other_bound(amount))
    }

    /// The range that a lower and an upper bound say together: 100件以上300件未満.
    fn with_other_bound(self, amount: Amount) -> Amount {
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
    fn range(self, first: Number, joined: Joined) -> Option<Amount> {
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
    fn change(self, first: Number, joined: Joined) -> [Option<Amount>; 2] {
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

    /// Takes in what makes it so many each day: 1日あたり4,000件, `4,000 attacks a day`. The unit goes: a rate is
    /// no count of its noun.
    fn rate(self, amount: &mut Amount) {
        const BEFORE: &[&str] = &[
            "1日あたり",
            "1日当たり",
            "1日平均",
            "1日あたり平均",
            "1日当たり平均",
            "1時間あたり",
            "1時間当たり",
            "1分あたり",
            "1分当たり",
            "1秒あたり",
            "1秒当たり",
            "毎秒",
            "毎分",
            "毎時",
            "1人あたり",
            "1人当たり",
            "1件あたり",
            "1件当たり",
            "1社あたり",
            "1社当たり",
            "月平均",
            "年平均",
        ];
        const AFTER: &[&str] = &[
            " per day",
            " a day",
            " per hour",
            " an hour",
            " per minute",
            " a minute",
            " per second",
            " a second",
            " per week",
            " a week",
            " per month",
            " a month",
            " per year",
            " a year",
            " daily",
            " each day",
            " every day",
        ];
        let front = self.text.get(self.floor..amount.start).unwrap_or_default();
        if let Some(word) = BEFORE.iter().filter(|word| front.ends_with(**word)).max_by_key(|word| word.len())
        {
            amount.start -= word.len();
            amount.unit = None;
        }
        let rest = self.lower.get(amount.end..).unwrap_or_default();
        let ends = |word: &str| rest[word.len()..].bytes().next().is_none_or(|b| !b.is_ascii_alphanumeric());
        if let Some(word) = AFTER.iter().find(|word| rest.starts_with(**word) && ends(word)) {
            // `a day later` names a time.
            let tail = &rest[word.len()..];
            if ![" later", " earlier", " ago", " after", " before"].iter().any(|word| tail.starts_with(word))
            {
                amount.end += word.len();
                amount.unit = None;
            }
        }
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

    /// Whether what was put together says how many.
    fn is_quantity(self, number: &Number, amount: &Amount, behind: Option<&Counted>, bare: bool) -> bool {
        let is_close = behind.is_some_and(|counted| counted.is_close) || amount.noun.is_empty() && !bare;
        let is_known = amount.unit.is_some();
        match number.form {
            Form::Kanji if bare => number.is_scaled && amount.qualifier != Qualifier::Exact,
            Form::Kanji => behind.is_none_or(|counted| counted.is_listed) && !self.is_idiom(number),
            Form::Words if number.low.is_zero() => false,
            Form::Words if number.is_share && is_period_half(self.lower, number) => false,
            Form::Words if number.is_share => self.lower[number.end..].starts_with(" of "),
            Form::Words if self.lower[number.end..].starts_with(" of ") && number.low == Decimal::ONE => {
                false
            }
            Form::Words if bare => {
                let is_bounded = !matches!(amount.qualifier, Qualifier::Exact | Qualifier::Approx);
                (number.is_scaled || is_bounded && number.low > Decimal::ONE) && number.high.is_none()
            }
            Form::Words => is_known || number.low > Decimal::ONE,
            Form::Digits if number.is_share => true,
            Form::Digits if is_resolution(self.text, number) && !is_known => false,
            // `Infiltrate 136 Companies`: no model has so high a number, but for Microsoft 365.
            Form::Digits
                if is_model_number(self.text, number)
                    && !(is_known && (is_close || is_above_models(self.text, number))) =>
            {
                false
            }
            Form::Digits if is_year(self.text, number) && !is_close => false,
            Form::Digits if bare => {
                amount.qualifier != Qualifier::Exact || number.is_scaled || stands_alone(self.text, number)
            }
            Form::Digits => true,
        }
    }

    /// Kanji numerals that are part of a word: 一人ひとり, この一件.
    fn is_idiom(self, number: &Number) -> bool {
        let before = self.text.get(..number.start).unwrap_or_default();
        let after = self.text.get(number.end..).unwrap_or_default();
        let own = self.text.get(number.start..number.end).unwrap_or_default();
        let is_kanji = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        // 複数の, 件数は; 数人 stands behind kana or a mark.
        (own == "数" && before.ends_with(is_kanji))
            || (own.starts_with('数') && before.ends_with(['複', '多', '少', '過', '件']))
            || before.ends_with(['第', '唯', '統', '均', '単', '逐', '万', '随', '専'])
            // 同一, but 同二%減 as shares and counts.
            || (before.ends_with('同') && number.low == Decimal::ONE)
            || after.starts_with("人ひとり")
            || after.starts_with("人一人")
            || (after.starts_with('件') && before.ends_with(['の', '該', '本']))
    }
}

#[cfg(test)]
mod tests;
