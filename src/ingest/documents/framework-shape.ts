import { z } from "zod";
import { OUTCOME_ROLES, POLARITIES, WORDING_STATES } from "../../schema/values/enums";
import { readDate } from "../../schema/values/period-dates";

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** No control character, and no mark that turns the direction of what follows. */
const ONE_LINE = /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u;
/** The same, over several lines. */
const SOME_LINES = /^(?:[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|[\n\t])*$/u;
const WEB_ADDRESS = /^https?:\/\/[^\s"<>\\^`{|}@/]+(?:\/[^\s"<>\\^`{|}]*)?$/;
const HIDDEN = "may hold no control characters and no marks that turn the direction of writing";

const slug = z
  .string()
  .max(120)
  .regex(SLUG, "must be small letters, digits and single hyphens, such as housing-supply");
const text = (most: number, form: RegExp) => z.string().min(1, "may not be empty").max(most).regex(form, HIDDEN);
const line = (most: number) => text(most, ONE_LINE);

const INDICATOR_LINK = z
  .strictObject({
    indicator: line(300).describe("Slug of an indicator of the hub, its own or a national service's."),
    role: z
      .enum(OUTCOME_ROLES)
      .describe("OUTCOME: it measures the outcome; OUTPUT: what is done for it; CONTEXT: the setting."),
    reason: line(500).describe("One line: why it speaks for the outcome."),
    polarity: z
      .enum(POLARITIES)
      .optional()
      .describe("The framework's own judgement of what is good, where it differs from the indicator's."),
  })
  .describe("An indicator that speaks for the outcome.");

const OUTCOME = z
  .strictObject({
    slug: slug.describe("Its key within the framework."),
    title: line(300).describe("Its name, as the framework has it."),
    ambition: text(5000, SOME_LINES)
      .optional()
      .describe("What is aimed at; left out where it is not known for certain."),
    wording: z
      .enum(WORDING_STATES)
      .optional()
      .describe("PUBLISHED: the words are as published; DRAFT: still to be checked. The framework's where left out."),
    sequence: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe("Its number in the framework; its place in the list where left out."),
    indicators: z.array(INDICATOR_LINK).max(200).default([]).describe("Indicators that speak for it."),
    services: z
      .array(z.int().positive())
      .max(500)
      .default([])
      .describe("LGSL numbers of the services that work towards it."),
    needs: z.array(slug).max(200).default([]).describe("Keys of the needs that are met where it comes about."),
  })
  .describe("One outcome.");

/** A framework file, once it is read from YAML. */
export const FRAMEWORK = z
  .strictObject({
    slug: slug.describe("Its key. A file with the key of a framework in the store takes that framework's place."),
    title: line(300).describe("Its name."),
    owner: line(300).describe("Who owns it."),
    version: line(60).describe('Its edition, as the owner calls it, in quotes: "2026". A date will do.'),
    published_on: z
      .string()
      .refine((day) => readDate(day) !== undefined, "must be a date that exists, as yyyy-mm-dd")
      .optional()
      .meta({ format: "date" })
      .describe("Day on which the owner published it, as yyyy-mm-dd."),
    source: z
      .string()
      .max(700)
      .regex(WEB_ADDRESS, "must be a web address that begins with https:// or http://")
      .optional()
      .describe("Where its words come from: a web address."),
    licence: line(200).optional().describe("Under which licence its words may be used."),
    wording: z
      .enum(WORDING_STATES)
      .default("PUBLISHED")
      .describe("State of the words of all outcomes that do not state their own."),
    outcomes: z.array(OUTCOME).min(1, "must hold at least one outcome").max(500).describe("In their order."),
  })
  .describe("An outcome framework: what is to come about, and the indicators that tell whether it does.");

export type Framework = z.infer<typeof FRAMEWORK>;

/** The JSON schema (draft 2020-12) of a framework file, as editors and owners of frameworks use it. */
export function frameworkJsonSchema(): Record<string, unknown> {
  return { title: "Outcome framework", ...z.toJSONSchema(FRAMEWORK, { io: "input" }) };
}
