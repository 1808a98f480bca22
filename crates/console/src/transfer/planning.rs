//! A plan is made: both sides are read, and nothing is written.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_as_code::ConnectionDocument;
use lintel_management::{Application, client::MOST_AT_ONCE};
use lintel_oidc::issuing;

use super::{
    applications::resolved,
    fingerprint::fingerprint,
    held::{Held, shown},
    index::{Index, Match},
    item::Item,
    merged,
    organizations::joining,
    pairing::Pairing,
    placeholders,
    plan::{Plan, Planned, TransferObserver},
    policy::{ORGANIZATIONS, Policies, SECRET},
    source::Source,
    words,
};
use crate::{
    Console,
    change::{
        document::options,
        lines::told,
        merge::{at, changes, set},
        words::pointer,
    },
    console::STRATEGY,
    scim,
    view::{
        Found, PlannedApplication, PlannedConnection, PlannedState, PlannedTarget, Problem, QuestionKind,
        TransferChoices, TransferPhase, TransferPlan, TransferPolicy, TransferProgress, TransferQuestion, TransferSide,
        UserSearch,
    },
};

/// What every connection of a plan is planned with.
struct Ground<'a> {
    source: &'a Source,
    index: Index,
    /// None where the credentials do not show them.
    applications: Option<Vec<Application>>,
    /// From name to ID; none where the credentials do not show them.
    organizations: Option<BTreeMap<String, String>>,
    policies: Policies<'a>,
    choices: &'a TransferChoices,
    salt: &'a str,
    /// Names that stand twice in the source.
    twice: BTreeSet<String>,
}

impl Console {
    /// What bringing the connections of `source` here would change. Nothing is written.
    pub async fn plan_transfer(
        &self,
        ticket: &str,
        source: &Source,
        choices: &TransferChoices,
        observer: &TransferObserver<'_>,
    ) -> Result<TransferPlan, Problem> {
        let plan = self.common.tickets.run(ticket, self.make_plan(ticket, source, choices, observer)).await??;
        Ok(self.kept_plan(plan))
    }

    /// The plan as it is told, once it is held for whoever looks at it.
    pub(super) fn kept_plan(&self, plan: Plan) -> TransferPlan {
        let told = plan.told();
        self.plans.keep(&told.id, Arc::new(plan));
        told
    }

    pub(super) async fn make_plan(
        &self,
        ticket: &str,
        source: &Source,
        choices: &TransferChoices,
        observer: &TransferObserver<'_>,
    ) -> Result<Plan, Problem> {
        let progress = |phase| {
            move |done: usize, total: usize| {
                let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
                let (done, total, ticket) = (number(done), number(total), ticket.to_owned());
                observer(TransferProgress { ticket, phase, done, total, connection: None });
            }
        };
        if source.console()?.is_some_and(|console| std::ptr::eq(&*console, self)) {
            return Err(
                Problem::new("same-tenant", "Source and target are the same tenant.").remedy("Choose another one.")
            );
        }
        let remembered = match source.identity() {
            Some(identity) => self.journal.pairing(&identity).await?,
            None => Pairing::default(),
        };
        let documents = source.read(choices.connections.as_deref(), &progress(TransferPhase::ReadingSource)).await?;
        let salt = choices.salt.clone().unwrap_or_else(|| issuing::token(16));
        let foreign = match source {
            Source::Tenant { .. } => true,
            Source::File(file) => file.bundle.tenant.as_ref().is_some_and(|domain| *domain != self.domain()),
        };
        let ground = Ground {
            source,
            index: self.index().await?,
            applications: shown(self.client.clients().await)?,
            organizations: match documents.iter().any(uses_organizations) {
                true => self.organization_ids().await?,
                false => None,
            },
            policies: Policies { choices, remembered: &remembered, foreign },
            choices,
            salt: &salt,
            twice: twice(&documents),
        };
        let (total, told) = (documents.len(), progress(TransferPhase::ReadingTarget));
        let planning = stream::iter(documents).map(|document| self.planned(document, &ground)).buffered(MOST_AT_ONCE);
        let mut planning = std::pin::pin!(planning);
        let mut connections = Vec::new();
        while let Some(planned) = planning.try_next().await? {
            connections.push(planned);
            told(connections.len(), total);
        }
        let all = |of: fn(&PlannedConnection) -> &String| {
            fingerprint(&salt, &connections.iter().map(|one| of(&one.told)).collect::<Vec<_>>())
        };
        let (from, to) = (all(|one| &one.source_fingerprint), all(|one| &one.target_fingerprint));
        Ok(Plan {
            id: issuing::token(12),
            at: self.common.world.clock.now(),
            from: source.clone(),
            choices: TransferChoices { salt: Some(salt.clone()), ..choices.clone() },
            source: TransferSide { name: source.name().to_owned(), domain: source.domain(), fingerprint: from },
            target: TransferSide { name: self.domain(), domain: Some(self.domain()), fingerprint: to },
            connections,
            notes: match source {
                Source::File(file) => file.notes.clone(),
                Source::Tenant { .. } => Vec::new(),
            },
            salt: salt.clone(),
        })
    }

