import { FONT_FAMILY, MONO_FAMILY } from "./fonts.ts";

/** Text of a style sheet's string: quotes and line breaks would end it. */
const quoted = (text: string): string => `"${text.replace(/[\\"\n\r<]/g, " ")}"`;

type StyleParts = { pageSize: "A4" | "Letter"; runningTitle: string; digest: string; fontRules: readonly string[] };

/** How a report looks on paper: black on white, one accent, tables that repeat their head, nothing cut by a page's end. */
export const styleOf = ({ pageSize, runningTitle, digest, fontRules }: StyleParts): string => `
${fontRules.join("\n")}
@page {
  size: ${pageSize};
  margin: 20mm 15mm 18mm;
  @top-left { content: ${quoted(runningTitle)}; ${RUNNING} }
  @top-right { content: "Evidence report"; ${RUNNING} }
  @bottom-left { content: ${quoted(`SHA-256 ${digest.slice(0, 16)}…${digest.slice(-8)}`)}; ${RUNNING} font-family: ${MONO_FAMILY}; font-size: 6.5pt; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${RUNNING} }
}
@page :first { @top-left { content: ""; } @top-right { content: ""; } }
* { box-sizing: border-box; }
html { font: 9pt/1.45 ${FONT_FAMILY}; color: #1c1e26; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; }
h1, h2, h3, p, dl, dd, figure, ul { margin: 0; padding: 0; }
h1 { font-size: 21pt; line-height: 1.2; font-weight: 600; letter-spacing: -0.015em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 13pt; font-weight: 600; letter-spacing: -0.01em; margin: 9mm 0 3mm; break-after: avoid; }
.brand { display: flex; align-items: center; gap: 2mm; color: #2f5fc4; font-weight: 600; margin-bottom: 9mm; }
.brand svg { width: 5mm; height: 5mm; }
.kicker { color: #5b606e; margin-bottom: 1.5mm; }
.mono { font-family: ${MONO_FAMILY}; font-size: 7.5pt; overflow-wrap: anywhere; }
.sum { display: flex; gap: 2.5mm; margin: 6mm 0; }
.sum div { flex: 1; border: 0.3mm solid #dfe2e8; border-radius: 1.5mm; padding: 2.5mm 3mm; }
.sum strong { display: block; font-size: 14pt; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.sum span { color: #5b606e; font-size: 8pt; }
.sum .bad { border-color: #d9a09c; } .sum .bad strong { color: #a8231b; }
.facts { display: grid; grid-template-columns: 30mm minmax(0, 1fr); gap: 1.2mm 4mm; }
.facts dt { color: #5b606e; } .facts dd { overflow-wrap: anywhere; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 0.7mm solid #2f5fc4; padding: 0.5mm 0 0.5mm 3mm; margin: 5mm 0; }
.seal { border: 0.3mm solid #c9cfdb; background: #f5f7fa; border-radius: 1.5mm; padding: 3mm; margin-top: 6mm; break-inside: avoid; }
.seal b { display: block; margin-bottom: 0.8mm; } .seal .second { margin-top: 2mm; } .seal .mono { font-size: 8.2pt; color: #1c1e26; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { text-align: left; font-weight: 600; font-size: 7.5pt; color: #5b606e; border-bottom: 0.3mm solid #9aa1ae; padding: 1.2mm 2mm 1.2mm 0; }
td { vertical-align: top; border-bottom: 0.2mm solid #e4e7ec; padding: 1.5mm 2mm 1.5mm 0; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.num { font-variant-numeric: tabular-nums; white-space: nowrap; }
.soft { color: #5b606e; }
.error { color: #a8231b; }
.mark { display: inline-flex; align-items: center; gap: 1.2mm; font-weight: 600; white-space: nowrap; }
.mark svg { width: 3mm; height: 3mm; flex: none; }
.ok { color: #1d6b3c; } .failed { color: #a8231b; } .running { color: #5b606e; }
.step { break-inside: avoid; margin-bottom: 7mm; }
.step header { display: grid; grid-template-columns: 8mm minmax(0, 1fr) auto; gap: 0 2mm; align-items: baseline; border-top: 0.3mm solid #9aa1ae; padding-top: 2mm; margin-bottom: 2mm; }
.step .no { font-weight: 600; font-variant-numeric: tabular-nums; color: #5b606e; }
.step h3 { font-size: 9.5pt; font-weight: 600; overflow-wrap: anywhere; }
.step .under { grid-column: 2 / -1; color: #5b606e; font-size: 8pt; overflow-wrap: anywhere; }
.shots { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; align-items: start; }
.shots.one { grid-template-columns: 1fr; }
figure img { display: block; max-width: 100%; max-height: 102mm; margin: 0; border: 0.25mm solid #c9cfdb; border-radius: 0.8mm; }
figcaption { font-size: 7.5pt; color: #5b606e; margin-top: 1mm; }
figcaption b { color: #1c1e26; font-weight: 600; }
.lead { break-after: avoid; margin-bottom: 1.5mm; }
.how { margin: 0 0 4mm; padding-left: 5mm; break-inside: avoid; break-after: avoid; } .how li { margin-bottom: 1mm; }
.shots-table td:last-child { font-family: ${MONO_FAMILY}; font-size: 6.6pt; }
`;

const RUNNING = `font: 7.5pt ${FONT_FAMILY}; color: #5b606e;`;
