/** Which requests run by a plan, and which go to Apollo Server. */
import { expect, test } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { GroupDirectory } from '../../src/am/people/groups.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { readDocument } from '../../src/documents/document.ts';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { createEngine } from '../../src/execution/engine.ts';
import type { OperationRequest } from '../../src/execution/engine.ts';
import { preparePlans } from '../../src/execution/plans/plans.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { RequestContext } from '../../src/graph/request/context.ts';

const schema: GraphQLSchema = await createSchema({ federation: false });

const plain = `
  query Flavor { capabilities { flavor } }
  query Other($id: ID!) { user(id: $id) { id } }
`;
const conditional = 'query Flavor($is: Boolean!) { capabilities { flavor @include(if: $is) } }';
const always = 'query Flavor { capabilities { flavor @include(if: true) } }';

interface Try {
  readonly what: string;
  readonly text?: string;
  readonly isTrusted?: boolean;
  readonly operationName?: string | null;
  readonly variables?: OperationRequest['variables'];
  readonly by: 'Apollo' | 'a plan';
}

test.each<Try>([
  { what: 'a document that is not trusted', isTrusted: false, by: 'Apollo' },
  { what: 'a trusted document', by: 'a plan' },
  { what: 'a condition that never varies', text: always, by: 'a plan' },
  { what: 'a condition by a variable', text: conditional, variables: { is: true }, by: 'Apollo' },
  { what: 'no operation named of several', operationName: null, by: 'Apollo' },
  { what: 'an unknown operation', operationName: 'None', by: 'Apollo' },
  { what: 'a variable that is missing', operationName: 'Other', by: 'Apollo' },
  {
    what: 'a variable of the wrong type',
    operationName: 'Other',
    variables: { id: {} },
    by: 'Apollo',
  },
])('$what is run by $by', async ({ by, text = plain, isTrusted = true, ...about }) => {
  const { operationName = 'Flavor', variables = {} } = about;
  const { engine, document } = stageFor(text, { isTrusted, costLimit: 100 });

  const { data } = await engine.run({ document, operationName, variables }, aContext());

  expect(data).toMatchObject(by === 'Apollo' ? { by } : { capabilities: { flavor: 'pingam' } });
});

test.each([true, false])('too high a cost is refused, trusted or not (%s)', async (isTrusted) => {
  const { engine, document } = stageFor(plain, { isTrusted, costLimit: 0 });
  const context = aContext();

  const answer = await engine.run({ document, operationName: 'Flavor', variables: {} }, context);

  expect(answer).toEqual({
    errors: [
      {
        message: 'The operation may cost 1 points, more than the limit of 0.',
        extensions: { code: 'OPERATION_TOO_LARGE', limit: 0, points: 1 },
      },
    ],
  });
  expect(context.record).toMatchObject({ points: 1, raised: [{ path: undefined }] });
});

function stageFor(
  text: string,
  { isTrusted, costLimit }: { readonly isTrusted: boolean; readonly costLimit: number },
): { engine: ReturnType<typeof createEngine>; document: OperationRequest['document'] } {
  const limits = { depth: 9, fields: 99, aliases: 9, people: 9 };
  const document = readDocument({ id: 'any', text }, { schema, limits, introspection: false });
  expect(document).toMatchObject({ refusal: null, error: null });
  const apollo = { run: async () => ({ data: { by: 'Apollo' } }), stop: async () => undefined };
  const plans = preparePlans(schema, isTrusted ? [document] : []);
  return { document, engine: createEngine({ apollo, plans, costLimit }) };
}

/** The context of nobody, who asks for nothing that AM knows. */
function aContext(): RequestContext {
  const { am, access } = loadConfig({ AM_URL: 'http://127.0.0.1:9/am' });
  return new RequestContext({
    correlationId: 'none',
    credential: null,
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
