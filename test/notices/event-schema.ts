/** The published schemas of events. */
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Expects that data has a published schema. */
export function expectSchema(name: string, data: unknown): void {
  const schema: object = JSON.parse(readFileSync(`schema/events/${name}.v1.json`, 'utf8'));
  const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
}
