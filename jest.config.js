/** swc rather than ts-jest: TypeScript's compiler takes several times longer; types are checked by `npm run check`. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  // Both cores: one would wait for the database. Nothing asserts times, so a slow machine needs patience rather than retries.
  maxWorkers: 2,
  testTimeout: 60_000,
  // These packages are ES modules alone: Node loads them from CommonJS by itself, jest before Node 24.9 does not.
  transformIgnorePatterns: ["/node_modules/(?!(?:hyparquet|hyparquet-compressors|fzstd|hysnappy)/)"],
  transform: {
    "node_modules/.+\\.js$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "ecmascript" }, target: "es2023" }, module: { type: "commonjs" } },
    ],
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
          target: "es2023",
        },
        module: { type: "commonjs" },
      },
    ],
  },
};
