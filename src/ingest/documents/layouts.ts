import type { DocumentLayout } from "./document";

/** Every layout of documents, in the order in which their files are loaded: what others refer to comes first. */
export const DOCUMENT_LAYOUTS: readonly DocumentLayout[] = [];
