/** The hash of the shell's contents; the build writes it into the worker, and only there. */
declare const VERSION: string;
