/** Where to go after signing in: only addresses of this dashboard, so that a link cannot lead to another site. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/sessions";
  return next.startsWith("/login") ? "/sessions" : next;
}
