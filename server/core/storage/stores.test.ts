import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { S3_KEYS, startS3Server } from "../../testing/s3-server.ts";
import type { S3Settings } from "../s3-settings.ts";
import { createDiskStore } from "./disk-store.ts";
import type { FileStore } from "./file-store.ts";
import { createS3Store } from "./s3-store.ts";

const place: { root: string; s3: Awaited<ReturnType<typeof startS3Server>> | null } = { root: "", s3: null };
const s3 = () => place.s3 ?? expect.unreachable("not started");
const settings = (over: Partial<S3Settings> = {}): S3Settings => {
  return { endpoint: s3().url, region: "eu-test-1", bucket: "films", prefix: "perch/", ...S3_KEYS, pathStyle: true, ...over };
};

beforeAll(async () => {
  place.root = await mkdtemp(join(tmpdir(), "perch-stores-"));
  place.s3 = await startS3Server("films");
});
afterAll(async () => {
  await place.s3?.stop();
  await rm(place.root, { recursive: true, force: true });
});

describe.each([
  ["a directory", () => createDiskStore(place.root)],
  ["a bucket", () => createS3Store(settings())],
] as [string, () => FileStore][])("files in %s", (_, make) => {
  it("are put, got whole and in part, listed over pages, counted and removed", async () => {
    const store = make();
    const names = Array.from({ length: 8 }, (_, i) => `sess_a/events-00000${i}.json.gz`);
    await Promise.all([...names.map((name, i) => store.put(name, Buffer.from(`chunk ${i}`))), store.put("sess_b/index.jsonl", Buffer.from("{}\n"))]);
    expect((await store.get("sess_a/events-000003.json.gz"))?.toString()).toBe("chunk 3");
    expect((await store.get("sess_a/events-000003.json.gz", { offset: 2, sizeBytes: 3 }))?.toString()).toBe("unk");
    expect(await store.get("sess_a/none.bin")).toBeNull();
    expect((await store.list("sess_a/")).map(({ key }) => key).sort()).toEqual(names);
    await Promise.all(["c", "d"].map((name) => store.put(`sess_${name}/1.jpg`, Buffer.from("x"))));
    expect((await store.folders()).sort()).toEqual(["sess_a", "sess_b", "sess_c", "sess_d"]);
    await Promise.all(["c", "d"].map((name) => store.remove(`sess_${name}/`)));
    expect(await store.list("sess_b/index.jsonl")).toEqual([{ key: "sess_b/index.jsonl", sizeBytes: 3 }]);
    expect([await store.size("sess_a/"), await store.size("sess_")]).toEqual([56, 59]);
    await store.put("sess_a/events-000003.json.gz", Buffer.from("again"));
    expect((await store.get("sess_a/events-000003.json.gz"))?.toString()).toBe("again");
    await store.remove("sess_a/");
    expect([await store.list("sess_a/"), await store.size("sess_")]).toEqual([[], 3]);
    await store.remove("sess_c/");
  });
});

describe("a bucket", () => {
  it("keeps to its prefix, and is asked again when it is busy", async () => {
    const store = createS3Store(settings());
    s3().state.refuse = 2;
    await store.put("sess_d/notes.jsonl", Buffer.from("x"));
    expect([s3().objects.has("perch/sess_d/notes.jsonl"), s3().state]).toEqual([true, { refuse: 0, refused: 2 }]);
  });

  it("that does not let us in or does not exist is said so, at once", async () => {
    await expect(createS3Store(settings({ secretAccessKey: "wrong" })).list("")).rejects.toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
      message: expect.stringContaining("SignatureDoesNotMatch"),
    });
    await expect(createS3Store(settings({ bucket: "nowhere" })).put("a/b", Buffer.from("x"))).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
  });
});
