import type { StandIn } from "../publisher-server";
import { madeFigure } from "./workloads";

/** Years that the invented survey has figures for. */
export const INVENTED_YEARS = [2022, 2023, 2024, 2025];

/** The invented service: at most 100 areas a request, unknown areas left out, one suppressed figure (Oldham's), an old code for Barnsley. */
export const inventedStandIn: StandIn = ({ path, query }) => {
  const areas = (query.get("areas") ?? "").split(",");
  if (path !== "figures") return { status: 404, body: { message: "no such path" } };
  if (areas.length > 100) return { status: 400, body: { message: "too many areas" } };
  const figures = (query.get("indicators") ?? "").split(",").flatMap((indicator) =>
    areas
      .filter((area) => /^[EW]\d{8}$/.test(area) && area !== "E08000038")
      .flatMap((area) =>
        yearsOf(query.get("period") ?? "").map((year) => {
          const period = `${year}-01-01/P1Y`;
          return { indicator, area, period, value: area === "E08000004" ? "c" : madeFigure(indicator, area, period) };
        }),
      ),
  );
  return { body: { figures } };
};

function yearsOf(period: string): readonly number[] {
  const [kind, rest = ""] = [period.slice(0, period.indexOf(":")), period.slice(period.indexOf(":") + 1)];
  if (kind === "latest") return INVENTED_YEARS.slice(-Number(rest));
  if (kind === "ids") return INVENTED_YEARS.filter((year) => rest.includes(`${year}-01-01/P1Y`));
  const [from = "", to = ""] = rest.split("..");
  return INVENTED_YEARS.filter(
    (year) => (from === "" || `${year}-01-01` >= from) && (to === "" || `${year}-01-01` <= to),
  );
}
