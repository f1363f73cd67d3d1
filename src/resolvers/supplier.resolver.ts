import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { pageByKey, pageByPlace } from "../datasources/core/page";
import type {
  CouncilRecord,
  DatasetRecord,
  ReleaseLagRecord,
  SourceRecord,
  SupplierRecord,
  SupplierUserRecord,
  UptimeRecord,
} from "../datasources/core/records";
import { Council } from "../schema/council.type";
import { Dataset, Source } from "../schema/source.type";
import { ReleaseLag, Supplier, SupplierConnection, SupplierUser, Uptime } from "../schema/supplier.type";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";
import { type Context, paid } from "./context";
import { keyRequest, placeRequest } from "./page-arguments";

/** Days that counts are kept for. */
const MOST_DAYS = 365;

@Resolver(() => Supplier)
export class SupplierResolver {
  @Query(() => Supplier, { nullable: true, description: "One supplier, by slug or id; null where none is meant." })
  supplier(
    @Arg("id", () => ID, { description: "Its slug, or its global id." }) id: string,
    @Ctx() { reads }: Context,
  ): SupplierRecord | undefined {
    return reads.catalogue.supplierBySlug(keyOf("Supplier", id.trim()));
  }

  @Query(() => SupplierConnection, {
    description: "Suppliers of services of information, by slug; with `search`, the best match first.",
  })
  suppliers(
    @Arg("search", () => String, {
      nullable: true,
      description: "Words from the name, or from what is offered; typing slips are forgiven.",
    })
    search: string | undefined,
    @Arg("source", () => ID, { nullable: true, description: "Only those behind this source: its slug or id." })
    source: string | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on after." }) after:
      | string
      | undefined,
    @Ctx() { reads }: Context,
  ) {
    const wanted = typeof source === "string" ? reads.catalogue.sourceBySlug(keyOf("Source", source)) : undefined;
    if (typeof source === "string" && wanted === undefined)
      throw new CallerError(
        `\`source\` names no source: ${source.slice(0, 80)}.`,
        "source",
        "the slug or id of one of `sources`",
      );
    const keep = (supplier: SupplierRecord) => wanted === undefined || supplier.sources.includes(wanted);
    if (typeof search !== "string")
      return pageByKey(reads.catalogue.suppliers.filter(keep), ({ slug }) => slug, keyRequest(first, 50, after));
    const hits = reads.search.search(search, ["Supplier"], reads.catalogue.suppliers.length);
    return pageByPlace(hits.map((hit) => hit.record as SupplierRecord).filter(keep), placeRequest(first, 50, after));
  }

  @FieldResolver(() => [String], { description: "What it offers, by name; `services` says more." })
  offers(@Root() supplier: SupplierRecord): readonly string[] {
    return supplier.services.map(({ name }) => name);
  }

  @FieldResolver(() => [Source], {
    description: "Its sources of figures, each with what the hub measured: state, uptime, lag, blanks, limits.",
  })
  sources(@Root() supplier: SupplierRecord, @Ctx() context: Context): readonly SourceRecord[] {
    return paid(context, "Supplier.sources", supplier.sources);
  }

  @FieldResolver(() => [Dataset], { description: "The data sets of its sources." })
  datasets(@Root() supplier: SupplierRecord, @Ctx() context: Context): readonly DatasetRecord[] {
    return paid(context, "Supplier.datasets", supplier.datasets);
  }

  @FieldResolver(() => [Council], { description: "The councils that use it, as far as anybody told; see `users`." })
  usedBy(@Root() supplier: SupplierRecord, @Ctx() context: Context): readonly CouncilRecord[] {
    return paid(
      context,
      "Supplier.usedBy",
      supplier.users.map(({ council }) => council),
    );
  }

  @FieldResolver(() => [SupplierUser], { description: "The councils that use it, since when, and who says so." })
  users(@Root() supplier: SupplierRecord, @Ctx() context: Context): readonly SupplierUserRecord[] {
    return paid(context, "Supplier.users", supplier.users);
  }
}

/** What is measured of a source, beside what SourceResolver tells of it. */
@Resolver(() => Source)
export class MeasuredSourceResolver {
  @FieldResolver(() => Supplier, {
    nullable: true,
    description: "Who offers it; null where the directory does not say.",
  })
  supplier(@Root() source: SourceRecord, @Ctx() { reads }: Context): SupplierRecord | undefined {
    return reads.catalogue.suppliersOf(source)[0];
  }

  @FieldResolver(() => Uptime, {
    nullable: true,
    description:
      "How often it answered this hub, and others on the same store; null for the hub's own tables, which nobody asks over a network.",
  })
  uptime(
    @Root() source: SourceRecord,
    @Arg("days", () => Int, {
      nullable: true,
      defaultValue: 30,
      description: `The last so many days, today inside: a number from 1 to ${MOST_DAYS}.`,
    })
    days: number | null,
    @Ctx() { reads }: Context,
  ): Promise<UptimeRecord | undefined> {
    const asked = days ?? 30;
    if (asked < 1 || asked > MOST_DAYS)
      throw new CallerError(`\`days\` is ${asked}.`, "days", `a number from 1 to ${MOST_DAYS}`);
    return reads.suppliers.uptime(source, asked);
  }

  @FieldResolver(() => ReleaseLag, {
    description: "How many days after the end of a period its figures are published.",
  })
  releaseLag(@Root() source: SourceRecord, @Ctx() { reads }: Context): ReleaseLagRecord {
    return reads.suppliers.releaseLag(source);
  }
}
