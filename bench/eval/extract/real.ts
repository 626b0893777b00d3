import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startSwaggerUi } from "../../../server/testing/apps/swagger-ui.ts";
import { startVerdaccio } from "../../../server/testing/apps/verdaccio.ts";
import { list, number, object, text } from "../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "./case.ts";

/** Pages that others wrote: documentation that npm packages ship, and applications that run. */
export type RealPages = { cases: readonly ExtractCase[]; [Symbol.asyncDispose]: () => Promise<void> };

const shipped = (name: string, ...path: string[]): Promise<string> =>
  readFile(join(createRequire(import.meta.url).resolve(`${name}/package.json`), "..", ...path), "utf8");

/** Starts the applications and reads the pages. */
export async function startRealPages(): Promise<RealPages> {
  const [manual, errors, coverage] = await Promise.all([
    shipped("npm", "docs", "output", "commands", "npm-dedupe.html"),
    shipped("bignumber.js", "doc", "API.html"),
    shipped("tsconfig-paths-webpack-plugin", "coverage", "lcov-report", "index.html"),
  ]);
  const [docs, registry] = await Promise.all([
    startSwaggerUi(OPENAPI),
    startVerdaccio({ user: USER, packages: PACKAGES.map((one) => ({ ...one, readme: "Read me." })) }),
  ]);
  return {
    cases: [
      { ...MANUAL, html: manual },
      { ...ERRORS, html: errors },
      { ...COVERAGE, html: coverage },
      { ...OPERATIONS_CASE, html: "", url: docs.url },
      { ...PACKAGES_CASE, html: "", url: registry.url },
    ],
    [Symbol.asyncDispose]: async () => {
      await Promise.all([docs.stop(), registry.stop()]);
    },
  };
}

type Known = Omit<ExtractCase, "html">;

const USER = { name: "ann", password: "s3cret-harbour-pw" };
const PACKAGES = [
  { name: "harbor-kit", version: "2.4.1", description: "Tools for small harbours", author: "Ann Lee", license: "MIT", keywords: ["boats"] },
  { name: "lantern", version: "0.9.0", description: "Light for dark terminals", author: "Bo Chen", license: "Apache-2.0", keywords: ["cli"] },
  { name: "quill-parser", version: "11.0.3", description: "Parses letters", author: "Cy Diaz", license: "ISC", keywords: ["text"] },
];
const PACKAGES_CASE: Known = {
  id: "real-verdaccio",
  schema: object({ packages: list(object({ name: text, version: text, description: text, license: text }, ["name", "version"])) }),
  truth: { packages: PACKAGES.map(({ name, version, description, license }) => ({ name, version, description, license })) },
};

const OPERATIONS = ["boats", "crews"].flatMap((tag) => [
  { tag, method: "GET", path: `/${tag}`, summary: `All ${tag}` },
  { tag, method: "POST", path: `/${tag}`, summary: `One more of ${tag}` },
  { tag, method: "DELETE", path: `/${tag}/{id}`, summary: `Removes from ${tag}` },
]);
const OPENAPI = {
  openapi: "3.0.3",
  info: { title: "Harbour", version: "1.4.0", description: "Knows every boat." },
  servers: [{ url: "/api" }],
  paths: Object.fromEntries(
    [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => [
      path,
      Object.fromEntries(
        operations.map(({ tag, method, summary }) => [method.toLowerCase(), { tags: [tag], summary, responses: { 200: { description: "Done" } } }]),
      ),
    ]),
  ),
};
const OPERATIONS_CASE: Known = {
  id: "real-swagger-ui",
  schema: object({ title: text, version: text, operations: list(object({ method: text, path: text, summary: text }, ["method", "path"])) }),
  truth: { title: "Harbour", version: "1.4.0", operations: OPERATIONS.map(({ tag: _, ...operation }) => operation) },
};

const COVERAGE: Known = {
  id: "real-coverage-report",
  schema: object({ files: list(object({ file: text, statements: number, branches: number, functions: number, lines: number }, ["file"])) }),
  truth: {
    files: [
      { file: "index.ts", statements: 0, branches: 100, functions: 0, lines: 0 },
      { file: "logger.ts", statements: 100, branches: 78.57, functions: 92.85, lines: 100 },
      { file: "options.ts", statements: 93.33, branches: 0, functions: 100, lines: 92.85 },
      { file: "plugin.ts", statements: 68.96, branches: 65.38, functions: 77.27, lines: 68.42 },
    ],
  },
};

