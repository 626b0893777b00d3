#!/usr/bin/env node
import { randomUUID } from "node:crypto";
// Prisma's schema engine where its native program cannot be downloaded. The Prisma CLI starts us in its place and speaks
// JSON-RPC over standard input and output; the work is done by the same engine compiled to WebAssembly, which Prisma
// publishes on npm, over the pg driver.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** PostgreSQL's one-byte "char", which catalog queries return, and text. */
const OID_CHAR = 18;
const OID_TEXT = 25;
const ENGINE_ERROR = 4466;
/** Native errors by what the CLI asks of them: no database, wrong password, nobody there. */
const CONNECT_ERRORS = { "3D000": "P1003", "28P01": "P1000" };

const options = readArguments(process.argv.slice(2));

/** `--datamodels file`, `--datasource json`, `cli command`; other options come with a value that we have no use for. */
function readArguments(argv) {
  const read = { datamodels: [], url: "", command: null };
  for (let at = 0; at < argv.length; at += 2) {
    const [name, value] = [argv[at], argv[at + 1]];
    if (name === "--datamodels") read.datamodels.push(value);
    else if (name === "--datasource") read.url = JSON.parse(value).url ?? "";
    else if (name === "cli") read.command = value;
  }
  return read;
}

/** Connection settings by part: with a connection string, pg would not let the shadow database be named. */
function connection(database) {
  const url = new URL(options.url);
  const part = (text) => decodeURIComponent(text);
  const secure = url.searchParams.get("sslmode");
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: part(url.username),
    password: part(url.password),
    database: database ?? part(url.pathname.slice(1)),
    ...(secure && secure !== "disable" && { ssl: { rejectUnauthorized: secure.startsWith("verify") } }),
    max: 4,
  };
}

async function onServer(work) {
  const client = new pg.Client(connection("postgres"));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createDatabase() {
  const name = connection().database;
  await onServer(async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
  return { databaseName: name };
}

const commands = {
  "create-database": createDatabase,
  "drop-database": () => onServer((client) => client.query(`drop database if exists ${pg.escapeIdentifier(connection().database)} with (force)`)),
  "can-connect-to-database": async () => {
    const client = new pg.Client(connection());
    await client.connect();
    await client.end();
  },
};

/** One-shot mode. The CLI reads failures as log lines after a first line that it skips. */
async function runCommand(name) {
  try {
    await commands[name]?.();
    return 0;
  } catch (error) {
    const fields = { error_code: CONNECT_ERRORS[error.code] ?? "P1001", message: error.message || String(error.code) };
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}`);
    return 1;
  }
}

/** Mends two faults of adapter-pg 7.10 that only migrations meet. */
function mended(adapter) {
  // 1. It has no type for "char". Such fields are read as text and declared as Character again.
  const charFields = new WeakMap();
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const positions = [];
    for (const [position, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== OID_CHAR) continue;
      field.dataTypeID = OID_TEXT;
      positions.push(position);
    }
    charFields.set(query, positions);
    return result;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const position of charFields.get(query) ?? []) result.columnTypes[position] = ColumnTypeEnum.Character;
    return result;
  };
  // 2. It cuts a script at every semicolon, also inside texts and function bodies. PostgreSQL takes it whole.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

class MigrationPg extends PrismaPg {
  async connect() {
    return mended(await super.connect());
  }

  /** A database to replay migrations in, dropped again when the engine lets go of it. */
  async connectToShadowDb() {
    const main = await this.connect();
    const name = `perch_shadow_${randomUUID().replaceAll("-", "")}`;
    await main.executeScript(`create database "${name}"`);
    const shadow = mended(await new PrismaPg(connection(name)).connect());
    const close = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await close();
      await main.executeScript(`drop database if exists "${name}" with (force)`);
      await main.dispose();
    };
    return shadow;
  }
}

async function startEngine() {
  // Where the engine leaves the text of a panic.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const { instance } = await WebAssembly.instantiate(await readFile(script.replace(/\.js$/, ".wasm")), { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const schema = new URL(options.url).searchParams.get("schema") ?? undefined;
  const datamodels = await Promise.all(options.datamodels.map(async (file) => [file, await readFile(file, "utf8")]));
  const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationPg(connection(), { schema }));
  return bindings.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, adapter);
}

function serve() {
  const state = { engine: null };
  const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const call = async (method, params) => {
    if (method === "createDatabase") return createDatabase();
    state.engine ??= startEngine();
    const engine = await state.engine;
    return engine[method === "getDatabaseVersion" ? "version" : method](params ?? {});
  };
  const answer = async ({ id, method, params }) => {
    try {
      const result = (await call(method, params)) ?? {};
      // The native engine has the CLI print a difference before it reports the end.
      if (method === "diff" && result.stdout) write({ id: 1_000_000 + id, method: "print", params: { content: result.stdout } });
      write({ id, result });
    } catch (error) {
      const message = error?.message ?? String(error);
      const data = { is_panic: false, message, meta: error?.meta ?? null, ...(error?.code && { error_code: error.code }) };
      write({ id, error: { code: ENGINE_ERROR, message, data } });
    }
  };
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const message = line.trim() === "" ? {} : JSON.parse(line);
    // Without a method it is the CLI's answer to a "print" of ours.
    if (message.method) void answer(message);
  });
  lines.on("close", () => process.exit(0));
}

if (options.command === null) serve();
else process.exit(await runCommand(options.command));
