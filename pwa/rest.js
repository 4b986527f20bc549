// What the app asks for once it is open: the screens that no report waits for.
export { AgreementScreen } from "./accounts/agreement_screen.js";
export { JoinScreen } from "./accounts/join_screen.js";
export { SignInScreen } from "./accounts/sign_in_screen.js";
export { join, signIn } from "./accounts/signing_in.js";
export { unsealed } from "./foundation/unseal.js";
export { OutboxScreen } from "./outbox/outbox_screen.js";
export { InstallScreen } from "./phones/install_screen.js";
export { PinScreen } from "./phones/pin_screen.js";
export { setUp } from "./phones/set_up.js";
export { SetUpCheckScreen } from "./phones/set_up_check_screen.js";
export { SetUpScreen } from "./phones/set_up_screen.js";
export { UnlockScreen } from "./phones/unlock_screen.js";
export { Unlocking } from "./phones/unlocking.js";
export { leftPart } from "./shell/left_part.js";
export { MissingScreen } from "./shell/missing_screen.js";
export { DepartureScreen } from "./trips/departure_screen.js";
export { latePart } from "./trips/late_part.js";
export { ListScreen } from "./trips/list_screen.js";
