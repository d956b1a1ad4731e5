/** Typed documents for the operations that tests, examples and partners use. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { Date: 'string', DateTime: 'string', Decimal: 'string', Cursor: 'string' };

const typed = (schema: string, documents: string): CodegenConfig['generates'][string] => ({
  schema,
  documents,
  plugins: ['typescript-operations', 'typed-document-node'],
  config: { scalars, useTypeImports: true, enumsAsTypes: true, importExtension: '.js', emitLegacyCommonJSImports: false },
});

const config: CodegenConfig = {
  generates: {
    'test/generated/staff.ts': typed('schema.graphql', 'test/operations/staff/*.graphql'),
    'test/generated/partner.ts': typed('partner.graphql', 'test/operations/partner/*.graphql'),
  },
};

export default config;
