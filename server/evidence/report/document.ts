import type { Redaction } from "../../contract/evidence.ts";
import { MANIFEST_FILE, type Manifest } from "./manifest.ts";
import { momentIn } from "./moment.ts";
import { failuresOf, type Report, type ReportShot, type ReportStep, redactionsOf, shotsOf } from "./report.ts";
import { styleOf } from "./style.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Text as HTML; a report holds what pages and callers wrote. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

const CHECK = '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.4"><path d="M3 8.500 6.500 12 13 4.500"/></svg>';
const CROSS = '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.4"><path d="m4 4 8 8M12 4l-8 8"/></svg>';
const DOTS =
  '<svg viewBox="0 0 16 16" fill="currentColor"><circle cx="3" cy="8" r="1.600"/><circle cx="8" cy="8" r="1.600"/><circle cx="13" cy="8" r="1.600"/></svg>';
const BIRD =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><path d="M3 17h18M8 17v4M16 17v4"/><path d="M6 13c0-5 3-9 8-9 2 0 3 1 3 2.500l3 1-3 1.500c0 3-2 4-5 4z"/></svg>';

const lengthOf = (ms: number | null): string => (ms === null ? "–" : ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);
const counted = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/**
 * The report as one HTML page for printing: cover with facts and digest, table of actions, pictures, and how to verify.
 * Pictures are at `/shots/SHA256.jpg`, so that equal ones are one, fonts where `fontRules` say. Pure.
 */
export function documentOf(report: Report, manifest: Manifest, fontRules: readonly string[] = []): string {
  const at = momentIn(report.timezone);
  const style = styleOf({ pageSize: report.pageSize, runningTitle: report.title, digest: manifest.digest, fontRules });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(report.title)}</title><style>${style}</style></head><body>
${coverOf(report, manifest, at)}
${logOf(report, at)}
${picturesOf(report, at)}
${verificationOf(report, manifest, at)}
</body></html>`;
}

type At = (instant: string) => string;

function coverOf(report: Report, { digest }: Manifest, at: At): string {
  const failures = failuresOf(report);
  const facts = [
    ...report.facts,
    { label: "Outcome", value: report.outcome },
    { label: "Exported", value: `${at(report.exportedAt)} by ${report.exportedBy}` },
    { label: "Times", value: `in ${report.timezone}` },
  ];
  const redactions = redactionsOf(report).length;
  return `<div class="brand">${BIRD}Perch</div>
<p class="kicker">Evidence report</p><h1 dir="auto">${escaped(report.title)}</h1>
<div class="sum">
<div><strong>${report.steps.length}</strong><span>${report.steps.length === 1 ? "action" : "actions"}</span></div>
<div class="${failures > 0 ? "bad" : ""}"><strong>${failures}</strong><span>failed</span></div>
<div><strong>${shotsOf(report).length}</strong><span>pictures</span></div>
<div><strong>${redactions}</strong><span>${redactions === 1 ? "redacted area" : "redacted areas"}</span></div>
</div>
${report.note === null ? "" : `<p class="note" dir="auto">${escaped(report.note)}</p>`}
<dl class="facts">${facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd dir="auto">${escaped(value)}</dd>`).join("")}</dl>
<div class="seal"><b>SHA-256 of the content</b><span class="mono">${digest}</span></div>`;
}

function outcomeOf({ success }: ReportStep): string {
  if (success === null) return `<span class="mark running">${DOTS}Running</span>`;
  return success ? `<span class="mark ok">${CHECK}Succeeded</span>` : `<span class="mark failed">${CROSS}Failed</span>`;
}

function logOf(report: Report, at: At): string {
  const rows = report.steps.map(
    (step) => `<tr><td class="num soft">${step.number}</td><td class="num">${at(step.at).replace(" ", "<br>")}</td>
<td><b>${escaped(step.title)}</b>${step.detail === null ? "" : `<br><span dir="auto">${escaped(step.detail)}</span>`}${
      step.errorMessage === null ? "" : `<br><span class="error" dir="auto">${escaped(step.errorMessage)}</span>`
    }</td>
<td class="soft">${escaped([step.actorName, step.via].filter((part) => part !== null).join(", "))}</td><td class="num">${lengthOf(step.durationMs)}</td><td>${outcomeOf(step)}</td></tr>`,
  );
  const cut = report.isCut ? '<p class="soft">The session has more actions than one report takes: older ones are left out.</p>' : "";
  const none = report.steps.length === 0 ? '<p class="soft">Nothing was done in this session.</p>' : "";
  const head = ["8mm", "25mm", "", "34mm", "16mm", "23mm"].map((width) => `<col${width && ` style="width: ${width}"`}>`).join("");
  const names = ["#", "Time", "Action", "By", "Took", "Outcome"].map((name) => `<th scope="col">${name}</th>`).join("");
  return `<h2>Actions</h2>${cut}${none}${rows.length === 0 ? "" : `<table><colgroup>${head}</colgroup><thead><tr>${names}</tr></thead><tbody>${rows.join("")}</tbody></table>`}`;
}

