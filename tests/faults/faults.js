// Every fault there is, by where it strikes. A run of 300 seeds and more in which one of them never struck has failed.
import { HOLDER_FAULTS } from "./holders.js";
import { REPLY_FAULTS, REQUEST_FAULTS, WEATHERS } from "./line_faults.js";
import { SCHOOL_STEPS, SERVER_FAULTS } from "./school_faults.js";
import { STORAGE_FAULTS, STORAGE_STEPS } from "./storage_faults.js";

export { WEATHERS };
export const AT_EFFECTS = [...WEATHERS, ...REQUEST_FAULTS, ...REPLY_FAULTS, ...SERVER_FAULTS, ...STORAGE_FAULTS];
export const STEP_FAULTS = [...STORAGE_STEPS, ...SCHOOL_STEPS, ...HOLDER_FAULTS];
export const ALL_FAULTS = [...AT_EFFECTS, ...STEP_FAULTS];
