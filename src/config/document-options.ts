import { listOf, oneOf, text } from './readers.ts';
import { option } from './option.ts';

/** Options of federation and of documents that are known beforehand. */
export const documentOptions = {
  FEDERATION: option({
    read: oneOf(['on', 'off']),
    standard: 'on',
    group: 'Documents',
    meaning:
      'Whether this is a subgraph of Apollo Federation 2: `_entities`, and `_service` outside production.',
  }),
  TRUSTED_DOCUMENTS: option({
    read: oneOf<'off' | 'prefer' | 'only'>(['off', 'prefer', 'only']),
    standard: 'prefer',
    group: 'Documents',
    meaning:
      'Documents that are known by the sha256 of their text. `prefer` takes them by hash and runs them faster, and every other document as usual; `only` refuses every other document; `off` knows none.',
  }),
  TRUSTED_DOCUMENTS_MANIFESTS: option({
    read: listOf(text),
    standard: '',
    group: 'Documents',
    meaning:
      'Manifests of further documents to trust, comma-separated: JSON files, or folders of them. The documented operations are always among them.',
  }),
  APQ: option({
    read: oneOf(['on', 'off']),
    standard: 'off',
    group: 'Documents',
    meaning:
      'Whether any client may have a document remembered by its hash (automatic persisted queries); at most 1000 are, the least recently used goes first. Refused with `TRUSTED_DOCUMENTS=only`.',
  }),
  EXECUTION: option({
    read: oneOf(['compiled', 'interpreted']),
    standard: 'compiled',
    group: 'Documents',
    meaning:
      'How operations run: `compiled` runs trusted documents, and others from the third time on, by a plan made beforehand and past Apollo Server; `interpreted` leaves everything to Apollo Server and graphql-js, to rule the faster ways out.',
  }),
} as const;
