/** Runs every documented operation: its answers, what they cost, and how it fails. */
import { withoutCost } from '../../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../../support/gateway.ts';
import { callers, operations } from './documented.ts';
import type { CallerKind, Documented } from './documented.ts';
import { provoke } from './provocations.ts';
import { signIn } from './stage.ts';
import type { OperationsStage } from './stage.ts';

/** How an operation went for one kind of caller. */
export interface Round {
  readonly caller: CallerKind;
  readonly variables: object;
  /** The answer as clients get it in production. */
  readonly answer: string;
  readonly points: number;
  /** In the order of the page's columns. */
  readonly calls: readonly number[];
}

/** Everything that a run tells of an operation. */
export interface OperationRun {
  readonly operation: Documented;
  readonly rounds: readonly Round[];
  /** The codes that it met when it was made to fail. */
  readonly codes: ReadonlySet<string>;
}

/** The round whose answer is shown: of the last kind of caller but the super user. */
export function shownRound({ operation, rounds }: OperationRun): Round {
  const shown = rounds.findLast(({ caller }) => caller !== 'super user') ?? rounds[0];
  if (shown === undefined) throw new Error(`${operation.name} has no caller.`);
  return shown;
}

/** What a run gives. */
export interface Run {
  readonly runs: readonly OperationRun[];
  /** The answer to alice, who asks for bob's devices. */
  readonly refusal: string;
}

/** Runs all of them, as every kind of caller and under every provocation. */
export async function runOperations(stage: OperationsStage): Promise<Run> {
  const staffed = await stage.start(stage.peer.staffEnv());
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
  const as = { ...(await signIn(stage, 'alice')), 'x-correlation-id': 'of-your-own-or-a-uuid' };
  const answer = await operation?.send(gateway, as, 'bob');
  return withoutCost(answer?.text ?? '');
}

/** Runs one, with nothing remembered. */
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
    answer: withoutCost(answer.text),
    points: pointsOf(answer),
    calls: stage.callCounts(),
  };
}

function pointsOf({ text }: ClientAnswer<unknown>): number {
  const { extensions }: { readonly extensions: { readonly cost: { readonly points: number } } } =
    JSON.parse(text);
  return extensions.cost.points;
}
