//! A plan and a run in words.

use lintel_console::view::{
    FieldChange, PlannedConnection, PlannedState, PlannedStay, RunConnection, StayReason, StepState, TransferPlan,
    TransferRun, ValueShape,
};

pub(super) fn in_words(plan: &TransferPlan) -> String {
    let mut text = format!("From {} to {}\n", plan.source.name, plan.target.name);
    text.extend(plan.notes.iter().map(|note| format!("  {note}\n")));
    text.extend(plan.connections.iter().map(one));
    let summary = plan.summary;
    text + &format!(
        "\n{} to create, {} to change, {} the same, {} with questions, {} left out.\n",
        summary.create, summary.change, summary.same, summary.blocked, summary.left_out
    )
}

fn one(planned: &PlannedConnection) -> String {
    let mark = match planned.state {
        PlannedState::Create => "+",
        PlannedState::Change => "~",
        PlannedState::Same => "=",
        PlannedState::Blocked => "?",
        PlannedState::LeftOut => "-",
    };
    let mut text = format!("\n{mark} {}\n", planned.name);
    text.extend(planned.lines.iter().map(|line| format!("    {}\n", change(line))));
    for application in planned.applications.iter().filter(|one| !one.on && !one.left_out) {
        if let Some(target) = &application.target {
            text += &format!("    Enabled for {}\n", target.name);
        }
    }
    text.extend(planned.stays.iter().map(|stay| format!("    {}\n", in_place(stay))));
    for question in &planned.questions {
        text += &format!("  ? {}\n    → {}\n", question.message, question.remedy);
        text.extend(question.candidates.iter().map(|one| format!("      {} ({})\n", one.name, one.id)));
    }
    text.extend(planned.notes.iter().map(|note| format!("    {note}\n")));
    text.extend(planned.steps.iter().map(|step| format!("    {}: {}\n", step.label, step.requests.join(", "))));
    for item in &planned.checklist {
        text += &format!("    elsewhere: {} {}\n", item.text, item.value.as_deref().unwrap_or_default());
    }
    text
}

/// What stands in the place of the source's: to a person its value and why, of a secret why alone.
fn in_place(PlannedStay { change, shape, why, .. }: &PlannedStay) -> String {
    let why = match why {
        StayReason::Own => "the target’s own",
        StayReason::Chosen => "as you say",
        StayReason::Remembered => "as last time",
    };
    let named = |value: &Option<String>| value.clone().unwrap_or_else(|| "not set".to_owned());
    match shape {
        ValueShape::Secret => format!("{}: {why}, in place of the source’s", change.label),
        _ => format!("{}: {} ({why}), in place of {}", change.label, named(&change.before), named(&change.after)),
    }
}

fn change(line: &FieldChange) -> String {
    match (&line.before, &line.after) {
        (None, Some(after)) => format!("{}: {after}", line.label),
        (Some(before), None) => format!("{}: {before} is taken away", line.label),
        (before, after) => format!(
            "{}: {} → {}",
            line.label,
            before.as_deref().unwrap_or_default(),
            after.as_deref().unwrap_or_default()
        ),
    }
}

pub(super) fn run_in_words(run: &TransferRun) -> String {
    let mut text = format!("From {} to {}\n", run.source.name, run.target.name);
    text.extend(run.connections.iter().map(carried_out));
    text
}

fn carried_out(connection: &RunConnection) -> String {
    let mut text = format!("\n{}\n", connection.name);
    for step in &connection.steps {
        let state = match step.state {
            StepState::Waiting => "waiting",
            StepState::UnderWay => "under way",
            StepState::Done => "done",
            StepState::Failed => "failed",
            StepState::Unknown => "not known whether it arrived",
            StepState::TakenBack => "taken back",
        };
        text += &format!("    {}: {state}\n", step.label);
        if let Some(problem) = &step.problem {
            text += &format!("      {}\n", problem.message);
        }
    }
    if let Some(proof) = &connection.proof {
        text.extend(proof.differs.iter().map(|line| format!("    the tenant has otherwise: {}\n", change(line))));
        if let Some(provider) = &proof.provider {
            text += &format!("    logins would fail: {provider}\n");
        }
    }
    for item in &connection.checklist {
        text += &format!("    elsewhere: {} {}\n", item.text, item.value.as_deref().unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_place_of_the_sources_is_said_with_why_and_never_as_a_change_of_it() {
        let stay = |label: &str, before: Option<&str>, after: Option<&str>, why, shape| {
            let [before, after] = [before, after].map(|value| value.map(str::to_owned));
            let change = FieldChange { path: String::new(), label: label.to_owned(), before, after, meaning: None };
            in_place(&PlannedStay { change, why, shape })
        };
        let secret = stay(
            "Client Secret",
            Some("the secret before"),
            Some("a new secret"),
            StayReason::Chosen,
            ValueShape::Secret,
        );
        assert_eq!(secret, "Client Secret: as you say, in place of the source’s");
        let id = stay("Client ID", Some("live"), Some("staging"), StayReason::Remembered, ValueShape::Text);
        assert_eq!(id, "Client ID: live (as last time), in place of staging");
        let id = stay("Client ID", None, Some("staging"), StayReason::Own, ValueShape::Text);
        assert_eq!(id, "Client ID: not set (the target’s own), in place of staging");
    }
}
