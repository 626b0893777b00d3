import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { sha256Of } from "../capture.ts";
import { documentOf } from "./document.ts";
import { covers, fontsFor } from "./fonts.ts";
import { manifestOf } from "./manifest.ts";
import { momentIn } from "./moment.ts";
import { packPdf } from "./pdf-job.ts";
import type { Report, ReportShot, ReportStep } from "./report.ts";
import { packZip } from "./zip-job.ts";

const AT = "2026-11-21T16:51:10.123Z";
const image = Buffer.from("a picture");
const redaction = { id: "redact_1", sha256: "0".repeat(64), x: 1, y: 2, width: 3, height: 4, reason: "Name <b>", createdBy: "Ada", createdAt: AT };
const shot = (moment: ReportShot["moment"], over: Partial<ReportShot> = {}): ReportShot => ({
  ...{ moment, at: AT, file: `001-${moment}.jpg`, image, sha256: sha256Of(image), width: 1280, height: 720, maskedFields: 0, redactions: [] },
  ...over,
});
const step = (over: Partial<ReportStep> = {}): ReportStep => ({
  ...{
    number: 1,
    activityId: "act_1",
    type: "act",
    title: "Act",
    detail: "click Pay",
    via: "by the resolver",
    actorName: "Ada",
    success: true,
    errorMessage: null,
  },
  ...{ at: AT, durationMs: 1_234, shots: [shot("before"), shot("after")] },
  ...over,
});
const report = (over: Partial<Report> = {}): Report => ({
  ...{
    sessionId: "sess_1",
    title: "Order 42",
    note: null,
    facts: [{ label: "Provider", value: "local" }],
    outcome: "The session ended: user",
    steps: [step()],
  },
  ...{ isCut: false, exportedAt: AT, exportedBy: "Ada", timezone: "Asia/Tokyo", pageSize: "A4" },
  ...over,
});

describe("manifest", () => {
  it("names all that the report says, and its digest is that of its text", () => {
    const { text, digest, actionLogSha256 } = manifestOf(report());
    expect(digest).toBe(sha256Of(text));
    expect(JSON.parse(text)).toMatchObject({
      format: "perch-evidence-1",
      actionLogSha256,
      actions: [{ number: 1, detail: "click Pay", shots: [{ moment: "before", sha256: sha256Of(image) }, { moment: "after" }] }],
    });
    expect(text).not.toContain(image.toString("base64"));
    expect(manifestOf(report()).digest).toBe(digest);
  });

  it.each<[string, Partial<Report>]>([
    ["a note", { note: "x" }],
    ["an action's outcome", { steps: [step({ success: false })] }],
    ["a picture", { steps: [step({ shots: [shot("before"), shot("after", { sha256: sha256Of("other") })] })] }],
    ["a redaction", { steps: [step({ shots: [shot("before", { redactions: [redaction] }), shot("after")] })] }],
    ["who exported it", { exportedBy: "Eve" }],
    ["a fact", { facts: [] }],
  ])("has another digest with another %s", (_, over) => {
    expect(manifestOf(report(over)).digest).not.toBe(manifestOf(report()).digest);
  });
});

describe("document", () => {
  const html = (over: Partial<Report> = {}) => documentOf(report(over), manifestOf(report(over)));

  it("writes what pages and callers wrote as text", () => {
    const page = html({
      title: '<img src=x onerror="alert(1)">',
      note: "</style><script>",
      steps: [step({ detail: "<i>", errorMessage: "<u>", success: false, shots: [shot("after", { redactions: [redaction] })] })],
    });
    expect(page).not.toMatch(/<img src=x|<script|<i>|<u>|Name <b>/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain("&lt;img src=x");
  });

  it("shows each action with its outcome, time in the zone, and both pictures; and the digest on the first page and at the end", () => {
    const page = html();
    expect(page).toContain("Succeeded");
    expect(page).toContain("2026-11-22<br>01:51:10.123");
    expect(page.match(new RegExp(`src="/shots/${sha256Of(image)}.jpg"`, "g"))).toHaveLength(2);
    expect(page.split(manifestOf(report()).digest)).toHaveLength(3);
    expect(html({ steps: [step({ success: false })] })).toContain("Failed");
  });

  it("names the same area of many pictures once", () => {
    const redacted = [1, 2, 3].map((n) => shot("after", { file: `${n}.jpg`, redactions: [{ ...redaction, id: `redact_${n}` }] }));
    expect(html({ steps: redacted.map((one, i) => step({ number: i + 1, shots: [one] })) })).toContain("3 pictures");
  });
});

describe("files", () => {
  const facts = { title: "Order 42", author: "Ada", createdAt: new Date(AT), manifest: manifestOf(report()).text, digest: manifestOf(report()).digest };

  it("a PDF carries its manifest", async () => {
    const printed = await PDFDocument.create();
    printed.addPage();
    const { bytes, sha256 } = await packPdf({ printed: await printed.save(), facts });
    expect(sha256).toBe(sha256Of(Buffer.from(bytes)));
    const made = await PDFDocument.load(bytes, { updateMetadata: false });
    expect([made.getTitle(), made.getAuthor(), made.getSubject()]).toEqual(["Order 42", "Ada", `Evidence report, SHA-256 ${facts.digest}`]);
    expect(Buffer.from(bytes).includes("manifest.json")).toBe(true);
  });

  it("a ZIP holds manifest, pictures and how to check them", () => {
    const { bytes } = packZip({ files: [{ name: "shots/001-after.jpg", data: image }], facts });
    const text = Buffer.from(bytes).toString("latin1");
    for (const name of ["manifest.json", "README.txt", "shots/001-after.jpg"]) expect(text).toContain(name);
  });
});

describe("fonts", () => {
  it("knows which letters a range holds", () => {
    expect(covers("U+4E00-9FFF, U+3040", new Set([0x6771]))).toBe(true);
    expect(covers("U+4E00-9FFF, U+3040", new Set([0x41]))).toBe(false);
    expect(covers("U+4??", new Set([0x4ff]))).toBe(true);
  });

  it("brings only what the text needs", async () => {
    const names = async (text: string) => (await fontsFor(text)).map(({ name }) => name);
    expect(await names("Order 42 für Ada")).toEqual(["Geist-Regular.woff2", "Geist-SemiBold.woff2", "GeistMono-Regular.woff2"]);
    expect((await names("東京")).filter((name) => name.startsWith("noto-sans-jp")).length).toBeGreaterThan(0);
    expect((await names("東京")).length).toBeLessThan(7);
    expect((await names("مرحبا")).some((name) => name.startsWith("noto-sans-arabic"))).toBe(true);
  });
});

it("a moment is told in the zone, to the millisecond", () => {
  expect(momentIn("UTC")(AT)).toBe("2026-11-21 16:51:10.123");
  expect(momentIn("America/New_York")(AT)).toBe("2026-11-21 11:51:10.123");
});
