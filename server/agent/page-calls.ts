import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  EvaluateInput,
  EvaluateOutput,
  NavigateInput,
  NavigateOutput,
  ScreenshotInput,
  ScreenshotOutput,
  TravelInput,
  TravelOutput,
  UploadFileInput,
  UploadFileOutput,
  WaitForInput,
  WaitForOutput,
} from "../contract/agent.ts";
import { Json } from "../contract/common.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Page } from "../driver/page.ts";
import { assertNavigable } from "../driver/url-policy.ts";
import type { Operation } from "../sessions/operation.ts";

/** Opens an address. @throws AppError URL_BLOCKED | NAVIGATION_FAILED | TIMEOUT */
export const navigate = (env: Env): Operation<NavigateInput, NavigateOutput> => ({
  kind: "navigate",
  shown: ({ url }) => ({ url }),
  counts: { actionsExecuted: 1 },
  work: async (input, { page }, signal) => {
    const startedAt = performance.now();
    const target = await assertNavigable(input.url, { privateNetwork: env.privateNetwork });
    const { url, httpStatus } = await page.navigate(target, { waitUntil: input.waitUntil, timeoutMs: input.timeoutMs, signal });
    const title = await page.evaluate<string>("document.title", { signal, world: "isolated" });
    return { success: true, url, title: title.value, httpStatus, durationMs: performance.now() - startedAt };
  },
});

type Step = (page: Page, options: { timeoutMs: number; signal: AbortSignal }) => Promise<boolean>;
const STEPS = {
  goBack: (page, options) => page.goBack(options),
  goForward: (page, options) => page.goForward(options),
  reload: (page, options) => page.reload(options).then(() => true),
} as const satisfies Record<string, Step>;

/** Goes through the tab's history, or loads the page once more. @throws AppError TIMEOUT | BROWSER_CRASHED */
export const travel = (kind: keyof typeof STEPS): Operation<TravelInput, TravelOutput> => ({
  kind,
  shown: () => ({}),
  counts: { actionsExecuted: 1 },
  work: async ({ timeoutMs }, { page }, signal) => {
    const startedAt = performance.now();
    const moved = await STEPS[kind](page, { timeoutMs, signal });
    const title = await page.evaluate<string>("document.title", { signal, world: "isolated" });
    return { success: true, moved, url: page.url, title: title.value, durationMs: performance.now() - startedAt };
  },
  outcome: ({ moved, url }) => ({ success: true, message: null, via: null, usage: null, did: moved ? url : "There is nothing there." }),
});

/** Takes a picture. @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE | TIMEOUT */
export const screenshot: Operation<ScreenshotInput, ScreenshotOutput> = {
  kind: "screenshot",
  reads: true,
  shown: ({ area, format, selector }) => ({ area, format, ...(selector !== undefined && { selector }) }),
  counts: { screenshotsTaken: 1 },
  work: async (input, { page }, signal) => {
    const { data, width, height, mimeType } = await page.screenshot(input, signal);
    return { success: true, data: data.toString("base64"), mimeType, width, height, sizeBytes: data.length };
  },
};

/** Waits for a condition. @throws AppError TIMEOUT | EVALUATION_FAILED */
export const waitFor: Operation<WaitForInput, WaitForOutput> = {
  kind: "waitFor",
  reads: true,
  shown: ({ condition }) => condition,
  counts: { actionsExecuted: 1 },
  work: async ({ condition, timeoutMs }, { page }, signal) => {
    const startedAt = performance.now();
    await page.waitFor(condition, { timeoutMs, signal });
    return { success: true, url: page.url, durationMs: performance.now() - startedAt };
  },
};

/** Runs JavaScript in the page. @throws AppError EVALUATION_FAILED | TIMEOUT */
export const evaluate: Operation<EvaluateInput, EvaluateOutput> = {
  kind: "evaluate",
  shown: ({ expression }) => ({ expression: expression.slice(0, 500) }),
  counts: { actionsExecuted: 1 },
  work: async ({ expression, timeoutMs }, { page }, signal) => {
    const { value, type } = await page.evaluate(expression, { signal, timeoutMs });
    return { success: true, value: Json.safeParse(value).data ?? null, type };
  },
};

/** Gives files to an input or to the chooser that a control opens. The copies are removed when the session ends. */
export const uploadFile = (env: Env): Operation<UploadFileInput, UploadFileOutput> => ({
  kind: "uploadFile",
  shown: ({ selector, files }) => ({ selector, files: files.map(({ name }) => name) }),
  counts: { actionsExecuted: 1 },
  work: async (input, { page, session }, signal) => {
    const element = await page.query(input.selector);
    if (!element)
      throw new AppError("ELEMENT_NOT_FOUND", `Nothing on the page matches ${input.selector}.`, {
        fields: [{ field: "selector", message: "matches nothing" }],
      });
    const { folder, files } = await writeFiles(env, input);
    // Pages may read a chosen file much later, so it stays until the session ends.
    session.onEnd(() => rm(folder, { recursive: true, force: true }));
    const paths = files.map(({ path }) => path);
    const isInput = await element.call<boolean>(`function () { return this.matches("input[type=file]") }`);
    if (isInput) await element.setFiles(paths);
    else await page.chooseFiles(() => element.click({ signal }), paths, signal);
    return { success: true, files: files.map(({ name, sizeBytes }) => ({ name, sizeBytes })) };
  },
});

async function writeFiles(env: Env, input: UploadFileInput): Promise<{ folder: string; files: { name: string; path: string; sizeBytes: number }[] }> {
  const root = join(env.dataDir, "uploads");
  await mkdir(root, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(root, "upload-"));
  const files = await Promise.all(
    input.files.map(async ({ name, contentBase64 }, i) => {
      const content = Buffer.from(contentBase64, "base64");
      // A folder for each, so that two files may have one name.
      const own = join(folder, String(i));
      await mkdir(own);
      const path = join(own, name);
      await writeFile(path, content, { mode: 0o600 });
      return { name, path, sizeBytes: content.length };
    }),
  );
  return { folder, files };
}
