import { listOf, oneOf, text } from './readers.ts';
import type { OptionGroup } from './option.ts';

/** Options of federation and of documents that are known beforehand. */
export const documentOptions = {
  FEDERATION: {
    read: oneOf(['on', 'off']),
    default: 'on',
    meaning:
      'Whether this is a subgraph of Apollo Federation 2: `_entities`, and `_service` outside production.',
  },
  TRUSTED_DOCUMENTS: {
    read: oneOf<'off' | 'prefer' | 'only'>(['off', 'prefer', 'only']),
    default: 'prefer',
    meaning:
      'Documents that are known by the sha256 of their text. `prefer` takes them by hash and runs them faster, and every other document as usual; `only` refuses every other document; `off` knows none.',
  },
  TRUSTED_DOCUMENTS_MANIFESTS: {
    read: listOf(text),
    default: '',
    meaning:
      'Manifests of further documents to trust, comma-separated: JSON files, or folders of them. The documented operations are always among them.',
  },
  APQ: {
    read: oneOf(['on', 'off']),
    default: 'off',
    meaning:
      'Whether any client may have a document remembered by its hash (automatic persisted queries); at most 1000 are, the least recently used goes first. Refused with `TRUSTED_DOCUMENTS=only`.',
  },
  EXECUTION: {
    read: oneOf(['compiled', 'interpreted']),
    default: 'compiled',
    meaning:
      'How operations run: `compiled` runs trusted documents by plans made at start, and every other document on Apollo Server; `interpreted` runs everything on Apollo Server, to rule the plans out when looking for a fault.',
  },
} satisfies OptionGroup;