    async fn planned(&self, document: ConnectionDocument, ground: &Ground<'_>) -> Result<Planned, Problem> {
        let name = document.name.clone();
        let mut told = PlannedConnection {
            state: PlannedState::LeftOut,
            target: None,
            source_fingerprint: fingerprint(ground.salt, &source_state(&document)),
            target_fingerprint: fingerprint(ground.salt, &()),
            lines: Vec::new(),
            stays: Vec::new(),
            same: 0,
            applications: Vec::new(),
            questions: Vec::new(),
            notes: Vec::new(),
            checklist: Vec::new(),
            steps: Vec::new(),
            name: name.clone(),
        };
        let chosen = ground.choices.pairs.iter().find(|pair| pair.source == name).map(|pair| &pair.target);
        let found = match ground.index.matched(&document, chosen, ground.policies.remembered) {
            Match::LeftOut => return Ok(Planned { told, item: None }),
            Match::New => None,
            Match::Existing { id, name, found } => Some(PlannedTarget { id, name, found }),
            Match::Asked(mut question) => {
                if question.kind == QuestionKind::Pair && !question.candidates.is_empty() {
                    question.message += &self.people_of(&name, ground).await;
                }
                return Ok(blocked(told, question));
            }
        };
        if ground.twice.contains(&name) {
            return Ok(blocked(told, words::twice(&name)));
        }
        if let Some(strategy) =
            document.members.get("strategy").and_then(|kind| kind.as_str()).filter(|kind| *kind != STRATEGY)
        {
            return Ok(blocked(told, words::strategy(&name, strategy)));
        }
        let before = match &found {
            None => Held { applications: Some(BTreeSet::new()), scim: Some(None), ..Held::default() },
            Some(target) => {
                let connection = self.read(&target.id).await?;
                match self.held(&connection).await {
                    Ok(held) if uses_organizations(&document) => {
                        Held { organizations: self.shown_uses(&target.id).await?, ..held }
                    }
                    Ok(held) => held,
                    Err(problem) if ["options-hidden", "connection-unreadable"].contains(&problem.code.as_str()) => {
                        return Ok(blocked(told, words::hidden(&name, problem)));
                    }
                    Err(problem) => return Err(problem),
                }
            }
        };
        told.target_fingerprint = fingerprint(ground.salt, &(found.as_ref().map(|target| &target.id), &before));
        if let Some(target) = found.as_ref().filter(|target| target.name != name) {
            told.notes.push(format!(
                "People of {name} are other users here: user IDs carry the name {}.{}",
                target.name,
                self.people_of(&name, ground).await
            ));
        }
        let exists = found.is_some();
        let wanted = self.wanted(&document, &before, exists, ground, &mut told);
        let target_name = found.as_ref().map_or_else(|| name.clone(), |target| target.name.clone());
        let mut item = Item {
            source: name,
            name: target_name,
            id: found.as_ref().map(|target| target.id.clone()),
            before,
            wanted,
            steps: Vec::new(),
            checklist: Vec::new(),
            proof: None,
        };
        self.asks(&item, found.as_ref(), ground, &mut told);
        let keeps =
            ground.policies.said(&item.source, ORGANIZATIONS).is_some_and(|said| said.policy == TransferPolicy::Keep);
        let wanted = document.organizations.as_deref().filter(|_| !keeps).unwrap_or_default();
        let held = item.before.organizations.clone().unwrap_or_default();
        let nothing = BTreeMap::new();
        let (joining, missing) = joining(wanted, &held, ground.organizations.as_ref().unwrap_or(&nothing));
        if document.organizations.is_none() && matches!(ground.source, Source::Tenant { .. }) {
            told.notes.push(
                "Which organizations use it was not read: it would take too many calls, or a scope is missing."
                    .to_owned(),
            );
        }
        let known: HashMap<&str, &str> = ground
            .applications
            .iter()
            .flatten()
            .map(|application| (application.client_id.as_str(), application.name.as_str()))
            .collect();
        item.plan_steps(joining, |id| known.get(id).copied().unwrap_or(id).to_owned());
        item.checklist = self.checklist(&item, &missing);
        told.checklist.clone_from(&item.checklist);
        told.steps = item.told_steps(true);
        told.target = found;
        told.state = match (told.questions.is_empty(), exists, item.steps.is_empty()) {
            (false, ..) => PlannedState::Blocked,
            (true, false, _) => PlannedState::Create,
            (true, true, true) => PlannedState::Same,
            (true, true, false) => PlannedState::Change,
        };
        Ok(Planned { told, item: Some(item) })
    }

