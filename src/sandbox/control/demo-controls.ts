import { randomUUID } from 'node:crypto';
import type { GatewayPages } from '../browser/stories.ts';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices, writeDevices, writeSkipFlag } from '../devices/device-store.ts';
import { createDeviceSeeder } from '../devices/seed-devices.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import { defaultClient } from '../oauth/oauth-clients.ts';
import { mintByName } from '../oauth/token-minting.ts';
import type { CastName } from '../people/demo-people.ts';
import type { Person } from '../people/person.ts';
import { startSessionOf } from '../session/session-by-name.ts';
import type { SandboxState } from '../state.ts';
import { personByName } from './callers-by-name.ts';

/** What a demo of the gateway does at the sandbox. */
export interface DemoControls {
  /** Links the sandbox's pages to those of a gateway, and serves the start page at this address. */
  showPages(pages: GatewayPages): string;
  /**
   * Runs an act with a session of a user, and ends the session. The sign-in counts as with the
   * user's authenticator app, if one is registered.
   */
  withSession<T>(name: CastName, act: (token: string) => Promise<T>): Promise<T>;
  /** An access token of the program that asks for changes for a member of staff. */
  agentToken(name: CastName): string;
  /** Gives a user one more authenticator app. */
  registerPhone(name: CastName, deviceName: string): void;
  /** AM's id of a user: the login name; in AIC a UUID. */
  idOf(name: CastName): string;
}

/** The only scope of staff that the demo's agent has. */
export const agentScope = 'agent:desk';

/** The client that the agent is at AM; the page of a request names it. */
const agentClient = 'desk-assistant';

/** Creates the controls of a sandbox. */
export function createDemoControls(state: SandboxState): DemoControls {
  const { am } = state;
  const personOf = (name: CastName): Person => {
    const person = personByName(am, name);
    if (person === undefined) throw new Error(`${name} has been deleted from the sandbox.`);
    return person;
  };
  return {
    showPages: (pages) => {
      state.gatewayPages = pages;
      return `${am.oauth.origin}/sandbox/start`;
    },
    withSession: async (name, act) => {
      const hasApp = readDevices(personOf(name), deviceKinds.oath).length > 0;
      const session = startSessionOf(am, name, hasApp ? ['oath'] : []);
      if (session === undefined) throw new Error(`${name} has been deleted from the sandbox.`);
      try {
        return await act(session.token);
      } finally {
        am.sessions.end(session.token);
      }
    },
    agentToken: (person) =>
      mintByName(am, {
        person,
        client: agentClient,
        scopes: [agentScope],
        audience: defaultClient,
      }),
    registerPhone: (name, deviceName) => {
      const person = personOf(name);
      const seeder = createDeviceSeeder(am.personality.isOpenSource);
      const seed = { uuid: randomUUID(), name: deviceName, owner: name };
      const added = [tryParseJson(seeder.oath(seed, 0))].filter(isJsonObject);
      writeDevices(person, deviceKinds.oath, [...readDevices(person, deviceKinds.oath), ...added]);
      writeSkipFlag(person, deviceKinds.oath, '2');
    },
    idOf: (name) => personOf(name).id,
  };
}
