import type { Am } from '../am.ts';
import { openAmModules } from '../session/session-facts.ts';

const script = 'setup-code-script';
const asker = 'setupCode';

/** Lists what the administrators of a realm have configured, by place (contract §18.5, §18.6). */
export function signInConfiguration(am: Am): Readonly<Record<string, readonly object[]>> {
  return am.personality.isOpenSource ? chains(am) : journeys(am);
}

/** The scripts of every realm; AM lists them beside the configuration of sign-ins. */
export function scriptsOf({ settings: { setupCodes } }: Am): readonly object[] {
  const text = setupCodes === null ? '' : `var gateway = '${setupCodes.address}';`;
  return [{ _id: script, name: 'Setup code', script: Buffer.from(text).toString('base64') }];
}

function chains({ settings }: Am): Readonly<Record<string, readonly object[]>> {
  const step = (module: string): object => ({ module, criteria: 'REQUISITE', options: {} });
  const asks = settings.setupCodes === null ? [] : [step(asker)];
  const types = { ...openAmModules, ...(asks.length > 0 && { [asker]: 'scripted' }) };
  return {
    'authentication/modules': Object.entries(types).map(([_id, type]) => ({ _id, type })),
    'authentication/modules/scripted': asks.map(() => ({ _id: asker, serverScript: script })),
    'authentication/chains': [
      { _id: 'ldapService', authChainConfiguration: [step('DataStore')] },
      {
        _id: 'twofactor',
        authChainConfiguration: [step('DataStore'), ...asks, step('oath')],
      },
    ],
  };
}

function journeys({ settings }: Am): Readonly<Record<string, readonly object[]>> {
  const isAsked = settings.setupCodes !== null;
  const mode = settings.deviceManagement;
  const tree = 'authentication/authenticationtrees';
  const node = (nodeType: string, connections: object): object => ({ nodeType, connections });
  const password = node('DataStoreDecisionNode', { true: 'verify', false: 'failure' });
  return {
    [`${tree}/nodes/EnableDeviceManagementNode`]:
      mode === 'SAME' ? [] : [{ _id: 'node-1', deviceEnforcementStrategy: mode }],
    [`${tree}/nodes/ScriptedDecisionNode`]: [{ _id: 'ask', script }],
    [`${tree}/trees`]: [
      { _id: 'ldapService', entryNodeId: 'password', nodes: { password } },
      {
        _id: 'twofactor',
        entryNodeId: 'password',
        nodes: {
          password,
          verify: node('OathTokenVerifierNode', { notRegistered: isAsked ? 'ask' : 'register' }),
          ask: node('ScriptedDecisionNode', { allow: 'register', refuse: 'failure' }),
          register: node('OathRegistrationNode', { successOutcome: 'success' }),
        },
      },
    ],
  };
}
