import { option, type OptionTree } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import { oneOf, onOrOff, text, wholeNumber } from '../values/readers.ts';

/** The options of federation and of trusted documents. */
export const documentOptions = {
  federation: option('FEDERATION', oneOf(['on', 'off', 'people']), {
    excludes: ['PAGES=on if FEDERATION=people: the pages need the fields that it leaves out'],
    default: 'on',
    meaning:
      'Whether this is a subgraph of Apollo Federation 2: `_entities`, and `_service` outside production. `people` leaves out what is for staff and details that a self-service portal does not need: `schema/subgraph-people.graphql`. It has no pages.',
  }),
  trust: option('TRUSTED_DOCUMENTS', oneOf(['off', 'prefer', 'only']), {
    default: 'prefer',
    meaning:
      'Whether trusted documents are used, which clients send by the sha256 of their text. `prefer` runs them faster, and every other document as usual. `only` refuses every other document. `off` has no trusted documents.',
  }),
  manifests: option('TRUSTED_DOCUMENTS_MANIFESTS', listOf(text), {
    idleWithout: 'TRUSTED_DOCUMENTS!=off',
    default: '',
    meaning:
      'Manifests of further trusted documents: JSON files, or folders of them. The documented operations are always trusted.',
  }),
  automatic: option('APQ', onOrOff, {
    excludes: [
      'TRUSTED_DOCUMENTS=only if APQ=on: documents that any client may add are not trusted',
    ],
    default: 'off',
    meaning:
      'Whether any client can register a document by its hash (automatic persisted queries). The 1000 most recently used are kept.',
  }),
} satisfies OptionTree;

/** The limits of one request and of one operation. */
export const limitOptions = {
  bodyBytes: option('LIMIT_BODY_BYTES', wholeNumber(1024, 1_048_576), {
    default: '65536',
    meaning: 'The largest request body.',
    unit: 'bytes',
  }),
  cost: option('LIMIT_COST', wholeNumber(50, 1_000_000), {
    default: '3000',
    meaning:
      'How much one operation can cost, calculated before it runs. A call to AM costs ten points, an object in the answer with up to 25 scalar fields one.',
    unit: 'points',
  }),
} satisfies OptionTree;
