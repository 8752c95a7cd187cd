/** Plants realms, the sign-in chain, users, devices and groups. Every step can be repeated. */
import { readFileSync } from 'node:fs';
import { sandboxProofSecret } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { type AmAnswer, type AmCall, type AmRest, COOKIE_NAME, realmPath } from './am-rest.ts';
import { PASSWORD, ROOT_SUFFIX } from './layout.ts';
import { creationOf, GROUPS, PEOPLE } from './people.ts';
import { Trouble } from './progress.ts';

/** The sign-in chain with a second factor: password, then a HOTP code (contract §18.3). */
export const TWO_FACTOR_CHAIN = 'twofactor';

const PROOF_SCRIPT = 'Proof of identity';

/** Plants everything. Realm beta gets its own users. */
export async function seedEverything(rest: AmRest): Promise<void> {
  const admin = await signInAsAdmin(rest);
  for (const name of ['alpha', 'beta']) {
    await admin.create('/json/global-config/realms', '1.0', {
      name,
      parentPath: '/',
      active: true,
      aliases: [],
    });
  }
  for (const attribute of ['config-organization_name', 'config-psearchbase']) {
    await admin.ssoadm('update-datastore', {
      realm: '/beta',
      name: 'embedded',
      attributevalues: `sun-idrepo-ldapv3-${attribute}=ou=beta,${ROOT_SUFFIX}`,
    });
  }
  await seedTwoFactorChain(admin);
  await seedProofChain(admin);
  await plantPeople(admin);
  await seedGroups(admin);
}

/** Resets the devices, flags, status and groups of all users, and creates missing users. */
export async function reseedPeople(rest: AmRest): Promise<void> {
  const admin = await signInAsAdmin(rest);
  await plantPeople(admin);
  await plantGroups(admin);
}

/** The super user’s calls, which fail unless they succeed. */
export interface Admin {
  readonly read: (path: string, resource: string) => Promise<unknown>;
  readonly create: (path: string, resource: string, json: unknown) => Promise<void>;
  readonly update: (path: string, resource: string, json: unknown) => Promise<void>;
  readonly ssoadm: (cmd: string, fields: Readonly<Record<string, string>>) => Promise<void>;
}

/** Signs in as the super user. */
export async function signInAsAdmin(rest: AmRest): Promise<Admin> {
  const token = await rest.signIn('/', 'amadmin', PASSWORD);
  const send = (path: string, call: AmCall): Promise<AmAnswer> =>
    rest.call(path, { ...call, token });
  return {
    read: async (path, resource) => {
      const answer = await send(path, { resource });
      if (answer.status !== 200) throw failed(`reading ${path}`, answer);
      return answer.body;
    },
    create: async (path, resource, json) => {
      const answer = await send(`${path}?_action=create`, { method: 'POST', resource, json });
      if (!isCreatedOrThere(answer)) throw failed(`creating in ${path}`, answer);
    },
    update: async (path, resource, json) => {
      const headers = { 'If-Match': '*' };
      const answer = await send(path, { method: 'PUT', resource, json, headers });
      if (answer.status !== 200) throw failed(`updating ${path}`, answer);
    },
    ssoadm: async (cmd, fields) => {
      const raw = new URLSearchParams({ ...fields, cmd, submit: '1' }).toString();
      const answer = await rest.call('/ssoadm.jsp', {
        method: 'POST',
        raw,
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Cookie: `${COOKIE_NAME}=${token}`,
        },
      });
      if (!isSsoadmDone(answer)) throw failed(`ssoadm ${cmd}`, answer);
    },
  };
}

/**
 * Whether an object was created or exists. An existing user gives 409, an existing realm or module
 * 409 or 500 with such a text.
 */
function isCreatedOrThere({ status, text }: AmAnswer): boolean {
  return status === 201 || status === 409 || /already exist/i.test(text);
}

function isSsoadmDone({ status, text }: AmAnswer): boolean {
  return status === 200 && /was updated|were add|already/i.test(plain(text));
}

function failed(what: string, { status, text }: AmAnswer): Trouble {
  return new Trouble(`OpenAM refused ${what}: ${status} ${plain(text).slice(-300)}`);
}

function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#x[0-9a-f]+;/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Without `oathIssuerName`, every registration ends with a 500. */
async function seedTwoFactorChain(admin: Admin): Promise<void> {
  const config = `${realmPath('alpha')}/realm-config`;
  await admin.create(`${config}/services/authenticatorOathService`, '1.0', {});
  await admin.create(`${config}/authentication/modules/authenticatoroath`, '1.0', {
    _id: 'oath',
    oathIssuerName: 'Example',
  });
  await admin.create(`${config}/authentication/chains`, '1.0', {
    _id: TWO_FACTOR_CHAIN,
    authChainConfiguration: [
      { module: 'DataStore', criteria: 'REQUISITE', options: {} },
      { module: 'oath', criteria: 'REQUIRED', options: {} },
    ],
  });
}

/**
 * The chain by which users prove their identity (contract §18.4), with the script of
 * `deploy/am`.
 */
async function seedProofChain(admin: Admin): Promise<void> {
  const realm = realmPath('alpha');
  const text = readFileSync('deploy/am/openam-proof.js', 'utf8');
  const script = text.replace('REPLACE-THIS-SECRET', sandboxProofSecret);
  await admin.create(`${realm}/scripts`, '1.0', {
    name: PROOF_SCRIPT,
    description: 'null',
    language: 'JAVASCRIPT',
    context: 'AUTHENTICATION_SERVER_SIDE',
    script: Buffer.from(script).toString('base64'),
  });
  const found = await admin.read(`${realm}/scripts?_queryFilter=true`, '1.0');
  const serverScript = listAt(found, 'result')
    .filter((one) => fieldAt(one, 'name') === PROOF_SCRIPT)
    .map((one) => textAt(one, '_id'))[0];
  const authentication = `${realm}/realm-config/authentication`;
  await admin.create(`${authentication}/modules/scripted`, '1.0', {
    _id: 'proofOfIdentity',
    serverScript,
    clientScriptEnabled: false,
  });
  await admin.create(`${authentication}/chains`, '1.0', {
    _id: 'ProveByCode',
    authChainConfiguration: [
      { module: 'proofOfIdentity', criteria: 'REQUISITE', options: {} },
      { module: 'oath', criteria: 'REQUIRED', options: {} },
    ],
  });
}

async function plantPeople(admin: Admin): Promise<void> {
  for (const person of PEOPLE) {
    const users = `${realmPath(person.realm)}/users`;
    await admin.create(users, '3.0', creationOf(person));
    await admin.update(`${users}/${person.name}`, '3.0', { ...person.attributes });
  }
}

async function plantGroups(admin: Admin): Promise<void> {
  for (const { name, realm, members } of GROUPS) {
    const groups = `${realmPath(realm)}/groups`;
    await admin.create(groups, '3.0', { username: name });
    await admin.update(`${groups}/${name}`, '3.0', { uniqueMember: members });
  }
}

async function seedGroups(admin: Admin): Promise<void> {
  await plantGroups(admin);
  await admin.ssoadm('add-privileges', {
    realm: '/alpha',
    idname: 'admins',
    idtype: 'Group',
    privileges: 'RealmAdmin',
  });
}
