import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same, text } from "../../write.ts";

const account = casesOf("account.html");
const checkout = casesOf("checkout.html");
const settings = casesOf("settings.html");

const open = (tab: string): string => `document.getElementById(${JSON.stringify(tab)}).click()`;

/** An account's forms, a checkout in steps with the card in a frame from elsewhere, and preferences. */
export const formCases: readonly EvalCase[] = [
  account.explicit(
    "names",
    "Fill in the first name with Maria and the last name with Okonkwo, then press Save details",
    text("#status", "Details of Maria Okonkwo saved"),
  ),
  account.explicit("birth", "Set the date of birth to 14 March 1988", fields({ "#born": "1988-03-14" })),
  account.explicit("country", "choose Portugal from Country", fields({ "#country": "Portugal" })),
  account.explicit(
    "password",
    'Type %old% into "Current password", %new% into "New password" and %new% into "Repeat new password", then click Change password',
    text("#status", "Password changed"),
    {
      variables: { old: "Old#book7", new: "N3w&shelf" },
    },
  ),
  account.explicit(
    "billing-postcode",
    "Enter 10115 as the postcode under Billing address",
    fields({ "#billing [name=postcode]": "10115", "#shipping [name=postcode]": "" }),
  ),
  account.explicit(
    "shipping-city",
    'type "Porto" into City in the Shipping address section',
    fields({ "#shipping [name=city]": "Porto", "#billing [name=city]": "" }),
  ),
  account.explicit("boxes", "Untick Newsletter and tick SMS alerts", fields({ "#newsletter": false, "#reminders": true, "#sms": true })),
  account.explicit("by-phone", 'select the radio button "By phone"', fields({ "[name=contact]:checked": "phone" })),
  account.explicit("clear-phone", "clear the phone number", fields({ "#phone": "", "#email": "reader@example.org" })),
  account.explicit("email", "Replace the email address with lena@example.com", fields({ "#email": "lena@example.com" })),
  account.ambiguous("city", "type Lyon into City"),
  account.ambiguous("save", "Click Save"),
  account.nonsense("fax", "Tick the Fax checkbox"),
  account.nonsense("atlantis", "choose Atlantis from Country"),
  account.nonsense("weather", "The weather has been lovely this week"),

  checkout.explicit(
    "address",
    "Fill in Full name with Ada Park, Street and number with 12 Mill Lane, ZIP code with 04109 and Town with Leipzig, then click Continue",
    `checkout.step === 2 && ${fields({ "#name": "Ada Park", "#street": "12 Mill Lane", "#zip": "04109", "#town": "Leipzig" })}`,
  ),
  checkout.explicit("express-gift", "Choose Express delivery and tick This is a gift", `checkout.delivery === "express" && ${fields({ "#gift": true })}`, {
    prepare: "show(2)",
  }),
  checkout.explicit("pickup", 'Select "Pick up in store", then press Continue', `checkout.delivery === "pickup" && checkout.step === 3`, {
    prepare: "show(2)",
  }),
  checkout.explicit(
    "card",
    "Type %card% into Card number and 11/29 into Expiry date",
    same("[checkout.card.number?.replaceAll(' ', ''), checkout.card.expiry]", ["4242424242424242", "11/29"]),
    {
      prepare: "show(3)",
      variables: { card: "4242 4242 4242 4242" },
    },
  ),
  checkout.explicit("voucher", "Enter SPRING15 as the voucher code and click Apply", text("#voucher-text", "15 % off"), { prepare: "show(3)" }),
  checkout.explicit("edit-delivery", "click Edit next to Delivery", "checkout.step === 2", { prepare: "show(4)" }),
  checkout.explicit("place", 'Tick "I accept the terms" and press "Place order"', text("#done", "Thank you for your order"), { prepare: "show(4)" }),
  checkout.ambiguous("edit", "Click Edit", { prepare: "show(4)" }),
  checkout.nonsense("paypal", "Choose PayPal as the payment method", { prepare: "show(3)" }),

  settings.explicit("volume", "Set the volume to 35", "settings.volume === 35 && settings.balance === 0"),
  settings.explicit("balance", "set the Balance slider to -3", "settings.balance === -3 && settings.volume === 60"),
  settings.explicit("text-size", "Set the text size to 18", "settings.text === 18"),
  settings.explicit("larger", "Click Increase text size three times", "settings.text === 17"),
  settings.explicit("columns", "Change Columns to 4", fields({ "#columns": "4" })),
  settings.explicit("dark", "Select the Dark theme", `settings.theme === "Dark"`),
  settings.explicit("sounds", "Turn off Sounds", "settings.sounds === false && settings.motion === false"),
  settings.explicit(
    "weekly",
    "Open the Notifications tab and turn on Weekly digest",
    "settings.weekly === true && !settings.mentionsPush && !settings.commentsPush",
  ),
  settings.explicit("comments-mail", "switch off E-mail under Comments", "settings.commentsMail === false && settings.mentionsMail === true", {
    prepare: open("t2"),
  }),
  settings.explicit(
    "retention",
    "Go to the Privacy tab, expand Data retention and choose 90 days",
    `document.querySelector("[name=keep]:checked").value === "90"`,
  ),
  settings.explicit("printer", "click Disconnect next to Photo printer", same("settings.disconnected", ["printer"]), {
    prepare: `${open("t3")}; document.querySelector("[aria-controls=a2]").click()`,
  }),
  settings.ambiguous("push", "turn on Push", { prepare: open("t2") }),
  settings.ambiguous("disconnect", "Click Disconnect", { prepare: `${open("t3")}; document.querySelector("[aria-controls=a2]").click()` }),
  settings.nonsense("brightness", "Set the Brightness slider to 70"),
  settings.nonsense("too-loud", "Set the volume to 250"),
];
