import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const LegalBasis = enumType("LegalBasis", "What lets or makes a council provide a service.", v.LEGAL_BASES, {
  POWER: "A right: the law lets the council do it.",
  DUTY: "An obligation: the law makes the council do it.",
  DISCRETION: "The council decides whether, for whom and on which terms, within the law.",
});
