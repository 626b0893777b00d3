import { casesOf, text } from "../../write.ts";

const machines = casesOf("machines.html");
const review = casesOf("review.html");

/** Shoelace: web components whose controls lie in shadow trees. */
export const shoelace = [
  machines.explicit("tab", "open the Backups tab", "tab() === 'backups'"),
  machines.explicit("input", "type web-7 into Host name", "$('host').value === 'web-7'"),
  machines.explicit("select", "select Turin from Region", "$('region').value === 'turin'"),
  machines.explicit("several", "select Database and Cache in Roles", "$('roles').value.toSorted().join() === 'cache,db'"),
  machines.explicit("radio", "choose the Large plan", "$('plan').value === 'large'"),
  machines.explicit("switch-on", "turn on Monitoring", "$('monitor').checked && $('restart').checked"),
  machines.explicit("switch-off", "turn off Restart after crashes", "!$('restart').checked && !$('monitor').checked"),
  machines.explicit("checkbox", "tick I know what this costs", "$('terms').checked"),
  machines.explicit("dropdown", "Open Actions and click Take a snapshot", "did.menu === 'snapshot'"),
  machines.explicit("dialog", "Click Rename, type lighthouse into New name and click Save name", "did.name === 'lighthouse' && !$('renaming').open"),
  machines.ambiguous("switch", "toggle the switch"),
  { ...machines.nonsense("tokyo", "select Tokyo from Region"), passes: "$('region').value === 'oslo'" },

  review.explicit("rating", "give Cleanliness 4 stars", "$('clean').value === 4 && $('quiet').value === 2"),
  review.explicit("rating-set", "set Quiet to 5 stars", "$('quiet').value === 5 && $('clean').value === 0"),
  review.explicit("range", 'set "How likely would you recommend us?" to 9', "$('recommend').value === 9"),
  review.explicit("words", "type Lovely place into In your words", "$('words').value === 'Lovely place'"),
  review.explicit("details", "expand Rules for reviews", "$('rules').open && !$('privacy').open"),
  review.explicit("branch", "expand Food", "isOpen('Food') && !isOpen('Rooms')"),
  review.explicit("leaf", "Expand Rooms and tick Balcony", "picked() === 'Balcony'"),
  review.explicit("drawer", "click Add photos", "$('album').open"),
  review.explicit("flow", "Give Cleanliness 5 stars and Quiet 3 stars, type Fine into In your words and click Send review", text("#told", "Sent: 5/3 Fine")),
  review.ambiguous("stars", "give it 3 stars"),
  review.nonsense("parking", "tick Parking"),
];
