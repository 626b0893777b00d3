import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type StreamedZipEntry, zipOf, zipStream } from "./zip.ts";

const at = new Date("2026-11-21T08:09:10Z");

test("an archive is read by others: names, contents and times", () => {
  const folder = mkdtempSync(join(tmpdir(), "perch-zip-"));
  const file = join(folder, "a.zip");
  writeFileSync(
    file,
    zipOf([
      { name: "größe.txt", data: Buffer.from("größer ".repeat(1000)), modifiedAt: at },
      { name: "empty.bin", data: Buffer.alloc(0), modifiedAt: at },
    ]),
  );
  const script =
    "import zipfile,json,sys; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([z.testzip()]+[[i.filename,i.file_size,list(i.date_time),z.read(i).decode()[:7]] for i in z.infolist()]))";
  const [bad, ...entries] = JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }));
  expect(bad).toBeNull();
  expect(entries).toEqual([
    ["größe.txt", Buffer.byteLength("größer ".repeat(1000)), [2026, 11, 21, 8, 9, 10], "größer "],
    ["empty.bin", 0, [2026, 11, 21, 8, 9, 10], ""],
  ]);
  expect(readFileSync(file).length).toBeLessThan(500);
  rmSync(folder, { recursive: true });
});

test("one without files is an archive too", () => {
  expect(zipOf([]).toString("hex")).toBe(`504b0506${"00".repeat(18)}`);
});

async function* manyEntries(count: number): AsyncGenerator<StreamedZipEntry> {
  for (let index = 0; index < count; index += 1)
    yield { name: `frames/${index}.jpg`, data: Buffer.from(`picture ${index}`), modifiedAt: at, stored: index % 5_000 !== 0 };
}

test("an archive that is written piece by piece holds more files than 16 bits count", async () => {
  const folder = mkdtempSync(join(tmpdir(), "perch-zip-"));
  const file = join(folder, "many.zip");
  const parts: Buffer[] = [];
  for await (const part of zipStream(manyEntries(70_000))) parts.push(part);
  writeFileSync(file, Buffer.concat(parts));
  const script =
    "import zipfile,json,sys; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([len(z.namelist()), z.read('frames/0.jpg').decode(), z.read('frames/69999.jpg').decode()]))";
  expect(JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }))).toEqual([70_000, "picture 0", "picture 69999"]);
  rmSync(folder, { recursive: true });
});
