// Filters and PATCH beside what others wrote for both: npm scim2-parse-filter and scim-patch, on the same inputs. Where an answer differs,
// the RFC or a provider decides, and the case says which.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scimPatch } from 'scim-patch';
import { filter as evaluator, parse } from 'scim2-parse-filter';

const JUDGE = fileURLToPath(new URL(`../../target/debug/examples/judge${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url));
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const FAILS = 'fails';

/** What the crate answers to each question, in their order. */
function judge(questions) {
  assert.ok(existsSync(JUDGE), 'The example is not built. Run: cargo build --workspace --locked --example judge');
  const input = questions.map((question) => JSON.stringify(question)).join('\n');
  const { status, stdout, stderr } = spawnSync(JUDGE, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function attempt(answer) {
  try {
    return answer();
  } catch {
    return FAILS;
  }
}

const USER = {
  schemas: [CORE, ENTERPRISE],
  id: 'oidc|acme|u-1',
  externalId: 'AbC-1',
  userName: 'jo@example.com',
  name: { givenName: 'Jo', familyName: 'Doe' },
  active: true,
  emails: [
    { value: 'jo@example.com', type: 'work', primary: true },
    { value: 'jo@home.example', type: 'home' },
  ],
  meta: { resourceType: 'User', lastModified: '2026-03-02T10:00:00+02:00' },
  [ENTERPRISE]: { department: 'Sales', manager: { value: 'm1' } },
};

const FILTERS = [
  'userName eq "jo@example.com"',
  'userName ne "jo@example.com"',
  'USERNAME Eq "jo@example.com"',
  'userName co "@"',
  'userName sw "jo"',
  'userName ew ".org"',
  'name.familyName gt "Da"',
  'name.familyName le "Da"',
  'externalId eq "abc-1"',
  'active eq true',
  'active ne true',
  'title pr',
  'emails pr',
  'emails.type eq "home"',
  'emails[type eq "home" and not (value co "work")]',
  'emails[primary eq true or type eq "home"].value ew "example.com"',
  `${ENTERPRISE}:department eq "Sales"`,
  `${ENTERPRISE}:manager.value eq "m1"`,
  'userName eq"jo@example.com"',
  'emails.value ne "jo@example.com"',
];

const NO_FILTERS = [
  '',
  'userName',
  'userName eq',
  'userName eq jo',
  "userName eq 'jo'",
  'userName regex "jo"',
  'userName eq "jo',
  'userName eq "jo" and',
  '(userName pr',
  'userName pr)',
  'userName pr title pr',
  'emails[type eq "work"',
  'emails[type eq "work"] eq "jo@example.com"',
];

test('filters are answered as scim2-parse-filter answers them, alone and joined in every order', () => {
  const leaves = FILTERS.filter((_, at) => at % 2 === 0);
  const joined = leaves.flatMap((a) =>
    leaves.flatMap((b) =>
      leaves.flatMap((c) => [
        `${a} and ${b} or ${c}`,
        `${a} or ${b} and ${c}`,
        `not (${a} or ${b}) and ${c}`,
        `(${a} or ${b}) AND not (${c})`,
      ]),
    ),
  );
  const filters = [...FILTERS, ...joined];
  const answers = judge(filters.map((filter) => ({ kind: 'User', resource: USER, filter })));
  filters.forEach((filter, at) => {
    assert.deepEqual(answers[at], { matches: evaluator(parse(filter))(USER) }, filter);
  });
});

test('what is no filter is none for either', () => {
  const answers = judge(NO_FILTERS.map((filter) => ({ kind: 'User', resource: USER, filter })));
  NO_FILTERS.forEach((filter, at) => {
    assert.equal(answers[at].error?.scimType, 'invalidFilter', filter);
    assert.throws(() => parse(filter), filter);
  });
});

const CASE = 'userName is not caseExact (RFC 7643, 4.1.1); it compares letter by letter';
const ABSENT = 'what is absent equals null and nothing else (RFC 7643, 2.5); it answers false whatever is asked of what is absent';
const ONE = 'what stands in brackets, and after them, is said of one element (RFC 7644, 3.4.2.2); it takes any two';
const BARE = 'Entra ID asks for a complex attribute and means its value';
const SCHEMA = 'an attribute or type that is in no schema is invalidFilter (RFC 7644, 3.4.2.2); it knows no schema';

const FILTERS_APART = [
  ['userName eq "JO@example.com"', true, false, CASE],
  ['name.givenName sw "JO"', true, false, CASE],
  ['title ne "Pilot"', true, false, ABSENT],
  ['title eq null', true, false, ABSENT],
  ['manager eq "m1"', true, false, BARE],
  ['emails eq "jo@home.example"', true, false, BARE],
  ['department eq "Sales"', true, false, 'an attribute of an extension may be named without its URN where only one schema has it'],
  [`${CORE}:userName pr`, true, false, 'an attribute of the core schema stands outside of any object of that name (RFC 7644, 3.10)'],
  ['emails[type eq "work" and value co "home"]', false, true, ONE],
  ['emails[type eq "home"].value eq "jo@example.com"', false, true, ONE],
  ['emails[type eq "work"].value eq "JO@example.com"', true, false, CASE],
  [
    'meta.lastModified gt "2026-03-02T07:59:59Z" and meta.lastModified lt "2026-03-02T09:00:00Z"',
    true,
    false,
    'times are compared as times; it compares their text',
  ],
  ['active eq "True"', true, false, 'Entra ID writes truth values as text'],
  ['not userName eq "x"', FAILS, true, 'not is followed by a parenthesis (RFC 7644, figure 1)'],
  ['nosuch eq "x"', FAILS, false, SCHEMA],
  ['active gt true', FAILS, false, SCHEMA],
  ['userName eq 5', FAILS, false, SCHEMA],
];

test('where the answers to a filter differ there is a reason', () => {
  const answers = judge(FILTERS_APART.map(([filter]) => ({ kind: 'User', resource: USER, filter })));
  FILTERS_APART.forEach(([filter, ours, theirs, why], at) => {
    assert.equal(answers[at].error ? FAILS : answers[at].matches, ours, `${filter}: ${why}`);
    assert.equal(
      attempt(() => evaluator(parse(filter))(USER)),
      theirs,
      `${filter}: ${why}`,
    );
  });
});

const GROUP = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id: 'grp_1',
  displayName: 'Ops',
  members: [{ value: 'm1' }, { value: 'm2' }],
};

/** Operations on the user, or on the group where they name members. */
const PATCHES = [
  [{ op: 'replace', path: 'active', value: false }],
  [{ op: 'Replace', path: 'userName', value: 'ada@example.com' }],
  [{ op: 'Add', path: 'nickName', value: 'Ada' }],
  [{ op: 'add', value: { nickName: 'Ada', title: 'Pilot' } }],
  [{ op: 'replace', value: { 'name.givenName': 'Ada', displayName: 'Ada D.' } }],
  [{ op: 'replace', value: { [`${ENTERPRISE}:department`]: 'Legal' } }],
  [{ op: 'replace', path: 'name.givenName', value: 'Ada' }],
  [{ op: 'replace', path: 'name', value: { givenName: 'Ada' } }],
  [{ op: 'add', path: `${ENTERPRISE}:employeeNumber`, value: '4711' }],
  [{ op: 'replace', path: `${ENTERPRISE}:manager.value`, value: 'm2' }],
  [{ op: 'replace', path: `${CORE}:userName`, value: 'ada@example.com' }],
  [{ op: 'remove', path: 'name.familyName' }],
  [{ op: 'remove', path: 'externalId' }],
  [{ op: 'remove', path: `${ENTERPRISE}:department` }],
  [{ op: 'remove', path: 'title' }],
  [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'ada@example.com' }],
  [{ op: 'add', path: 'emails[type eq "work"].display', value: 'Work' }],
  [{ op: 'Add', path: 'emails[type eq "other"].value', value: 'o@example.com' }],
  [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'o@example.com' }],
  [{ op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '+44' }],
  [{ op: 'remove', path: 'emails[type eq "home"]' }],
  [{ op: 'remove', path: 'emails[type eq "home"].display' }],
  [{ op: 'remove', path: 'emails' }],
  [{ op: 'replace', path: 'emails', value: [{ value: 'only@example.com' }] }],
  [{ op: 'add', path: 'emails', value: [{ value: 'new@example.com', type: 'other' }] }],
  [{ op: 'add', path: 'emails', value: { value: 'new@example.com', type: 'other' } }],
  [{ op: 'add', path: 'emails', value: [USER.emails[1]] }],
  [
    { op: 'add', path: 'title', value: 'Pilot' },
    { op: 'replace', path: 'title', value: 'Captain' },
    { op: 'remove', path: 'title' },
  ],
  [{ op: 'Remove', path: 'members', value: [{ value: 'm2' }] }],
  [{ op: 'remove', path: 'members[value eq "m2"]' }],
  [{ op: 'Remove', path: 'members', value: [] }],
  [{ op: 'remove', path: 'members[value eq "m1" or value eq "m2"]' }],
  [{ op: 'Add', path: 'members', value: [{ value: 'm2' }, { value: 'm3' }] }],
  [{ op: 'replace', path: 'members', value: [{ value: 'm3' }] }],
  [{ op: 'remove', path: 'members' }],
];

const NO_PATCHES = [
  [],
  [{ op: 'move', path: 'title', value: 'x' }],
  [{ path: 'title', value: 'x' }],
  [{ op: 'remove' }],
  [{ op: 'add', path: 'title' }],
  [{ op: 'replace', path: 5, value: 'x' }],
  [{ op: 'replace', path: 'emails[type eq "other" or type eq "x"].value', value: 'x' }],
  [{ op: 'replace', path: 'emails[type regex "work"].value', value: 'x' }],
];

const resource = (operations) => (operations.some(({ path }) => String(path).startsWith('members')) ? GROUP : USER);
const question = (operations) => ({
  kind: resource(operations) === GROUP ? 'Group' : 'User',
  resource: resource(operations),
  patch: { schemas: [PATCH], Operations: operations },
});

/** What scim-patch makes of it. Without `schemas`, which it leaves to its caller. */
function theirs(operations) {
  if (operations.length === 0) throw new Error('nothing to do');
  return bare(scimPatch(structuredClone(resource(operations)), operations));
}

function bare({ schemas, ...members }) {
  return members;
}

test('a PATCH makes of a resource what scim-patch makes of it', () => {
  const answers = judge(PATCHES.map(question));
  PATCHES.forEach((operations, at) => {
    const said = JSON.stringify(operations);
    assert.ok(answers[at].resource, `${said}: ${JSON.stringify(answers[at])}`);
    assert.deepEqual(bare(answers[at].resource), theirs(operations), said);
  });
});

test('what is no PATCH is none for either', () => {
  const answers = judge(NO_PATCHES.map(question));
  NO_PATCHES.forEach((operations, at) => {
    assert.equal(answers[at].error?.status, '400', JSON.stringify(operations));
    assert.throws(() => theirs(operations), JSON.stringify(operations));
  });
});

const TYPES = 'values have the type of their attribute, whatever a provider writes; it knows no schema';
const KNOWN = 'what is read-only, required or in no schema is refused (RFC 7644, 3.5.2); it knows no schema';
const NAMES = 'names and operations are taken in any case (RFC 7643, 2.1)';

const PATCHES_APART = [
  [[{ op: 'Replace', path: 'active', value: 'False' }], { active: false }, { active: 'False' }, TYPES],
  [[{ op: 'replace', value: { active: 'false' } }], { active: false }, { active: 'false' }, TYPES],
  [
    [{ op: 'Add', path: 'manager', value: 'm2' }],
    { [ENTERPRISE]: { department: 'Sales', manager: { value: 'm2' } } },
    { manager: 'm2' },
    TYPES,
  ],
  [[{ op: 'replace', path: 'id', value: 'other' }], FAILS, { id: 'other' }, KNOWN],
  [[{ op: 'remove', path: 'userName' }], FAILS, { userName: undefined }, KNOWN],
  [[{ op: 'add', path: 'nosuch', value: 'x' }], FAILS, { nosuch: 'x' }, KNOWN],
  [[{ op: 'REPLACE', path: 'title', value: 'Pilot' }], { title: 'Pilot' }, FAILS, NAMES],
  [
    [{ op: 'replace', path: 'USERNAME', value: 'ada@example.com' }],
    { userName: 'ada@example.com' },
    { USERNAME: 'ada@example.com' },
    NAMES,
  ],
  [
    [{ op: 'add', path: 'emails', value: [{ value: 'jo@example.com', type: 'work' }] }],
    {},
    { emails: [...USER.emails, { value: 'jo@example.com', type: 'work' }] },
    'a value that is there is not added again (RFC 7644, 3.5.2.1); it takes the same value with less beside it for another',
  ],
  [
    [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
    {
      emails: [
        { ...USER.emails[0], primary: false },
        { ...USER.emails[1], primary: true },
      ],
    },
    { emails: [USER.emails[0], { ...USER.emails[1], primary: true }] },
    'one value alone is primary (RFC 7643, 2.4)',
  ],
  [
    [{ op: 'remove', path: 'emails[type eq "home"].value' }],
    { emails: [USER.emails[0]] },
    { emails: [USER.emails[0], { type: 'home' }] },
    'nothing is left that the path does not say itself; it leaves the bare type',
  ],
  [
    [{ op: 'Add', path: 'emails[type eq "other" and primary eq false].value', value: 'o@example.com' }],
    { emails: [...USER.emails, { type: 'other', primary: false, value: 'o@example.com' }] },
    FAILS,
    'Entra ID names values that are not there yet; it makes them for a single condition alone',
  ],
  [
    [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'm2' }] }],
    { members: [GROUP.members[0]] },
    {},
    'Entra ID names a member so; it looks for one with a $ref',
  ],
  [
    [
      { op: 'remove', path: 'members[value eq "m1" or value eq "m2"]' },
      { op: 'add', path: 'members', value: ['m3'] },
    ],
    { members: [{ value: 'm3' }] },
    { members: ['m3'] },
    TYPES,
  ],
];

test('where the answers to a PATCH differ there is a reason', () => {
  const answers = judge(PATCHES_APART.map(([operations]) => question(operations)));
  PATCHES_APART.forEach(([operations, ours, other, why], at) => {
    const said = `${JSON.stringify(operations)}: ${why}`;
    const expected = (changes) => (changes === FAILS ? FAILS : JSON.parse(JSON.stringify(bare({ ...resource(operations), ...changes }))));
    const { error, resource: after } = answers[at];
    assert.deepEqual(error ? FAILS : bare(after), expected(ours), said);
    assert.deepEqual(
      attempt(() => theirs(operations)),
      expected(other),
      said,
    );
  });
});
