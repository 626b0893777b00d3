import { expect, test } from "vitest";
import { type ConvertJob, doConvertJob } from "./convert-job.ts";
import { cutHtml, cutText } from "./cut.ts";
import { tokensOf } from "./tokens.ts";

const converted = (shown: ConvertJob["shown"], format: ConvertJob["format"], wish: Omit<ConvertJob, "shown" | "format">) =>
  doConvertJob({ ...wish, shown, format });

const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i} says something of its own, and says it twice.`);
const page = (body: string) => ({ url: "https://example.test/a", title: "T", lang: "en", head: "", body });

test("text is cut between blocks, and its parts are the whole", () => {
  const text = paragraphs.join("\n\n");
  const parts: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const part = cutText(text, from, 120);
    expect(tokensOf(part.text)).toBeLessThanOrEqual(120);
    parts.push(part.text);
    from = part.next;
  }
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.join("\n\n")).toBe(text);
});

test("words without borders are cut all the same", () => {
  const part = cutText("x".repeat(10_000), 0, 100);
  expect(tokensOf(part.text)).toBeLessThanOrEqual(100);
  expect(part.next).toBe(part.text.length);
});

test("each part of HTML is whole HTML", () => {
  const html = `<ul class="a">\n${paragraphs.map((text) => `<li><a href="/x?a=1&amp;b=2">${text}</a></li>`).join("\n")}\n</ul>`;
  const seen: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const part = cutHtml(html, from, 200);
    expect(part.text.match(/<ul/g)).toHaveLength(1);
    expect(part.text.trimEnd().endsWith("</ul>")).toBe(true);
    expect(part.text.match(/<li>/g)?.length).toBe(part.text.match(/<\/li>/g)?.length);
    seen.push(...[...part.text.matchAll(/>(Paragraph \d+)/g)].map(([, words = ""]) => words));
    from = part.next;
  }
  expect(seen).toEqual(paragraphs.map((text) => /^Paragraph \d+/.exec(text)?.[0]));
});

test("what is cut says so and where to go on", () => {
  const shown = page(paragraphs.map((text) => `<p>${text}</p>`).join("\n"));
  const first = converted(shown, "markdown", { mainOnly: false, maxTokens: 300 });
  expect(first).toMatchObject({ truncated: true, title: "T" });
  expect(tokensOf(first.content)).toBeLessThanOrEqual(300);
  expect(first.content).toMatch(/\[… about [\d]+ more tokens: ask again with cursor \d+\]$/);
  const rest = converted(shown, "markdown", { mainOnly: false, maxTokens: 100_000, cursor: first.cursor ?? 0 });
  expect(rest.content.endsWith(paragraphs.at(-1) ?? "")).toBe(true);
  expect(first.content.split("\n\n").length + rest.content.split("\n\n").length).toBe(paragraphs.length + 1);
});

test("Markdown has tables, boxes and what fields hold; text has a line for each block", () => {
  const body = `<h1>Offer</h1><p>See <a href="https://example.test/x">this</a> <b>now</b>.</p>
    <table><thead><tr><th>Name</th><th>Price</th></tr></thead><tbody><tr><td>Tea</td><td>3 €</td></tr></tbody></table>
    <pre><code class="language-js">let a = 1;\nlet b = 2;</code></pre><ul><li>one</li><li>two</li></ul>
    <label>City <input type="text" value="Rome"></label><label><input type="checkbox" checked=""> Agree</label>`;
  const whole = { mainOnly: false, maxTokens: 10_000 };
  const { content } = converted(page(body), "markdown", whole);
  for (const part of ["# Offer", "See [this](https://example.test/x) **now**.", "| Name | Price |", "| Tea | 3 € |", "- one\n- two", "City Rome", "[x]"])
    expect(content).toContain(part);
  expect(content).toMatch(/```(js)?\nlet a = 1;\nlet b = 2;\n```/);
  expect(converted(page(body), "text", whole).content).toContain("Offer\nSee this now.\nName\tPrice\nTea\t3 €\nlet a = 1;\nlet b = 2;\none\ntwo\nCity Rome");
});

test("an article is freed of what stands around it, with what it says of itself", () => {
  const words = paragraphs.map((text) => `<p>${text} It goes on for a while, so that it reads like an article.</p>`).join("\n");
  const shown = {
    ...page(
      `<nav class="menu"><a href="/a">Home</a><a href="/b">Shop</a></nav><article><h1>How tea is made</h1>${words}</article><footer class="footer">Imprint</footer>`,
    ),
    head: `<meta name="author" content="Ann Lee">`,
    title: "How tea is made",
  };
  const { content, article } = converted(shown, "markdown", { mainOnly: true, maxTokens: 100_000 });
  expect(article).toMatchObject({ title: "How tea is made", author: "Ann Lee" });
  expect(content).toContain("Paragraph 59");
  expect(content).not.toMatch(/Shop|Imprint/);
});
