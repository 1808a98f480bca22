use super::{
    reader::{Reader, Step},
    said::{cut, quoted, wrong},
};

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Step<()> {
        let at = self.word();
        let written = &self.text[at.clone()];
        if !is_number(written) {
            return Err(wrong(at.clone(), format!("{} is no number of JSON.", cut(written)))
                .remedy("A text stands in double quotes.")
                .fix("Put it in quotes", at, quoted(written)));
        }
        if !written.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(wrong(at.clone(), format!("{} is beyond what a number can hold.", cut(written))).fix(
                "Put it in quotes",
                at,
                quoted(written),
            ));
        }
        self.at = at.end;
        Ok(())
    }
}

/// RFC 8259, section 6.
fn is_number(written: &str) -> bool {
    let rest = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}
