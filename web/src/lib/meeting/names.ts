import { m } from "$lib/paraglide/messages";
import type { MemberView } from "$lib/engine/types";

/** Names by member id; somebody who has just left the circle is still spoken of kindly. */
export function namesOf(members: MemberView[]): (id: string) => string {
  const names = new Map(members.map((member) => [member.id, member.name]));
  return (id) => names.get(id) ?? m.somebody();
}
