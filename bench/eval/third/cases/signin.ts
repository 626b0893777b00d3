import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("signin.html");
const START = { screen: "signin", user: null as string | null, remember: false, sso: null as string | null, team: null as string | null, shown: false };
const is = (state: Partial<typeof START>): string => same("V", { ...START, ...state });

/** One page that goes through the screens of a sign-in; its fields have placeholders in place of labels. */
export const signin: readonly EvalCase[] = [
  explicit("terse", "login with ann / secret1", is({ screen: "home", user: "ann" })),
  explicit("polite", "Please sign in as ann with the password secret1 and keep me signed in.", is({ screen: "home", user: "ann", remember: true })),
  explicit("secret", "Log in: username %user%, password %password%", is({ screen: "code", user: "olu" }), {
    variables: { user: "olu", password: "Trombone!9" },
  }),
  explicit("forgot", "I forgot my password, please take me to the reset", is({ screen: "forgot" })),
  explicit("forgot-send", "Click 'Forgot your password?', enter ann@loft.example and send the link", is({ screen: "sent", user: "ann@loft.example" })),
  explicit("sso", "continue with Nimbus", is({ sso: "Nimbus" })),
  explicit("code", "Enter the code 7305 and verify", is({ screen: "home", user: "olu" }), { prepare: `V.user = "olu"; go("code")` }),
  explicit("team", "choose the Blue team", is({ screen: "home", user: "ann", team: "Blue" }), { prepare: `V.user = "ann"; go("home")` }),
  explicit("show", "show the password", `${is({ shown: true })} && ${same("typed()", ["", "abc"])}`, {
    prepare: `card.querySelector("[type=password]").value = "abc"`,
  }),
  explicit("out", "sign me out", is({ user: "ann" }), { prepare: `V.user = "ann"; go("home")` }),
  ambiguous("continue", "Continue with the other service"),
  nonsense("register", "Create a new account for Bob"),
];
