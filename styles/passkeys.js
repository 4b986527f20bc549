// The second step at sign-in: asks the browser for a passkey or security key and sends its answer as a form.

/** @type {Record<string, string>} what went wrong, by the name of the browser's error */
const FAULTS = {
  NotAllowedError: "Nothing was chosen, or it took too long. Try once more.",
  InvalidStateError: "That one is added already.",
  SecurityError: "Passkeys do not work at this address.",
};

/**
 * Offer the passkey on every form that wants one; where the browser cannot, the form goes on saying so.
 * @param {Document} page
 * @returns {void}
 */
export function askForPasskeys(page) {
  for (const form of page.querySelectorAll("form[data-passkey]")) offer(/** @type {HTMLFormElement} */ (form));
}

/** @param {HTMLFormElement} form */
function offer(form) {
  if (typeof PublicKeyCredential === "undefined" || !("parseRequestOptionsFromJSON" in PublicKeyCredential)) return;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.hidden = false;
  form.querySelector("[data-passkey-unable]")?.remove();
  form.addEventListener("submit", event => {
    event.preventDefault();
    button.disabled = true;
    ask(form).finally(() => {
      button.disabled = false;
    });
  });
}

/** @param {HTMLFormElement} form @returns {Promise<void>} Ends with the form sent, or with words on the page. */
async function ask(form) {
  const fault = /** @type {HTMLElement} */ (form.querySelector("[data-passkey-fault]"));
  fault.textContent = "";
  try {
    const answer = /** @type {PublicKeyCredential} */ (await answerOf(form.dataset));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = JSON.stringify(answer.toJSON());
    form.submit();
  } catch (error) {
    fault.textContent = FAULTS[/** @type {Error} */ (error).name] ?? "The browser could not do that. Try once more.";
  }
}

/** @param {DOMStringMap} asked @returns {Promise<Credential | null>} */
function answerOf({ passkey, options }) {
  const wanted = JSON.parse(options ?? "");
  return passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
}
