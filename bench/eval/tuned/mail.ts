import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("mail.html");

/** Webmail of divs with ARIA roles: a grid, actions that a hover shows, a context menu, a window to write in. */
export const mail = [
  explicit("mail-open", "open the message Photos from the trip", "state.open === 3"),
  explicit("mail-open-by-sender", "open the mail from Rail Club", "state.open === 5"),
  explicit("mail-select", "tick the checkbox in the row of Chen Wu", "mail(3).sel && mails.filter((m) => m.sel).length === 1"),
  explicit("mail-star", 'click "Not starred" in the row of Bakery Löwe', "mail(2).star && mails.filter((m) => m.star).length === 1"),
  explicit(
    "mail-archive-two",
    'select "Lunch?" and "Newsletter November", then click Archive',
    "mail(4).gone === 'archived' && mail(5).gone === 'archived' && !mail(1).gone",
  ),
  explicit("mail-delete-row", "delete the newsletter message", "mail(5).gone === 'deleted' && mails.filter((m) => m.gone).length === 1"),
  explicit("mail-folder", "go to the Drafts folder", "state.folder === 'drafts'"),
  explicit("mail-all-read", "check Select all and click Mark as read", "mails.every((m) => !m.unread)"),
  explicit(
    "mail-compose",
    'Click Compose, type chen@wu.test into To, type "Thanks" into Subject, type "See you soon" into the message body and click Send',
    "state.sent?.to === 'chen@wu.test' && state.sent.sub === 'Thanks' && state.sent.body === 'See you soon'",
  ),
  explicit("mail-context", 'right-click "Your order is ready" and choose Move to spam', "state.moved[2] === 'Move to spam'"),
  explicit("mail-discard", "discard the draft", "!document.getElementById('compose').classList.contains('on')", {
    prepare: "document.getElementById('compose').classList.add('on')",
  }),
  ambiguous("mail-which-alice", "open the mail from Alice Moreau", "state.open === null && touched === 0"),
  ambiguous("mail-which-star", "click the Not starred button"),
  nonsense("mail-no-sender", "delete the message from Zoltan"),
  nonsense("mail-disabled", "click Archive", "mails.every((m) => !m.gone)"),
];
