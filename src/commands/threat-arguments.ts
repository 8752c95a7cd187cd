import { threatLevels, type ThreatLevel } from '../domain/threat/threat-level.ts';
import { command, onLedger, UsageError, type Parsed } from './line/arguments.ts';

/** The commands of `identity-gateway threat`. */
export const threatCommands = {
  about: 'shows and sets how strictly a realm permits changes in an incident',
  notes: [
    `LEVEL is normal, guarded, locked or frozen. TIME is like 2026-11-28T09:00Z or +4h (m, h, d), at
most 7 days ahead; normal needs none. It works on the ledger's database, whether a gateway runs or not.`,
  ],
  commands: {
    show: command({
      does: 'Shows the level of each realm, its end, who set it, and the reason.',
      examples: ['threat show'],
      exits: onLedger,
      read: () => ({ name: 'show' }),
    }),
    set: command({
      operands: ['REALM', 'LEVEL'],
      options: {
        until: { type: 'string', value: 'TIME' },
        reason: { type: 'string', value: 'TEXT', isRequired: true },
      },
      does: 'Sets the level of a realm, within two seconds for every gateway.',
      examples: [
        "threat set alpha frozen --until +2h --reason 'INC-20461: callers pretend to be users'",
        "threat set alpha normal --reason 'INC-20461 is over'",
      ],
      exits: onLedger,
      read: ({ operands: [realm = '', level = ''], values: { until, reason = '' } }, now) => ({
        name: 'set',
        realm,
        level: readLevel(level),
        until: readUntil(until, now),
        reason,
      }),
    }),
  },
};
export type ThreatCommand = Parsed<typeof threatCommands>;

function readLevel(text: string): ThreatLevel {
  const level = threatLevels.find((one) => one === text.toUpperCase());
  if (level !== undefined) return level;
  throw new UsageError(`The level is one of: ${threatLevels.join(', ').toLowerCase()}.`);
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, or how long from now: `+4h`. */
function readUntil(text: string | undefined, now: number): Date | null {
  if (text === undefined) return null;
  const [, count, unit = ''] = /^\+(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now + Number(count) * (unitMs[unit] ?? 0));
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(
    text,
  );
  const time = new Date(isTime ? text : Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError('--until: expected a time like 2026-11-28T09:00Z, or +4h (m, h, d).');
}
