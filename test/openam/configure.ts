/** Configures an unpacked OpenAM automatically (contract §14.4, §18.1). */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.ts';
import { PASSWORD, PATHS, portsOf, ROOT_SUFFIX, type Setup, urlOf } from './layout.ts';
import { DIRECTORY_LDIF } from './parts.ts';
import { Trouble } from './progress.ts';

/** Removes an incomplete setup, so that the configurator finds an empty folder. */
export function clearConfiguration(): void {
  for (const path of [PATHS.config, PATHS.home, PATHS.log]) {
    rmSync(path, { recursive: true, force: true });
  }
  mkdirSync(PATHS.home, { recursive: true });
}

/**
 * Posts the configurator's form. The server's name is the loopback address and no cookie domain is
 * set, so that clients need no special host name.
 */
export async function configureServer(setup: Setup): Promise<void> {
  const response = await fetch(`${urlOf(setup.port)}/config/configurator`, {
    method: 'POST',
    body: new URLSearchParams(answersOf(setup)),
    signal: AbortSignal.timeout(300_000),
  });
  const text = await response.text();
  if (text.includes('Configuration complete!')) return;
  throw new Trouble(
    `OpenAM could not be configured (${response.status}): ${text.trim().slice(0, 300)}; see ${join(PATHS.config, 'install.log')}.`,
  );
}

function answersOf(setup: Setup): Record<string, string> {
  const ports = portsOf(setup.port);
  const agentPassword = randomBytes(16).toString('hex');
  return {
    SERVER_URL: `http://127.0.0.1:${setup.port}`,
    DEPLOYMENT_URI: '/openam',
    BASE_DIR: PATHS.config,
    locale: 'en_US',
    PLATFORM_LOCALE: 'en_US',
    ADMIN_PWD: PASSWORD,
    ADMIN_CONFIRM_PWD: PASSWORD,
    AMLDAPUSERPASSWD: agentPassword,
    AMLDAPUSERPASSWD_CONFIRM: agentPassword,
    COOKIE_DOMAIN: '',
    acceptLicense: 'true',
    DATA_STORE: 'embedded',
    DIRECTORY_SSL: 'SIMPLE',
    DIRECTORY_SERVER: 'localhost',
    DIRECTORY_PORT: String(ports.ldap),
    DIRECTORY_ADMIN_PORT: String(ports.admin),
    DIRECTORY_JMX_PORT: String(ports.jmx),
    ROOT_SUFFIX,
    DS_DIRMGRDN: 'cn=Directory Manager',
    DS_DIRMGRPASSWD: setup.directoryPassword,
  };
}

/** Writes containers and listen addresses to the embedded directory, because REST cannot. */
export async function changeDirectory(setup: Setup): Promise<void> {
  const file = join(PATHS.root, 'directory.ldif');
  writeFileSync(file, DIRECTORY_LDIF);
  const parameters = {
    hostname: '127.0.0.1',
    port: String(portsOf(setup.port).ldap),
    bindDN: 'cn=Directory Manager',
    bindPassword: setup.directoryPassword,
    filename: file,
  };
  const outcome = await run('java', [
    '-cp',
    join(PATHS.webapp, 'WEB-INF', 'lib', '*'),
    'com.forgerock.opendj.ldap.tools.LDAPModify',
    ...Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]),
  ]);
  if (outcome?.code === 0) return;
  throw new Trouble(
    `The embedded directory refused a change: ${outcome?.output.trim().slice(-300) ?? 'no java'}`,
  );
}
