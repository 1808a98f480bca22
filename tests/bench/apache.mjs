// Debian's mod_auth_openidc in an Apache of its own, where there is one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';

/** Whether it is installed. */
export function hasApache() {
  const files = [PROGRAM, `${MODULES}/mod_auth_openidc.so`];
  return Promise.all(files.map((file) => access(file))).then(() => true, () => false);
}

export async function startApache({ issuer, client_secret }) {
  const folder = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  await writeFile(join(folder, 'apache.conf'), configuration(folder, port, base, issuer, client_secret));
  const child = spawn(PROGRAM, ['-f', join(folder, 'apache.conf'), '-DFOREGROUND'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const closed = once(child, 'close');
  process.once('exit', () => child.kill('SIGKILL'));
  const stop = async () => {
    child.kill('SIGTERM');
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries++) {
    const answers = await fetch(`${base}/open`).then(() => true, () => false);
    if (answers) return { login: `${base}/in`, done: `${base}/in`, stop };
    if (tries === 100 || child.exitCode !== null) {
      await stop();
      throw new Error('Apache did not answer');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function configuration(folder, port, base, issuer, secret) {
  const user = process.getuid() === 0 ? 'User www-data\nGroup www-data' : '';
  const modules = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc'];
  return `
ServerRoot ${folder}
ServerName localhost
Listen ${port}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
LogLevel error
${user}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID bench-apache
OIDCClientSecret ${secret}
OIDCProviderTokenEndpointAuth client_secret_post
OIDCRedirectURI ${base}/in/callback
OIDCCryptoPassphrase ${secret}
OIDCScope "openid profile email"
OIDCPKCEMethod S256
<Location /in>
  AuthType openid-connect
  Require valid-user
</Location>
`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
