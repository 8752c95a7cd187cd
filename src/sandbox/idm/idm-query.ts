import type { Call } from '../am.ts';
import { fieldsOf } from '../http/crest-request.ts';
import { readManaged, renderManaged } from './idm-person.ts';
import { pageOf } from '../http/paging.ts';
import type { Person } from '../people/person.ts';

/** Returns one page of the found users, sorted, with a total if requested (contract §1.3, §10). */
export function idmPageOf(found: readonly Person[], call: Call): object {
  const { query } = call;
  const page = pageOf(sortedBy(found, query.get('_sortkeys')), query);
  const isCounted = query.get('_totalpagedresultspolicy')?.toUpperCase() === 'EXACT';
  const fields = fieldsOf(call);
  return {
    result: page.items.map((person) => renderManaged(person, fields)),
    resultCount: page.items.length,
    pagedResultsCookie: page.cookie,
    totalPagedResultsPolicy: isCounted ? 'EXACT' : 'NONE',
    totalPagedResults: isCounted ? found.length : -1,
    remainingPagedResults: -1,
  };
}

/** Sorts by keys such as `sn,-userName`; a minus sorts in descending order. */
function sortedBy(people: readonly Person[], keys: string | undefined): readonly Person[] {
  const wanted = keys?.split(',').map((key) => key.trim()) ?? [];
  return people.toSorted((left, right) => {
    for (const key of wanted) {
      const order = compare(left, right, key.replace(/^[+-]?\/?/, ''));
      if (order !== 0) return key.startsWith('-') ? -order : order;
    }
    return 0;
  });
}

function compare(left: Person, right: Person, field: string): number {
  const [one, other] = [left, right].map((person) => readManaged(person, field)[0] ?? '');
  return (one ?? '').localeCompare(other ?? '');
}
