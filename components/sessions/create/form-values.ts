import { CreateSessionInput } from "../../../server/contract/sessions.ts";

/** What the create form holds: text as typed, so that nothing is lost while it is not valid yet. */
export type CreateFormValues = {
  name: string;
  tags: string;
  url: string;
  width: string;
  height: string;
  adBlocking: boolean;
  captchaSolving: boolean;
  stealthMode: boolean;
  /** Null until it is switched: as the workspace has chosen. */
  recordSession: boolean | null;
  recordInputs: string;
  evidence: string;
  keepAlive: boolean;
  timeoutMinutes: string;
  idleMinutes: string;
  queue: boolean;
  country: string;
  state: string;
  city: string;
  timezone: string;
  locale: string;
  colorScheme: string;
  dialogs: string;
  userAgent: string;
  logNetwork: string;
  maskPatterns: string;
  proxyServer: string;
  proxyUsername: string;
  proxyPassword: string;
};

/** The form as it opens. */
export const EMPTY_FORM: CreateFormValues = {
  name: "",
  tags: "",
  url: "",
  width: "1280",
  height: "720",
  adBlocking: false,
  captchaSolving: false,
  stealthMode: false,
  recordSession: null,
  recordInputs: "",
  evidence: "",
  keepAlive: false,
  timeoutMinutes: "",
  idleMinutes: "",
  queue: false,
  country: "",
  state: "",
  city: "",
  timezone: "",
  locale: "",
  colorScheme: "",
  dialogs: "",
  userAgent: "",
  logNetwork: "",
  maskPatterns: "",
  proxyServer: "",
  proxyUsername: "",
  proxyPassword: "",
};

const MINUTE_MS = 60_000;

/** The form's values as the server takes them; empty boxes are left out. Not validated yet. */
export function toInput(values: CreateFormValues): unknown {
  const text = (value: string): string | undefined => value.trim() || undefined;
  const milliseconds = (minutes: string): number | undefined => (text(minutes) === undefined ? undefined : Math.round(Number(minutes) * MINUTE_MS));
  const place = { country: text(values.country), state: text(values.state), city: text(values.city) };
  return compact({
    name: text(values.name),
    tags: values.tags
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
    url: text(values.url),
    viewport: { width: Number(values.width), height: Number(values.height) },
    options: { adBlocking: values.adBlocking, captchaSolving: values.captchaSolving, stealthMode: values.stealthMode },
    recordSession: values.recordSession ?? undefined,
    recordInputs: values.recordInputs === "" ? undefined : values.recordInputs === "on",
    evidence: text(values.evidence),
    keepAlive: values.keepAlive,
    queue: values.queue,
    timeout: milliseconds(values.timeoutMinutes),
    idleTimeout: milliseconds(values.idleMinutes),
    geolocation: Object.values(place).some(Boolean) ? compact(place) : undefined,
    timezone: text(values.timezone),
    locale: text(values.locale),
    colorScheme: text(values.colorScheme),
    dialogs: text(values.dialogs),
    userAgent: text(values.userAgent),
    logNetwork: text(values.logNetwork),
    maskPatterns: values.maskPatterns
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    proxy: text(values.proxyServer)
      ? compact({ server: text(values.proxyServer), username: text(values.proxyUsername), password: values.proxyPassword || undefined })
      : undefined,
  });
}

const FIELDS: Readonly<Record<string, keyof CreateFormValues>> = {
  "viewport.width": "width",
  "viewport.height": "height",
  viewport: "width",
  timeout: "timeoutMinutes",
  idleTimeout: "idleMinutes",
  geolocation: "country",
  "geolocation.country": "country",
  "geolocation.state": "state",
  "geolocation.city": "city",
  "options.adBlocking": "adBlocking",
  "options.captchaSolving": "captchaSolving",
  "options.stealthMode": "stealthMode",
  proxy: "proxyServer",
  "proxy.server": "proxyServer",
  "proxy.username": "proxyUsername",
  "proxy.password": "proxyPassword",
};

/** The box that shows what the contract says about `path` (dotted, as in `viewport.width`); null where there is none. */
export function fieldOf(path: string): keyof CreateFormValues | null {
  const mapped = FIELDS[path];
  if (mapped) return mapped;
  const head = path.split(".")[0] ?? "";
  return Object.hasOwn(EMPTY_FORM, head) ? (head as keyof CreateFormValues) : null;
}

/** Boxes inside the advanced part, which must be open to show an error in it. */
export const ADVANCED_FIELDS: ReadonlySet<keyof CreateFormValues> = new Set([
  "country",
  "state",
  "city",
  "timezone",
  "locale",
  "colorScheme",
  "dialogs",
  "userAgent",
  "recordInputs",
  "logNetwork",
  "maskPatterns",
  "proxyServer",
  "proxyUsername",
  "proxyPassword",
] as const);

type Read = { input: CreateSessionInput; issues: null } | { input: null; issues: { field: keyof CreateFormValues; message: string }[] };

/** The form's values checked by the contract: the input to send, or what is wrong with which box. */
export function readForm(values: CreateFormValues): Read {
  const parsed = CreateSessionInput.safeParse(toInput(values));
  if (parsed.success) return { input: parsed.data, issues: null };
  const issues = parsed.error.issues.map(({ path, message }) => {
    const field = fieldOf(path.map(String).join(".")) ?? "name";
    return { field, message: sentenceFor(field) ?? message };
  });
  return { input: null, issues };
}

/** The contract counts in milliseconds and numbers; the form's own units read better. */
function sentenceFor(field: keyof CreateFormValues): string | null {
  if (field === "timeoutMinutes" || field === "idleMinutes") return "Use 0.2 to 1440 minutes, or leave it empty.";
  if (field === "width") return "Use a whole number from 320 to 3840.";
  return field === "height" ? "Use a whole number from 240 to 2160." : null;
}

function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
