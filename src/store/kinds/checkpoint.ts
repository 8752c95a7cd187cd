import { asCount, asInstant, asText } from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';

/** The end of pruned records: every record up to a number, and the hash of the last one. */
export const checkpoint = recordKind(
  'checkpoint',
  { through: asCount, throughHash: asText, before: asInstant },
  {
    actor: () => null,
    target: () => null,
    columns: () => ({}),
    limit: { by: 'operator' },
    event: () => null,
  },
);