const MANUAL: Known = {
  id: "real-npm-manual",
  schema: object({ name: text, description: text, options: list(object({ name: text, default: text, type: text }, ["name", "type"])), seeAlso: list(text) }),
  instruction: "the command with its configuration options",
  truth: {
    name: "npm-dedupe",
    description: "Reduce duplication in the package tree",
    options: [
      { name: "install-strategy", default: '"hoisted"', type: '"hoisted", "nested", "shallow", or "linked"' },
      { name: "legacy-bundling", default: "false", type: "Boolean" },
      { name: "global-style", default: "false", type: "Boolean" },
      { name: "strict-peer-deps", default: "false", type: "Boolean" },
      { name: "package-lock", default: "true", type: "Boolean" },
      {
        name: "omit",
        default: "'dev' if the NODE_ENV environment variable is set to 'production', otherwise empty.",
        type: '"dev", "optional", or "peer" (can be set multiple times)',
      },
      { name: "include", type: '"prod", "dev", "optional", or "peer" (can be set multiple times)' },
      { name: "ignore-scripts", default: "false", type: "Boolean" },
      { name: "audit", default: "true", type: "Boolean" },
      { name: "bin-links", default: "true", type: "Boolean" },
      { name: "fund", default: "true", type: "Boolean" },
      { name: "dry-run", default: "false", type: "Boolean" },
      { name: "workspace", type: "String (can be set multiple times)" },
      { name: "workspaces", default: "null", type: "null or Boolean" },
      { name: "include-workspace-root", default: "false", type: "Boolean" },
      { name: "install-links", default: "false", type: "Boolean" },
    ],
    seeAlso: ["npm find-dupes", "npm ls", "npm update", "npm install"],
  },
};

const ERRORS: Known = {
  id: "real-bignumber-errors",
  schema: object({ errors: list(object({ method: text, throws: text }, ["method", "throws"])) }),
  instruction: "the table of errors",
  truth: {
    errors: [
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Base not a primitive number",
      },
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Base not an integer",
      },
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Base out of range",
      },
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Number primitive has more than 15 significant digits*",
      },
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Not a base... number*",
      },
      {
        method:
          "BigNumber comparedTo dividedBy dividedToIntegerBy isEqualTo isGreaterThan isGreaterThanOrEqualTo isLessThan isLessThanOrEqualTo minus modulo plus multipliedBy",
        throws: "Not a number*",
      },
      { method: "clone", throws: "Object expected" },
      { method: "config", throws: "Object expected" },
      { method: "config", throws: "DECIMAL_PLACES not a primitive number" },
      { method: "config", throws: "DECIMAL_PLACES not an integer" },
      { method: "config", throws: "DECIMAL_PLACES out of range" },
      { method: "config", throws: "ROUNDING_MODE not a primitive number" },
      { method: "config", throws: "ROUNDING_MODE not an integer" },
      { method: "config", throws: "ROUNDING_MODE out of range" },
      { method: "config", throws: "EXPONENTIAL_AT not a primitive number" },
      { method: "config", throws: "EXPONENTIAL_AT not an integer" },
      { method: "config", throws: "EXPONENTIAL_AT out of range" },
      { method: "config", throws: "RANGE not a primitive number" },
      { method: "config", throws: "RANGE not an integer" },
      { method: "config", throws: "RANGE cannot be zero" },
      { method: "config", throws: "RANGE cannot be zero" },
      { method: "config", throws: "CRYPTO not true or false" },
      { method: "config", throws: "crypto unavailable" },
      { method: "config", throws: "MODULO_MODE not a primitive number" },
      { method: "config", throws: "MODULO_MODE not an integer" },
      { method: "config", throws: "MODULO_MODE out of range" },
      { method: "config", throws: "POW_PRECISION not a primitive number" },
      { method: "config", throws: "POW_PRECISION not an integer" },
      { method: "config", throws: "POW_PRECISION out of range" },
      { method: "config", throws: "FORMAT not an object" },
      { method: "config", throws: "ALPHABET invalid" },
      { method: "decimalPlaces precision random shiftedBy toExponential toFixed toFormat toPrecision", throws: "Argument not a primitive number" },
      { method: "decimalPlaces precision random shiftedBy toExponential toFixed toFormat toPrecision", throws: "Argument not an integer" },
      { method: "decimalPlaces precision random shiftedBy toExponential toFixed toFormat toPrecision", throws: "Argument out of range" },
      { method: "decimalPlaces precision", throws: "Argument not true or false" },
      { method: "exponentiatedBy", throws: "Argument not an integer" },
      { method: "isBigNumber", throws: "Invalid BigNumber*" },
      { method: "minimum maximum", throws: "Not a number*" },
      { method: "random", throws: "crypto unavailable" },
      { method: "toFormat", throws: "Argument not an object" },
      { method: "toFraction", throws: "Argument not an integer" },
      { method: "toFraction", throws: "Argument out of range" },
      { method: "toString", throws: "Base not a primitive number" },
      { method: "toString", throws: "Base not an integer" },
      { method: "toString", throws: "Base out of range" },
    ],
  },
};
