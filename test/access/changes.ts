/** The changes of the schema as the matrix sends them, and what each must change at AM. */
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { deviceIds } from '../../src/sandbox/index.ts';

/** One change, of people who have the devices of bob. */
export interface Change {
  readonly name: string;
  /** The input beside the person. */
  readonly input: string;
  readonly selection: string;
  /** How many writes it takes at AM. */
  readonly writes: Readonly<Record<Flavor, number>>;
}

const done = 'outcome errors { code }';
const once = { pingam: 1, aic: 1, openam: 1 };

/** Every mutation of the schema. */
export const changes: readonly Change[] = [
  { name: 'resetOathDevices', input: '', selection: done, writes: once },
  { name: 'resetPushDevices', input: '', selection: done, writes: once },
  {
    name: 'resetDevices',
    input: 'kinds: [OATH, PUSH, WEB_AUTHN, BOUND, PROFILE, TRUSTED]',
    selection: 'results { kind outcome } errors { code }',
    writes: { pingam: 6, aic: 6, openam: 3 },
  },
  {
    name: 'removeDevice',
    input: `kind: OATH, deviceId: "${deviceIds.bobOath}"`,
    selection: done,
    writes: once,
  },
  {
    name: 'renameDevice',
    input: `kind: WEB_AUTHN, deviceId: "${deviceIds.bobWebauthn}", name: "Renamed"`,
    selection: 'outcome device { owner { id devices { name } } } errors { code }',
    writes: { pingam: 1, aic: 1, openam: 0 },
  },
  // No device is changed; what becomes of sessions is in test/changes/sign-out.test.ts.
  {
    name: 'endDeviceOwnerSessions',
    input: '',
    selection: done,
    writes: { pingam: 0, aic: 0, openam: 0 },
  },
];

/** Writes a document with these changes of one person in it. */
export function changeDocument(
  wanted: readonly Change[],
  { id, realm }: { readonly id?: string; readonly realm?: string } = {},
): string {
  const named = Object.entries({ id, realm }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`],
  );
  const target = `target: { ${id === undefined ? 'me: true' : `user: { ${named.join(', ')} }`} }`;
  const texts = wanted.map(({ name, input, selection }) => {
    const given = input === '' ? target : `${target}, ${input}`;
    return `${name}(input: { ${given} }) { ${selection} }`;
  });
  return `mutation { ${texts.join(' ')} }`;
}
