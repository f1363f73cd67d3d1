/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query CouncilProfile($code: GSSCode!, $indicators: [String!]!) {\n  area(gssCode: $code) {\n    name\n    councils {\n      name\n      tier\n    }\n    observations(indicators: $indicators, period: {latest: 1}) {\n      nodes {\n        indicator {\n          slug\n          name\n          unit {\n            label\n          }\n        }\n        period {\n          label\n        }\n        value\n        formatted\n        missing\n        provenance {\n          citation\n        }\n      }\n      unknown {\n        value\n        suggestions\n      }\n    }\n  }\n}": typeof types.CouncilProfileDocument,
};
const documents: Documents = {
    "query CouncilProfile($code: GSSCode!, $indicators: [String!]!) {\n  area(gssCode: $code) {\n    name\n    councils {\n      name\n      tier\n    }\n    observations(indicators: $indicators, period: {latest: 1}) {\n      nodes {\n        indicator {\n          slug\n          name\n          unit {\n            label\n          }\n        }\n        period {\n          label\n        }\n        value\n        formatted\n        missing\n        provenance {\n          citation\n        }\n      }\n      unknown {\n        value\n        suggestions\n      }\n    }\n  }\n}": types.CouncilProfileDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CouncilProfile($code: GSSCode!, $indicators: [String!]!) {\n  area(gssCode: $code) {\n    name\n    councils {\n      name\n      tier\n    }\n    observations(indicators: $indicators, period: {latest: 1}) {\n      nodes {\n        indicator {\n          slug\n          name\n          unit {\n            label\n          }\n        }\n        period {\n          label\n        }\n        value\n        formatted\n        missing\n        provenance {\n          citation\n        }\n      }\n      unknown {\n        value\n        suggestions\n      }\n    }\n  }\n}"): typeof import('./graphql').CouncilProfileDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
