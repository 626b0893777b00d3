import type { CreateSessionInput, SessionConfig, SessionWarning } from "../contract/sessions.ts";
import { INSTALLATION_DEFAULTS } from "../contract/workspace-settings.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { compilePatterns } from "../core/masking/patterns.ts";
import { resolveLocation } from "../driver/geolocation.ts";
import { assertNavigable } from "../driver/url-policy.ts";
import type { BrowserProvider } from "../providers/provider.ts";
import type { NewSessionDefaults } from "../settings/settings.ts";

/** What a plan is made with: where browsers come from, and what applies to what a request leaves open. */
export type PlanParts = { providers: readonly BrowserProvider[]; env: Env; defaults: NewSessionDefaults };
export type SessionPlan = { provider: BrowserProvider; config: SessionConfig; warnings: SessionWarning[]; startUrl: string | null };

/**
 * What will really be done for a request: the provider, the configuration with every default and place resolved,
 * and a warning for each wish that the provider cannot grant.
 * @throws AppError INVALID_INPUT naming the field (provider, geolocation, maskPatterns…) | CAPABILITY_UNSUPPORTED | URL_BLOCKED
 */
export async function planSession(input: CreateSessionInput, { providers, env, defaults }: PlanParts): Promise<SessionPlan> {
  const provider = chooseProvider(input, providers);
  const { name: _name, tags: _tags, provider: _provider, url, proxy, timeout, idleTimeout, queue: _queue, ...wishes } = input;
  compilePatterns(input.maskPatterns);
  const resolvedLocation = input.geolocation ? await resolveLocation(input.geolocation) : undefined;
  if (proxy && !provider.capabilities.proxy)
    throw new AppError("CAPABILITY_UNSUPPORTED", `The ${provider.name} provider cannot use a proxy; leave it out or choose another provider.`, {
      fields: [{ field: "proxy", message: "not supported by this provider" }],
    });
  const startUrl = url === undefined ? null : await assertNavigable(url, { privateNetwork: env.privateNetwork });
  return {
    provider,
    warnings: [...unmetWishes(input, provider), ...unmetBudget(input, env)],
    startUrl,
    config: {
      ...wishes,
      ...keptOf(input, defaults),
      timeout: timeout ?? env.sessionDefaultTimeoutMs,
      idleTimeout: idleTimeout ?? env.sessionMaxIdleMs,
      ...(proxy && { proxy: withoutPassword(proxy) }),
      ...(resolvedLocation && { resolvedLocation }),
    },
  };
}

/** What is kept of the session: as it asks itself, else as its workspace has chosen. The workspace's masks always apply. Pure. */
export function keptOf(
  { recordSession, recordInputs, logNetwork, evidence }: CreateSessionInput,
  defaults: NewSessionDefaults,
): Pick<SessionConfig, "recordSession" | "recordInputs" | "logNetwork" | "evidence" | "workspaceMaskPatterns"> {
  const mode = evidence ?? defaults.evidence;
  return {
    recordSession: recordSession ?? defaults.recordSession ?? INSTALLATION_DEFAULTS.recordSession,
    recordInputs: recordInputs ?? defaults.recordInputs ?? INSTALLATION_DEFAULTS.recordInputs,
    logNetwork: logNetwork ?? defaults.logNetwork ?? INSTALLATION_DEFAULTS.logNetwork,
    ...(mode !== null && { evidence: mode }),
    ...(defaults.maskPatterns.length > 0 && { workspaceMaskPatterns: [...defaults.maskPatterns] }),
  };
}

/** A warning for each wish that the provider cannot grant. Pure. */
export function unmetWishes({ options }: Pick<SessionConfig, "options">, { name, capabilities: can }: BrowserProvider): SessionWarning[] {
  const warnings: SessionWarning[] = [];
  if (options.captchaSolving && !can.captchaSolving)
    warnings.push({ field: "options.captchaSolving", message: `The ${name} provider cannot solve CAPTCHAs; take control in the live view when one appears.` });
  if (options.adBlocking && !can.adBlocking) warnings.push({ field: "options.adBlocking", message: `The ${name} provider cannot block ads.` });
  if (options.stealthMode && !can.stealth) warnings.push({ field: "options.stealthMode", message: `The ${name} provider has no stealth mode.` });
  return warnings;
}

/** Dollars that cannot be reckoned limit nothing. */
function unmetBudget({ modelBudgetUsd }: CreateSessionInput, { model }: Env): SessionWarning[] {
  if (modelBudgetUsd === undefined || (model !== null && model.inputPrice + model.outputPrice > 0)) return [];
  const why = model === null ? "There is no model to spend it on" : "The server does not know the model's prices (MODEL_INPUT_PRICE, MODEL_OUTPUT_PRICE)";
  return [{ field: "modelBudgetUsd", message: `${why}; it has no effect.` }];
}

function withoutPassword({ password: _password, ...rest }: NonNullable<CreateSessionInput["proxy"]>): NonNullable<SessionConfig["proxy"]> {
  return rest;
}

function chooseProvider(input: CreateSessionInput, providers: readonly BrowserProvider[]): BrowserProvider {
  const chosen = input.provider === undefined ? providers[0] : providers.find((p) => p.name === input.provider);
  if (chosen) return chosen;
  const names = providers.map((p) => p.name).join(", ");
  throw new AppError("INVALID_INPUT", `The provider "${input.provider}" is not configured on this server; use ${names}.`, {
    fields: [{ field: "provider", message: `use one of: ${names}` }],
  });
}
