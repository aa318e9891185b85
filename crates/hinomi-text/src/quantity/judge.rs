//! Whether a number with what stands around it says how many.

use hinomi_model::Qualifier;
use rust_decimal::Decimal;

use super::context::{
    is_above_models, is_model_number, is_period_half, is_resolution, is_year, stands_alone,
};
use super::unit::Counted;
use super::{Amount, Page};
use crate::number::{Form, Number};

impl Page<'_> {
    /// Whether what was put together says how many.
    pub(super) fn is_quantity(
        self,
        number: &Number,
        amount: &Amount,
        behind: Option<&Counted>,
        bare: bool,
    ) -> bool {
        let is_close = behind.is_some_and(|counted| counted.is_close) || amount.noun.is_empty() && !bare;
        let is_known = amount.unit.is_some();
        match number.form {
            Form::Kanji if bare => number.is_scaled && amount.qualifier != Qualifier::Exact,
            Form::Kanji => behind.is_none_or(|counted| counted.is_listed) && !self.is_idiom(number),
            Form::Words if number.low.is_zero() => false,
            Form::Words if number.is_share && is_period_half(self.lower, number) => false,
            Form::Words if number.is_share => {
                self.lower[number.end..].starts_with(" of ") || self.is_bounded_share(number, amount)
            }
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

    /// `more than half.`, `above one quarter and below a half`: a bound with nothing behind the share that it could be
    /// of.
    fn is_bounded_share(self, number: &Number, amount: &Amount) -> bool {
        let rest = &self.lower[number.end..];
        let ends =
            rest.is_empty() || rest.starts_with(['.', ',', ';', ')', '\n']) || rest.starts_with(" and ");
        ends && !matches!(amount.qualifier, Qualifier::Exact | Qualifier::Approx)
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
