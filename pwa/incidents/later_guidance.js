// Guidance that comes with the rest, a moment after the form: for what nobody is hurt by meanwhile. Allegations follow KCSIE
// part four; about the headteacher it is the LADO and the chair of governors (R63).
import { learn } from "./incident_guidance.js";

learn({
  allegation: {
    title: "Ring the headteacher, then write it down",
    steps: ["Keep the children safe, and do not discuss it with the person concerned."],
    roles: ["headteacher", "lado"],
  },
  headteacher: {
    title: "Ring the LADO now, then write it down",
    steps: [
      "Keep the children safe, and do not discuss it with the headteacher.",
      "What you write here is for the chair of governors. Nobody else at school is shown that it exists.",
    ],
    roles: ["lado", "chair"],
  },
  online_safety: {
    title: "Tell the DSL today",
    steps: ["Keep the device as it is. Write down the site, app or name you saw. Do not copy pictures."],
    roles: ["dsl", "deputy_dsl"],
  },
  lost_phone: {
    title: "Ring the office, so that the phone can be stopped",
    steps: ["Say which phone it is and where it was last seen."],
    roles: ["office", "base_contact"],
  },
  data_breach: {
    title: "Tell the office today",
    steps: ["Say what was lost or seen, by whom, and since when. The school has 72 hours to act."],
    roles: ["office"],
  },
});
