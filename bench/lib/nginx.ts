/** The fast upstream: nginx with one worker and fixed bodies. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cookieName,
  deployPath,
  devicesBody,
  helpDeskBody,
  helpDeskGroup,
  ownSessionBody,
  ownToken,
  personBody,
  realmPath,
  serverInfoBody,
  signInBody,
  superUserSessionBody,
} from './am-bodies.ts';
import { startServer } from './server-process.ts';

/** An upstream that counts its calls. */
export interface Upstream {
  /** AM's address for a gateway. */
  readonly amUrl: string;
  readonly pid: number;
  /** Reads the number of answered calls. */
  calls(): Promise<number>;
  stop(): Promise<unknown>;
}

/** Starts nginx as an AM with ten thousand users. */
export async function startNginx(folder: string): Promise<Upstream> {
  const home = join(folder, 'nginx');
  mkdirSync(home);
  const configuration = join(home, 'nginx.conf');
  const server = await startServer({
    name: 'nginx',
    command: 'nginx',
    folder,
    env: () => ({ PATH: '/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/sbin:/bin' }),
    args: (port) => {
      writeFileSync(configuration, configurationOf(port, home));
      return ['-p', home, '-c', configuration, '-e', 'stderr'];
    },
  });
  return {
    amUrl: `${server.url}${deployPath}`,
    pid: server.pid,
    calls: async () => {
      const page = await (await fetch(`${server.url}/bench/calls`)).text();
      return Number(/^ \d+ \d+ (\d+)/m.exec(page)?.[1]);
    },
    stop: server.stop,
  };
}

function configurationOf(port: number, home: string): string {
  const users = `^${realmPath}/users/([^/]+)`;
  return `
daemon off;
master_process off;
worker_processes 1;
pid ${home}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  default_type "application/json;charset=UTF-8";
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  ${temporaryPaths(home)}
  map_hash_bucket_size 512;
  map $http_${cookieName.toLowerCase()} $session {
    default '${superUserSessionBody}';
    '${ownToken}' '${ownSessionBody}';
  }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location = /bench/calls { stub_status; }
    location ~ "${users}/devices/2fa/oath$" { return 200 '${devicesBody('$1', 'oath')}'; }
    location ~ "${users}/devices/2fa/push$" { return 200 '${devicesBody('$1', 'push')}'; }
    location ~ "${users}$" { return 200 '${personBody('$1')}'; }
    location ^~ ${realmPath}/sessions { return 200 $session; }
    location ${realmPath}/groups/${helpDeskGroup} { return 200 '${helpDeskBody}'; }
    location ~ /serverinfo/ { return 200 '${serverInfoBody}'; }
    location ~ /sessions$ { return 200 '${superUserSessionBody}'; }
    location ~ /authenticate$ { return 200 '${signInBody}'; }
  }
}
`;
}

function temporaryPaths(home: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${home}/${name};`)
    .join(' ');
}
