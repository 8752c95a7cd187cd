import type { Documents, NamedDocument } from '../documents/documents.ts';
import type { Priority } from './admission.ts';

/**
 * How important a request is, by its text alone: under load there is no time to parse a text that is not known. Who
 * writes "mutation" into a query gains no more than the share that changes may fill.
 */
export function priorityOf({ text, id }: NamedDocument, documents: Documents): Priority {
  const asked = text ?? documents.get(id ?? '')?.text ?? '';
  if (/\bmutation\b/.test(asked)) return 'change';
  return /\busers\s*\(/.test(asked) ? 'search' : 'look';
}
