use crate::{Finding, finding::Check, trace::CheckResult};

/// What one check came to, with the finding of a failed one.
pub(super) type Judgement = (CheckResult, Option<Finding>);

pub(super) fn pass(check: &Check, member: &str, expected: impl AsRef<str>, got: impl AsRef<str>) -> Judgement {
    (check.passed(member, expected.as_ref(), got.as_ref()), None)
}

pub(super) fn fail(check: &Check, finding: Finding) -> Judgement {
    (check.failed(&finding), Some(finding))
}

pub(super) fn skip(check: &Check, member: &str, why: &str) -> Judgement {
    (check.not_applicable(member, why), None)
}
