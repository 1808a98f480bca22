// Requests as they are shown, run by what they are written for: what arrives is what was to be sent, to the letter. Where a machine lacks a
// language, its tests are skipped by name.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTenant } from './tenant.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SNIPPETS = here('../../target/debug/examples/snippets');
const PYTHON = here('../../target/peers-python/bin/python');
const TOKEN = 'MGMT_API_ACCESS_TOKEN';
/** Reasons to fall for each language in turn. */
const HOSTILE = {
  quotes: `' '' "" """ '''' "'" \\' \\" \\\\" \`\` \\\``,
  runs: '$HOME ${HOME} $(id) `id` #{1+1} #$0 \\(1+1) \\#(1) {0} {{0}} %s %@ %n %% @Model !! !$ ~ * ??= ??/ ?\\?',
  escapes: '\\n \\u000a \\u0022 \\x41 \\101 \\N{BULLET} \\ \\\\ \\\\\\',
  lines: 'one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven\n',
  labels: '\nJSON\n JSON;\nEOF\nJSON',
  controls: '\u0000\u0001\b\t\u000b\f\u001b\u007f\u009f',
  unseen: '\ufeffbefore\u202eafter\u2066\u200b\u00ad',
  marks: '"# "## """# """## \\# \\## ### #""" */ /* // -- <!-- --> ]]> ?> <?php',
  letters: 'é ß 漢字 🎉 👩‍👩‍👧 \ud83d\ude00 ﷽ \u0301',
  markup: '</script><script>alert(1)</script>&amp;',
  'a "name" with `everything` $in \\it\n': true,
  empty: ['', {}, [], [[]], [{}], null, false],
  numbers: [0, -1, 1.5, 1e-7, 9007199254740991],
};
/** What an object of JavaScript would not hold, as text; and what this program makes of it. */
const AWKWARD_TEXT =
  '{"__proto__": {"polluted": true}, "2": "two", "1": "one", "constructor": 1, "large": 12345678901234567890, "exact": 18446744073709551615, "whole": 1.0}';
const AWKWARD = JSON.parse(AWKWARD_TEXT);

/** Text of a seed, so that what failed fails again. */
function generated(seed, alphabet) {
  let state = seed;
  const next = (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  const text = () => Array.from({ length: next(14) }, () => alphabet[next(alphabet.length)]).join('');
  return Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`${index} ${text()}`, text()]));
}
const MARKS = [..."'\"\\`$#{}()[]%@!?&|;<>*~^=+-_/:., \n\r\t\u0000\u2028\u2029é🎉", 'JSON', '"""', '\\(', '${', '#{', '</', '*/', '??/', '\\u', 'u000a', 'x'];

const ID = 'oidc%7Ca%2Fb%27c';
const CASES = {
  hostile: { method: 'POST', body: HOSTILE },
  awkward: { method: 'PATCH', body: AWKWARD },
  generated: { method: 'PATCH', body: generated(13, MARKS) },
  // Without a backtick, the raw string of Go.
  raw: { method: 'PUT', body: generated(31, MARKS.filter((mark) => !mark.includes('`'))) },
  list: { method: 'PATCH', body: [{ client_id: 'one', status: true }, { client_id: 'two', status: false }] },
  read: { method: 'GET', query: [['q', 'name:"a b"&c=$d\'e+f'], ['fields', 'id,name']] },
  gone: { method: 'DELETE' },
  refused: { method: 'DELETE' },
};

