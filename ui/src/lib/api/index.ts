// What the rest of the window imports: the program's commands, each giving its data or throwing a Problem.
import {
  commands,
  events,
  type BulkProgress,
  type PreflightProgress,
  type Problem,
  type ProvisioningTest,
  type TransferProgress,
  type TrialView,
} from "$bindings";

export { onWindowClosing, setZoom } from "./window";
export type * from "$bindings";
export type { CommunicationChannel as Channel, Value as JsonValue } from "$bindings";

export const desk = unwrapped(commands.desk);
export const start = unwrapped(commands.start);
export const restart = unwrapped(commands.restart);
export const chooseTenant = unwrapped(commands.chooseTenant);
export const offerPort = unwrapped(commands.offerPort);
export const chooseTenantAtPort = unwrapped(commands.chooseTenantAtPort);
export const atStake = unwrapped(commands.atStake);
export const createLocalTenant = unwrapped(commands.createLocalTenant);
export const wantedScopes = unwrapped(commands.wantedScopes);
export const checkAccess = unwrapped(commands.checkAccess);
export const connectAuth0Tenant = unwrapped(commands.connectAuth0Tenant);
export const renewCredentials = unwrapped(commands.renewCredentials);
export const changeTenantOptions = unwrapped(commands.changeTenantOptions);
export const renameTenant = unwrapped(commands.renameTenant);
export const callbackUrls = unwrapped(commands.callbackUrls);
export const otherTenant = unwrapped(commands.otherTenant);
export const removeTenant = unwrapped(commands.removeTenant);
export const checkProvider = unwrapped(commands.checkProvider);
export const cancel = unwrapped(commands.cancel);
export const planPreflight = unwrapped(commands.planPreflight);
export const runPreflight = unwrapped(commands.runPreflight);
export const listConnections = unwrapped(commands.listConnections);
export const cachedConnections = unwrapped(commands.cachedConnections);
export const connectionsOfApplication = unwrapped(commands.connectionsOfApplication);
export const connectionRow = unwrapped(commands.connectionRow);
export const enabledCounts = unwrapped(commands.enabledCounts);
export const changeConnections = unwrapped(commands.changeConnections);
export const readExport = unwrapped(commands.readExport);
export const exportOffers = unwrapped(commands.exportOffers);
export const writeExport = unwrapped(commands.writeExport);
export const closeExport = unwrapped(commands.closeExport);
export const chooseImport = unwrapped(commands.chooseImport);
export const planTransfer = unwrapped(commands.planTransfer);
export const runTransfer = unwrapped(commands.runTransfer);
export const resumeTransfer = unwrapped(commands.resumeTransfer);
export const leaveTransfer = unwrapped(commands.leaveTransfer);
export const takeBackTransfer = unwrapped(commands.takeBackTransfer);
export const transferRuns = unwrapped(commands.transferRuns);
export const connection = unwrapped(commands.connection);
export const checkName = unwrapped(commands.checkName);
export const createConnection = unwrapped(commands.createConnection);
export const connectPracticeProvider = unwrapped(commands.connectPracticeProvider);
export const reviewChanges = unwrapped(commands.reviewChanges);
export const saveConnection = unwrapped(commands.saveConnection);
export const keepDraft = unwrapped(commands.keepDraft);
export const keptDraft = unwrapped(commands.keptDraft);
export const dropDraft = unwrapped(commands.dropDraft);
export const checkMember = unwrapped(commands.checkMember);
export const issuerDetails = unwrapped(commands.issuerDetails);
export const checkDocument = unwrapped(commands.checkDocument);
export const liveDocument = unwrapped(commands.liveDocument);
export const previewMapping = unwrapped(commands.previewMapping);
export const deletion = unwrapped(commands.deletion);
export const connectionReach = unwrapped(commands.connectionReach);
export const deleteConnection = unwrapped(commands.deleteConnection);
export const history = unwrapped(commands.history);
export const showRequests = unwrapped(commands.showRequests);
export const reviewRestore = unwrapped(commands.reviewRestore);
export const restore = unwrapped(commands.restore);
export const recreateConnection = unwrapped(commands.recreateConnection);
export const revealSecret = unwrapped(commands.revealSecret);
export const connectionKeys = unwrapped(commands.connectionKeys);
export const createConnectionKeys = unwrapped(commands.createConnectionKeys);
export const rotateConnectionKeys = unwrapped(commands.rotateConnectionKeys);
export const listApplications = unwrapped(commands.listApplications);
export const switchApplications = unwrapped(commands.switchApplications);
export const listOrganizations = unwrapped(commands.listOrganizations);
export const switchOrganizations = unwrapped(commands.switchOrganizations);
export const createOrganization = unwrapped(commands.createOrganization);
export const deleteOrganization = unwrapped(commands.deleteOrganization);
export const organizationMembers = unwrapped(commands.organizationMembers);
export const setOrganizationMember = unwrapped(commands.setOrganizationMember);
export const tenantApplications = unwrapped(commands.tenantApplications);
export const connectionsPerApplication = unwrapped(commands.connectionsPerApplication);
export const application = unwrapped(commands.application);
export const readCallbacks = unwrapped(commands.readCallbacks);
export const createApplication = unwrapped(commands.createApplication);
export const saveApplication = unwrapped(commands.saveApplication);
export const deleteApplication = unwrapped(commands.deleteApplication);
export const revealApplicationSecret = unwrapped(commands.revealApplicationSecret);
export const findUsers = unwrapped(commands.findUsers);
export const findPeople = unwrapped(commands.findPeople);
export const user = unwrapped(commands.user);
export const deleteUser = unwrapped(commands.deleteUser);
export const readDomains = unwrapped(commands.readDomains);
export const moveDomains = unwrapped(commands.moveDomains);
export const routeEmail = unwrapped(commands.routeEmail);
export const previewLoginPage = unwrapped(commands.previewLoginPage);
export const readLogo = unwrapped(commands.readLogo);
export const scim = unwrapped(commands.scim);
export const turnOnScim = unwrapped(commands.turnOnScim);
export const turnOffScim = unwrapped(commands.turnOffScim);
export const saveScim = unwrapped(commands.saveScim);
export const defaultScimMapping = unwrapped(commands.defaultScimMapping);
export const reviewScim = unwrapped(commands.reviewScim);
export const createScimToken = unwrapped(commands.createScimToken);
export const revokeScimToken = unwrapped(commands.revokeScimToken);
export const activity = unwrapped(commands.activity);
export const startProvisioningTest = unwrapped(commands.startProvisioningTest);
export const practice = unwrapped(commands.practice);
export const revealPracticeSecret = unwrapped(commands.revealPracticeSecret);
export const course = unwrapped(commands.course);
export const setDial = unwrapped(commands.setDial);
export const trialApplications = unwrapped(commands.trialApplications);
export const allowLogin = unwrapped(commands.allowLogin);
export const startTrial = unwrapped(commands.startTrial);
export const cancelTrial = unwrapped(commands.cancelTrial);
export const keptTrials = unwrapped(commands.keptTrials);
export const keptTrial = unwrapped(commands.keptTrial);
export const keptFacts = unwrapped(commands.keptFacts);
export const judgeTrial = unwrapped(commands.judgeTrial);
export const compareTrials = unwrapped(commands.compareTrials);
export const revealTrialTokens = unwrapped(commands.revealTrialTokens);
export const keepsTokens = unwrapped(commands.keepsTokens);
export const keepTokens = unwrapped(commands.keepTokens);
export const saveTrialReport = unwrapped(commands.saveTrialReport);
export const forgetPerson = unwrapped(commands.forgetPerson);
export const signInSteps = unwrapped(commands.signInSteps);
export const trialReport = unwrapped(commands.trialReport);

