const UNREACHABLE = /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0\d|53300)$/;
/** What pg says, without a code, of a connection that is cut, not accepted or not answered; Prisma may put words of its own before it. */
const PG_AWAY = /(^|\n|message: `)\s*(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;
/** A statement of ours that Prisma only passes on: why it failed stands in the message. */
const RAW_AWAY = /Code: `(57P0\d|53300|08\w{3}|P1001|P1008|P1017|ECONN\w+|N\/A)`/;

/** Whether something failed because the database cannot be reached or does not answer, so that it may work later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return UNREACHABLE.test(code) || PG_AWAY.test(error.message) || (code === "P2010" && RAW_AWAY.test(error.message));
}
