import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { serveOnLoopback } from "../testing/apps/serve.ts";
import { startRecordedSession } from "../testing/recorded-session.ts";

const WAIT = { timeout: 30_000, interval: 200 };
const PASSWORD = "corr3ct-h0rse-b4ttery";
const CARD = "5500005555555559";
const CVC = "7391";
const NAME = "Rosalind Franklin";
/** Repeats what is typed wherever a page can: in its text, its address, attributes, another field, and as a shown password. */
const PAGE = `<!doctype html><title>Log in</title><form>
<input id=name autocomplete=name><input id=pw type=password name=pw><input id=card autocomplete="cc-number"><input id=cvc name=cvc>
<input id=twin><p id=echo></p><div id=box data-x=""></div></form>
<script>
document.forms[0].oninput = () => {
  echo.textContent = "You typed " + pw.value + " and " + card.value + " and " + cvc.value;
  box.dataset.x = pw.value; twin.value = pw.value; box.title = encodeURIComponent(pw.value);
  history.replaceState({}, "", "?pw=" + encodeURIComponent(pw.value));
  document.title = "Log in " + pw.value;
};
</script>`;

/** Everything that is stored of a recording but its pictures, as text. */
async function storedText(directory: string): Promise<string> {
  const names = (await readdir(directory)).filter((name) => !name.endsWith(".bin"));
  const texts = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(directory, name));
      return `${name}\n${name.endsWith(".gz") ? gunzipSync(bytes) : bytes}`;
    }),
  );
  return texts.join("\n");
}

it.each([
  ["masked fields", false],
  ["recorded fields", true],
])("nothing typed into password and card fields is in what is stored: %s", { timeout: 120_000 }, async (_, recordInputs) => {
  const site = await serveOnLoopback(async (_path, response) => void response.writeHead(200, { "content-type": "text/html" }).end(PAGE));
  const { page, tabs, session, env, recordings, actor, stop } = await startRecordedSession({ recordInputs });
  const signal = AbortSignal.timeout(60_000);
  const directory = join(env.dataDir, "recordings", session.id);
  try {
    await page.navigate(site.url, { waitUntil: "load", timeoutMs: 30_000, signal });
    for (const [id, text] of [
      ["name", NAME],
      ["pw", PASSWORD],
      ["card", CARD],
      ["cvc", CVC],
    ]) {
      await page.evaluate(`document.getElementById("${id}").focus()`);
      for (const character of text ?? "") await page.keyboard.insertText(character);
    }
    // The password is shown, as pages do it by their eye button; then the next page is asked for with it, in another tab too.
    await page.evaluate("pw.type = 'text'; echo.append(' shown')");
    await page.navigate(`${site.url}?pw=${PASSWORD}`, { waitUntil: "load", timeoutMs: 30_000, signal });
    const other = await tabs.open(`${site.url}?again=${PASSWORD}`, { activate: true, signal });
    await other.evaluate(`echo.textContent = "you came with ${PASSWORD}"`);
    const written = async (): Promise<string> => {
      await recordings.get(actor, session.id);
      return storedText(directory);
    };
    await expect.poll(written, WAIT).toContain("you came with");
    expect(await page.evaluate("new URL(location).searchParams.get('pw')")).toMatchObject({ value: PASSWORD });
  } finally {
    await session.runCleanups(() => undefined);
  }
  const stored = await storedText(directory);
  await stop();
  await site.stop();
  expect(stored).toContain("You typed");
  for (const secret of [PASSWORD, CARD, encodeURIComponent(PASSWORD)]) expect(stored).not.toContain(secret);
  expect(stored).not.toMatch(new RegExp(`(?<!\\d)${CVC}(?!\\d)`));
  // What is begun of a password is no password yet, but most of it is too much.
  expect(stored).not.toContain(PASSWORD.slice(0, 15));
  expect(stored.includes(NAME)).toBe(recordInputs);
});
