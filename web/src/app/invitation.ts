/** The secret part of an invitation link, as pasted by a person; null when there is none. */
export function secretOf(link: string): string | null {
  const hash = link.indexOf("#");
  const secret = (hash >= 0 ? link.slice(hash + 1) : link).trim();
  return /^[A-Za-z0-9_.~-]{8,400}$/.test(secret) ? secret : null;
}
