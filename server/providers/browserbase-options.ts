import Client from "@browserbasehq/sdk";
import type { ProxySettings } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import type { LaunchSpec } from "./provider.ts";

type Params = Client.Sessions.SessionCreateParams;
type Proxies = Exclude<Params["proxies"], boolean | undefined>;

const REGIONS = ["us-west-2", "us-east-1", "eu-central-1", "ap-southeast-1"] as const satisfies readonly Params["region"][];
const TIMEOUT_S = { min: 60, max: 21_600 };
const FORBIDDEN = 403;
const PAYMENT_REQUIRED = 402;

/**
 * What a launch asks of the cloud. The session there outlives our connection (another of our servers may take it over),
 * and ends with the session's timeout at the latest.
 * @throws AppError INVALID_INPUT for a region that the cloud does not have
 */
export function createParams(spec: LaunchSpec, own: Pick<Params, "projectId" | "userMetadata">): Params {
  return {
    ...own,
    keepAlive: true,
    ...(spec.timeoutMs !== undefined && { api_timeout: Math.min(TIMEOUT_S.max, Math.max(TIMEOUT_S.min, Math.ceil(spec.timeoutMs / 1000))) }),
    ...(spec.region !== undefined && { region: regionOf(spec.region) }),
    ...(spec.proxy && { proxies: proxiesOf(spec.proxy) }),
    browserSettings: {
      viewport: spec.viewport,
      solveCaptchas: spec.captchaSolving,
      blockAds: spec.adBlocking ?? false,
      ...(spec.stealth && { verified: true }),
    },
  };
}

/** The same without the wish that the account's plan has just refused; null when the refusal was about something else. */
export function withoutRefused(params: Params, error: unknown): Params | null {
  if (!(error instanceof Client.APIError) || (error.status !== FORBIDDEN && error.status !== PAYMENT_REQUIRED)) return null;
  if (params.keepAlive && /keep.?alive/i.test(error.message)) return { ...params, keepAlive: false };
  if (!params.browserSettings?.verified || !/verified|stealth/i.test(error.message)) return null;
  const { verified: _refused, ...browserSettings } = params.browserSettings;
  return { ...params, browserSettings };
}

function regionOf(name: string): (typeof REGIONS)[number] {
  const region = REGIONS.find((one) => one === name);
  if (region) return region;
  const message = `Use one of ${REGIONS.join(", ")}.`;
  throw new AppError("INVALID_INPUT", `Browserbase has no region ${name}. ${message}`, { fields: [{ field: "region", message }] });
}

/** The cloud takes the first entry whose pattern fits a host; one without a pattern fits all. */
function proxiesOf({ server, username, password, bypass }: ProxySettings): Proxies {
  const past = (bypass ?? "").split(",").flatMap((host) => (host.trim() ? [{ type: "none" as const, domainPattern: host.trim() }] : []));
  return [...past, { type: "external", server, ...(username !== undefined && { username }), ...(password !== undefined && { password }) }];
}
