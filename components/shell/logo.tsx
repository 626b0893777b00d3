/** The product's mark and name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className="size-5 text-primary"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M3 17h18M8 17v4M16 17v4" />
        <path d="M6 13c0-5 3-9 8-9 2 0 3 1 3 2.500l3 1-3 1.500c0 3-2 4-5 4z" />
      </svg>
      Perch
    </span>
  );
}
