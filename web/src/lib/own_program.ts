/**
 * The only way in which this page gives the browser a program to run: its own worker and its own service worker. The
 * Content-Security-Policy lets nothing else through (Trusted Types).
 */
interface Policy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: "stayhere", rules: { createScriptURL: (address: string) => string }): Policy;
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const rules = { createScriptURL: ownAddress };
const policy: Policy = trustedTypes?.createPolicy("stayhere", rules) ?? rules;

/** The address of a program of this app, as the browser wants it. Throws for any other. */
export function ownProgram(address: string): string {
  return policy.createScriptURL(address);
}

function ownAddress(address: string): string {
  const { origin, pathname } = new URL(address, location.href);
  const isOurs = pathname === "/sw.js" || pathname.startsWith("/assets/") || import.meta.env.DEV;
  if (origin !== location.origin || !isOurs) throw new TypeError("not a program of this app");
  return address;
}
