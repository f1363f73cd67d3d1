/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The kind of legal body that a council is. */
export type CouncilTier =
  /** A combined authority or combined county authority. */
  | 'COMBINED_AUTHORITY'
  /** A county council: the upper tier. */
  | 'COUNTY'
  /** A district council: the lower tier, within a county. */
  | 'DISTRICT'
  /** A fire and rescue authority. */
  | 'FIRE'
  /** A London borough council, or the City of London Corporation. */
  | 'LONDON_BOROUGH'
  /** A metropolitan district council. */
  | 'METROPOLITAN'
  /** A district council of Northern Ireland. */
  | 'NI_DISTRICT'
  /** A parish, town or community council. */
  | 'PARISH'
  /** A police and crime commissioner or police authority. */
  | 'POLICE'
  /** A council of Scotland. */
  | 'SCOTTISH_COUNCIL'
  /** A strategic authority, such as the Greater London Authority. */
  | 'STRATEGIC_AUTHORITY'
  /** A unitary council of England outside the metropolitan counties and London: one tier. */
  | 'UNITARY'
  /** A principal council of Wales. */
  | 'WELSH_UNITARY';

/** Why a value is blank. */
export type MissingReason =
  /** The area was not in being in that period; the note names its successor. */
  | 'AREA_DID_NOT_EXIST'
  /** [c] Withheld so that nobody can be identified. */
  | 'CONFIDENTIAL'
  /** Not yet public. */
  | 'EMBARGOED'
  /** [w] The survey met no case. */
  | 'NONE_RECORDED_IN_SURVEY'
  /** [z] The question does not arise here. */
  | 'NOT_APPLICABLE'
  /** [x] The publisher has no figure. */
  | 'NOT_AVAILABLE'
  /** The indicator is not published for areas of this kind or in this country. */
  | 'NOT_COLLECTED_AT_THIS_GEOGRAPHY'
  /** You may not see it. */
  | 'NOT_PERMITTED'
  /** The council made no return. */
  | 'NOT_SUBMITTED'
  /** To be released. */
  | 'NOT_YET_RELEASED'
  /** The publisher's service did not answer. */
  | 'SOURCE_UNAVAILABLE';

export type CouncilProfileQueryVariables = Exact<{
  code: string;
  indicators: Array<string> | string;
}>;


export type CouncilProfileQuery = { area: { name: string, councils: Array<{ name: string, tier: CouncilTier }>, observations: { nodes: Array<{ value: number | null, formatted: string, missing: MissingReason | null, indicator: { slug: string, name: string, unit: { label: string } }, period: { label: string }, provenance: { citation: string } }>, unknown: Array<{ value: string, suggestions: Array<string> }> } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const CouncilProfileDocument = new TypedDocumentString(`
    query CouncilProfile($code: GSSCode!, $indicators: [String!]!) {
  area(gssCode: $code) {
    name
    councils {
      name
      tier
    }
    observations(indicators: $indicators, period: {latest: 1}) {
      nodes {
        indicator {
          slug
          name
          unit {
            label
          }
        }
        period {
          label
        }
        value
        formatted
        missing
        provenance {
          citation
        }
      }
      unknown {
        value
        suggestions
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CouncilProfileQuery, CouncilProfileQueryVariables>;