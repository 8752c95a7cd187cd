import { useReports } from '../data/reports.tsx';
import type { Person } from './person.ts';

/** Returns how many reports of a user no one has taken. */
export function useOpenReportsOf({
  amId,
  realm,
  history,
}: Pick<Person, 'amId' | 'realm'> & { readonly history: Person['history'] }): number {
  const { open, taken } = useReports();
  const ofRealm = open.filter((change) => change.personAmId === amId && change.realm === realm);
  const listed = (history?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ id, report }) => report !== null && report.takenAt === null && !taken.has(id));
  return new Set([...ofRealm, ...listed].map(({ id }) => id)).size;
}
