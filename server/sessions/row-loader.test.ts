import { describe, expect, it } from "vitest";
import { createRowLoader } from "./row-loader.ts";

type Row = { id: string; workspaceId: string; name: string };

/** A table to read from, with what was asked of it. */
function tableOf(...rows: Row[]) {
  const reads: string[] = [];
  const load = createRowLoader(async (workspaceId, ids) => {
    reads.push(`${workspaceId}: ${ids.join(" ")}`);
    return rows.filter((row) => row.workspaceId === workspaceId && ids.includes(row.id)).reverse();
  });
  return { rows, reads, load };
}

const a = { id: "a", workspaceId: "one", name: "A" };
const b = { id: "b", workspaceId: "one", name: "B" };
const c = { id: "c", workspaceId: "two", name: "C" };

describe("rows that are asked for at once", () => {
  it("are read together, and each caller gets their own", async () => {
    const { load, reads } = tableOf(a, b);
    expect(await Promise.all([load("one", "a"), load("one", "b"), load("one", "a"), load("one", "unknown")])).toEqual([a, b, a, null]);
    expect(reads).toEqual(["one: a b unknown"]);
  });

  it("are never those of another workspace", async () => {
    const { load, reads } = tableOf(a, c);
    expect(await Promise.all([load("one", "a"), load("one", "c"), load("two", "c"), load("two", "a")])).toEqual([a, null, c, null]);
    expect(reads).toEqual(["one: a c", "two: c a"]);
  });

  it("are read anew for who asks later", async () => {
    const { load, rows } = tableOf(a);
    expect(await load("one", "a")).toEqual(a);
    rows[0] = { ...a, name: "Other" };
    expect(await load("one", "a")).toEqual({ ...a, name: "Other" });
  });

  it("fail together when reading fails, and not for the next", async () => {
    const failures = [new Error("The database is away.")];
    const load = createRowLoader<Row>(async () => {
      const failure = failures.pop();
      if (failure) throw failure;
      return [a];
    });
    const answers = await Promise.allSettled([load("one", "a"), load("one", "b")]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await load("one", "a")).toEqual(a);
  });
});
