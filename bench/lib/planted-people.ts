/** People with one OATH device each, created in an AM over its REST interface. */
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { demoOf, recordOf } from '../../test/devices/demo-devices.ts';
import { createAmRest, realmPath, type AmCall } from '../../test/openam/am-rest.ts';
import { PASSWORD } from '../../test/openam/layout.ts';
import { inTurns } from '../../test/reliability/am-traffic.ts';
import { BenchError } from './say.ts';

/** An AM with the users of the tests. */
export interface BenchAm {
  readonly url: string;
  readonly flavor: Flavor;
}

const users = `${realmPath('alpha')}/users`;
const oath = demoOf('OATH');

/** Creates people, or gives those of an earlier run their device back. Returns their names. */
export async function plantPeople({ url, flavor }: BenchAm, count: number): Promise<string[]> {
  const rest = createAmRest(url);
  const token = await rest.signIn('/', 'amadmin', PASSWORD);
  const resource = flavor === 'openam' ? '3.0' : '4.0';
  const send = async (path: string, call: AmCall, statuses: readonly number[]): Promise<void> => {
    const { status } = await rest.call(path, { ...call, token, resource });
    if (!statuses.includes(status)) throw new BenchError(`AM answered ${status} to a new person.`);
  };
  const names = Array.from({ length: count }, (_, number) => `campaign${number}`);
  await inTurns(names, async (username) => {
    const person = { username, userpassword: PASSWORD, mail: `${username}@example.com` };
    await send(`${users}?_action=create`, { method: 'POST', json: person }, [201, 409]);
    const json = { [oath.attribute]: [recordOf(oath, `${username}-phone`, 'Phone')] };
    const headers = { 'If-Match': '*' };
    await send(`${users}/${username}`, { method: 'PUT', headers, json }, [200]);
  });
  return names;
}
