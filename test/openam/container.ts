/** Starts, watches and ends the server's process. */
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { run } from './command.ts';
import { DEFAULT_PORT, PATHS, portsOf, urlOf } from './layout.ts';
import { Trouble } from './progress.ts';

const EXPORTS = [
  'java.base/sun.security.util',
  'java.security.jgss/sun.security.krb5',
  'java.base/sun.security.x509',
  'java.base/sun.security.tools.keytool',
  'java.xml/com.sun.org.apache.xerces.internal.dom',
];

/**
 * If a few hundred sessions expire together, OpenAM's reaper blocks its own workers, and every
 * sign-in waits 135 s for a 500. Here the reaper runs every 10 days (in milliseconds). Expired
 * sessions are still rejected; they only stay in the store.
 */
const NO_SESSION_REAPER = {
  'com.sun.identity.session.repository.cleanupRunPeriod': '864000000',
  'com.sun.identity.session.repository.healthCheckRunPeriod': '864000000',
};

/** Starts Tomcat with the web application as a process that outlives this one. Returns its pid. */
export function startContainer(): number {
  const log = openSync(PATHS.log, 'a', 0o600);
  const child = spawn('java', javaParameters(), {
    cwd: PATHS.root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  if (child.pid === undefined) throw new Trouble('Java could not be started.');
  return child.pid;
}

/** A small heap and a fast compiler, for a short start. */
function javaParameters(): string[] {
  const bin = join(PATHS.tomcat, 'bin');
  const jars = [join(bin, 'bootstrap.jar'), join(bin, 'tomcat-juli.jar')];
  const properties = {
    'catalina.home': PATHS.tomcat,
    'catalina.base': PATHS.base,
    'java.io.tmpdir': join(PATHS.base, 'temp'),
    'java.util.logging.manager': 'org.apache.juli.ClassLoaderLogManager',
    'java.util.logging.config.file': join(PATHS.base, 'conf', 'logging.properties'),
    'user.home': PATHS.home,
    'com.iplanet.services.configpath': PATHS.config,
    'com.sun.identity.configuration.directory': PATHS.config,
    'ssoadm.disabled': 'false',
    ...NO_SESSION_REAPER,
  };
  return [
    '-Xmx1536m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    ...EXPORTS.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
    '-cp',
    jars.join(delimiter),
    'org.apache.catalina.startup.Bootstrap',
    'start',
  ];
}

/**
 * Whether `pid` is the running server of *this* checkout. A pid alone may belong to another
 * process.
 */
export async function isOurServer(pid: number): Promise<boolean> {
  return (await commandLineOf(pid)).includes(`-Dcatalina.base=${PATHS.base}`);
}

/** Ends the server: with SIGTERM, and with SIGKILL after 40 seconds. */
export async function endServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGTERM', 40],
    ['SIGKILL', 5],
  ] as const) {
    if (!(await isOurServer(pid))) return;
    process.kill(pid, signal);
    for (let left = seconds * 5; left > 0 && (await isOurServer(pid)); left -= 1) await sleep(200);
  }
}

/** Waits until OpenAM serves requests. `isReady` gets the status and text of its health page. */
export async function waitUntilUp(
  own: { readonly pid: number; readonly port: number; readonly seconds: number },
  isReady: (status: number, text: string) => boolean,
): Promise<void> {
  const end = Date.now() + own.seconds * 1000;
  while (Date.now() < end) {
    if (!(await isOurServer(own.pid))) {
      throw new Trouble(`OpenAM ended before it was up; the end of ${PATHS.log} says why.`);
    }
    const page = await healthOf(own.port);
    if (page !== undefined && isReady(page.status, page.text)) return;
    await sleep(300);
  }
  throw new Trouble(`OpenAM was not up after ${own.seconds} seconds; see ${PATHS.log}.`);
}

/** Whether the configured server answers its health page. */
export function isAlive(status: number, text: string): boolean {
  return status === 200 && text.includes('ALIVE');
}

/** Reads the health page; undefined without an answer within ten seconds. */
export async function healthOf(
  port: number,
): Promise<{ status: number; text: string } | undefined> {
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(`${urlOf(port)}/isAlive.jsp`, { redirect: 'manual', signal });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** Fails with one sentence if another process uses a port. */
export async function requireFreePorts(port: number): Promise<void> {
  for (const one of Object.values(portsOf(port))) {
    if (await isFree(one)) continue;
    throw new Trouble(
      `Port ${one} is taken by another program; choose another with OPENAM_PORT (it and the three after it are used).`,
    );
  }
}

/** Finds a port that is free together with the next three. */
export async function findFreePort(): Promise<number> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 10_000; port += 10) {
    const areFree = await Promise.all(Object.values(portsOf(port)).map(isFree));
    if (areFree.every(Boolean)) return port;
  }
  throw new Trouble('No four free ports in a row were found.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

async function commandLineOf(pid: number): Promise<string> {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    const outcome = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
    return outcome?.code === 0 ? outcome.output : '';
  }
}
