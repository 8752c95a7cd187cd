/** Plants realms, sign-in chain, people, devices and groups; every step may be repeated. */
import { type AmAnswer, type AmCall, type AmRest, COOKIE_NAME, realmPath } from './am-rest.ts';
import { PASSWORD, ROOT_SUFFIX } from './layout.ts';
import { creationOf, GROUPS, PEOPLE, type SeedPerson } from './people.ts';
import { Trouble } from './progress.ts';

/** The sign-in chain with a second factor: password, then a HOTP code (contract §18.3). */
export const TWO_FACTOR_CHAIN = 'twofactor';

/** Everything a fresh server lacks. Realm beta gets people of its own, apart from alpha's. */
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
  await plantPeople(admin);
  await seedGroups(admin);
}

/** Puts everybody's devices, flags, status and groups back to how they were planted; who is missing is made. */
export async function reseedPeople(rest: AmRest): Promise<void> {
  const admin = await signInAsAdmin(rest);
  await plantPeople(admin);
  await plantGroups(admin);
}

interface Admin {
  readonly create: (path: string, resource: string, json: unknown) => Promise<void>;
  readonly update: (path: string, resource: string, json: unknown) => Promise<void>;
  readonly ssoadm: (cmd: string, fields: Readonly<Record<string, string>>) => Promise<void>;
}

async function signInAsAdmin(rest: AmRest): Promise<Admin> {
  const token = await rest.signIn('/', 'amadmin', PASSWORD);
  const send = (path: string, call: AmCall): Promise<AmAnswer> =>
    rest.call(path, { ...call, token });
  return {
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

/** A user that is there already is 409; a realm or module that is, 409 or 500 with such a text. */
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

/** Without `oathIssuerName` every registration ends in a 500. */
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

async function plantPeople(admin: Admin): Promise<void> {
  for (const person of PEOPLE) {
    const users = `${realmPath(person.realm)}/users`;
    await admin.create(users, '3.0', creationOf(person));
    await admin.update(`${users}/${person.name}`, '3.0', attributesOf(person));
  }
}

function attributesOf(person: SeedPerson): Record<string, unknown> {
  return { ...person.attributes };
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
