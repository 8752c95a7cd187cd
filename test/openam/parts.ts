/** Downloads the parts of the server from Maven Central to `.openam/` and adapts them. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.ts';
import { PARTS, PATHS, portsOf, ROOT_SUFFIX } from './layout.ts';
import { type Progress, Trouble } from './progress.ts';

const OLDEST_JAVA = 11;

/** Fails with one sentence if Java is missing or too old for OpenAM 16. */
export async function requireJava(): Promise<void> {
  const outcome = await run('java', ['-version']);
  const version = /version "(\d+)/.exec(outcome?.output ?? '')?.[1];
  if (outcome?.code === 0 && Number(version) >= OLDEST_JAVA) return;
  throw new Trouble(
    `OpenAM needs Java ${OLDEST_JAVA} or newer as \`java\` on the path (Debian: apt-get install default-jre-headless).`,
  );
}

/** Fails with one sentence if Maven is missing. */
export async function requireMaven(): Promise<void> {
  const outcome = await run('mvn', ['-v']);
  if (outcome?.code === 0) return;
  throw new Trouble(
    'Fetching OpenAM needs Maven as `mvn` on the path (Debian: apt-get install maven).',
  );
}

/** Unpacks Tomcat and the web application for a port. Removes an earlier setup. */
export async function unpackParts(
  progress: Progress,
  own: { readonly port: number; readonly directoryPassword: string },
): Promise<void> {
  for (const path of [PATHS.tomcat, PATHS.base]) rmSync(path, { recursive: true, force: true });
  mkdirSync(PATHS.base, { recursive: true });
  progress('fetching Tomcat');
  await unpack(PARTS.tomcat, PATHS.tomcat);
  liftOnlyFolder(PATHS.tomcat);
  progress('fetching OpenAM (337 MB when it is not in the local Maven repository)');
  await unpack(PARTS.server, PATHS.webapp);
  writeTomcatBase(own.port);
  tellOpenAmItsDirectory(own);
}

/**
 * Uses `dependency:unpack`, which needs only Maven and a Java runtime, but not `jar` or `unzip`.
 */
async function unpack(artifact: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const parameters = [`-Dartifact=${artifact}`, `-DoutputDirectory=${into}`];
  const markers = join(PATHS.root, 'markers');
  rmSync(markers, { recursive: true, force: true });
  const outcome = await run(
    'mvn',
    ['-q', '-B', 'dependency:unpack', ...parameters, `-DmarkersDirectory=${markers}`],
    { cwd: PATHS.root },
  );
  if (outcome?.code === 0) return;
  const said = outcome?.output.trim().split('\n').slice(0, 5).join('\n') ?? 'no mvn';
  throw new Trouble(`Maven could not bring ${artifact}:\n${said}`);
}

function liftOnlyFolder(path: string): void {
  const [only, ...others] = readdirSync(path);
  if (only === undefined || others.length > 0) throw new Trouble(`Unexpected content in ${path}.`);
  const beside = `${path}.lifted`;
  rmSync(beside, { recursive: true, force: true });
  renameSync(join(path, only), beside);
  rmSync(path, { recursive: true });
  renameSync(beside, path);
}

function writeTomcatBase(port: number): void {
  for (const name of ['conf', 'logs', 'temp']) mkdirSync(join(PATHS.base, name));
  for (const name of ['web.xml', 'catalina.properties', 'logging.properties']) {
    const content = readFileSync(join(PATHS.tomcat, 'conf', name));
    writeFileSync(join(PATHS.base, 'conf', name), content);
  }
  writeFileSync(join(PATHS.base, 'conf', 'server.xml'), serverXml(port));
  writeFileSync(join(PATHS.base, 'conf', 'context.xml'), CONTEXT_XML);
}

/** A connector on the loopback address with Tomcat's default timeouts, and no shutdown port. */
function serverXml(port: number): string {
  return `<Server port="-1">
  <Service name="Catalina">
    <Connector address="127.0.0.1" port="${port}" protocol="HTTP/1.1" connectionTimeout="20000"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" unpackWARs="false" autoDeploy="false"/>
    </Engine>
  </Service>
</Server>
`;
}

/**
 * OpenAM declares everything in its web.xml. Without scanning its 300 jars, the start takes half
 * the time.
 */
const CONTEXT_XML = `<Context>
  <Manager pathname=""/>
  <JarScanner scanManifest="false" scanClassPath="false">
    <JarScanFilter defaultPluggabilityScan="false" defaultTldScan="false"/>
  </JarScanner>
</Context>
`;

/**
 * If a configuration exists, OpenAM waits at the start for the embedded directory at the address of
 * its *default* values. With the shipped values it waits a minute for a foreign host.
 */
function tellOpenAmItsDirectory(own: {
  readonly port: number;
  readonly directoryPassword: string;
}): void {
  const path = join(PATHS.webapp, 'WEB-INF', 'classes', 'serviceDefaultValues.properties');
  const defaults = readFileSync(path, 'utf8')
    .replace(/^DIRECTORY_SERVER=.*$/m, 'DIRECTORY_SERVER=localhost')
    .replace(/^DIRECTORY_PORT=.*$/m, `DIRECTORY_PORT=${portsOf(own.port).ldap}`);
  writeFileSync(path, `${defaults}\nDS_DIRMGRPASSWD=${own.directoryPassword}\n`);
}

/**
 * The directory entries that give realm beta its own users, and bind the directory to this machine.
 */
export const DIRECTORY_LDIF = `${['', 'ou=people,', 'ou=groups,']
  .map(
    (prefix) => `dn: ${prefix}ou=beta,${ROOT_SUFFIX}
changetype: add
objectClass: top
objectClass: organizationalUnit
`,
  )
  .join('\n')}
dn: cn=LDAP Connection Handler,cn=Connection Handlers,cn=config
changetype: modify
replace: ds-cfg-listen-address
ds-cfg-listen-address: 127.0.0.1

dn: cn=Administration Connector,cn=config
changetype: modify
replace: ds-cfg-listen-address
ds-cfg-listen-address: 127.0.0.1

dn: cn=JMX Connection Handler,cn=Connection Handlers,cn=config
changetype: modify
replace: ds-cfg-enabled
ds-cfg-enabled: false
`;
