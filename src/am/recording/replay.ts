import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import { isFields } from '../../domain/values/json.ts';
import { readIfThere } from '../calls/people-answers.ts';
import type { Answer } from '../http/call.ts';
import { readAnswer } from '../http/errors.ts';
import type { NoteUnreadable } from '../json/decorations.ts';
import { checkRecord, readDevices, readProfileData } from '../json/devices.ts';
import { readGroup } from '../json/groups.ts';
import { readPerson } from '../json/person.ts';
import { readServerInfo } from '../json/server-info.ts';
import { readSession, readVersion } from '../json/session.ts';
import { readResult } from '../json/wire.ts';
import type { RecordedExchange, Recording } from './recording.ts';
import { withoutLeftOut } from './scrubber.ts';

/** Reads an answer, and says what it is. @throws Failure */
type Read = (answer: Answer, product: Recording['product']) => string;

const readers = {
  'server info': (answer) => `of ${readAnswer(answer, readServerInfo).products.join(' or ')}`,
  version: (answer) => `version ${readAnswer(answer, readVersion)}`,
  person: (answer, { trueNameField }) => {
    const unread = new Set<string>();
    const reading = { trueNameField, areaAttributes: [], note: noteIn(unread) };
    const person = readIfThere(answer, (json) => readPerson(json, reading));
    return person === null ? 'no user' : `a user${leftOut(unread)}`;
  },
  group: (answer) => {
    const group = readIfThere(answer, readGroup);
    return group === null ? 'no group' : `a group, members read: ${group.members.size}`;
  },
  session: (answer) => {
    const isNone = answer.status === 401 || readAnswer(answer, readSession) === null;
    return isNone ? 'no session' : 'a session';
  },
  result: (answer) => `the result ${readAnswer(answer, readResult)}`,
  'device record': (answer) => {
    const id = answer.template.split('/').at(-1) ?? '';
    readAnswer(answer, (json) => checkRecord(json, id));
    return 'the record of the device';
  },
} as const satisfies Readonly<Record<string, Read>>;

/** The name of a reader in a recording. */
export type Reading = keyof typeof readers | `devices of ${DeviceKind}`;

const readersByName: ReadonlyMap<string, Read> = new Map<string, Read>([
  ...Object.entries(readers),
  ...deviceKinds.map(
    (kind) => [`devices of ${kind}`, (answer: Answer) => devicesIn(answer, kind)] as const,
  ),
]);

function devicesIn(answer: Answer, kind: DeviceKind): string {
  const unread = new Set<string>();
  const note = noteIn(unread);
  const devices = readAnswer(answer, (json) => {
    if (kind === 'PROFILE') readProfileData(json, note);
    return readDevices(json, kind, note);
  });
  const broken = devices.filter(({ id }) => id === null).length;
  const withoutId = broken > 0 ? `, without a usable id: ${broken}` : '';
  return `devices: ${devices.length}${withoutId}${leftOut(unread)}`;
}

/** Collects the members that the gateway shows as null (design D29). */
function noteIn(unread: Set<string>): NoteUnreadable {
  return (member) => void unread.add(member);
}

function leftOut(unread: ReadonlySet<string>): string {
  return unread.size > 0 ? `, not read: ${[...unread].join(', ')}` : '';
}

/** What this version makes of a recorded answer. */
interface Replayed {
  readonly step: string;
  /** Whether the gateway works with this answer. */
  readonly isGood: boolean;
  readonly found: string;
}

/** Reads a recorded answer with this version's readers. */
export function replay(
  { step, isProbe, reads, request, answer: { status, body } }: RecordedExchange,
  product: Recording['product'],
): Replayed {
  const json = isFields(body) ? withoutLeftOut(body) : undefined;
  const [template = ''] = request.path.split('?');
  const answer = { status, json, template, retryAfterSeconds: null };
  const read = readersByName.get(reads ?? '');
  if (read === undefined)
    return {
      step,
      isGood: status === 200 || isProbe,
      found: `${status}, not read by this version`,
    };
  try {
    return { step, isGood: true, found: `${status}, ${read(answer, product)}` };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, detail = code } = error;
    // An older AM lacks a kind, or reports its version to administrators only.
    const isUsual = isProbe || code === 'NOT_SUPPORTED_UPSTREAM' || reads === 'version';
    return { step, isGood: isUsual && code !== 'UPSTREAM_CONTRACT', found: `${code}: ${detail}` };
  }
}
