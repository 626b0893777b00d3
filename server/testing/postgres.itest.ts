import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./postgres.ts";

async function query(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

test("each database has the migrated tables and nothing of another's rows, and is gone after drop", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(first.url, "create table only_here (n int)");
  const { rows } = await query(second.url, "select table_name from information_schema.tables where table_schema = 'public'");
  const tables = rows.map((row: { table_name: string }) => row.table_name);
  expect(tables).toContain("users");
  expect(tables).not.toContain("only_here");
  await Promise.all([first.drop(), second.drop()]);
  await expect(query(first.url, "select 1")).rejects.toThrow(/does not exist/);
});
