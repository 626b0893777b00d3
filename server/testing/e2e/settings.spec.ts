import { type Browser, expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

const PASSWORD = "correct horse battery";

test("the owner sets a password, and from then on signs in by e-mail", async ({ page, browser, perch }) => {
  await page.goto("/settings");
  await page.getByLabel("E-mail").fill("ada@example.test");
  await page.getByRole("button", { name: "Save account" }).click();
  await expect(page.getByText("Account saved")).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Use at least 10 characters.")).toBeVisible();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Password set")).toBeVisible();

  const other = await strangersPage(browser, perch.origin);
  await signIn(other, "ada@example.test", "wrong password");
  await expect(other.getByText("You are not signed in")).toBeVisible();
  await signIn(other, "ada@example.test", PASSWORD);
  await expect(other.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  await other.getByRole("button", { name: /My workspace/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await signIn(other, "ada@example.test", PASSWORD);
  await expect(other.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  await other.context().close();
});

test("a key is given some scopes, shown once, copied, used and revoked", async ({ page, context, perch }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings");
  await page.getByRole("button", { name: "New key" }).click();
  expect(await barriers(page)).toEqual([]);
  await page.getByLabel("Everything that you may").click();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText("Give the key a name")).toBeVisible();
  await expect(page.getByText("Choose at least one.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).last().fill("Reader");
  await page.getByLabel("List and read sessions").click();
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("button", { name: "Copy the key" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  const call = (path: string) => fetch(`${perch.origin}/api/trpc/${path}`, { headers: { "x-api-key": secret } }).then(({ status }) => status);
  expect([await call("browser.listSessions?input={}"), await call("audit.list?input={}")]).toEqual([200, 403]);
  await page.getByRole("button", { name: "Done" }).click();
  await page.reload();
  const row = page.getByRole("table", { name: "API keys" }).getByRole("row", { name: /Reader/ });
  await expect(row).toContainText("sessions:read");
  await expect(row).not.toContainText(secret);
  await row.getByRole("button", { name: "Revoke Reader" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked")).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await call("browser.listSessions?input={}")).toBe(401);
});

test("what is kept is limited after being told what goes, and new sessions begin as the workspace has chosen", async ({ page, perch }) => {
  test.setTimeout(300_000);
  const call = <T = unknown>(path: string, input: object): Promise<T> => callApi<T>(page, perch.origin, path, input);
  // Noise is what pictures compress least: the recording is soon larger than the smallest quota.
  const draw = "let d=c.getImageData(0,0,1200,700);for(let i=0;i<d.data.length;i++)d.data[i]=Math.random()*256;c.putImageData(d,0,0)";
  const noise = `<canvas id=v width=1200 height=700></canvas><script>const c=v.getContext("2d");setInterval(()=>{${draw}},500)</script>`;
  const made = await call<{ sessionId: string }>("browser.createSession", { url: `data:text/html,${encodeURIComponent(noise)}`, recordSession: true });
  try {
    const recordings = page.getByRole("region", { name: "Storage" }).getByRole("listitem").first();
    const size = async (): Promise<string | null> => {
      await page.goto("/settings");
      return recordings.textContent();
    };
    await expect.poll(size, { timeout: 120_000, intervals: [3_000] }).toMatch(/^Recordings ([2-9]|\d\d+)(\.\d)? MB$/);
    await call("browser.terminateSession", { sessionId: made.sessionId });

    expect(await barriers(page)).toEqual([]);
    await page.getByLabel("Logs (days)").fill("31");
    await page.getByRole("button", { name: "Save limits" }).click();
    await expect(page.getByText("The installation keeps at most 30 days.")).toBeVisible();
    await page.getByLabel("Logs (days)").fill("7");
    await page.getByLabel("Room (GB)").fill("0.001");
    await page.getByRole("button", { name: "Save limits" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog.getByText(/^\d+ recordings? \(\d.* MB\)$/)).toBeVisible();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save and remove" }).click();
    await expect(page.getByText(/ of 1\.0 MB used$/)).toBeVisible();

    const pattern = page.getByLabel("Pattern", { exact: true });
    await pattern.fill("EMP-(\\d{6}");
    await page.getByRole("button", { name: "Add pattern" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Pattern 1 cannot be used: missing closing )" })).toBeVisible();
    await pattern.fill("EMP-\\d{6}");
    await page.getByLabel("Try it").fill("EMP-123456, token=abcdef1");
    await expect(page.getByLabel("What a log would have")).toHaveText("***, token=***");
    await page.getByRole("button", { name: "Add pattern" }).click();
    await expect(page.getByRole("list", { name: "Mask patterns" })).toContainText("EMP-\\d{6}");
    await page.getByLabel("Network log").selectOption("bodies");
    await page.getByLabel("Recording", { exact: true }).selectOption("on");
    await page.getByRole("button", { name: "Save defaults" }).click();
    await expect(page.getByText("Defaults saved")).toBeVisible();
    expect(await barriers(page)).toEqual([]);

    await page.goto("/sessions");
    await page.getByRole("button", { name: "New session" }).first().click();
    await expect(page.getByLabel("Record", { exact: true })).toBeChecked();
    await page.getByRole("button", { name: /^Place, language/ }).click();
    await expect(page.getByLabel("Network log").locator("option:checked")).toHaveText("Workspace default: headers and bodies");
    await expect(page.getByText("The workspace's 1 pattern applies too.")).toBeVisible();
    await page.getByLabel("Mask in logs").fill("fine\n(");
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Create session" }).click();
    await expect(page.getByText(/^Pattern 2 cannot be used/)).toBeVisible();
  } finally {
    // Other tests have the same workspace.
    const sessionDefaults = { recordSession: null, logNetwork: null };
    await call("settings.update", { keeping: { logDays: null, quotaBytes: null }, sessionDefaults, maskPatterns: [] });
    await call("browser.terminateSession", { sessionId: made.sessionId });
  }
});

test("somebody is invited by a link, joins, gets another role and is removed", async ({ page, browser, perch }) => {
  test.slow();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill("grace@example.test");
  await page.getByRole("dialog").getByLabel("Role").selectOption("viewer");
  await page.getByRole("button", { name: "Make the link" }).click();
  expect(await barriers(page)).toEqual([]);
  const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("list", { name: "Open invitations" })).toContainText("grace@example.test");

  const guest = await strangersPage(browser, perch.origin);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Join My workspace" })).toBeVisible();
  expect(await barriers(guest)).toEqual([]);
  await guest.getByLabel("Your name").fill("Grace");
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  await guest.goto("/settings");
  await expect(guest.getByRole("table", { name: "Members" })).toContainText("Grace");
  await expect(guest.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await expect(guest.getByLabel("Recordings (days)")).toBeDisabled();
  await expect(guest.getByRole("button", { name: "Save limits" })).toHaveCount(0);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation cannot be used" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("list", { name: "Open invitations" })).toHaveCount(0);
  await page.getByLabel("Role of Grace").selectOption("operator");
  await expect(page.getByText("Role changed")).toBeVisible();
  await guest.goto("/settings");
  await expect(guest.getByText("operator of My workspace")).toBeVisible();
  await page.getByRole("button", { name: "Remove Grace" }).click();
  await page.getByRole("button", { name: "Remove member" }).click();
  await expect(page.getByText("Member removed")).toBeVisible();
  await guest.goto("/sessions");
  await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await guest.context().close();
});

async function strangersPage(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto("/login");
  return page;
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
