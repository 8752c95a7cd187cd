/** Requests of growing size, and documents that nobody has sent before. */
import { join } from 'node:path';
import { personId } from './am-bodies.ts';
import { personWork, requestBody, writeBodies } from './work.ts';

/** One thing whose cost is measured. */
export interface SizedWork {
  readonly family: 'devices' | 'people' | 'documents';
  readonly label: string;
  readonly size: number;
  readonly requestsFile: string;
}

const deviceSizes = [1, 250, 500, 1000] as const;
const peopleSizes = [1, 25, 50, 100] as const;
/** More than any machine sends in one run, so that each is sent once. */
const unseenCount = 80_000;

/** Options that let the largest of them through; the limits themselves are not measured here. */
export const raisedLimits: Readonly<Record<string, string>> = {
  LIMIT_ALIASES: '1000',
  LIMIT_PEOPLE: '100',
  LIMIT_FIELDS: '10000',
  LIMIT_COST: '100000',
};

/** All of them, as files for wrk. */
export function writeSizedWork(folder: string): SizedWork[] {
  const devices = deviceSizes.map((size) => ({
    family: 'devices' as const,
    label: `one person with ${size} devices`,
    size,
    requestsFile: writeBodies(join(folder, `devices-${size}`), [
      requestBody(personWork, 'text', `devices-${size}`),
    ]),
  }));
  const people = peopleSizes.map((size) => ({
    family: 'people' as const,
    label: `${size} people in one operation`,
    size,
    requestsFile: writeBodies(join(folder, `people-${size}`), [peopleBody(size)]),
  }));
  return [...devices, ...people, seen(folder), unseen(folder)];
}

function peopleBody(size: number): string {
  const fields = Array.from(
    { length: size },
    (_, number) =>
      `p${number}: user(id: "${personId(number)}") { amId username email oathDevices { amId name } pushDevices { amId name } }`,
  );
  return JSON.stringify({ query: `query People { ${fields.join(' ')} }` });
}

function seen(folder: string): SizedWork {
  const bodies = [requestBody(personWork, 'text', personId(1))];
  return {
    family: 'documents',
    label: 'a document sent often',
    size: 1,
    requestsFile: writeBodies(join(folder, 'seen'), bodies),
  };
}

function unseen(folder: string): SizedWork {
  const bodies = Array.from({ length: unseenCount }, (_, number) => {
    const document = personWork.document.replace('Bench', `Bench${number}`);
    return requestBody({ ...personWork, document }, 'text', personId(1));
  });
  return {
    family: 'documents',
    label: 'documents never sent before',
    size: 2,
    requestsFile: writeBodies(join(folder, 'unseen'), bodies),
  };
}
