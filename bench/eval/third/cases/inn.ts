import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("inn.html");
const unsent = (values: Record<string, string | boolean>): string => `sent.length === 0 && ${same("changed()", values)}`;

/** A plain form without any framework: native fields in fieldsets. */
export const inn: readonly EvalCase[] = [
  explicit("dates", "Set the arrival to 3 March 2027 and the departure to 6 March 2027.", unsent({ arr: "2027-03-03", dep: "2027-03-06" })),
  explicit(
    "guest-list",
    "Fill in the guest data:\nFirst name: Ida\nLast name: Holm\nE-mail address: ida@holm.example\nPhone: +45 20 30 40 50",
    unsent({ em: "ida@holm.example", fn: "Ida", ln: "Holm", ph: "+45 20 30 40 50" }),
  ),
  explicit("room-and-children", "choose the double room and set children to 2", unsent({ ch: "2", room: "d" })),
  explicit("adults-up", "Please increase the number of adults by 2", unsent({ ad: "3" })),
  explicit("no-newsletter", "I don't want the newsletter, untick it", unsent({ nl: false })),
  explicit("extras-three", "Tick breakfast, parking space and that I bring a dog", unsent({ bf: true, dg: true, pk: true })),
  explicit("pay-send", "pay by invoice and send the request", same("sent", [{ pay: "inv" }])),
  explicit("time", "We will be arriving at about 6:30 pm, put that in.", unsent({ at: "18:30" })),
  explicit(
    "note",
    "In the box 'Anything else we should know?' write “Two cots, please – and a quiet room.”",
    unsent({ ms: "Two cots, please – and a quiet room." }),
  ),
  explicit("variable-mail", "type %mail% into the e-mail address field, then submit the form", same("sent", [{ em: "k.berg@post.example" }]), {
    variables: { mail: "k.berg@post.example" },
  }),
  explicit("clear", "clear the whole form", unsent({}), {
    prepare: `document.getElementById("fn").value = "Wrong"; document.getElementById("bf").checked = true`,
  }),
  explicit("all-extras", "tick all the extras", unsent({ bf: true, dg: true, pk: true })),
  ambiguous("name", 'Enter "Holm" into the name field'),
  nonsense("transfer", "Book the airport transfer"),
  nonsense("weather", "It was raining all day when we last stayed there."),
];
