/** Constants that the build puts in (vite.config.ts). */

/** Version of package.json. */
declare const __APP_VERSION__: string;
/** Short git commit, or `unknown` outside a checkout. */
declare const __APP_COMMIT__: string;
/** Versions of the runtime libraries shown in About, by package name. */
declare const __APP_LIBRARIES__: Readonly<Record<string, string>>;

declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
