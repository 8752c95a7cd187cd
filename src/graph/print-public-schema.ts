import { printSchema } from 'graphql';
import { createSchema } from './build-schema.ts';

/** Prints the schema for clients, the content of `schema/schema.graphql`. */
export async function printPublicSchema(): Promise<string> {
  return `${printSchema(await createSchema())}\n`;
}