/** How each language runs: what has to be there, what is done once, and the command of one program. */
const RUNS = {
  curl: { needs: ['curl', 'bash'], command: (file) => ['bash', [file]] },
  node: { needs: ['node'], prepare: (folder) => symlink(here('node_modules'), join(folder, 'node_modules')), command: (file) => ['node', [file]] },
  php: { needs: ['php'], command: (file) => ['php', ['-d', 'display_errors=stderr', file]] },
  python: { needs: ['python3'], command: (file) => ['python3', [file]] },
  ruby: { needs: ['ruby'], command: (file) => ['ruby', [file]] },
  go: {
    needs: ['go'],
    async prepare(folder) {
      await writeFile(join(folder, 'go.mod'), 'module snippets\n');
      await run('go', ['build', '-o', 'bin/', './...'], folder);
    },
    command: (_, folder, name) => [join(folder, 'bin', name), []],
  },
  java: {
    needs: ['javac', 'java'],
    prepare: (folder) => run('javac', ['-d', join(folder, 'classes'), 'HttpResponse.java', 'Unirest.java'], here('stubs/java/kong/unirest/core')),
    command: (file, folder) => ['java', ['-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', join(folder, 'classes'), file]],
  },
  cSharp: {
    needs: ['mcs', 'mono'],
    async prepare(folder, files) {
      await cp(here('stubs/csharp/RestSharp.cs'), join(folder, 'RestSharp.cs'));
      await run('mcs', ['-target:library', 'RestSharp.cs'], folder);
      for (const file of files) {
        await cp(join(folder, 'RestSharp.dll'), join(file, '..', 'RestSharp.dll'));
        await run('mcs', ['-warnaserror', '-r:RestSharp.dll', file], join(file, '..'));
      }
    },
    command: (file) => ['mono', [file.replace(/cs$/, 'exe')]],
  },
};

let recorder, tenant, folder, token;
const received = new Map();

