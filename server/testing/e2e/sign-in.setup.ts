import { expect, test } from "@playwright/test";

test("the login link signs in", async ({ page }) => {
  const loginUrl = process.env.PERCH_LOGIN_URL;
  if (!loginUrl) throw new Error("PERCH_LOGIN_URL is not set: run npm test -- e2e.");
  await page.goto(loginUrl);
  await expect(page).toHaveURL(/\/sessions/);
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await page.context().storageState({ path: "test-results/signed-in.json" });
});
