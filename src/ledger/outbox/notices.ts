import type { Notice } from '../../domain/outbox/outbox.ts';
import type { Reading } from '../../store/tables/handles.ts';

/** Returns the receivers of reports about changes, in the order of the messages. */
export async function noticesOf(
  db: Reading,
  changes: readonly string[],
): Promise<ReadonlyMap<string, readonly Notice[]>> {
  if (changes.length === 0) return new Map();
  const rows = await db
    .selectFrom('outbox_message')
    .select([
      'change_id',
      'channel',
      'recipient',
      'masked',
      'state',
      'problem',
      'added_at',
      'ended_at',
    ])
    .where('change_id', 'in', changes)
    .where('kind', '=', 'change')
    .orderBy('number')
    .execute();
  const notices = rows.map(({ change_id, added_at, ended_at, recipient, masked, ...rest }) => ({
    change_id,
    notice: {
      ...rest,
      // Teams get no mail about a change as such.
      recipient:
        recipient === null || recipient === 'TEAM' || masked === null
          ? null
          : { kind: recipient, masked },
      at: new Date(ended_at ?? added_at).toISOString(),
    },
  }));
  const byChange = Map.groupBy(notices, (one) => one.change_id);
  return new Map([...byChange].map(([id, found]) => [id, found.map(({ notice }) => notice)]));
}