    /// What the target is to hold, with what is told of it.
    fn wanted(
        &self,
        document: &ConnectionDocument,
        before: &Held,
        exists: bool,
        ground: &Ground<'_>,
        told_of: &mut PlannedConnection,
    ) -> Held {
        let (name, policies) = (&document.name, &ground.policies);
        let (mut source, unknown) = merged::cleaned(document);
        if !unknown.is_empty() {
            told_of.notes.push(format!("No tenant takes {}: left out.", unknown.join(", ")));
        }
        let (mut open, mut whole) = (Vec::new(), true);
        if let Source::File(file) = ground.source {
            let taken_out = placeholders::taken_out(&mut source).into_iter();
            open = taken_out.map(|(path, keyword)| (path, format!("the open placeholder {keyword}"))).collect();
            open.extend(file.open_of(name));
            whole = file.whole;
        }
        let base = if exists { before.document.clone() } else { merged::nothing() };
        let mut offered = merged::offered(&base, &source, whole);
        for (path, stands_for_it) in &open {
            // What is not known is no reason to take away what is there.
            set(&mut offered, path, at(&base, path));
            let path = pointer(path);
            let said = policies.said(name, &path);
            if path == SECRET {
                told_of.notes.push(format!("The client secret is {stands_for_it}, and that is not stored."));
            } else if !said.is_some_and(|said| said.policy == TransferPolicy::Keep || said.value.is_some()) {
                told_of.questions.push(words::placeholder(&path, stands_for_it));
            }
        }
        let mut wanted = merged::wanted(name, &base, &offered, policies);
        if let Some(given) = ground.choices.secrets.iter().find(|given| given.connection == *name) {
            let path = ["options".to_owned(), "client_secret".to_owned()];
            set(&mut wanted, &path, Some(&given.secret.expose().into()));
        }
        told_of.lines = told(&changes(&base, &wanted));
        told_of.stays = told(&changes(&wanted, &offered));
        let same = changes(&merged::nothing(), &wanted).len().saturating_sub(changes(&base, &wanted).len());
        told_of.same = u32::try_from(same).unwrap_or(u32::MAX);
        if !exists && wanted.get("metadata").and_then(|notes| notes.as_object()).is_some_and(|notes| notes.is_empty()) {
            wanted.shift_remove("metadata");
        }
        let applications = self.wanted_applications(document, before, exists, ground, told_of);
        let wanted_scim = document.scim.as_ref().map(|settings| settings.as_ref().map(scim::settings::of));
        let turns_off = wanted_scim == Some(None) && before.scim.as_ref().is_some_and(Option::is_some);
        let wanted_scim = wanted_scim.filter(|_| policies.of_scim(name, turns_off) != TransferPolicy::Keep);
        match (&wanted_scim, &before.scim) {
            (Some(_), None) => told_of.questions.push(words::not_shown("SCIM", "read:scim_config")),
            (Some(wanted), Some(held)) => {
                let state = |settings: &Option<_>| scim::history::document(settings.as_ref());
                told_of.lines.extend(scim::history::told(&changes(&state(held), &state(wanted))));
            }
            (None, _) if turns_off => told_of.notes.push("SCIM stays on: turning it off ends its tokens.".to_owned()),
            (None, _) => {}
        }
        Held { document: wanted, applications, scim: wanted_scim, organizations: None }
    }

