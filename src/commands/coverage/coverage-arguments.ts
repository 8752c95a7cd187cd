import { coveredKinds } from '../../domain/devices/coverage.ts';
import { command, UsageError, type Parsed } from '../line/arguments.ts';
import { readCalls, readKinds, readPace, sourceOf } from '../people/people-arguments.ts';

/** The command `identity-gateway coverage`. */
export const coverageCommands = {
  about: 'counts who has which second factors, and who is locked out by a reset',
  notes: [
    `Without FILE.csv, --group and --search it counts everyone of the realm, and keeps the counts in
the ledger. --area counts only the people in an area. --csv writes a line for each person.`,
    `It reads devices with the service credential, and changes nothing at AM. Ctrl-C ends it with the
counts so far.`,
  ],
  commands: {
    '': command({
      operands: ['REALM', '[FILE.csv]'],
      options: {
        area: { type: 'string', value: 'NAME' },
        without: { type: 'string', value: 'push,oath' },
        csv: { type: 'string', value: 'FILE' },
        pace: { type: 'string', value: '600/min' },
        calls: { type: 'string', value: 'N' },
        group: { type: 'string', value: 'NAME' },
        search: { type: 'string', value: 'TEXT' },
      },
      does: 'Counts people by their devices. --without counts who has none left if these kinds are reset.',
      examples: ['coverage alpha', 'coverage alpha --without push --csv people.csv'],
      exits: {
        stopped: 'interrupted; the counts are those so far',
        data: 'the file, group or search cannot be read, or names no one',
        unavailable: 'AM cannot be reached, or fails',
        config: 'an option is wrong, or the service credential is missing',
      },
      read: ({
        operands: [realm = '', path],
        values: { area, without, csv, pace, calls, ...from },
      }) => ({
        realm,
        area: area ?? null,
        without: without === undefined ? null : readCovered(without),
        csv: csv ?? null,
        pace: readPace(pace ?? '600/min'),
        calls: readCalls(calls ?? '2'),
        source: sourceOf({ ...from, path }),
      }),
    }),
  },
};
export type CoverageCommand = Parsed<typeof coverageCommands>;

/** A trusted browser or a profile is nothing that a person could have left. */
function readCovered(text: string): readonly (typeof coveredKinds)[number][] {
  const kinds = readKinds('without', text);
  const names = coveredKinds.map((kind) => kind.toLowerCase()).join(', ');
  if (kinds.every((kind) => coveredKinds.includes(kind))) return kinds;
  throw new UsageError(`--without: only ${names} are counted.`);
}
