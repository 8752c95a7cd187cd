import { fileSchema } from '../../src/config/source/file-schema.ts';
import { options } from '../../src/config/options.ts';

const schema = fileSchema(options);

/** Returns the content of `schema/config.schema.json`. */
export function configSchema(): string {
  return `${JSON.stringify(schema)}\n`;
}

/** Returns the schema of the chart's values with that of the configuration file as `config`. */
export function chartSchema(current: string): string {
  const { $schema: _dialect, title: _title, ...config } = schema;
  const values: { readonly properties: object } = JSON.parse(current);
  const properties = { ...values.properties, config };
  return `${JSON.stringify({ ...values, properties })}\n`;
}
