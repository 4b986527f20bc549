/** The addresses of the whole shell; the build writes them in. */
declare const PRECACHE: string[];
declare const LATER: string[];
/** The hash of the shell's contents; the build writes it in. */
declare const VERSION: string;
