/** The configuration of Hive Gateway: what `@resolveTo` cannot do, the first of a list. */
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({
  additionalResolvers: {
    User: {
      email: {
        selectionSet: '{ mail }',
        resolve: ({ mail }) => mail?.[0] ?? null,
      },
    },
  },
});
