import { expect, it } from "vitest";
import { embedCode, embedUrl } from "./embed-code.ts";

const URL_OF_LINK = "https://perch.example/live/a.b.c";

it("writes a frame whose title cannot end its attribute", () => {
  const code = embedCode(`${URL_OF_LINK}?theme=dark&chrome=off`, 'Ada "& Co" <b>');
  expect(code).toContain(`src="${URL_OF_LINK}?theme=dark&amp;chrome=off"`);
  expect(code).toContain('title="Ada &quot;&amp; Co&quot; &lt;b>"');
  expect(embedCode(URL_OF_LINK, null)).toContain('title="Live view"');
});

it("puts looks into the address, and nothing for what is as it is by itself", () => {
  expect(embedUrl(URL_OF_LINK, {})).toBe(URL_OF_LINK);
  expect(embedUrl(URL_OF_LINK, { theme: "dark", tab: undefined, chrome: "off" })).toBe(`${URL_OF_LINK}?theme=dark&chrome=off`);
});
