/** Which effects write: those of every mutation, and no others (security A39). */
import { expect, test } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { effects, isWrite } from '../../src/domain/policy/effects.ts';
import { ruleOf } from '../../src/graph/fields/access.ts';

const schema = await createSchema();

function effectsOf(type: GraphQLObjectType | null | undefined): readonly string[] {
  if (!type) return [];
  const used = Object.values(type.getFields()).flatMap((field) => {
    const rule = ruleOf(type, field);
    return typeof rule === 'object' ? [rule.effect, ...(rule.or ?? [])] : [];
  });
  return [...new Set(used)].toSorted();
}

test('an effect writes if a mutation has it', () => {
  expect(effectsOf(schema.getMutationType())).toEqual(effects.filter(isWrite).toSorted());
});

test('each mutation has one', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const rules = mutations.map((field) => field.extensions['access']);

  expect(mutations.length).toBeGreaterThan(15);
  expect(rules.filter((rule) => typeof rule !== 'object')).toEqual([]);
});
