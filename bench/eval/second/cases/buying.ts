import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same, text } from "../../write.ts";

const shop = casesOf("shop.html");
const travel = casesOf("travel.html");
const bakery = casesOf("bestellung.html");

const withLantern = "shop.cart.lantern = 1; drawCart()";

/** A shop of cards with filters, a journey with comboboxes and lists, and a bakery's order in German. */
export const buyingCases: readonly EvalCase[] = [
  shop.explicit("brass", "Add the Brass floor lamp to the cart", same("shop.cart", { brass: 1 })),
  shop.explicit("last", "click Add to cart for the last product", same("shop.cart", { reading: 1 })),
  shop.explicit("second", 'Click the second "Add to cart" button', same("shop.cart", { "aurora-white": 1 })),
  shop.explicit("opal", 'press "Add to cart" under Opal pendant', same("shop.cart", { pendant: 1 })),
  shop.explicit("sort", 'Sort by "Price: low to high"', fields({ "#sort": "up" })),
  shop.explicit("stock", "Tick In stock only", fields({ "#stock": true, "#sale": false })),
  shop.explicit("max", "Set the maximum price to 120", fields({ "#max": "120" })),
  shop.explicit("search", "Type lantern into the search box and press Enter", text("#found", "Results for “lantern”")),
  shop.explicit("later", 'click "Save Paper lantern (Set of 3) for later"', same("shop.saved", ["lantern"])),
  shop.explicit("more", "Click More twice in the cart", same("shop.cart", { lantern: 3 }), { prepare: withLantern }),
  shop.explicit("remove", "Remove the Paper lantern from the cart", same("shop.cart", {}), { prepare: withLantern }),
  shop.ambiguous("aurora", "Add the Aurora desk lamp to the cart"),
  shop.ambiguous("add", "click Add to cart"),
  shop.nonsense("sofa", "Add the blue velvet sofa to the cart"),
  shop.nonsense("question", "What does shipping to Norway cost?"),

  travel.explicit(
    "from",
    "Type Edin into From and choose Edinburgh Waverley from the suggestions",
    `travel.from === "Edinburgh Waverley" && travel.to === null`,
  ),
  travel.explicit("both", "Select London Kings Cross in From and Leeds in To", `travel.from === "London Kings Cross" && travel.to === "Leeds"`),
  travel.explicit("one-way", "Choose One way", fields({ "[name=trip]:checked": "one-way" })),
  travel.explicit("dates", "Set the outward date to 3 May 2027 and the return date to 10 May 2027", fields({ "#out": "2027-05-03", "#back": "2027-05-10" })),
  travel.explicit("class", "select First from Class", `travel.class === "First"`),
  travel.explicit(
    "children",
    'Click "1 passenger", press "More children" twice and then click Done',
    `travel.children === 2 && travel.adults === 1 && !document.querySelector(".pop")`,
  ),
  travel.explicit("extras", "Select Bicycle and Meal in Extras", same("travel.extras", ["Bicycle", "Meal"])),
  travel.explicit(
    "railcards",
    "select Student and Family from Railcards",
    same("[...document.querySelector('#cards').selectedOptions].map((one) => one.value)", ["Student", "Family"]),
  ),
  travel.explicit("train", "Click Select next to 09:40", `travel.booked === "09:40"`, { prepare: "search()" }),
  travel.ambiguous("date", "set the date to 1 May 2027"),
  travel.ambiguous("direct", "Select the direct train", { prepare: "search()" }),
  travel.nonsense("seat", "Click the Seat map button"),

  bakery.explicit("filiale", "Wähle Hauptbahnhof als Filiale aus", fields({ "#filiale": "Hauptbahnhof" })),
  bakery.explicit(
    "bestellen",
    'Gib "Jana" in das Feld Vorname und "Vogel" in das Feld Nachname ein, setze den Haken bei "Ich akzeptiere die AGB" und klicke auf "Verbindlich bestellen"',
    text("#meldung", "Danke, Jana Vogel!"),
  ),
  bakery.explicit(
    "anzahl",
    "Trage in der Zeile Dinkelbrötchen bei Anzahl 6 ein",
    fields({ "[data-artikel=dinkel] input": "6", "[data-artikel=roggen] input": "0", "[data-artikel=brezel] input": "0" }),
  ),
  bakery.explicit("brezel", 'Klicke in der Zeile "Laugenbrezel" auf "In den Warenkorb"', same("korb", { brezel: 1 })),
  bakery.explicit("leeren", "Leere das Feld Telefonnummer", fields({ "#telefon": "" })),
  bakery.explicit("werbung", 'Entferne den Haken bei "Angebote per E-Mail erhalten"', fields({ "#werbung": false, "#agb": false })),
  bakery.explicit("rechnung", "Wähle die Zahlungsart Rechnung", fields({ "[name=zahlung]:checked": "rechnung" })),
  bakery.explicit(
    "abholung",
    "Setze das Abholdatum auf den 24. Dezember 2026 und die Uhrzeit auf 8:15",
    fields({ "#datum": "2026-12-24", "#uhrzeit": "08:15" }),
  ),
  bakery.explicit("startseite", "Öffne den Link Startseite", `location.hash === "#start"`),
  bakery.ambiguous("korb", "Klicke auf In den Warenkorb"),
  bakery.nonsense("paypal", "Wähle PayPal als Zahlungsart"),
];
