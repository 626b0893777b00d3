import type { Protocol } from "devtools-protocol";
import type { ProxySettings } from "../contract/sessions.ts";
import type { CdpSession } from "../providers/cdp.ts";
import type { Credentials, SignInAsk } from "./asks/attendant.ts";
import { isAllowedRequest, type UrlPolicy } from "./url-policy.ts";

export type GuardRules = {
  policy: UrlPolicy;
  proxy?: ProxySettings | undefined;
  /** True to refuse a request: its address, its kind as CDP names it, and the page that asks. */
  blocks?: ((url: string, type: Protocol.Network.ResourceType, pageUrl: string) => boolean) | undefined;
};
/** Asks a person for a name and a password; null when there are none. Must not reject. */
type SignIn = (ask: Omit<SignInAsk, "gone">) => Promise<Credentials | null>;

const EVERYTHING: Protocol.Fetch.RequestPattern[] = [{ urlPattern: "*" }];
/** What a site asks for a password with: of a page's many requests one. Its others then send what the browser has learned. */
const DOCUMENTS: Protocol.Fetch.RequestPattern[] = [{ urlPattern: "*", resourceType: "Document" }];

/**
 * Looks at requests of a page before they leave the browser (CDP domain Fetch): refuses what the rules refuse, and answers
 * when a proxy or a site asks for a password (RFC 9110, section 11). The one owner of that domain, for all targets of the
 * page. Does nothing, and costs nothing, while no rule needs it and nobody is there to be asked.
 */
export class RequestGuard {
  readonly #pageUrl: () => string;
  readonly #targets = new Set<CdpSession>();
  /** Requests that were answered with what is known: who asks again does not take it. */
  readonly #tried = new Set<Protocol.Fetch.RequestId>();
  #rules: GuardRules | null = null;
  #signIn: SignIn | null = null;

  constructor(pageUrl: () => string) {
    this.#pageUrl = pageUrl;
  }

  /** Follows a target of the page; sends at once. */
  async follow(cdp: CdpSession): Promise<void> {
    this.#targets.add(cdp);
    cdp.on("Fetch.requestPaused", (event) => void this.#decide(cdp, event));
    cdp.on("Fetch.authRequired", (event) => void this.#authenticate(cdp, event));
    const wanted = this.#wanted();
    if (wanted !== null) await cdp.send("Fetch.enable", wanted);
  }

  /** Forgets a target that is gone. */
  drop(cdp: CdpSession): void {
    this.#targets.delete(cdp);
  }

  /** Sends at once. */
  async guard(rules: GuardRules): Promise<void> {
    this.#rules = rules;
    await this.#switch();
  }

  /** Whom sites ask for passwords from here on; with null nobody, and they are refused. Sends at once. */
  async attend(signIn: SignIn | null): Promise<void> {
    const was = this.#signIn;
    this.#signIn = signIn;
    if ((was === null) !== (signIn === null)) await this.#switch();
  }

  #wanted(): Protocol.Fetch.EnableRequest | null {
    const { blocks, policy, proxy } = this.#rules ?? {};
    const authenticates = proxy?.username !== undefined;
    const looksAtAll = authenticates || blocks !== undefined || policy?.privateNetwork === "block";
    if (!looksAtAll && this.#signIn === null) return null;
    return { handleAuthRequests: authenticates || this.#signIn !== null, patterns: looksAtAll ? EVERYTHING : DOCUMENTS };
  }

  async #switch(): Promise<void> {
    const wanted = this.#wanted();
    await Promise.all([...this.#targets].map((cdp) => (wanted === null ? cdp.send("Fetch.disable") : cdp.send("Fetch.enable", wanted))));
  }

  /** A request whose page goes away meanwhile cannot be answered any more, and need not be. */
  async #decide(cdp: CdpSession, { requestId, request, resourceType }: Protocol.Fetch.RequestPausedEvent): Promise<void> {
    const rules = this.#rules;
    const allowed = rules === null || (isAllowedRequest(request.url, rules.policy) && !rules.blocks?.(request.url, resourceType, this.#pageUrl()));
    const answer = allowed ? cdp.send("Fetch.continueRequest", { requestId }) : cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
    await answer.catch(() => {});
  }

  async #authenticate(cdp: CdpSession, { requestId, authChallenge }: Protocol.Fetch.AuthRequiredEvent): Promise<void> {
    const { origin, realm, scheme, source } = authChallenge;
    const given = this.#known(requestId, source) ?? (await this.#signIn?.({ origin, realm, scheme, ofProxy: source === "Proxy" })) ?? null;
    const authChallengeResponse = given ? { response: "ProvideCredentials" as const, ...given } : { response: "Default" as const };
    await cdp.send("Fetch.continueWithAuth", { requestId, authChallengeResponse }).catch(() => {});
  }

  /** What is known for it, once. */
  #known(requestId: Protocol.Fetch.RequestId, source: Protocol.Fetch.AuthChallenge["source"]): Credentials | null {
    const proxy = this.#rules?.proxy;
    if (source !== "Proxy" || proxy?.username === undefined || this.#tried.has(requestId)) return null;
    this.#tried.add(requestId);
    return { username: proxy.username, password: proxy.password ?? "" };
  }
}
