import { threatLevels, type ThreatLevel } from '../domain/threat-level.ts';
import { parseArguments, UsageError } from './command-line.ts';

/** A parsed command of `identity-gateway threat`. */
export type ThreatCommand =
  | { readonly name: 'show' }
  | {
      readonly name: 'set';
      readonly realm: string;
      readonly level: ThreatLevel;
      readonly until: Date | null;
      readonly reason: string;
    };

const textOption = { type: 'string' } as const;

/** Parses the arguments after `threat`. @throws UsageError */
export function parseThreatArguments(
  [name, ...args]: readonly string[],
  now: number,
): ThreatCommand {
  switch (name) {
    case 'show':
      parseArguments({ args });
      return { name };
    case 'set': {
      const options = { until: textOption, reason: textOption } as const;
      const { positionals, values } = parseArguments({ args, options, allowPositionals: true });
      const [realm, level, ...more] = positionals;
      if (realm === undefined || level === undefined || more.length > 0)
        throw new UsageError('expected a realm and a level.');
      const { until, reason = '' } = values;
      return { name, realm, level: readLevel(level), until: readUntil(until, now), reason };
    }
    default:
      throw new UsageError(`Unknown command "${name ?? ''}".`);
  }
}

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
