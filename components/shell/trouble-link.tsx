"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useHealth } from "../status/use-health.ts";
import { buttonStyle } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";

const REFRESH_MS = 30_000;

/** Seen only while something that sessions depend on is out of order; leads to what it is. */
export function TroubleLink() {
  const { data, isError } = useHealth(REFRESH_MS);
  const said = isError ? "The server does not answer" : data && !data.ok ? "Something is out of order" : null;
  return (
    <div role="status">
      {said !== null && (
        <Link href="/status" className={cn(buttonStyle({ variant: "ghost", size: "small" }), "text-destructive")}>
          <TriangleAlert aria-hidden="true" />
          <span className="sr-only sm:not-sr-only">{said}</span>
        </Link>
      )}
    </div>
  );
}
