import { Button } from "../../ui/button.tsx";

type LoadOlderProps = { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> } };

/** The way to older entries below a list; nothing where there are none. */
export function LoadOlder({ list }: LoadOlderProps) {
  if (!list.hasNextPage) return null;
  return (
    <div className="border-t p-3 text-center">
      <Button size="small" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        Load older
      </Button>
    </div>
  );
}
