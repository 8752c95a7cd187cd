/** Which requests go past Apollo Server, and which do not. */
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { GroupDirectory } from '../../src/am/people/groups.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { KnownDocument } from '../../src/documents/documents.ts';
import { OperationCosts } from '../../src/documents/operation-cost.ts';
import { validDocument } from '../../src/documents/valid-document.ts';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { directEngine } from '../../src/execution/direct-engine.ts';
import type { Operation } from '../../src/execution/engine.ts';
import { Plans } from '../../src/execution/plans.ts';
import { SeenDocuments } from '../../src/execution/seen-documents.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { RequestContext } from '../../src/graph/request/context.ts';

const text = `
  query Flavor($kinds: Boolean = true) { capabilities { flavor kinds @include(if: $kinds) { kind } } }
  query Other { capabilities { flavor } }
`;
const schema: GraphQLSchema = await createSchema({ federation: false });
const costs = new OperationCosts(schema);

interface Try {
  readonly what: string;
  readonly trusted?: boolean;
  /** How often the document has been seen before. */
  readonly sights?: number;
  readonly padding?: number;
  readonly operationName?: string | null;
  readonly variables?: Operation['variables'];
  readonly costLimit?: number;
  readonly by: 'Apollo' | 'a plan';
}

test.each<Try>([
  { what: 'a document at first sight', by: 'Apollo' },
  { what: 'a document at second sight', sights: 1, by: 'Apollo' },
  { what: 'a document at third sight', sights: 2, by: 'a plan' },
  { what: 'a document seen often', sights: 9, by: 'a plan' },
  { what: 'a long document seen often', sights: 9, padding: 16_384, by: 'Apollo' },
  { what: 'a trusted document at first sight', trusted: true, by: 'a plan' },
  { what: 'another operation of it', trusted: true, operationName: 'Other', by: 'a plan' },
  { what: 'no operation named of several', trusted: true, operationName: null, by: 'Apollo' },
  { what: 'an unknown operation', trusted: true, operationName: 'None', by: 'Apollo' },
  { what: 'variables that do not fit', trusted: true, variables: { kinds: 7 }, by: 'Apollo' },
  { what: 'a condition that is null', trusted: true, variables: { kinds: null }, by: 'Apollo' },
  { what: 'too high a cost', trusted: true, costLimit: 1, by: 'Apollo' },
])('$what is run by $by', async ({ by, costLimit = 100, ...about }) => {
  const { sights = 0, trusted = false, padding = 0 } = about;
  const seen = new SeenDocuments(costs);
  const document = documentOf(trusted, padding);
  for (let sight = 0; sight < sights; sight += 1) seen.note(document.text, parse(document.text));
  const behind = { run: async () => ({ data: { by: 'Apollo' } }), stop: async () => undefined };
  const engine = directEngine(behind, { plans: new Plans(schema), seen, costLimit });

  const { operationName = 'Flavor', variables = {} } = about;
  const { data } = await engine.run({ document, operationName, variables }, aContext());

  expect(data).toMatchObject(by === 'Apollo' ? { by } : { capabilities: { flavor: 'pingam' } });
});

function documentOf(isTrusted: boolean, padding: number): KnownDocument {
  const padded = `${text}${'#'.repeat(padding)}`;
  const valid = validDocument(parse(padded), costs);
  return {
    text: padded,
    trusted: isTrusted ? { ...valid, id: '', text: padded, summaries: [] } : null,
    operations: [],
  };
}

/** The context of nobody, who asks for nothing that AM knows. */
function aContext(): RequestContext {
  const { am, access } = loadConfig({ AM_URL: 'http://127.0.0.1:9/am' });
  return new RequestContext({
    correlationId: 'none',
    shown: null,
    own: null,
    service: null,
    verifyBearer: null,
    groups: new GroupDirectory({ lifetimeMs: 0, now: Date.now, warn: () => undefined }),
    startedAt: 0,
    settings: access,
    userIds: createUserIdRule(am.flavor, am.userIdPattern),
    product: { flavor: 'pingam', kinds: [] },
    subgraphSdl: null,
    now: Date.now,
  });
}