/** Calls back with the whole trial after each of its steps; the answer ends the listening. */
export function onTrialChanged(changed: (trial: TrialView) => void): () => void {
  const listening = events.trialChanged.listen((event) => changed(event.payload));
  return () => void listening.then((stop) => stop());
}

/** Calls back as a change of many connections comes further; the answer ends the listening. */
export function onBulkProgressed(progressed: (progress: BulkProgress) => void): () => void {
  const listening = events.bulkProgressed.listen((event) => progressed(event.payload));
  return () => void listening.then((stop) => stop());
}

/** Calls back with the whole preflight after each answer; the answer ends the listening. */
export function onPreflightProgressed(progressed: (progress: PreflightProgress) => void): () => void {
  const listening = events.preflightProgressed.listen((event) => progressed(event.payload));
  return () => void listening.then((stop) => stop());
}

/** Calls back as a plan or a run of a transfer comes further; the answer ends the listening. */
export function onTransferProgressed(progressed: (progress: TransferProgress) => void): () => void {
  const listening = events.transferProgressed.listen((event) => progressed(event.payload));
  return () => void listening.then((stop) => stop());
}

/** Calls back with the whole provisioning test after each of its steps; the answer ends the listening. */
export function onProvisioningTestChanged(changed: (test: ProvisioningTest) => void): () => void {
  const listening = events.provisioningTestChanged.listen((event) => changed(event.payload));
  return () => void listening.then((stop) => stop());
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (isProblem(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "window", message: `The window could not finish this: ${message}`, field: null, remedy: null };
}

function isProblem(thrown: unknown): thrown is Problem {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown && "remedy" in thrown;
}

type Outcome<T> = { status: "ok"; data: T } | { status: "error"; error: Problem };

function unwrapped<A extends unknown[], T>(command: (...args: A) => Promise<Outcome<T>>): (...args: A) => Promise<T> {
  return async (...args) => {
    const outcome = await command(...args);
    if (outcome.status === "error") throw outcome.error;
    return outcome.data;
  };
}
