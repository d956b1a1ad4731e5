/** Tests are ES modules in TypeScript, transformed by swc (decorators and their metadata kept). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2023',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/fresh-build.ts',
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  // One worker is jest's choice for two cores; most tests wait for a database half of the time.
  maxWorkers: '100%',
  // What a test file has loaded stays in its worker: from some hundred files on, collecting garbage takes longer than the tests.
  workerIdleMemoryLimit: '300MB',
  testTimeout: 60_000,
};
