/**
 * The audits of `graphql-http`, the reference implementation of the GraphQL over HTTP draft, against a running
 * gateway. In development all pass; in production those that ask for introspection cannot.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import type { Audit, AuditResult } from 'graphql-http';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const hidesSchema = 'asks for introspection, which is off in production (security D5)';

describe.each([
  {
    mode: 'development',
    unfit: {},
    score: { MUST: '13 of 13', SHOULD: '23 of 23', MAY: '25 of 25' },
  },
  {
    mode: 'production',
    unfit: { '28B9': hidesSchema, '2EA1': hidesSchema, D6D5: hidesSchema, '6A70': hidesSchema },
    score: { MUST: '12 of 13', SHOULD: '22 of 23', MAY: '23 of 25' },
  },
])('GraphQL over HTTP, in $mode', ({ mode, unfit, score }) => {
  /** Started by the first audit that asks where it is. */
  let stage: Promise<Stage> | undefined;
  const start = (): Promise<Stage> => (stage ??= openStage('pingam', { env: { NODE_ENV: mode } }));
  const audits = serverAudits({ url: async () => `${(await start()).gateway.url}/graphql` });
  const passed: Audit[] = [];

  afterAll(async () => (await stage)?.close());

  describe.each(['MUST', 'SHOULD', 'MAY'])('what a server %s do', (level) => {
    const rows = audits
      .filter((audit) => levelOf(audit) === level)
      .map((audit) => [audit.id, audit.name, audit] as const);

    test.each(rows)('%s %s', async (id, _name, audit) => {
      const result = await audit.fn();

      const says = await told(result);
      const isUnfit = id in unfit;
      expect(isUnfit && says !== 'ok' ? 'unfit' : says).toBe(isUnfit ? 'unfit' : 'ok');
      if (result.status === 'ok') passed.push(audit);
    });
  });

  test(`the score is ${Object.entries(score).flat().join(' ')}`, () => {
    const count = (level: string): string => {
      const all = audits.filter((audit) => levelOf(audit) === level);
      return `${passed.filter((audit) => levelOf(audit) === level).length} of ${all.length}`;
    };

    expect({ MUST: count('MUST'), SHOULD: count('SHOULD'), MAY: count('MAY') }).toEqual(score);
    expect(audits).toHaveLength(61);
    expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
  });
});

function levelOf({ name }: Audit): string | undefined {
  return /^(MUST|SHOULD|MAY)\b/.exec(name)?.[1];
}

/** What an audit says; a failure with the answer that it was about. */
async function told(result: AuditResult): Promise<string> {
  if (result.status === 'ok') return 'ok';
  const { status, headers } = result.response;
  return `${result.reason}: ${status} ${headers.get('content-type')}`;
}
