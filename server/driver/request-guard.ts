import type { Protocol } from "devtools-protocol";
import type { ProxySettings } from "../contract/sessions.ts";
import type { CdpSession } from "../providers/cdp.ts";
import type { Page } from "./page.ts";
import { isAllowedRequest, type UrlPolicy } from "./url-policy.ts";

export type GuardRules = {
  policy: UrlPolicy;
  proxy?: ProxySettings | undefined;
  /** True to refuse a request: its address, its kind as CDP names it, and the page that asks. */
  blocks?: ((url: string, type: Protocol.Network.ResourceType, pageUrl: string) => boolean) | undefined;
};

/**
 * Looks at every request of a page before it leaves the browser (CDP domain Fetch): refuses what the rules refuse and
 * answers the proxy's question for a password. Does nothing, and costs nothing, when no rule needs it.
 */
export async function guardRequests(page: Page, rules: GuardRules): Promise<void> {
  const authenticates = rules.proxy?.username !== undefined;
  const filters = rules.blocks !== undefined || rules.policy.privateNetwork === "block";
  if (!authenticates && !filters) return;
  await page.prepareTargets(async (cdp, kind) => {
    if (kind === "worker") return; // A worker's requests are its page's.
    cdp.on("Fetch.requestPaused", (event) => void decide(cdp, page, event, rules));
    cdp.on("Fetch.authRequired", (event) => void authenticate(cdp, event, rules.proxy));
    await cdp.send("Fetch.enable", { handleAuthRequests: authenticates, patterns: [{ urlPattern: "*" }] });
  });
}

/** A request whose page goes away meanwhile cannot be answered any more, and need not be. */
async function decide(cdp: CdpSession, page: Page, { requestId, request, resourceType }: Protocol.Fetch.RequestPausedEvent, rules: GuardRules): Promise<void> {
  const allowed = isAllowedRequest(request.url, rules.policy) && !rules.blocks?.(request.url, resourceType, page.url);
  const answer = allowed ? cdp.send("Fetch.continueRequest", { requestId }) : cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
  await answer.catch(() => {});
}

async function authenticate(cdp: CdpSession, { requestId, authChallenge }: Protocol.Fetch.AuthRequiredEvent, proxy: ProxySettings | undefined): Promise<void> {
  const ours = authChallenge.source === "Proxy" && proxy?.username !== undefined;
  const authChallengeResponse = ours
    ? { response: "ProvideCredentials" as const, username: proxy.username ?? "", password: proxy.password ?? "" }
    : { response: "Default" as const };
  await cdp.send("Fetch.continueWithAuth", { requestId, authChallengeResponse }).catch(() => {});
}
