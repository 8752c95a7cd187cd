/** Runs every documented operation, and collects answers, costs and errors. */
import { withoutCost, type ClientAnswer, type TestGateway } from '../../support/gateway.ts';
import { proofEnv, vendorEnv } from '../../support/peer.ts';
import { callers, operations, type CallerKind, type Documented } from './documented.ts';
import { provoke } from './provocations.ts';
import { signIn, type OperationsStage } from './stage.ts';

/** The result of an operation for one kind of caller. */
export interface Round {
  readonly caller: CallerKind;
  readonly variables: object;
  /** The answer as clients get it in production. */
  readonly answer: string;
  readonly points: number;
  /** The calls to AM, in the order of the page's columns. */
  readonly calls: readonly number[];
}

/** The results of an operation. */
export interface OperationRun {
  readonly operation: Documented;
  readonly rounds: readonly Round[];
  /** The error codes of its failures. */
  readonly codes: ReadonlySet<string>;
}

/** Returns the round that the page shows: the last one, except the super user's. */
export function shownRound({ operation, rounds }: OperationRun): Round {
  const shown = rounds.findLast(({ caller }) => caller !== 'super user') ?? rounds[0];
  if (shown === undefined) throw new Error(`${operation.name} has no caller.`);
  return shown;
}

export interface Run {
  readonly runs: readonly OperationRun[];
  /** The answer to alice's request for bob's devices. */
  readonly refusal: string;
}

/** Runs all operations, as every kind of caller and under every provocation. */
export async function runOperations(stage: OperationsStage): Promise<Run> {
  const staffed = await stage.start({
    ...stage.peer.staffEnv(),
    ...proofEnv,
    ...vendorEnv,
    PUBLIC_URL: 'https://devices.example.com',
  });
  const roundsOf = new Map<Documented, Round[]>();
  for (const operation of operations) {
    const rounds: Round[] = [];
    for (const caller of operation.by) {
      rounds.push(await runRound(stage, { gateway: staffed, operation, caller }));
    }
    roundsOf.set(operation, rounds);
  }
  const refusal = await refuse(stage, staffed);
  const codes = await provoke(stage, operations);
  const runs = [...roundsOf].map(([operation, rounds]) => ({
    operation,
    rounds,
    codes: codes.get(operation.name) ?? new Set<string>(),
  }));
  return { runs, refusal };
}

async function refuse(stage: OperationsStage, gateway: TestGateway): Promise<string> {
  const operation = operations.find(({ name }) => name === 'PersonDevices');
  await stage.begin(gateway);
  const answer = await operation?.send(gateway, await signIn(stage, 'alice'), 'bob');
  return withoutCost(answer?.text ?? '').replace(/("correlationId":")[0-9a-f-]{36}/, '$1a-uuid');
}

/** Runs one operation, with empty caches. */
export async function runRound(
  stage: OperationsStage,
  {
    gateway,
    operation,
    caller,
  }: {
    readonly gateway: TestGateway;
    readonly operation: Documented;
    readonly caller: CallerKind;
  },
): Promise<Round> {
  await stage.begin(gateway);
  const as = await signIn(stage, callers[caller]);
  const userId = caller === 'self' ? null : 'bob';
  const answer = await operation.send(gateway, as, userId);
  if (answer.errors.length > 0) throw new Error(`${operation.name} as ${caller}: ${answer.text}`);
  return {
    caller,
    variables: operation.variables(userId),
    // The number of a push is random.
    answer: withoutCost(answer.text).replace(/(?<="challenge":")\d+/, '27'),
    points: pointsOf(answer),
    calls: stage.callCounts(),
  };
}

function pointsOf({ text }: ClientAnswer<unknown>): number {
  const { extensions }: { readonly extensions: { readonly cost: { readonly points: number } } } =
    JSON.parse(text);
  return extensions.cost.points;
}
