import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Person } from '../people/person.ts';

/** How long a push can be answered: the default of AM's Push Sender node, in milliseconds. */
const lifetimeMs = 120_000;

/** A push on a user's phone. */
export interface Push {
  readonly id: string;
  readonly person: Person;
  /** The number on the sign-in page; null for a push without numbers. */
  readonly challenge: string | null;
  /** The numbers on the phone, one of them the challenge; empty for a push without numbers. */
  readonly choices: readonly string[];
  readonly sentAt: number;
  state: 'waiting' | 'approved' | 'declined';
}

/** The pushes that journeys have sent (contract §18.4). */
export class Pushes {
  readonly #clock: Clock;
  #sent: Push[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends a push, with *Display Challenge Code* if `hasNumbers`. */
  send(person: Person, { hasNumbers }: { readonly hasNumbers: boolean }): Push {
    const choices = hasNumbers ? threeNumbers() : [];
    const push: Push = {
      id: randomUUID(),
      person,
      challenge: choices[randomInt(3)] ?? null,
      choices,
      sentAt: this.#clock.now(),
      state: 'waiting',
    };
    this.#sent.push(push);
    return push;
  }

  /** The state of a push; `expired` once it can no longer be answered. */
  stateOf(id: string): Push['state'] | 'expired' {
    const push = this.#sent.find((one) => one.id === id);
    if (push === undefined) return 'expired';
    return push.state === 'waiting' && this.#isOver(push) ? 'expired' : push.state;
  }

  /** The pushes that wait on a user's phone, oldest first. */
  waitingFor({ realm, name }: Person): readonly Push[] {
    return this.#sent.filter(
      ({ person, state, ...push }) =>
        person.realm === realm &&
        person.name === name &&
        state === 'waiting' &&
        !this.#isOver(push),
    );
  }

  /** Answers a push with a number, `approve` or `decline`. A wrong number declines it. */
  answer(id: string, answer: string): Push | undefined {
    const push = this.#sent.find((one) => one.id === id && one.state === 'waiting');
    if (push === undefined || this.#isOver(push)) return undefined;
    push.state = answer === (push.challenge ?? 'approve') ? 'approved' : 'declined';
    return push;
  }

  clear(): void {
    this.#sent = [];
  }

  #isOver({ sentAt }: Pick<Push, 'sentAt'>): boolean {
    return this.#clock.now() - sentAt >= lifetimeMs;
  }
}

function threeNumbers(): string[] {
  const numbers = new Set<string>();
  while (numbers.size < 3) numbers.add(String(randomInt(10, 100)));
  return [...numbers];
}
