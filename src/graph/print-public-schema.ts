import { printSchema } from 'graphql';
import { createSchema } from './build-schema.ts';

/** The schema that clients see, as `schema/schema.graphql` holds it. */
export async function printPublicSchema(): Promise<string> {
  return `${printSchema(await createSchema())}\n`;
}
