import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("combos.html");

/** Everything that one chooses from: lists that are typed into, that open, that stay open, that take several. */
export const combos = [
  explicit("combos-autocomplete", "select Berlin in From", "state.city === 'Berlin'"),
  explicit("combos-type-choose", 'type "Li" into From and choose Lisbon', "state.city === 'Lisbon'"),
  explicit("combos-slow", "select Vienna in the To field", "state.dest === 'Vienna' && state.city === null"),
  explicit("combos-keys", "type Am into From, press Down and press Enter", "state.city === 'Amsterdam'"),
  explicit("combos-class", "select Business from Class", "state.cls === 'Business'"),
  explicit("combos-class-open", "open the Class list and click First", "state.cls === 'First'"),
  explicit("combos-currency", "choose Franc from the Currency dropdown", "state.cur === 'Franc'"),
  explicit("combos-meals", "select Vegan and Halal in Meals", "state.meals.toSorted().join() === 'Halal,Vegan'"),
  explicit("combos-meal-off", "remove Kosher", "state.meals.join() === 'Vegan'", { prepare: "state.meals = ['Vegan', 'Kosher']; drawMeals()" }),
  explicit("combos-multi", "select French and Welsh from Languages", "langs() === 'French,Welsh'"),
  explicit("combos-datalist", "enter Nordlift as the airline", "document.getElementById('air').value === 'Nordlift'"),
  explicit("combos-listbox", "choose Aisle in the Seats list", "state.seat === 'Aisle'"),
  explicit(
    "combos-flow",
    "Select Paris in From and London in To, choose First from Class, then click Find flights",
    "state.found?.city === 'Paris' && state.found.dest === 'London' && state.found.cls === 'First'",
  ),
  ambiguous("combos-which-san", 'type "San" into From and choose San', "state.city === null"),
  nonsense("combos-no-class", "select Premium from Class", "state.cls === 'Economy'"),
  nonsense("combos-no-city", "select Gotham in the To field", "state.dest === null"),
];
