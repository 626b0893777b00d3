import { casesOf, fields, text } from "../../write.ts";

const parcel = casesOf("parcel.html");
const ticket = casesOf("ticket.html");
const menu = casesOf("menu.html");

const withExtras = { prepare: "void $('#extras').val(['ins', 'sig']).trigger('change')" };

/** Lists to choose from that stand in for the browser's own: Select2, Tom Select, Choices. */
export const choosing = [
  parcel.explicit("one", "choose Portugal as the destination", "value('#country') === 'pt'"),
  parcel.explicit("search", "Open Destination, type New and choose New Zealand", "value('#country') === 'nz'"),
  parcel.explicit("no-search", "select Large box from Parcel size", fields({ "#size": "Large box" })),
  parcel.explicit("several", "select Insurance and SMS updates in Extras", "value('#extras') === 'ins,sms'"),
  parcel.explicit("remove", "remove Signature from Extras", "value('#extras') === 'ins'", withExtras),
  parcel.explicit("own-word", "type candles into Contents and press Enter", "value('#contents') === 'candles'"),
  parcel.explicit("grouped", "choose Glass in Contents", "value('#contents') === 'Glass'"),
  parcel.explicit("flow", "Choose Sweden in Destination and Letter in Parcel size, then click Show price", text("#told", "Letter to se")),
  { ...parcel.ambiguous("an-extra", "select an extra"), passes: "value('#extras') === ''" },
  { ...parcel.nonsense("atlantis", "choose Atlantis as the destination"), passes: "value('#country') === ''" },

  ticket.explicit("one", "choose Grace Holm as the assignee", "value('#assignee') === 'grace'"),
  ticket.explicit("search", "type Ala into Assignee and pick Alan Tarn", "value('#assignee') === 'alan'"),
  ticket.explicit("add", "add Ada Lovell to Watchers", "value('#watchers') === 'ada,edsger,grace'"),
  ticket.explicit("remove", "remove Edsger Dahl from Watchers", "value('#watchers') === 'grace'"),
  ticket.explicit("remove-tag", "remove the urgent tag", "value('#tags') === 'printer'"),
  ticket.explicit("new-tag", "type scanner into Tags and press Enter", "value('#tags') === 'printer,scanner,urgent'"),
  ticket.explicit("queue", "select Network from Queue", "value('#queue') === 'net'"),
  ticket.explicit(
    "flow",
    "Enter Broken lamp as the title, choose Edsger Dahl as the assignee and select Buildings in Queue",
    `${fields({ "#title": "Broken lamp" })} && value('#assignee') === 'edsger' && value('#queue') === 'build'`,
  ),
  { ...ticket.ambiguous("who", "choose Ada Lovell"), passes: "value('#assignee') === '' && value('#watchers') === 'edsger,grace'" },
  { ...ticket.nonsense("nobody", "choose Linus Berg as the assignee"), passes: "value('#assignee') === ''" },

  menu.explicit("one", "choose Ramen from Main dish", "value('dish') === 'ramen'"),
  menu.explicit("add", "add Soup of the day to Sides", "value('sides') === 'bread,salad,soup'"),
  menu.explicit("remove", "remove Bread from the sides", "value('sides') === 'salad'"),
  menu.explicit("remove-word", "remove Celery", "value('allergies') === 'Peanuts'"),
  menu.explicit("new-word", "type Shellfish into Allergies and press Enter", "value('allergies') === 'Celery,Peanuts,Shellfish'"),
  menu.explicit("no-search", "choose Mint tea as the drink", "value('drink') === 'tea'"),
  { ...menu.ambiguous("water", "choose water as the drink", { prepare: "void made.drink.setChoiceByValue('tea')" }), passes: "value('drink') === 'tea'" },
  { ...menu.nonsense("pizza", "choose Pizza from Main dish"), passes: "!value('dish')" },
];
