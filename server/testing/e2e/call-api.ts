import type { Page } from "@playwright/test";

/** Calls a mutation as who is signed in on the page, for what a test needs but is not about. */
export async function callApi<T = unknown>(page: Page, origin: string, path: string, input: object): Promise<T> {
  const response = await page.request.post(`${origin}/api/trpc/${path}`, { data: input, headers: { origin } });
  if (!response.ok()) throw new Error(`${path} failed: ${await response.text()}`);
  const { result } = (await response.json()) as { result: { data: T } };
  return result.data;
}
