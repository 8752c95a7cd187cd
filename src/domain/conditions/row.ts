import type { MaybePromise } from '../values/maybe-promise.ts';
import type { Refusal } from './condition.ts';
import type { FactsAt, Moment } from './facts.ts';

/** Decides a condition at a moment; no refusal if it is met. */
export type Decide<M extends Moment> = (facts: FactsAt[M]) => MaybePromise<readonly Refusal[]>;

/** A condition: what it decides at which moment, and why not at the others. */
export type Row = { readonly [M in Moment]?: Decide<M> } & { readonly otherwise: string };
