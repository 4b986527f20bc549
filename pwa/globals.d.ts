/** The hash of the shell's contents; the build writes it into the worker, and only there. */
declare const VERSION: string;

declare module "geodesy/osgridref.js" {
  /** A point in WGS 84, in degrees. */
  export class LatLon {
    constructor(latitude: number, longitude: number);
    /** Throws RangeError outside the grid. */
    toOsGrid(): { toString(digits?: number, separator?: string): string };
  }
}
