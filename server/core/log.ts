import { type Logger, pino } from "pino";

export type Log = Logger;

const SECRETS = ["password", "secret", "token", "apiKey", "authorization", "cookie", "variables", "contentBase64"];

/** The server's log: JSON lines on standard output, with secret-looking fields masked. */
export function createLog({ level }: { level: string }): Log {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, base: null, redact: { paths, censor: "[hidden]" }, timestamp: pino.stdTimeFunctions.isoTime });
}
