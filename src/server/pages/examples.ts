/** Example queries. Each runs on the starter figures as it stands (test/browser/examples.test.ts); the operation's name is the tab's title. */

export interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: string;
  /** JSON text, or the empty string. */
  readonly variables: string;
}

const CAPTION = "# Ctrl+Enter runs the query (Mac: Cmd+Enter)\n";

/** In the order of the playground's tabs; the first three are also on the front page. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "Figures for two councils",
    description: "Latest population, claimant count and pay for Trafford and Manchester, with unit, period and source.",
    query: `${CAPTION}query TwoCouncils(
  $codes: [GSSCode!]!
  $indicators: [String!]!
) {
  areas(select: { gssCodes: $codes }) {
    nodes {
      gssCode
      name
      observations(
        indicators: $indicators
        period: { latest: 1 }
      ) {
        nodes {
          indicator { name unit { label } }
          period { label }
          formatted
          value
          provenance { source { name } }
        }
      }
    }
  }
}
`,
    variables: `{
  "codes": ["E08000009", "E08000003"],
  "indicators": [
    "population-count",
    "claimant-count",
    "gross-median-weekly-pay"
  ]
}`,
  },
  {
    title: "Change over the years",
    description: "Manchester’s claimant count from 2019 to 2025, and how each year differs from the one before.",
    query: `query ChangeOverYears {
  area(gssCode: "E08000003") {
    name
    observations(
      indicators: ["claimant-count"]
      period: { from: "2019-01-01", to: "2025-12-31" }
    ) {
      nodes {
        period { label }
        formatted
        change(from: PREVIOUS) {
          difference
          percentage
          direction
          isComparable
          why
        }
      }
    }
  }
}
`,
    variables: "",
  },
  {
    title: "Rank in the region",
    description: "Where Trafford’s claimant count stands in its region: rank, quartile, median and z-score.",
    query: `query RankInRegion {
  area(gssCode: "E08000009") {
    name
    observation(indicator: "claimant-count", period: { latest: 1 }) {
      formatted
      period { label }
      indicator { name polarity }
      comparison(with: { kind: ALL_IN_REGION }) {
        rank
        rankOf
        tied
        quartile: quantile(of: 4)
        zScore
        differenceFromMedian
        statistics { count missing mean median minimum maximum }
        outcome
        method
      }
    }
  }
}
`,
    variables: "",
  },
  {
    title: "Nearest neighbours",
    description: "The ten councils most like Trafford in the ONS model, with their healthy life expectancy.",
    query: `query NearestNeighbours($code: GSSCode!) {
  area(gssCode: $code) {
    name
    neighbours(model: ONS_GLOBAL, first: 10) {
      rank
      area {
        gssCode
        name
        observation(indicator: "healthy-life-expectancy-female") {
          formatted
          lowerCI95
          upperCI95
          missing
        }
      }
    }
  }
}
`,
    variables: `{ "code": "E08000009" }`,
  },
  {
    title: "An old code still works",
    description: "Barnsley was recoded from E08000016 in 2025. Both codes reach the figures, and provenance says how.",
    query: `query OldCode {
  old: area(gssCode: "E08000016") { ...Barnsley }
  new: area(gssCode: "E08000038") { ...Barnsley }
}

fragment Barnsley on Area {
  gssCode
  name
  status
  startDate
  endDate
  successors { operativeDate kind to { gssCode name } }
  predecessors { operativeDate kind from { gssCode name } }
  observation(indicator: "population-count") {
    formatted
    period { label }
    provenance { boundaryMethod }
  }
}
`,
    variables: "",
  },
  {
    title: "Search, with a typing slip",
    description: "Areas, councils, indicators and services by name: old names, Welsh names and slips included.",
    query: `query SearchWithSlip($text: String!) {
  search(text: $text, first: 8) {
    __typename
    ... on Area { gssCode name status }
    ... on Council { name tier }
    ... on Indicator { slug name }
    ... on Service { lgslId name }
  }
}
`,
    variables: `{ "text": "Manchestre" }`,
  },
  {
    title: "Source, licence and citation",
    description: "Where one figure comes from, under which licence, and the sentence to put under a chart.",
    query: `query WhereFrom {
  area(gssCode: "K02000001") {
    name
    observation(indicator: "gross-median-weekly-pay") {
      formatted
      lowerCI95
      upperCI95
      period { label start end }
      status
      provenance {
        citation
        source { name publisher homepage }
        dataset { title }
        release { title publishedAt }
        licence { label url }
        retrievedAt
        freshness
        permalink
      }
    }
  }
}
`,
    variables: "",
  },
  {
    title: "National services beside the hub’s own",
    description:
      "One query over the hub’s tables, Nomis, Fingertips and police.uk: figures, or the reason why a publisher gave none.",
    query: `query NationalServices($code: GSSCode!) {
  observations(
    select: {
      indicators: ["claimant-count", "nomis:NM_162_1", "fingertips:90366", "police-uk:burglary"]
      areas: { gssCodes: [$code] }
    }
  ) {
    nodes {
      indicator { name unit { label } }
      period { label }
      formatted
      missing
      notes
      provenance { freshness citation }
    }
    sources { source { name } state servedFrom upstreamCalls millis message }
  }
  rateLimit { upstreamCalls upstreamLimit }
}
`,
    variables: `{ "code": "E08000009" }`,
  },
  {
    title: "How the publishers are doing",
    description: "Every source as this hub has measured it: state, last success, speed, and the limits it keeps to.",
    query: `query HowSourcesAre {
  sources {
    name
    kind
    status
    statusMessage
    lastSuccess
    p95Millis
    suppressedShare
    limits
    licence { label }
  }
}
`,
    variables: "",
  },
  {
    title: "Services",
    description: "Council services whose name holds a word, with their functions and the tiers that run them.",
    query: `query ServicesFound($word: String!) {
  services(search: $word, first: 5) {
    totalCount
    nodes {
      lgslId
      name
      responsibleTiers
      functions { label }
      indicators { slug name }
    }
  }
}
`,
    variables: `{ "word": "library" }`,
  },
  {
    title: "How a council does on every outcome",
    description:
      "The sixteen outcomes of the Local Outcomes Framework, each with its figures, where they are going, and how the council stands among those most like it.",
    query: `query EveryOutcome($council: String!) {
  area(slug: $council) {
    name
    outcomes(framework: "local-outcomes-framework") {
      outcome { title wording }
      improving
      worsening
      noChange
      undecided
      missing
      indicators {
        indicator { name }
        formatted
        trend { marker }
        comparison(with: { kind: NEAREST_NEIGHBOURS }) { rank rankOf outcome }
      }
    }
  }
}
`,
    variables: `{ "council": "trafford" }`,
  },
  {
    title: "From a duty to who provides it here",
    description: "What the law obliges councils to do about libraries, who does it in Ashford, and what it is for.",
    query: `query FromDutyToCouncil {
  service(lgslId: 437) {
    name
    powersAndDuties { kind title legislation legislationUrl }
    provision(area: "E07000105") {
      council { name tier }
      reason
    }
    needs { label }
    outcomes { title framework { title } }
    indicators { name }
  }
}
`,
    variables: "",
  },
  {
    title: "What follows from a life event",
    description: "The circumstances that losing a home brings, what people need then, and the services that meet it.",
    query: `query LifeEvent {
  services(lifeEvent: "becoming-homeless", first: 10) {
    totalCount
    nodes { lgslId name responsibleTiers needs { label } }
  }
}
`,
    variables: "",
  },
  {
    title: "What is not known is said",
    description:
      "One good code, one with a slip, one unknown measure: the rest is answered, the unknown come back with suggestions.",
    query: `query UnknownIsSaid {
  observations(
    select: {
      indicators: ["population-count", "claimant-cuont"]
      areas: { gssCodes: ["E08000003", "E08000093"] }
      period: { latest: 1 }
    }
  ) {
    nodes { area { name } indicator { name } formatted missing }
    unknown { argument value suggestions }
  }
}
`,
    variables: "",
  },
  {
    title: "Table of a region",
    description: "Every local authority of the North West, highest claimant count first, page by page.",
    query: `query RegionTable($after: String) {
  observations(
    select: {
      indicators: ["claimant-count"]
      areas: { within: "E12000002", type: LTLA }
      period: { latest: 1 }
      orderBy: VALUE
      direction: DESC
    }
    first: 10
    after: $after
  ) {
    totalCount
    nodes { area { gssCode name } period { label } formatted }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: "",
  },
];
