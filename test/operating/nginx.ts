/**
 * The nginx of this machine with the sample of `deploy/nginx`. Only addresses and paths are
 * changed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../reliability/am-traffic.ts';
import { makeCertificate } from '../security/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { openTlsConnection } from './tls-client.ts';

/** A running nginx. */
export interface Nginx {
  readonly port: number;
  /** The certificate of the server, for clients. */
  readonly ca: string;
  /** Returns the lines of its access log. */
  accessLog(): Promise<unknown[]>;
  stop(): Promise<void>;
}

/** Starts nginx in front of gateways on two ports. */
export async function startNginx(gateways: readonly [number, number]): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-nginx-'));
  await chmod(folder, 0o755); // workers run as another user where the master is root
  const port = await freePort();
  const { cert, key } = await makeCertificate({ name: 'gateway.example.com' });
  const log = join(folder, 'access.log');
  const sample = await readFile('deploy/nginx/identity-gateway.conf', 'utf8');
  const site = replaceAll(sample, {
    '127.0.0.1:4000': `127.0.0.1:${gateways[0]}`,
    '127.0.0.1:4010': `127.0.0.1:${gateways[1]}`,
    'listen 443 ssl': `listen ${port} ssl`,
    '/etc/nginx/tls/gateway.pem': join(folder, 'gateway.pem'),
    '/etc/nginx/tls/gateway.key': join(folder, 'gateway.key'),
    '/var/log/nginx/identity-gateway.log': log,
  });
  await Promise.all([
    writeFile(join(folder, 'gateway.pem'), cert),
    writeFile(join(folder, 'gateway.key'), key),
    writeFile(join(folder, 'site.conf'), site),
    writeFile(join(folder, 'nginx.conf'), `daemon off;\n${mainConfig(folder, 'site.conf')}`),
  ]);
  const child = spawn('nginx', ['-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`], {
    stdio: 'inherit',
  });
  const exited = once(child, 'exit');
  await until('nginx listens', async () => {
    if (child.exitCode !== null) throw new Error(await readFile(`${folder}/error.log`, 'utf8'));
    return canConnect(port, cert);
  });
  return {
    port,
    ca: cert,
    accessLog: async () => {
      const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
      return lines.map((line): unknown => JSON.parse(line));
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

/** Returns a configuration like Debian's `nginx.conf`, with all files in one folder. */
export function mainConfig(folder: string, site: string): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `pid ${folder}/pid;
error_log ${folder}/error.log;
worker_processes 2;
events { worker_connections 1024; }
http {
  ${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  include ${folder}/${site};
}
`;
}

/**
 * Replaces texts of the sample. Throws if one is missing, so that no test runs with wrong
 * addresses.
 */
export function replaceAll(text: string, changes: Readonly<Record<string, string>>): string {
  const missing = Object.keys(changes).find((from) => !text.includes(from));
  if (missing !== undefined) throw new Error(`The sample has no ${missing}.`);
  // In one pass: a new address may contain an old one, such as port 40105 that of port 4010.
  return text.replaceAll(any(Object.keys(changes)), (from) => changes[from] ?? from);
}

/** A pattern for any of some texts. */
function any(texts: readonly string[]): RegExp {
  return new RegExp(
    texts.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'g',
  );
}

async function canConnect(port: number, ca: string): Promise<boolean> {
  try {
    (await openTlsConnection({ port, ca })).destroy();
    return true;
  } catch {
    return false;
  }
}
