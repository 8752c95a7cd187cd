import type { RealmThreatLevelName } from '@identity-gateway/client';
import type { Texts } from './text.tsx';

/** Returns the name of a level, with the word of runbooks and the command line beside it. */
export function levelText(level: RealmThreatLevelName, t: Texts['t']): string {
  const name = t(`threat.name.${level}`);
  const word = level.toLowerCase();
  return name.toLowerCase() === word ? name : `${name} (${word})`;
}
