import { hasNoOutcome } from '../records/changes.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { Mark } from './walk.ts';

/** A change without an outcome: it is in progress, or a crash left it open. */
export interface OpenChange extends Mark {
  readonly change: string;
  readonly at: Date;
  readonly effect: string;
  readonly kinds: readonly string[];
}

/** Returns the open changes, of one realm or all, oldest first. */
export async function openChanges(
  db: Reading,
  { realm, before }: { readonly realm?: string; readonly before?: Date } = {},
): Promise<OpenChange[]> {
  const rows = await db
    .selectFrom('ledger_record')
    .select(['realm', 'number', 'change_id', 'at', 'effect', 'kinds'])
    .where('kind', '=', 'intent')
    .$if(realm !== undefined, (all) => all.where('realm', '=', realm ?? ''))
    .$if(before !== undefined, (all) => all.where('at', '<', before?.getTime() ?? 0))
    // The partial index on times requires it.
    .where('actor', 'is not', null)
    .where(hasNoOutcome)
    .orderBy('realm')
    .orderBy('number')
    .execute();
  return rows.map(({ change_id: change, at, effect, kinds, ...mark }) => ({
    ...mark,
    change,
    at: new Date(at),
    effect: effect ?? '',
    kinds: kinds?.split('|').filter((kind) => kind !== '') ?? [],
  }));
}