before(async () => {
  assert.ok(existsSync(SNIPPETS), 'The example is not built. Run: cargo build --workspace --locked --example snippets');
  folder = await mkdtemp(join(tmpdir(), 'lintel-snippets-'));
  recorder = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    received.set(url.split('?')[0].split('/').slice(-2).join('/'), { method, url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(url.includes('refused') ? 403 : 200, { 'content-type': 'application/json' });
    response.end('{"id": "con_1"}');
  });
  await new Promise((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  tenant = await startTenant();
  token = await accessToken();
});

after(async () => {
  recorder?.close();
  await tenant?.stop();
  await tenant?.forget();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe('each language', { concurrency: 4 }, () => {
  for (const [language, { needs, prepare, command }] of Object.entries(RUNS)) {
    const lacks = missing(needs);
    test(`${language} sends what is shown, and fails where it is refused`, { skip: skipped(lacks) }, async () => {
      const at = `http://127.0.0.1:${recorder.address().port}`;
      const requests = Object.entries(CASES).map(([name, { method, query, body }]) => ({ name, tenant: at, request: { method, path: `/api/v2/${ID}/${language}/${name}`, query, body } }));
      requests.push({ name: 'tenant', tenant: tenant.url, request: { method: 'POST', path: '/api/v2/connections', body: connection(language) } });
      const files = [];
      const home = join(folder, language);
      for (const { name, tenant: base, request } of requests) {
        const { ending, programs } = emit(language, request, base);
        files.push(join(home, name, `main.${ending}`));
        await mkdir(join(home, name), { recursive: true });
        await writeFile(files.at(-1), programs[0].replaceAll(language === 'curl' ? 'nothing' : TOKEN, token));
      }
      await prepare?.(home, files);

      for (const [index, { name }] of requests.entries()) {
        const [program, args] = command(files[index], home, name);
        const sending = run(program, args, join(home, name));
        if (name === 'refused') await assert.rejects(sending, `${language} does not fail where it is refused`);
        else await sending;
        if (name !== 'tenant') sameAsMeant(language, name);
      }
      const { data } = await read(`/api/v2/connections?name=${connection(language).name}`);
      assert.deepEqual(data[0].options.hostile, HOSTILE);
    });
  }
});

function sameAsMeant(language, name) {
  const { method, query, body } = CASES[name];
  const came = received.get(`${language}/${name}`);
  assert.ok(came, `${language} ${name}: nothing came`);
  assert.equal(came.method, method);
  const parameters = new URLSearchParams(query).toString();
  assert.equal(came.url, `/api/v2/${ID}/${language}/${name}${parameters && `?${parameters}`}`);
  assert.equal(came.headers.authorization, `Bearer ${token}`);
  if (!body) return assert.equal(came.body, '');
  assert.match(came.headers['content-type'], /^application\/json/);
  // What an object of JavaScript becomes is the same value on one line; everything else is the text that curl's snippet shows.
  if (language === 'node' && name !== 'awkward') assert.equal(came.body, JSON.stringify(body));
  else assert.equal(came.body.trim(), shown(CASES[name]));
  return assert.deepEqual(JSON.parse(came.body), body);
}

/** The body as text: what stands in the quotes of a shell. */
function shown({ method, body }) {
  const [program] = emit('curl', { method, path: '/', body }).programs;
  return /--data-raw '(.*)'\n$/s.exec(program)[1].replaceAll("'\\''", "'");
}

test('numbers that JavaScript cannot hold arrive with every digit that was read', () => {
  assert.match(shown(CASES.awkward), /"exact": 18446744073709551615,/);
  assert.match(shown(CASES.awkward), /"whole": 1\.0/);
});

describe('the body stands in the snippet of a language that is not run', () => {
  const lacks = existsSync(PYTHON) ? '' : 'the Python packages of tests/peers';
  for (const language of ['swift', 'objectiveC']) {
    test(`of ${language}, as tree-sitter reads it`, { skip: skipped(lacks) }, () => {
      const bodies = Object.values(CASES).filter(({ body }) => body);
      const questions = bodies.map((request) => JSON.stringify({ language, text: emit(language, { ...request, path: '/' }).programs[0] }));
      const { stdout, stderr } = spawnSync(PYTHON, [here('literals.py')], { input: questions.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 26 });
      const answers = stdout.trim().split('\n').map((line) => JSON.parse(line));
      assert.equal(answers.length, bodies.length, stderr);
      for (const [index, { body, error }] of answers.entries()) {
        assert.equal(error, undefined);
        assert.equal(body, shown(bodies[index]));
      }
    });
  }

  test('Objective-C is read by clang without a warning', { skip: skipped(missing(['clang'])) }, async () => {
    for (const [name, request] of Object.entries(CASES)) {
      const file = join(folder, `${name}.m`);
      await writeFile(file, emit('objectiveC', { ...request, path: '/' }).programs[0]);
      const target = ['-target', 'x86_64-apple-macosx13', '-nostdinc', '-isystem', here('stubs/objective-c')];
      await run('clang', ['-fsyntax-only', '-fblocks', '-fobjc-arc', '-Wall', '-Wextra', '-Wtrigraphs', '-Werror', ...target, file], folder);
    }
  });
});

/** A program for the request, as the crate writes it. */
function emit(language, { query = [], ...request }, at = 'https://acme.eu.auth0.com') {
  const question = { language, tenant: at, steps: [{ says: 'Says "what" it does: \\u000a ?> */', request: { query, ...request } }] };
  // As text of its own, since this program has no number that large.
  const input = JSON.stringify(question).replace(JSON.stringify(AWKWARD), AWKWARD_TEXT);
  const { status, stdout, stderr } = spawnSync(SNIPPETS, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function connection(language) {
  const options = { type: 'front_channel', client_id: 'one', issuer: 'http://localhost:9', authorization_endpoint: 'http://localhost:9/authorize', jwks_uri: 'http://localhost:9/jwks', scope: 'openid', hostile: HOSTILE };
  return { strategy: 'oidc', name: `by-${language}`, options };
}

async function accessToken() {
  const { url, client_id, client_secret, audience } = tenant;
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret, audience }),
  });
  return (await answer.json()).access_token;
}

async function read(path) {
  const answer = await fetch(new URL(path, tenant.url), { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  const data = await answer.json();
  return { data: data.connections ?? data };
}

function missing(programs) {
  return programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0).join(', ');
}

function skipped(lacks) {
  return lacks ? `this machine lacks ${lacks}` : false;
}

function run(program, args, cwd) {
  // Go keeps what it compiled; without a network it asks nobody.
  const env = { ...process.env, [TOKEN]: token, GOFLAGS: '-mod=mod', GOPROXY: 'off', no_proxy: '*' };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, timeout: 120_000, maxBuffer: 2 ** 24 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`)) : resolve(stdout),
    );
  });
}