function picturesOf(report: Report, at: At): string {
  const pictured = report.steps.filter(({ shots }) => shots.length > 0);
  if (pictured.length === 0) return '<h2>Pictures</h2><p class="soft">No pictures were taken of these actions.</p>';
  return `<h2>Pictures</h2>${pictured.map((step) => pictureOf(step, at)).join("")}`;
}

function pictureOf(step: ReportStep, at: At): string {
  const under = [at(step.at), ...(step.via === null ? [] : [step.via]), lengthOf(step.durationMs)].join(" · ");
  return `<section class="step"><header><span class="no">${step.number}</span><h3><span>${escaped(step.title)}</span>${
    step.detail === null ? "" : `: <span dir="auto">${escaped(step.detail)}</span>`
  }</h3>${outcomeOf(step)}
<p class="under">${escaped(under)}${step.errorMessage === null ? "" : `<br><span class="error" dir="auto">${escaped(step.errorMessage)}</span>`}</p></header>
<div class="shots${step.shots.length === 1 ? " one" : ""}">${step.shots.map((shot) => figureOf(step, shot, at)).join("")}</div></section>`;
}

function figureOf(step: ReportStep, shot: ReportShot, at: At): string {
  const name = shot.moment === "before" ? "Before" : "After";
  const facts = [
    at(shot.at),
    ...(shot.maskedFields > 0 ? [`${counted(shot.maskedFields, "secret field")} covered`] : []),
    ...(shot.redactions.length > 0 ? [`${counted(shot.redactions.length, "area")} redacted: ${reasonsOf(shot)}`] : []),
  ];
  return `<figure><img src="/shots/${shot.sha256}.jpg" alt="${name} action ${step.number}" width="${shot.width}" height="${shot.height}" style="height: auto">
<figcaption><b>${name}</b> · <span dir="auto">${escaped(facts.join(" · "))}</span></figcaption></figure>`;
}

const reasonsOf = ({ redactions }: ReportShot): string => [...new Set(redactions.map(({ reason }) => reason))].join(", ");

function verificationOf(report: Report, { digest, actionLogSha256 }: Manifest, at: At): string {
  const rows = report.steps.flatMap((step) =>
    step.shots.map(
      (shot) =>
        `<tr><td class="num soft">${step.number}</td><td>${shot.moment === "before" ? "Before" : "After"}</td><td class="num">${at(shot.at)}</td><td>${shot.sha256}</td></tr>`,
    ),
  );
  const redactions = [
    ...Map.groupBy(redactionsOf(report), ({ reason, x, y, width, height }) => JSON.stringify([reason, x, y, width, height])).values(),
  ].flatMap(([first, ...more]) => (first ? [redactionRow(first, more.length + 1, at)] : []));
  return `<h2>Verification</h2>
<ol class="how"><li>The file ${MANIFEST_FILE} is attached to this document. It holds everything that is said here, with the SHA-256 of the action log and of every picture as exported.</li>
<li>The SHA-256 of ${MANIFEST_FILE} is the digest below: <span class="mono">sha256sum ${MANIFEST_FILE}</span></li>
<li>The server that made this document answers whether it did: session <span class="mono">${escaped(report.sessionId)}</span>, Evidence, Verify a file.</li></ol>
${rows.length === 0 ? "" : `<table class="shots-table"><colgroup><col style="width: 8mm"><col style="width: 14mm"><col style="width: 45mm"><col></colgroup><thead><tr><th scope="col">#</th><th scope="col">Picture</th><th scope="col">Taken</th><th scope="col">SHA-256</th></tr></thead><tbody>${rows.join("")}</tbody></table>`}
${redactions.length === 0 ? "" : `<h2>Redactions</h2><p class="soft lead">These areas were painted over in this export. The pictures that the server keeps show them.</p><table><colgroup><col><col style="width: 36mm"><col style="width: 22mm"><col style="width: 32mm"><col style="width: 42mm"></colgroup><thead><tr><th scope="col">Reason</th><th scope="col">Area in pixels</th><th scope="col">On</th><th scope="col">By</th><th scope="col">When</th></tr></thead><tbody>${redactions.join("")}</tbody></table>`}
<div class="seal"><b>SHA-256 of the content</b><span class="mono">${digest}</span><br><b class="second">SHA-256 of the action log</b><span class="mono">${actionLogSha256}</span></div>`;
}

/** The same area of many pictures is one line. */
const redactionRow = ({ reason, createdBy, createdAt, x, y, width, height }: Redaction, pictures: number, at: At): string =>
  `<tr><td dir="auto">${escaped(reason)}</td><td class="num">${width}×${height} at ${x}, ${y}</td><td class="num">${counted(pictures, "picture")}</td><td dir="auto">${escaped(createdBy)}</td><td class="num">${at(createdAt)}</td></tr>`;
