/** The store's one way of writing is the store's own: the hub writes by it as loaders do. */
export * from "../../datasources/local/transaction";
