import type { Columns } from '../kinds/parts/kind.ts';
import { schemaOf, type RecordBody } from '../kinds/record-kinds.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { RecordRow } from '../tables/tables.ts';
import { actorName, entryColumn } from './who.ts';

/** The previous hash of the first record. */
export const noHash = '0'.repeat(64);

const none: Columns = {
  effect: null,
  kinds: null,
  own: null,
  keyHash: null,
  counted: null,
  result: null,
  role: null,
  ticket: null,
  dryRun: null,
  client: null,
};

/** Returns the row of a record. Every column follows from the body, whose text can be given. */
export function rowOf(body: RecordBody, text = canonicalJson(body)): RecordRow {
  const { actor: actorOf, target: targetOf, columns } = schemaOf(body.kind);
  const actor = actorOf(body);
  const target = targetOf(body);
  const { kinds, own, keyHash, counted, dryRun, ...others } = { ...none, ...columns(body) };
  const at = Date.parse(body.at);
  return {
    realm: body.realm,
    number: body.number,
    kind: body.kind,
    change_id: body.change,
    at,
    actor: actor && actorName(actor),
    person: target?.id ?? null,
    actor_entry: entryColumn(actor?.entry),
    person_entry: entryColumn(target?.entry),
    second_factor: flag(actor && (actor.secondFactor ?? false)),
    privileged: flag(target && (target.privileged ?? true)),
    kinds: kinds && `|${kinds.join('|')}|`,
    own: flag(own),
    key_hash: keyHash,
    counted: flag(counted),
    day: Math.floor(at / 86_400_000),
    dry_run: flag(dryRun),
    ...others,
    body: text,
    hash: sha256(text),
  };
}

/** SQLite has no boolean type. */
function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
