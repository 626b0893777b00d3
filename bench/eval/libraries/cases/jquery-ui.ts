import { casesOf, text } from "../../write.ts";

const bookings = casesOf("bookings.html");
const course = casesOf("course.html");

const onCrew = { prepare: "void $('#parts').tabs('option', 'active', 1)" };
const onFiles = { prepare: "void $('#parts').tabs('option', 'active', 2)" };

/** jQuery UI: date pickers, suggestions, spinner, select menu, slider, dialog; tabs, accordion, sortable list, menu. */
export const jqueryUi = [
  bookings.explicit("arrival", "Set the arrival date to 14 May 2027", "day('#arrive') === '2027-05-14' && day('#leave') === null"),
  bookings.explicit("arrival-june", "choose 3 June 2027 as the arrival", "day('#arrive') === '2027-06-03'"),
  bookings.explicit("departure-click", "Click the Departure field and pick 22 in the calendar", "day('#leave') === '2027-05-22' && day('#arrive') === null"),
  bookings.explicit("departure-next", "Open the Departure calendar, click Next and click 9", "day('#leave') === '2027-06-09'"),
  bookings.explicit("departure-month", "Click Departure, select Aug from the month list and click 17", "day('#leave') === '2027-08-17'"),
  bookings.explicit("town", "type Br into Town and choose Bremen", "$('#town').val() === 'Bremen'"),
  bookings.explicit("guests", "set Guests to 4", "$('#guests').spinner('value') === 4"),
  bookings.explicit("guests-up", "increase Guests", "$('#guests').spinner('value') === 3"),
  bookings.explicit("room", "choose Sea view from Room", "$('#room').val() === 'Sea view'"),
  bookings.explicit("price", "set the price slider to 120", "$('#price').slider('value') === 120"),
  bookings.explicit("breakfast", "tick Breakfast", "$('#breakfast').prop('checked') && !$('#parking').prop('checked')"),
  bookings.explicit("drop", "Click Drop this booking and confirm with Drop it", "dropped === true"),
  bookings.explicit("keep", "Click Drop this booking, then close the dialog", "dropped === null && $('#dialog').dialog('isOpen') === false && closings === 1", {
    prepare: "globalThis.closings = 0; void $('#dialog').on('dialogclose', () => { closings += 1; })",
  }),
  bookings.ambiguous("date", "Set the date to 14 May 2027"),
  { ...bookings.nonsense("penthouse", "choose Penthouse from Room"), passes: "$('#room').val() === 'Garden view'" },
  bookings.nonsense("airline", "select an airline from Airline"),

  course.explicit("tab", "open the Crew tab", "tab() === 'Crew'"),
  course.explicit("accordion", "expand Night watch", "$('#weeks').accordion('option', 'active') === 2"),
  course.explicit("sort-up", "drag Dewi above Amara", "crew() === 'Dewi,Amara,Bengt,Chiara'", onCrew),
  course.explicit("sort-down", "Open the Crew tab and drag Amara below Chiara", "crew() === 'Bengt,Chiara,Amara,Dewi'"),
  course.explicit("menu", "choose Print from the menu", text("#chosen", "Print"), onFiles),
  course.explicit("submenu", "Open Share and click As a link", text("#chosen", "As a link"), onFiles),
  { ...course.nonsense("disabled", "click Delete", onFiles), passes: text("#chosen", "Nothing chosen") },
  course.nonsense("grades", "open the Grades tab"),
];
