import { casesOf, text } from "../../write.ts";

const ferry = casesOf("ferry.html");
const packing = casesOf("packing.html");

/** flatpickr's calendars and clocks; SortableJS's lists, noUiSlider's handles. */
export const pickers = [
  ferry.explicit("day", "Set the sailing date to 17 June 2027", "days('sail') === '2027-06-17' && days('trip') === ''"),
  ferry.explicit("next-month", "Open the Sailing date calendar, go to the next month and pick 5", "days('sail') === '2027-07-05'"),
  ferry.explicit("months-on", "pick 3 September 2027 as the Sailing date", "days('sail') === '2027-09-03'"),
  ferry.explicit("range", "Set Cabin nights from 14 June 2027 to 18 June 2027", "days('cabin') === '2027-06-14,2027-06-18'"),
  ferry.explicit("clock", "set Call me at to 18:45", "clock('call') === '18:45'"),
  ferry.explicit("day-and-clock", "Set Car drop-off to 12 June 2027, 07:30", "days('car') === '2027-06-12' && clock('car') === '07:30'"),
  ferry.explicit("inline", "pick 20 June in the Day trip calendar", "days('trip') === '2027-06-20' && days('sail') === ''"),
  ferry.explicit("flow", "Set the sailing date to 17 June 2027 and click Check times", text("#told", "Times for 2027-06-17")),
  ferry.ambiguous("which", "Set the date to 12 June 2027"),
  ferry.nonsense("return", "Tell me whether the ferry takes dogs"),

  packing.explicit("first", "drag Torch above Stove", "list('bag') === 'Torch,Stove,Raincoat,Map'"),
  packing.explicit("below", "move Stove below Map", "list('bag') === 'Raincoat,Map,Stove,Torch'"),
  packing.explicit("other-list", "Drag Raincoat to Stays at home", "list('bag') === 'Stove,Map,Torch' && list('home').includes('Raincoat')"),
  packing.explicit("handle", "drag Summit above Hut", "list('stops') === 'Summit,Hut,Lake'"),
  packing.explicit("days", "set the Days slider to 7", "slider('days') === '7' && slider('budget') === '100,300'"),
  packing.explicit("greatest", "set the greatest budget to 400", "slider('budget') === '100,400'"),
  packing.explicit("both", "Set Least budget to 150 and Greatest budget to 250", "slider('budget') === '150,250'"),
  packing.ambiguous("budget", "set the budget to 200"),
  packing.nonsense("tent", "drag the tent to Stays at home"),
];
