/** Something to be told for a few seconds: over the end of the picture, so that nothing below it moves. Stands in a relative box right below the picture. */
export function LiveNotice({ text }: { text: string | null }) {
  const look =
    text === null
      ? "sr-only"
      : "pointer-events-none absolute inset-x-0 bottom-full z-10 mx-auto mb-2 w-fit max-w-[calc(100%-1rem)] rounded-md border bg-popover px-3 py-1.5 text-xs text-popover-foreground shadow-md";
  return (
    <p role="status" className={look}>
      {text}
    </p>
  );
}
