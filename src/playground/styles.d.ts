/** The bundler turns these imports into one style sheet; they carry no value. */
declare module "*.css";
