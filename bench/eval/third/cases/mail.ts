import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("mail.html");
const START = ["Inbox u", "Inbox u", "Inbox u", "Inbox", "Inbox"];
const is = (changes: Record<number, string> = {}, sent: string[][] = [], box = "Inbox"): string =>
  `${same(
    "brief()",
    START.map((mail, at) => changes[at] ?? mail),
  )} && ${same("sent", sent)} && box === "${box}"`;

/** Mail made of nothing but `div`s that listen; the menu of the right button, an editable `div`. */
export const mail: readonly EvalCase[] = [
  explicit("open", "Open the mail from Jon Adler", `openId === 2 && ${is({ 2: "Inbox" })}`),
  explicit("star", "put a star on the mail “Assessment 2026”", is({ 3: "Inbox *" })),
  explicit("right-click", "Right-click the mail 'Your parcel is on its way' and choose Move to archive", is({ 1: "Archive u" })),
  explicit("unread", "Mark the mail of the Tax Office as unread using its context menu", is({ 3: "Inbox u" })),
  explicit(
    "compose",
    "Write a new message to lea@quay.example with the subject Keys and the text “They are under the mat.” and send it",
    is({}, [["lea@quay.example", "Keys", "They are under the mat."]]),
  ),
  explicit("reply", "Reply with: Yes, gladly! Then send it.", is({ 2: "Inbox" }, [["Jon Adler", "Re: Lunch on Thursday?", "Yes, gladly!"]]), {
    prepare: "mails[2].unread = false; openId = 2; draw()",
  }),
  explicit("folder", "go to the Sent folder", is({}, [], "Sent")),
  explicit("archive-selected", "archive the selected mails", is({ 0: "Archive u", 4: "Archive" }), {
    prepare: "mails[0].sel = mails[4].sel = true; draw()",
  }),
  explicit("discard", "discard the draft", `document.querySelector(".compose") === null && ${is()}`, { prepare: `compose("a@b.example", "Draft")` }),
  explicit("starred-two", "Star the mail about the contract draft, then open the Starred folder", is({ 0: "Inbox u *" }, [], "Starred")),
  explicit(
    "variables",
    "Compose a message: To %to%, Subject %subject%. Don't send it yet.",
    `${is()} && document.querySelectorAll(".compose").length === 1 && document.querySelector(".to").value === "ops@quay.example" && document.querySelector(".sj").value === "Night shift"`,
    {
      variables: { to: "ops@quay.example", subject: "Night shift" },
    },
  ),
  explicit("first-two", "Tick the first two mails and mark them as read", is({ 0: "Inbox", 1: "Inbox" })),
  explicit("last-delete", "select the last mail in the list and delete it", is({ 4: "Bin" })),
  ambiguous("from-mara", "Open the mail from Mara Voss"),
  nonsense("printer", "Connect the printer"),
];
