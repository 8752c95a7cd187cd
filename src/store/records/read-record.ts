import { asFields, asText, parsed, UnreadableJson } from '../../domain/values/json.ts';
import { isRecordKind, schemaOf, type RecordBody } from '../kinds/record-kinds.ts';
import type { RecordRow } from '../tables/tables.ts';

/** Reads the body of a row by allow-list. @throws UnreadableJson */
export function bodyOf({ body }: Pick<RecordRow, 'body'>): RecordBody {
  const item = asFields(parsed(body));
  const kind = asText(item['kind']);
  if (!isRecordKind(kind)) throw new UnreadableJson('another kind of record');
  return schemaOf(kind).read(item);
}
