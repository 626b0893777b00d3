import { type Browser, expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
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

test("somebody is invited by a link, joins, gets another role and is removed", async ({ page, browser, perch }) => {
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