    fn wanted_applications(
        &self,
        document: &ConnectionDocument,
        before: &Held,
        exists: bool,
        ground: &Ground<'_>,
        told_of: &mut PlannedConnection,
    ) -> Option<BTreeSet<String>> {
        let named = document.applications.as_ref()?;
        let policy = ground.policies.of_applications(&document.name, exists);
        let keeps = policy == TransferPolicy::Keep;
        let (Some(there), Some(held)) = (&ground.applications, &before.applications) else {
            if !keeps && !named.is_empty() {
                told_of.questions.push(words::not_shown("applications", "read:clients"));
            }
            return None;
        };
        for application in named {
            let Policies { choices, remembered, foreign } = &ground.policies;
            let (mut planned, question) = resolved(application, there, &choices.applications, remembered, *foreign);
            planned.on = planned.target.as_ref().is_some_and(|target| held.contains(&target.id));
            // One that is on already is no new decision.
            told_of.questions.extend(question.filter(|_| !keeps && !planned.on));
            told_of.applications.push(planned);
        }
        let targets = told_of.applications.iter().filter(|one| !one.left_out);
        let mut wanted: BTreeSet<String> = targets
            .filter_map(|one: &PlannedApplication| one.target.as_ref().map(|target| target.id.clone()))
            .collect();
        match policy {
            TransferPolicy::Keep => return None,
            TransferPolicy::Add => wanted.extend(held.iter().cloned()),
            TransferPolicy::Carry | TransferPolicy::Substitute => {}
        }
        Some(wanted)
    }

    /// What has to be known before the connection works in the target.
    fn asks(&self, item: &Item, found: Option<&PlannedTarget>, ground: &Ground<'_>, told_of: &mut PlannedConnection) {
        let options_now = options(&item.wanted.document);
        told_of.questions.extend(words::lacking(&options_now));
        if self.is_elsewhere() {
            told_of.questions.extend(words::loopback(&options_now));
        }
        if !ground.choices.share_domains {
            let list = |document| {
                lintel_management::texts(&options(document).0, "domain_aliases").map(str::to_owned).collect::<Vec<_>>()
            };
            let held = list(&item.before.document);
            let added: Vec<String> =
                list(&item.wanted.document).into_iter().filter(|one| !held.contains(one)).collect();
            let shared = ground.index.with_domains(found.map(|target| target.id.as_str()), &added);
            told_of.questions.extend((!shared.is_empty()).then(|| words::domains(&shared)));
        }
    }

    /// How many people the connection has in the source, in a sentence; nothing where that is not known.
    async fn people_of(&self, name: &str, ground: &Ground<'_>) -> String {
        let Ok(Some(console)) = ground.source.console() else { return String::new() };
        let search = UserSearch { text: String::new(), connection: Some(name.to_owned()) };
        match console.find_users(&search, 0).await {
            Ok(found) if found.total == 1 => " The source has 1 of them.".to_owned(),
            Ok(found) => format!(" The source has {} of them.", found.total),
            Err(_) => String::new(),
        }
    }
}

fn blocked(mut told: PlannedConnection, question: TransferQuestion) -> Planned {
    told.state = PlannedState::Blocked;
    told.questions.push(question);
    Planned { told, item: None }
}

fn uses_organizations(document: &ConnectionDocument) -> bool {
    document.organizations.as_ref().is_some_and(|uses| !uses.is_empty())
}

fn source_state(document: &ConnectionDocument) -> impl serde::Serialize + '_ {
    (&document.name, &document.members, &document.applications, &document.scim, &document.organizations)
}

fn twice(documents: &[ConnectionDocument]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    documents.iter().filter(|one| !seen.insert(&one.name)).map(|one| one.name.clone()).collect()
}

/// What is remembered once a plan is carried out: whoever ran it has seen it.
pub(super) fn learned(plan: &Plan, pairing: &mut Pairing) {
    for planned in &plan.connections {
        for application in &planned.told.applications {
            if application.left_out || application.found.is_some_and(|found| found != Found::ById) {
                let target = application.target.as_ref().map(|target| target.id.as_str());
                pairing.pair_application(&application.source, target.filter(|_| !application.left_out));
            }
        }
    }
    plan.choices.policies.iter().for_each(|policy| pairing.learn(policy));
}
