import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zipOf } from "./zip.ts";

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
