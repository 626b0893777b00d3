import { expect, it } from "vitest";
import { embedCode } from "./embed-code.ts";

it("writes a frame whose title cannot end its attribute", () => {
  const code = embedCode("https://perch.example/live/a.b.c?theme=dark&chrome=off", 'Ada "& Co" <b>');
  expect(code).toContain('src="https://perch.example/live/a.b.c?theme=dark&amp;chrome=off"');
  expect(code).toContain('title="Ada &quot;&amp; Co&quot; &lt;b>"');
  expect(embedCode("https://perch.example/live/a.b.c", null)).toContain('title="Live view"');
});
