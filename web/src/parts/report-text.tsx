import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { Name } from './name.tsx';
import { Time } from './time.tsx';

/** A report of a change, as the pages read it. */
export interface Report {
  readonly at: string;
  readonly takenAt: string | null;
  /** Not read on the user's own page. */
  readonly takenBy?: { readonly amId: string | null } | null;
}

/** `Reported on 3 May. helen takes care of it since 3 May.` */
export function ReportText({ report }: { readonly report: Report }): ReactNode {
  const { at, takenAt, takenBy } = report;
  const time = <Time at={at} />;
  if (takenAt === null) {
    const isOwn = takenBy === undefined;
    return <Text id={isOwn ? 'report.open' : 'report.waits'} values={{ time }} />;
  }
  const taken = <Time at={takenAt} />;
  if (!takenBy?.amId) return <Text id="report.taken" values={{ time, taken }} />;
  const name = <Name>{takenBy.amId}</Name>;
  return <Text id="report.takenBy" values={{ time, taken, name }} />;
}
