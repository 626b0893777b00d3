#!/usr/bin/env node
// Stands in for Prisma's schema-engine binary, which is fetched from a host that offline machines cannot reach.
// Speaks its protocol (JSON-RPC, one message a line, on standard input and output) and lets the official
// @prisma/schema-engine-wasm of the same version do the work, over @prisma/adapter-pg.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const CONNECTIONS = 4;
/** Object ids of PostgreSQL types: "char" (one byte, in catalogs), which adapter-pg does not know, and text. */
const OID = { char: 18, text: 25 };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { datamodels: { type: "string", multiple: true }, datasource: { type: "string" } },
});
const url = values.datasource ? JSON.parse(values.datasource).url : "";

/** Connection settings in parts: given as one string, pg would not let the database be replaced. */
function connection(database) {
  const parts = new URL(url);
  return {
    host: parts.searchParams.get("host") ?? parts.hostname,
    port: Number(parts.port || 5432),
    user: decodeURIComponent(parts.username),
    password: decodeURIComponent(parts.password),
    database: database ?? decodeURIComponent(parts.pathname.slice(1)),
    ssl: /require|verify/.test(parts.searchParams.get("sslmode") ?? "") || undefined,
  };
}

async function withClient(database, work) {
  const client = new pg.Client(connection(database));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createDatabase() {
  const { database } = connection();
  await withClient("postgres", async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  });
  return { databaseName: database };
}

const dropDatabase = () => withClient("postgres", (client) => client.query(`drop database if exists ${pg.escapeIdentifier(connection().database)} with (force)`));

/** `schema-engine cli COMMAND`: one task, its failure as a log line on standard error. */
async function runCommand(command) {
  const tasks = { "can-connect-to-database": () => withClient(undefined, async () => {}), "create-database": createDatabase, "drop-database": dropDatabase };
  const codes = { "3D000": "P1003", "28P01": "P1000" };
  try {
    await tasks[command]();
  } catch (error) {
    const fields = { error_code: codes[error.code] ?? "P1001", message: error.message || String(error.code) };
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}`);
    process.exitCode = 1;
  }
}

/** Two corrections to adapter-pg 7.10: it fails on the type "char", and it cuts scripts at every semicolon, also inside functions. */
function corrected(adapter) {
  const charColumns = new WeakMap();
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.performIO = async (query) => {
    const answer = await performIO(query);
    const columns = [];
    for (const [index, field] of (answer.fields ?? []).entries()) {
      if (field.dataTypeID !== OID.char) continue;
      field.dataTypeID = OID.text;
      columns.push(index);
    }
    charColumns.set(query, columns);
    return answer;
  };
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    for (const index of charColumns.get(query) ?? []) answer.columnTypes[index] = ColumnTypeEnum.Character;
    return answer;
  };
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

class MigrationAdapter extends PrismaPg {
  async connect() {
    return corrected(await super.connect());
  }

  /** An empty database to replay migrations in; dropped when the engine lets go of it. */
  async connectToShadowDb() {
    const admin = await this.connect();
    const name = `prisma_shadow_${randomUUID()}`;
    await admin.executeScript(`create database "${name}"`);
    const shadow = corrected(await new PrismaPg({ ...connection(name), max: CONNECTIONS }).connect());
    const close = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await close();
      await admin.executeScript(`drop database if exists "${name}" with (force)`);
      await admin.dispose();
    };
    return shadow;
  }
}

async function startEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const { instance } = await WebAssembly.instantiate(readFileSync(script.replace(/\.js$/, ".wasm")), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const schema = url ? (new URL(url).searchParams.get("schema") ?? undefined) : undefined;
  const datamodels = (values.datamodels ?? []).map((file) => [file, readFileSync(file, "utf8")]);
  const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter({ ...(url && connection()), max: CONNECTIONS }, { schema }));
  return glue.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, adapter);
}

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
/** Requests whose name in the wasm engine is another. */
const RENAMED = { getDatabaseVersion: "version" };
/** Ids of our own requests (printing), apart from those of the caller. */
const OWN_IDS = 1_000_000;

function serve() {
  let engine;
  const answer = async ({ id, method, params }) => {
    if (method === "createDatabase") return createDatabase();
    engine ??= startEngine();
    const result = await (await engine)[RENAMED[method] ?? method](params ?? {});
    if (method === "diff" && result?.stdout) write({ id: OWN_IDS + id, method: "print", params: { content: result.stdout } });
    return result ?? {};
  };
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    const request = line.trim() === "" ? {} : JSON.parse(line);
    // Without a method it is the caller's answer to our printing.
    if (!request.method) return;
    try {
      write({ id: request.id, result: await answer(request) });
    } catch (error) {
      const message = error?.message ?? String(error);
      const known = error?.code ? { error_code: error.code } : {};
      write({ id: request.id, error: { code: 4466, message, data: { is_panic: false, message, meta: error?.meta ?? null, ...known } } });
    }
  });
  lines.on("close", () => process.exit(0));
}

const [mode, command] = positionals;
if (mode === "cli") await runCommand(command);
else serve();
