import Link from "next/link";

/** Shown for an address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div>
        <h1 className="text-lg font-semibold">There is nothing at this address</h1>
        <p className="mt-1 mb-4 text-muted-foreground">It may have been mistyped, or what it showed is gone.</p>
        <Link href="/sessions" className="font-medium text-primary underline underline-offset-4">
          Go to sessions
        </Link>
      </div>
    </main>
  );
}
