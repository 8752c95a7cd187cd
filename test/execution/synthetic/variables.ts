/** Values for the variables of a written operation. */
import type { Draws } from './seeded.ts';

/** Values that fit, some left out, some null; seldom one that does not fit. */
export function variablesFor(names: readonly string[], draws: Draws): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const isNeeded = name === 'b0' || name === 'i0';
      if (!isNeeded && draws.chance(0.25)) return [];
      if (!isNeeded && name !== 'b2' && draws.chance(name === 'i1' ? 0.3 : 0.06)) {
        return [[name, null]];
      }
      if (draws.chance(0.01)) return [[name, { not: 'this' }]];
      return [[name, valueOf(name, draws)]];
    }),
  );
}

function valueOf(name: string, draws: Draws): unknown {
  switch (name[0]) {
    case 'b':
      return draws.chance(0.5);
    case 'i':
      return draws.between(-5, 500);
    case 'c':
      return draws.of(['RED', 'GREEN', 'BLUE']);
    case 'f':
      return filter(draws, 2);
    case 'l':
      return Array.from({ length: draws.between(0, 3) }, () => filter(draws, 1));
    default:
      return draws.of(['a text', '', 'ü']);
  }
}

function filter(draws: Draws, depth: number): Record<string, unknown> {
  return {
    max: draws.between(0, 9),
    ...(draws.chance(0.4) && { min: draws.chance(0.3) ? null : draws.between(0, 9) }),
    ...(draws.chance(0.4) && { colors: ['RED', 'BLUE'] }),
    ...(draws.chance(0.4) && { flag: draws.chance(0.5) }),
    ...(depth > 0 && draws.chance(0.4) && { nested: filter(draws, depth - 1) }),
  };
}
